from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from vindesk.domain.licence import Licence
from vindesk.jobs.runner import JobRunner
from vindesk.ui.help.about_controller import AboutController
from vindesk.ui.help.licences_dialog import LicencesDialog, told

PARTS = (
    Licence("vindesk", "1.0", "MIT", "Free\nfor all"),
    Licence("duckdb", "2.0", "<b>MIT</b>"),
)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_the_list_comes_before_the_texts() -> None:
    lines = told(PARTS).split("\n")
    assert lines[:2] == ["vindesk 1.0: MIT", "duckdb 2.0: <b>MIT</b>"]
    assert lines[-2:] == ["Free", "for all"]


def test_where_nothing_is_installed_that_is_said() -> None:
    assert "not known" in told(())


def test_about_leads_to_the_licences(
    window: QWidget, inline_runner: JobRunner, qtbot: QtBot
) -> None:
    window.show()
    controller = AboutController(lambda: PARTS, inline_runner, window)
    controller.show()
    box = window.findChild(QMessageBox, "about_box")
    assert box is not None
    button = box.findChild(QPushButton, "licences_button")
    assert button is not None
    button.click()
    dialog = window.findChild(LicencesDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.text.toPlainText() == told(PARTS))
    assert dialog.text.isReadOnly()
    assert dialog.text.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard
    dialog.reject()


def test_what_cannot_be_read_is_said(
    window: QWidget, inline_runner: JobRunner, qtbot: QtBot
) -> None:
    def read() -> Sequence[Licence]:
        raise OSError("gone")

    controller = AboutController(read, inline_runner, window)
    with qtbot.waitSignal(controller.failed):
        controller.show_licences(window)
    dialog = window.findChild(LicencesDialog)
    assert dialog is None or not dialog.isVisible()
