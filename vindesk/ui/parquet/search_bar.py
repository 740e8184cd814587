"""The line above the rows of a Parquet window: filter, find, go to row."""

from collections.abc import Sequence

from PySide6.QtCore import QRegularExpression, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from vindesk.domain.column_filter import ColumnKind, parse, written
from vindesk.domain.filter_terms import UnreadableFilter
from vindesk.domain.words import say
from vindesk.ui.dropped import TextEntry
from vindesk.ui.filtering.text_places import cursor_place, select_part
from vindesk.ui.labels import RemarkLabel

_TYPING_MS = 350
_LONGEST = 10_000


class _FilterLine(TextEntry):
    left = Signal()
    """The user goes down to the rows."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class SearchBar(QWidget):
    """Speaks in texts and filters; what is done with them is others' affair."""

    filter_changed = Signal(object)  # ColumnFilter
    find_requested = Signal(str, bool)
    """A text; whether backwards."""

    row_requested = Signal(object)  # int
    """A position, from 0."""

    left = Signal()
    """The user goes on to the rows."""

    def __init__(
        self, columns: Sequence[tuple[str, ColumnKind]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = columns
        self.filter = _FilterLine()
        _set_up(self.filter, "parquet_filter", say("Filter"), _hint(columns))
        self.filter.setToolTip(
            say(
                'A word, or a column and a value: price:>100 "sold on":2026 -state:empty. '
                "Commas mean “or”, a minus excludes."
            )
        )
        self.text = _entry("parquet_find", say("Find"), say("Find"))
        self.row = _entry("parquet_row", say("Go to row"), say("Row"))
        self.row.setValidator(QRegularExpressionValidator(QRegularExpression(r"\P{L}{0,20}"), self))
        self.previous = _button("find_previous_button", say("Previous match"), "↑")
        self.next = _button("find_next_button", say("Next match"), "↓")
        self._hint = RemarkLabel(self.filter, "parquet_filter_hint")
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.filter, 5)
        line.addWidget(self.text, 2)
        line.addWidget(self.previous)
        line.addWidget(self.next)
        line.addWidget(self.row, 1)
        self.row.setMaximumWidth(self.row.fontMetrics().averageCharWidth() * 20)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addWidget(self._hint)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._wait)
        self._typing.timeout.connect(self._apply_typed)
        self.filter.returnPressed.connect(self._submit)
        self.filter.left.connect(self.left)
        self.text.returnPressed.connect(self.find_next)
        self.next.clicked.connect(self.find_next)
        self.previous.clicked.connect(self.find_previous)
        self.row.returnPressed.connect(self._go)

    def show_columns(self, columns: Sequence[tuple[str, ColumnKind]]) -> None:
        """Filters are for these columns from now on."""
        self._columns = columns
        self.filter.setPlaceholderText(_hint(columns))

    def _wait(self) -> None:
        self._typing.start()

    def apply(self) -> None:
        """Ask for what the filter says, or say what it cannot mean."""
        trouble = self._ask()
        if trouble is not None:
            self._hint.say(trouble.remark, grave=True)

    def _apply_typed(self) -> None:
        """What stands at the cursor may yet become readable: no reason to raise the voice."""
        trouble = self._ask()
        if trouble is not None:
            self._hint.say(trouble.remark, grave=not trouble.is_near(cursor_place(self.filter)))

    def _submit(self) -> None:
        """Return: ask at once and go to the rows, or point to what cannot be read."""
        trouble = self._ask()
        if trouble is None:
            self.left.emit()
            return
        self._hint.say(trouble.remark, grave=True)
        select_part(self.filter, trouble.start, trouble.end)

    def _ask(self) -> UnreadableFilter | None:
        self._typing.stop()
        try:
            wanted = parse(self.filter.text(), self._columns)
        except UnreadableFilter as trouble:
            return trouble
        self._hint.say("")
        self.filter_changed.emit(wanted)
        return None

    def clear_filter(self) -> None:
        self.filter.clear()
        self.apply()

    def add_term(self, name: str, value: str | None, *, negated: bool = False) -> None:
        """Add a condition to the filter: the column has this value, None: is empty."""
        quoted = "empty" if value is None else '="{}"'.format(value.replace('"', '""'))
        term = f"{'-' if negated else ''}{written(name)}:{quoted}"
        self.filter.setText(f"{self.filter.text()} {term}".strip())
        self.apply()

    def ask_for_text(self) -> None:
        """What is typed next replaces what was looked for."""
        _begin(self.text)

    def ask_for_row(self) -> None:
        _begin(self.row)

    def find_next(self) -> None:
        self._find(backwards=False)

    def find_previous(self) -> None:
        self._find(backwards=True)

    def _find(self, *, backwards: bool) -> None:
        if self.text.text():
            self.find_requested.emit(self.text.text(), backwards)
        else:
            self.ask_for_text()

    def _go(self) -> None:
        digits = "".join(filter(str.isdecimal, self.row.text()))
        if digits:
            self.row_requested.emit(int(digits) - 1)
            self.left.emit()

    def leave(self) -> None:
        """As Escape does: a filter that is being typed goes first."""
        if self.filter.hasFocus() and self.filter.text():
            self.clear_filter()
        self.left.emit()


def _hint(columns: Sequence[tuple[str, ColumnKind]]) -> str:
    return say("Filter: word, {example} …", example=_example(columns))


def _example(columns: Sequence[tuple[str, ColumnKind]]) -> str:
    """A condition on a column that there is."""
    short = [(name, kind) for name, kind in columns if 0 < len(name) <= 20 and name.isprintable()]
    numbers = [name for name, kind in short if kind is ColumnKind.NUMBER]
    if numbers:
        return f"{written(numbers[0])}:>100"
    return f"{written(short[0][0])}:empty" if short else "column:empty"


def _begin(entry: QLineEdit) -> None:
    entry.setFocus()
    entry.selectAll()


def _entry(name: str, spoken: str, hint: str) -> QLineEdit:
    entry = TextEntry()
    _set_up(entry, name, spoken, hint)
    return entry


def _set_up(entry: QLineEdit, name: str, spoken: str, hint: str) -> None:
    entry.setObjectName(name)
    entry.setAccessibleName(spoken)
    entry.setPlaceholderText(hint)
    entry.setClearButtonEnabled(True)
    entry.setMaxLength(_LONGEST)


def _button(name: str, spoken: str, text: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(spoken)
    button.setToolTip(spoken)
    button.setText(text)
    button.setAutoRaise(True)
    return button
