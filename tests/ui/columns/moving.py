"""A layout with a column at another place, as a drag leaves it."""

from vindesk.ui.columns.column_layout import ColumnLayout


def moved(layout: ColumnLayout, key: str, place: int) -> ColumnLayout:
    """``layout`` with ``key`` at ``place``, counted without it."""
    others = [other for other in layout.order if other != key]
    return layout.reorder((*others[:place], key, *others[place:]))
