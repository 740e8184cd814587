from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl
from pytestqt.qtbot import QtBot

from vindesk.ui.file_manager import FileManager

NAME = "it's 50% [x].parquet"


class Desktop:
    """A file manager that is asked by a program, which writes down what it hears."""

    def __init__(self, folder: Path, exit_code: int) -> None:
        self.heard = folder / "heard"
        self.program = folder / "asks"
        self.program.write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$@" > "{self.heard}"\nexit {exit_code}\n'
        )
        self.program.chmod(0o755)
        self.opened: list[QUrl] = []

    def open_page(self, page: QUrl) -> bool:
        self.opened.append(page)
        return True


@pytest.fixture
def parent(qapp: QObject) -> QObject:
    return QObject(qapp)


def manager(desktop: Desktop, parent: QObject, program: str = "") -> FileManager:
    return FileManager(parent, program=program or str(desktop.program), open_page=desktop.open_page)


def test_the_file_is_selected(qtbot: QtBot, tmp_path: Path, parent: QObject) -> None:
    desktop = Desktop(tmp_path, 0)
    asked = manager(desktop, parent)
    asked.show(tmp_path / NAME)
    qtbot.waitUntil(lambda: not asked.children())
    *_, method, items, startup = desktop.heard.read_text().removesuffix("\n").split("\n")
    assert method == "org.freedesktop.FileManager1.ShowItems"
    assert items == f"['{tmp_path.as_uri()}/it%27s%2050%25%20%5Bx%5D.parquet']"
    assert not startup
    assert not desktop.opened


@pytest.mark.parametrize("program", ["", "/nowhere/at all"])
def test_the_folder_is_opened_where_nobody_selects(
    qtbot: QtBot, tmp_path: Path, parent: QObject, program: str
) -> None:
    desktop = Desktop(tmp_path, 1)
    asked = manager(desktop, parent, program)
    asked.show(tmp_path / NAME)
    qtbot.waitUntil(lambda: not asked.children())
    assert desktop.opened == [QUrl.fromLocalFile(str(tmp_path))]
