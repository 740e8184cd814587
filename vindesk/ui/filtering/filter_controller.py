"""From what is typed in the filter entry to the filter of the table, and back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from vindesk.domain.fields import NO_DATA, Value
from vindesk.domain.filter import Condition, Filter
from vindesk.domain.filter_changes import including, toggled
from vindesk.domain.filter_language import parse
from vindesk.domain.filter_terms import UnreadableFilter
from vindesk.domain.filter_writing import written
from vindesk.domain.local_days import LOCAL, Calendar
from vindesk.jobs.runner import JobRunner
from vindesk.ui.filtering.cell_filter import condition_of_cell
from vindesk.ui.filtering.filter_completer import FilterCompleter
from vindesk.ui.filtering.filter_panel import FilterPanel

if TYPE_CHECKING:  # what only a worker runs is imported there, after the first paint
    from vindesk.services.assembly import Services

_DELAY_MS: Final = 200
_LOOK_MS: Final = 60_000
"""How often the day is looked at: a machine that slept may wake on another."""

Cell = tuple[str, str]
"""The key of a column, and the text of a cell in it."""


class FilterController(QObject):
    """Applies the filter a moment after the last key; what cannot be read changes nothing."""

    filter_changed = Signal(object)
    """The new ``Filter``; never the same twice in a row."""

    left = Signal()
    """The user goes on to the table."""

    failed = Signal(Exception)

    def __init__(
        self,
        panel: FilterPanel,
        services: Callable[[], "Services"],
        runner: JobRunner,
        *,
        delay_ms: int = _DELAY_MS,
        calendar: Calendar = LOCAL,
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._calendar = calendar
        self._wanted = Filter()
        self._text = ""
        self._read_of = ""
        """The text that was read last."""

        self._read_on = calendar.today()
        self._writing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(delay_ms)
        self._timer.timeout.connect(self._apply_quietly)
        self._day = QTimer(self, interval=_LOOK_MS)
        self._day.timeout.connect(self._look_at_the_day)
        self._day.start()
        self._completer = FilterCompleter(panel.entry, services, runner, self._typed, calendar)
        self._completer.failed.connect(self.failed)
        panel.entry.textChanged.connect(self._wait)
        panel.entry.submitted.connect(self._submit)
        panel.entry.left.connect(self.left)
        if panel.entry.text():
            self._wait(panel.entry.text())

    @property
    def wanted(self) -> Filter:
        """The filter that holds now."""
        return self._wanted

    @property
    def text(self) -> str:
        """The filter that holds now, as it was typed."""
        return self._text

    def restore(self, text: str) -> None:
        """Take up what was typed in an earlier session; what cannot be read is forgotten."""
        try:
            wanted = parse(text, self._calendar)
        except UnreadableFilter:
            return
        self._panel.entry.setText(text)
        self._timer.stop()
        self._change_to(wanted)

    def focus(self) -> None:
        """Make the entry ready to type in."""
        self._panel.entry.setFocus()
        self._panel.entry.selectAll()

    # -- from elsewhere ------------------------------------------------------

    def set_filter(self, wanted: Filter) -> None:
        """Write ``wanted`` into the entry and apply it at once."""
        self._timer.stop()
        self._completer.stop()
        self._writing = True
        self._panel.entry.setText(written(wanted, self._calendar))
        self._writing = False
        self._panel.clear_trouble()
        self._change_to(wanted)

    def include(self, condition: Condition) -> None:
        """Ask for ``condition`` too."""
        self.set_filter(including(self._typed(), condition))

    def include_cell(self, cell: Cell | None) -> None:
        """Show the vehicles that have what ``cell`` has."""
        self._include_cell(cell)

    def exclude_cell(self, cell: Cell | None) -> None:
        """Show all others."""
        self._include_cell(cell, negated=True)

    def include_no_data(self, cell: Cell | None) -> None:
        """Show the vehicles that have no data in the column of ``cell``."""
        self._include_cell(cell and (cell[0], NO_DATA))

    def _include_cell(self, cell: Cell | None, *, negated: bool = False) -> None:
        condition = condition_of_cell(*cell, negated=negated) if cell else None
        if condition is not None:
            self.include(condition)

    def toggle(self, column: str, value: Value | None) -> None:
        """Choose ``value`` of ``column``, None for no data, or choose it no longer."""
        self.set_filter(toggled(self._typed(), column, value))

    def clear(self) -> None:
        self.set_filter(Filter())

    # -- from the entry ------------------------------------------------------

    def _typed(self) -> Filter:
        """What the entry says, even if it does not hold yet; if it is unreadable, what holds."""
        try:
            return parse(self._panel.entry.text(), self._calendar)
        except UnreadableFilter:
            return self._wanted

    def _wait(self, text: str) -> None:
        if self._writing:
            return
        if text:
            self._timer.start()
        else:
            self._completer.stop()
            self._apply_quietly()

    def _submit(self) -> None:
        """Return: apply at once and go to the table, or point to what cannot be read."""
        self._completer.stop()
        trouble = self._apply()
        if trouble is None:
            self.left.emit()
            return
        self._panel.show_trouble(trouble, grave=True)
        self._panel.entry.select_part(trouble.start, trouble.end)

    def _apply_quietly(self) -> None:
        """What stands at the cursor may yet become readable: no reason to raise the voice."""
        trouble = self._apply()
        if trouble is not None:
            near = trouble.is_near(self._panel.entry.cursor_place)
            self._panel.show_trouble(trouble, grave=not near)

    def _apply(self) -> UnreadableFilter | None:
        self._timer.stop()
        try:
            wanted = parse(self._panel.entry.text(), self._calendar)
        except UnreadableFilter as trouble:
            return trouble
        self._panel.clear_trouble()
        self._change_to(wanted)
        return None

    def _look_at_the_day(self) -> None:
        """On another day the same words may mean another; who is typing is left alone."""
        if self._read_on != self._calendar.today() and self._panel.entry.text() == self._read_of:
            self._apply()

    def _change_to(self, wanted: Filter) -> None:
        self._read_of, self._read_on = self._panel.entry.text(), self._calendar.today()
        if wanted != self._wanted:
            self._wanted = wanted
            self._text = self._panel.entry.text()
            self.filter_changed.emit(wanted)
