"""The line of an export in windows of any width, and in other words."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vindesk.config.language import Language, tongue_of
from vindesk.domain.monitor import Progress
from vindesk.domain.words import speak
from vindesk.services.export import ExportReport
from vindesk.ui.exporting.export_bar import ExportBar
from vindesk.ui.exporting.telling import report_line

BETWEEN_TWO_PANELS = 300
"""Of a window of 700 pixels."""


class Shown:
    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.bar = ExportBar()
        layout = QVBoxLayout(self.window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.bar)
        layout.addStretch(1)
        self.window.resize(1_200, 200)
        self.window.show()
        qtbot.waitExposed(self.window)
        words = self.bar.findChild(QLabel, "export_words")
        assert words is not None
        self.words: QLabel = words

    def tell(self, name: str) -> str:
        path = Path(name)
        text = report_line(ExportReport(path, 1_240, 5_000_000, elapsed_s=2.5))
        self.bar.show_done(text, path, viewable=True)
        return text

    def narrow(self, qtbot: QtBot, width: int) -> None:
        self.window.resize(width, 200)
        qtbot.waitUntil(lambda: self.bar.width() == self.window.width())

    @property
    def read(self) -> str:
        """What can be seen of the words."""
        room = self.words.contentsRect().width()
        return self.words.fontMetrics().elidedText(
            self.words.text(), Qt.TextElideMode.ElideRight, room
        )

    def place(self, part: QWidget) -> QRect:
        return QRect(part.mapTo(self.window, QPoint(0, 0)), part.size())

    @property
    def beside(self) -> bool:
        button = self.bar.findChild(QPushButton, "open_export")
        assert button is not None
        return self.place(self.words).right() < self.place(button).left()


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    return Shown(qtbot)


def test_it_is_of_one_height_while_an_export_runs_and_afterwards(shown: Shown) -> None:
    shown.bar.begin()
    shown.bar.show_progress("Exporting…", Progress(1, 2))
    running = shown.bar.sizeHint().height()
    shown.tell("rates.parquet")
    assert shown.bar.sizeHint().height() == running


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.GERMAN])
def test_however_narrow_it_is_what_was_exported_can_be_read(
    qtbot: QtBot, language: Language
) -> None:
    speak(tongue_of(language, {}))
    shown = Shown(qtbot)
    text = shown.tell("rates.parquet")
    shown.narrow(qtbot, 1_200)
    qtbot.waitUntil(lambda: shown.beside)
    assert shown.read == text
    shown.narrow(qtbot, BETWEEN_TWO_PANELS)
    qtbot.waitUntil(lambda: not shown.beside)
    number, verb = (
        ("1,240 vehicles", "Exported")
        if language is Language.ENGLISH
        else ("1.240 Fahrzeuge", "xportiert")
    )
    assert number in shown.read
    assert verb in shown.read
    assert text in shown.words.toolTip()
    for button in shown.bar.findChildren(QPushButton):
        if button.isVisible():
            assert shown.window.rect().contains(shown.place(button))
            assert button.width() >= button.sizeHint().width()


def test_a_long_name_is_cut_with_dots_and_widens_nothing(qtbot: QtBot, shown: Shown) -> None:
    shown.tell(f"{'long ' * 60}.parquet")
    shown.narrow(qtbot, 900)
    assert shown.window.width() == 900
    assert shown.read.startswith("Exported 1,240 vehicles to long")
    assert shown.read.endswith("…")


def test_the_next_export_widens_no_window(qtbot: QtBot, shown: Shown) -> None:
    shown.tell("rates.parquet")
    narrow = shown.bar.minimumSizeHint().width() + 1
    shown.narrow(qtbot, narrow)
    shown.bar.show_progress("Exporting…", Progress(1, 2))
    assert shown.window.width() == narrow
    shown.tell("rates.parquet")
    assert shown.window.width() == narrow
