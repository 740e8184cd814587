"""Where a dialog of files begins."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from vindesk.ui.first_folder import first_folder
from vindesk.ui.importing.import_controller import import_dialog


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    return home


@pytest.mark.skipif("sys.platform != 'linux'", reason="Other systems have them elsewhere.")
def test_the_documents_are_taken_where_there_are_any(home: Path) -> None:
    assert first_folder("") == str(home)
    (home / "Documents").mkdir()
    assert first_folder("") == str(home / "Documents")
    assert first_folder(str(home / "gone")) == str(home / "Documents")
    assert first_folder(str(home)) == str(home)


@pytest.mark.skipif("sys.platform != 'linux'", reason="Other systems have them elsewhere.")
def test_a_dialog_proposes_no_folder_as_the_name_of_a_file(home: Path, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = import_dialog(first_folder(str(home / "Documents")), window)
    entry = dialog.findChild(QLineEdit, "fileNameEdit")
    assert entry is not None
    assert (dialog.directory().path(), entry.text()) == (str(home), "")
