"""What strangers put into files and answers, and what may be left of it on the screen."""

import unicodedata
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt, QUrl
from PySide6.QtGui import Qt as RichText
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QLabel, QTreeWidget, QWidget
from typing_extensions import override

HTML = "<img src=x onerror=alert(1)><b>bold</b> &lt;i&gt; <script>run()</script>"
CONTROLS = "a\0b\tc\nd\r\ne\x1b[31mf\x07\x08\x7f\x9b2J\x85\x0b\u2028\u2029"
TURNING = "gpj\u202e\u202dfdp\u202c.\u200f\u200e\u061c\u2067exe\u2069\u2066"
MARKS = "\u0301\u0300e" + "\u0301" * 200
SHORT = {"html": HTML, "controls": CONTROLS, "turning": TURNING, "marks": MARKS}
LONG = "y" * 10_000_000
LONGEST_SHOWN = 5_000


class _Page(QTextDocument):
    """A page that remembers what it wanted to load."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []

    @override
    def loadResource(self, type: int, name: QUrl | str) -> object:
        self.loaded.append(str(name))
        return None


def seen_in_tip(tip: str) -> str:
    """What a tooltip shows, whether Qt takes it for HTML or not; it must load nothing."""
    page = _Page()
    if RichText.mightBeRichText(tip):
        page.setHtml(tip)
    else:
        page.setPlainText(tip)
    seen = page.toPlainText()
    assert page.loaded == []
    return seen


def assert_tame(text: str, longest: int = LONGEST_SHOWN) -> None:
    """Short, on one line, with nothing that acts on what is around it."""
    assert len(text) <= longest
    assert len(text.splitlines()) <= 1
    unruly = {"Cc", "Cs", "Zl", "Zp"}
    assert not [mark for mark in text if unicodedata.category(mark) in unruly]
    assert not set(TURNING) & set(text) - set("gpjfdp.exe")
    assert "\u0301" * 5 not in text
    assert not text or unicodedata.category(text[0])[0] != "M"


def assert_all_tame(root: QWidget) -> None:
    """Everything that ``root`` and what is in it shows, says to screen readers, and tips."""
    for widget in (root, *root.findChildren(QWidget)):
        for text in (widget.windowTitle(), widget.accessibleName()):
            assert_tame(text)
        for line in seen_in_tip(widget.toolTip()).split("\n"):
            assert_tame(line)
        if isinstance(widget, QLabel) and widget.text():
            assert widget.textFormat() is Qt.TextFormat.PlainText, widget.text()
            assert_tame(widget.text())
    for view in root.findChildren(QAbstractItemView):
        if view.model():
            _assert_items_tame(view)


def _assert_items_tame(view: QAbstractItemView) -> None:
    model = view.model()
    horizontal = Qt.Orientation.Horizontal
    for section in range(_columns(model, QModelIndex())):
        assert_tame(str(model.headerData(section, horizontal) or ""))
        tip = model.headerData(section, horizontal, Qt.ItemDataRole.ToolTipRole)
        for line in seen_in_tip(str(tip or "")).split("\n"):
            assert_tame(line)
    for index in every_index(view):
        assert_tame(str(index.data() or ""))
        spoken = str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "")
        assert_tame(spoken, 3 * LONGEST_SHOWN)  # what is read out may name the field too
        for line in seen_in_tip(str(index.data(Qt.ItemDataRole.ToolTipRole) or "")).split("\n"):
            assert_tame(line)


def _columns(model: QAbstractItemModel, within: QModelIndex) -> int:
    """A list has one; it keeps the method that says so to itself."""
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount(within)


def every_index(
    view: QAbstractItemView, parent: QModelIndex | None = None
) -> Iterator[QModelIndex]:
    model = view.model()
    within = parent or QModelIndex()
    for row in range(model.rowCount(within)):
        for column in range(_columns(model, within)):
            index = model.index(row, column, within)
            yield index
            yield from every_index(view, index)


def texts_of(tree: QTreeWidget) -> set[str]:
    return {str(index.data()) for index in every_index(tree)}
