"""Somebody who reads a Parquet window."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from vindesk.jobs.runner import JobRunner
from vindesk.ui.paging.drawn_rows import AIR, LOADING
from vindesk.ui.parquet.parquet_window import ParquetWindow


class Reader:
    def __init__(self, window: ParquetWindow, runner: JobRunner, qtbot: QtBot) -> None:
        self.window = window
        self.view = window.view
        self._runner = runner
        self._qtbot = qtbot
        self._closed = False

    def until(self, seen: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(seen()), timeout=10_000)

    def until_quiet(self) -> None:
        looking = self.window.table._looking
        self.until(lambda: not self._runner.busy and not looking.isActive())
        QCoreApplication.sendPostedEvents()  # what comes of the last of it is told in the next turn

    @property
    def status(self) -> str:
        return self._label("parquet_status")

    @property
    def message(self) -> str:
        return self._label("parquet_message")

    @property
    def hint(self) -> str:
        return self._label("parquet_filter_hint")

    def _label(self, name: str) -> str:
        label = self.window.findChild(QLabel, name)
        assert label is not None
        return label.text()

    def texts(self, column: int, count: int | None = None) -> Sequence[str]:
        """The cells of a column that is in view, from the top."""
        model = self.view.model()
        rows = range(model.rowCount() if count is None else count)
        self.until(lambda: all(model.index(row, column).data() != LOADING for row in rows))
        return [model.index(row, column).data().removesuffix(AIR) for row in rows]

    def filter(self, text: str) -> None:
        self.window.bar.filter.setText(text)
        self.window.bar.apply()
        self.until_quiet()

    def trigger(self, name: str) -> None:
        action = self.window.actions_by_name[name]
        assert action.isEnabled(), name
        action.trigger()
        self.until_quiet()

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self.window.close()
            self.until(lambda: not self._runner.busy)
