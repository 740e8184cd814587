import threading
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.conftest import carry_out_deletions
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.ui.saving import KINDS, PlaceAsker, SaveDialog

PARQUET, CSV, XLSX = range(3)


@pytest.fixture
def dialog(window: QWidget, tmp_path: Path) -> SaveDialog:
    return SaveDialog("Export", (str(tmp_path), "fleet rejects"), KINDS, window)


def choose(dialog: QFileDialog, kind: int) -> None:
    dialog.selectNameFilter(dialog.nameFilters()[kind])
    dialog.filterSelected.emit(dialog.nameFilters()[kind])


def test_the_ending_of_a_name_without_one_follows_the_kind(dialog: SaveDialog) -> None:
    assert dialog.defaultSuffix() == "parquet"
    for kind, ending in ((CSV, "csv"), (XLSX, "xlsx"), (PARQUET, "parquet")):
        choose(dialog, kind)
        assert dialog.defaultSuffix() == ending


def test_another_kind_is_proposed(dialog: SaveDialog) -> None:
    dialog.propose("csv")
    assert dialog.defaultSuffix() == "csv"
    assert dialog.selectedNameFilter() == dialog.nameFilters()[CSV]
    assert [Path(name).name for name in dialog.selectedFiles()] == ["fleet rejects.csv"]


@pytest.mark.parametrize(
    ("typed", "kind", "written"),
    [
        ("a", CSV, "a.csv"),
        ("a.csv", CSV, "a.csv"),
        ("A.CSV", CSV, "A.CSV"),
        ("sales.txt", CSV, "sales.txt.csv"),
        ("report 1.2", PARQUET, "report 1.2.parquet"),
        ("a.csv", PARQUET, "a.csv"),
        ("fleet rejects.parquet", CSV, "fleet rejects.csv"),
    ],
)
def test_what_is_written_has_an_ending_that_says_what_it_is(
    dialog: SaveDialog, tmp_path: Path, typed: str, kind: int, written: str
) -> None:
    choose(dialog, kind)
    assert dialog.ended(tmp_path / typed) == tmp_path / written


class Written:
    """Asks for a place, and notes where it would write."""

    def __init__(self, runner: JobRunner, dialog: SaveDialog, over: QWidget) -> None:
        self.calls: list[tuple[str, bool]] = []
        PlaceAsker(runner, over).ask(dialog, over, self._write)

    def _write(self, path: Path, *, replace: bool) -> None:
        self.calls.append((path.name, replace))


def test_a_new_file_is_written_without_a_question(
    inline_runner: JobRunner, dialog: SaveDialog, window: QWidget, tmp_path: Path
) -> None:
    written = Written(inline_runner, dialog, window)
    dialog.fileSelected.emit(str(tmp_path / "a"))
    assert written.calls == [("a.parquet", False)]


@pytest.mark.parametrize("agreed", [True, False])
def test_the_file_that_would_be_lost_is_asked_about_not_the_name_that_was_typed(
    inline_runner: JobRunner, dialog: SaveDialog, window: QWidget, tmp_path: Path, agreed: bool
) -> None:
    assert dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
    (tmp_path / "a.parquet").write_bytes(b"old")
    written = Written(inline_runner, dialog, window)
    dialog.fileSelected.emit(str(tmp_path / "a"))
    assert written.calls == []
    box = window.findChild(QMessageBox, "export_question")
    assert box is not None
    assert "Replace a.parquet?" in box.text()
    button = box.findChild(QPushButton, "confirm_replace")
    assert button is not None
    button.click() if agreed else box.reject()
    assert written.calls == ([("a.parquet", True)] if agreed else [])


def test_to_see_whether_a_file_is_there_waits_for_no_count(
    qtbot: QtBot, threaded_runner: JobRunner, dialog: SaveDialog, window: QWidget, tmp_path: Path
) -> None:
    counted = threading.Event()
    threaded_runner.start(Job("count", lambda _monitor: counted.wait(10)), Lane.COUNTS)
    written = Written(threaded_runner, dialog, window)
    dialog.fileSelected.emit(str(tmp_path / "a"))
    qtbot.waitUntil(lambda: bool(written.calls))
    counted.set()


@pytest.mark.parametrize("found", ["nothing", "a file", "no permission"])
def test_where_the_window_is_gone_by_then_nothing_is_written_asked_or_told(
    qtbot: QtBot,
    threaded_runner: JobRunner,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    found: str,
) -> None:
    def refuse(_path: Path) -> NoReturn:
        raise PermissionError("no entry")

    target = tmp_path / "a.parquet"
    if found == "a file":
        target.write_bytes(b"old")
    elif found == "no permission":
        monkeypatch.setattr(Path, "is_file", refuse)
    calls: list[Path] = []

    def write(path: Path, /, *, replace: bool) -> None:
        del replace
        calls.append(path)

    over = QWidget()
    PlaceAsker(threaded_runner, over).look("Export", target, over, write)
    over.deleteLater()
    carry_out_deletions()
    qtbot.waitUntil(lambda: not threaded_runner.busy)
    assert calls == []
