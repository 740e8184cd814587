"""What is told to a screen reader of its own accord; where none listens, nothing is done."""

import sys

from PySide6 import QtGui  # whole: its names of accessibility take milliseconds to be made
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QLabel, QWidget

from vindesk.domain.shown_text import shown_line
from vindesk.ui.plain_text import tip

_CELL_BY_CELL = sys.platform.startswith("linux")


def is_heard() -> bool:
    """Whether a screen reader, or another such program, listens."""
    return QtGui.QAccessible.isActive()


def is_cell_by_cell() -> bool:
    """Whether a screen reader says every cell of a row by itself, as Orca does.

    Others say the cell only that the keyboard is on: there one speaks for the whole row.
    """
    return _CELL_BY_CELL


def speaks_for_row(column: int) -> bool:
    """Whether a cell in ``column`` speaks for its whole row: the first does, where one does."""
    return not column and not is_cell_by_cell()


def announce(widget: QWidget, text: str) -> None:
    """Say ``text``, wherever the user is; ``widget`` is where it stands."""
    if text and is_heard():
        QtGui.QAccessible.updateAccessibility(QtGui.QAccessibleAnnouncementEvent(widget, text))


def say_item(view: QAbstractItemView) -> None:
    """Name the current item, on which the keyboard is."""
    _tell(_current(view), QtGui.QAccessible.Event.Focus)


def say_name_again(view: QAbstractItemView) -> None:
    """The current item is called something else."""
    _tell(_current(view), QtGui.QAccessible.Event.NameChanged)


def say_checked(view: QAbstractItemView) -> None:
    """The box of the current item was checked, or is checked no more."""
    item = _current(view)
    if item is not None:
        changed = QtGui.QAccessible.State()
        changed.checked = True
        QtGui.QAccessible.updateAccessibility(QtGui.QAccessibleStateChangeEvent(item, changed))


def say_head(heads: QHeaderView, section: int) -> None:
    """Name the head of a column, on which the keyboard is."""
    _tell(_head(heads, section), QtGui.QAccessible.Event.Focus)


def say_head_again(heads: QHeaderView, section: int) -> None:
    """The head of a column is called something else.

    After a reset of the model it is another thing to a screen reader, that has no keyboard yet.
    """
    head = _head(heads, section)
    _tell(head, QtGui.QAccessible.Event.Focus)
    _tell(head, QtGui.QAccessible.Event.NameChanged)


def explain(part: QWidget, text: str) -> None:
    """Show ``text`` as a tooltip, and have it said: Qt has the HTML of the tooltip said."""
    part.setToolTip(tip(text))
    part.setAccessibleDescription(shown_line(text))


def name_box(box: QComboBox, name: str, place: QWidget) -> None:
    """Call ``box``, which stands in ``place`` without a label, ``name``.

    On Linux Qt has the name of such a box from a label only, which has to stand beside it.
    """
    box.setAccessibleName(name)
    label = QLabel(name, place, textFormat=Qt.TextFormat.PlainText)
    label.setBuddy(box)
    label.hide()


def _tell(item: "QtGui.QAccessibleInterface | None", event: "QtGui.QAccessible.Event") -> None:
    if item is not None:
        QtGui.QAccessible.updateAccessibility(QtGui.QAccessibleEvent(item, event))


def _current(view: QAbstractItemView) -> "QtGui.QAccessibleInterface | None":
    place = QtGui.QAccessible.queryAccessibleInterface(view) if is_heard() else None
    return place.focusChild() if place is not None else None


def _head(heads: QHeaderView, section: int) -> "QtGui.QAccessibleInterface | None":
    """Of the table it is, after the corner where the two rows of heads meet."""
    table = heads.parentWidget() if is_heard() else None
    place = QtGui.QAccessible.queryAccessibleInterface(table) if table is not None else None
    return place.child(section + 1) if place is not None else None
