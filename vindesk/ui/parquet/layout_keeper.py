"""Arranges the columns of a Parquet window as the user left them for such a file."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from vindesk.ui.paging.paged_table_view import PagedTableView
from vindesk.ui.parquet.column_layouts import ColumnLayouts, Layout


class LayoutKeeper(QObject):
    """Widths are fitted to the rows, but for those of columns that the user has resized."""

    def __init__(self, view: PagedTableView, layouts: ColumnLayouts | None) -> None:
        """``layouts`` None: nothing is remembered."""
        super().__init__(view)
        self._view = view
        self._layouts = layouts
        self._names: Sequence[str] = ()
        self._layout: Layout | None = None
        self._fitted: dict[str, float] = {}
        view.arranged.connect(self.remember)

    def begin(self, names: Sequence[str]) -> None:
        """Files with these columns are shown from now on; ``arrange`` follows with the rows."""
        self._layout = self._layout_for(names)
        self._names = names

    def order_for(self, names: Sequence[str]) -> Sequence[int]:
        """The columns of such a file that are to be shown, from left to right."""
        layout = self._layout_for(names)
        return range(len(names)) if layout is None else layout.order

    def _layout_for(self, names: Sequence[str]) -> Layout | None:
        if names == self._names:
            return self._layout
        return self._layouts.load(names) if self._layouts is not None else None

    def arrange(self) -> None:
        """Put the columns in order, and fit them to the rows that are here."""
        view, layout = self._view, self._layout
        keys = [str(place) for place in self.order_for(self._names)]
        if keys != view.order():
            view.arrange(keys, {})
        view.fit_columns()
        if view.model().rowCount():
            view.fit_to_contents()
        self._fitted = view.widths()
        if layout is not None and layout.widths:
            chosen = {str(place): width for place, width in layout.widths.items()}
            view.arrange(keys, {**self._fitted, **chosen})

    def remember(self) -> None:
        """Take over what the user did to the view, once it has columns."""
        view = self._view
        if not view.columns:
            return
        order = tuple(map(int, view.order()))
        widths = {int(key): w for key, w in view.widths_other_than(self._fitted).items()}
        usual = order == tuple(range(len(self._names))) and not widths
        self._layout = None if usual else Layout(order, widths)
        if self._layouts is not None:
            self._layouts.save(self._names, self._layout)

    def reset(self) -> None:
        """Every column in the order of the file, as wide as its rows; nothing is remembered."""
        self._layout = None
        if self._layouts is not None:
            self._layouts.save(self._names, None)
        self.arrange()
