"""From the action to the file, and what stands in between."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec import Struct, field
from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.exporting import export_every_vehicle
from tests.store.samples import MORNING
from tests.ui.exporting.test_choices import CHOSEN, HONDAS, SUBJECT
from tests.ui.foreign import SHORT, assert_all_tame
from vindesk.domain.errors import ExportFailed
from vindesk.domain.export_plan import ExportFormat, ExportPlan, Partition
from vindesk.domain.filter import EVERYTHING
from vindesk.domain.filter_language import parse
from vindesk.domain.import_job import Columns as InputColumns
from vindesk.domain.import_job import ImportPlan, ImportRecord, ImportState
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.vehicle import SourceChoice
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services
from vindesk.services.export import ExportReport
from vindesk.store.copy_gauge import Gauge
from vindesk.store.export_place import Target
from vindesk.ui.exporting.choices import Choices, Columns, Subject, Which
from vindesk.ui.exporting.export_bar import ExportBar
from vindesk.ui.exporting.export_controller import ExportController
from vindesk.ui.exporting.export_dialog import ExportDialog
from vindesk.ui.exporting.export_memory import ExportMemory, Remembered
from vindesk.ui.exporting.running import RunningExport
from vindesk.ui.state_file import StateFile


def record(number: int, name: str, *own: str) -> ImportRecord:
    plan = ImportPlan(name, InputColumns(0, own_names=own), SourceChoice.AUTO)
    return ImportRecord(number, plan, ImportState.DONE, MORNING, 1, 1, 1)


class FalseExporter(Struct):
    """Writes nothing, and says that it did."""

    done: list[tuple[ExportPlan, Target]] = field(default_factory=list[Any])
    counted: list[ExportPlan] = field(default_factory=list[ExportPlan])
    trouble: Exception | None = None
    meanwhile: Callable[[Monitor], object] = lambda _monitor: None

    def count(self, plan: ExportPlan, monitor: Monitor) -> int:
        self.counted.append(plan)
        return 1_234_567 if plan == ExportPlan() else 12

    def export(
        self, plan: ExportPlan, target: Target, monitor: Monitor, gauge: Gauge
    ) -> ExportReport:
        self.meanwhile(monitor)
        monitor.raise_if_cancelled()
        if self.trouble is not None:
            raise self.trouble
        self.done.append((plan, target))
        return ExportReport(target.path, 1_240, 5_000_000, 2, 1, elapsed_s=2.5)


class FalseServices(Struct):
    exporter: FalseExporter = field(default_factory=FalseExporter)
    records: tuple[ImportRecord, ...] = (record(9, "Fleet", "Unit", "Driver"), record(8, "bare"))

    @property
    def importer(self) -> "FalseServices":
        return self

    @property
    def imports(self) -> "FalseServices":
        return self

    def all(self) -> tuple[ImportRecord, ...]:
        return self.records


class Desk:
    def __init__(self, runner: JobRunner, qtbot: QtBot, state: Path) -> None:
        self.window, self.bar = QWidget(), ExportBar()
        self.bar.setParent(self.window)
        qtbot.addWidget(self.window)
        self.window.show()
        self.services = FalseServices()
        self.shown: list[Path] = []
        services: Callable[[], Services] = lambda: cast("Services", self.services)  # noqa: E731
        self.running = RunningExport(services, runner, self.bar, lambda: self.shown)
        self.memory = ExportMemory(StateFile(state))
        self.controller = ExportController(self.running, services, runner, self.memory, self.window)
        self.controller.subject = lambda: SUBJECT
        self.told: list[str] = []
        self.failures: list[Exception] = []
        for signal in (self.controller.told, self.controller.under_way):
            signal.connect(self.told.append)
        self.controller.failed.connect(self.failures.append)

    @property
    def exporter(self) -> FalseExporter:
        return self.services.exporter

    def part(self, kind: type[Any], name: str) -> Any:
        found = [one for one in self.window.findChildren(kind, name) if one.isVisible()]
        (part,) = found
        return part

    @property
    def dialog(self) -> ExportDialog:
        return self.part(ExportDialog, "export_options")

    @property
    def place(self) -> QFileDialog:
        return self.part(QFileDialog, "export_dialog")

    def hides(self, kind: type[QWidget], name: str) -> bool:
        part = self.window.findChild(kind, name)
        return part is not None and not part.isVisible()

    def words(self, name: str) -> str:
        return self.part(QLabel, name).text()

    def choose(self, name: str, value: str) -> None:
        combo = self.part(QComboBox, name)
        combo.setCurrentIndex(combo.findData(value))

    def export_to(self, path: Path) -> None:
        self.controller.ask()
        self.dialog.accept()
        self.place.fileSelected.emit(str(path))
        self.place.reject()


@pytest.fixture
def desk(inline_runner: JobRunner, qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(inline_runner, qtbot, tmp_path / "state.ini")
    yield desk
    for dialog in desk.window.findChildren(ExportDialog):
        dialog.reject()


def test_the_dialog_says_how_many_vehicles_and_columns_that_is(desk: Desk) -> None:
    desk.controller.ask()
    desk.choose("export_vehicles", "everything")
    assert desk.words("export_count") == "1,234,567 vehicles, all columns."
    desk.choose("export_columns", "shown")
    assert desk.words("export_count") == "1,234,567 vehicles, 6 columns."
    desk.choose("export_vehicles", "filtered")
    desk.choose("export_columns", "five")
    assert desk.words("export_count") == "12 vehicles, 5 columns."
    desk.choose("export_vehicles", "selected")
    assert [plan.scope for plan in desk.exporter.counted][:3] == [HONDAS, EVERYTHING, HONDAS]
    assert len(desk.exporter.counted) == 4
    assert desk.part(QComboBox, "export_vehicles").currentText() == "The selection (2 vehicles)"


def test_who_made_the_dialog_larger_keeps_it_so_and_what_is_chosen_has_its_room(
    desk: Desk,
) -> None:
    desk.controller.ask()
    dialog, larger = desk.dialog, desk.dialog.size() + QSize(200, 20)
    dialog.resize(larger)
    desk.choose("export_vehicles", "everything")
    assert dialog.size() == larger
    desk.choose("export_format", "parquet")
    assert dialog.width() == larger.width()
    assert dialog.height() >= dialog.sizeHint().height()


def test_a_workbook_of_more_than_a_sheet_says_so(desk: Desk) -> None:
    desk.controller.subject = Subject
    desk.controller.ask()
    desk.choose("export_format", "xlsx")
    assert desk.words("export_count").endswith("on 2 sheets: one holds 1,048,575 rows.")
    assert desk.hides(QSpinBox, "export_row_group")
    assert desk.words("export_note").startswith("VINs")


@pytest.mark.parametrize(
    ("last", "filtered", "selected", "first"),
    [
        (Which.EVERYTHING, False, True, Which.EVERYTHING),
        (Which.EVERYTHING, True, True, Which.FILTERED),
        (Which.FILTERED, True, False, Which.FILTERED),
        (Which.FILTERED, False, False, Which.EVERYTHING),
        (Which.SELECTED, True, True, Which.SELECTED),
        (Which.SELECTED, True, False, Which.FILTERED),
        (Which.SELECTED, False, False, Which.EVERYTHING),
    ],
)
def test_who_filters_is_offered_what_the_filter_shows(
    desk: Desk, last: Which, filtered: bool, selected: bool, first: Which
) -> None:
    wanted = HONDAS if filtered else EVERYTHING
    desk.controller.subject = lambda: Subject(wanted, selected=CHOSEN if selected else None)
    desk.memory.save(Remembered(Choices(last), "/"))
    desk.controller.ask()
    assert desk.dialog.chosen.which is first


@pytest.mark.parametrize(
    ("text", "own_of"),
    [
        ('import:"march fleet"', 8),
        ('quality:decoded import:="March Fleet"', 8),
        ("import:fleet", 9),
        ("-import:march", 9),
        ("make:march", 9),
        ("import:x*", 9),
    ],
)
def test_who_filters_by_an_import_is_offered_its_own_columns(
    desk: Desk, text: str, own_of: int
) -> None:
    """Where no other import could be meant as well; else those of the last time."""
    desk.services.records = (record(9, "May fleet", "Unit"), record(8, "March fleet", "Unit"))
    desk.memory.save(Remembered(Choices(own_of=9), "/"))
    desk.controller.subject = lambda: Subject(parse(text))
    desk.controller.ask()
    assert desk.dialog.chosen.own_of == own_of


def test_only_imports_with_columns_of_their_own_are_offered(desk: Desk) -> None:
    desk.controller.ask()
    own = desk.part(QComboBox, "export_own_columns")
    assert [own.itemText(n) for n in range(own.count())] == ["None", "Fleet (2 columns)"]
    desk.dialog.reject()
    desk.services.records = ()
    desk.controller.ask()
    assert not desk.dialog.own.isVisible()


def test_imports_of_one_name_are_told_apart_by_when_they_began(desk: Desk) -> None:
    later = replace(record(8, "big.csv", "Unit"), added_at=MORNING + timedelta(seconds=1))
    desk.services.records = (later, record(7, "big.csv", "Unit"), record(6, "other", "Unit"))
    desk.controller.ask()
    own = desk.part(QComboBox, "export_own_columns")
    first, second, third = (own.itemText(n) for n in range(1, own.count()))
    assert first.startswith("big.csv (1 column, begun ")
    assert first != second
    assert third == "other (1 column)"


def test_who_is_quicker_than_the_list_of_imports_gets_the_columns_of_last_time(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.controller.ask()
    desk.dialog.own.setCurrentIndex(1)
    desk.dialog.accept()
    desk.place.fileSelected.emit(str(tmp_path / "a.parquet"))
    desk.place.reject()

    monkeypatch.setattr(ExportController, "_list_imports", lambda _self, _dialog: None)
    desk.export_to(tmp_path / "b.parquet")
    assert [plan.own_of for plan, _target in desk.exporter.done] == [9, 9]
    remembered = desk.memory.load()
    assert remembered.choices.own_of == 9


def test_what_was_chosen_is_written_and_remembered(desk: Desk, tmp_path: Path) -> None:
    desk.controller.ask()
    for name, value in {
        "export_vehicles": "selected",
        "export_columns": "five",
        "export_compression": "snappy",
    }.items():
        desk.choose(name, value)
    desk.dialog.own.setCurrentIndex(1)
    desk.part(QSpinBox, "export_row_group").setValue(5_000)
    chosen = desk.dialog.chosen
    desk.dialog.accept()
    desk.place.fileSelected.emit(str(tmp_path / "a.csv"))
    desk.place.reject()
    ((plan, target),) = desk.exporter.done
    assert plan == chosen.plan(SUBJECT)
    assert (plan.own_of, plan.parquet.row_group_size) == (9, 5_000)
    assert target == Target(tmp_path / "a.csv.parquet", replace=False)
    remembered = desk.memory.load()
    assert (remembered.choices, remembered.folder) == (chosen, str(tmp_path))
    desk.controller.ask()
    assert desk.dialog.chosen == chosen


def test_what_is_not_there_any_more_is_not_chosen(desk: Desk) -> None:
    choices = Choices(Which.SELECTED, Columns.NONE, own_of=3)
    desk.memory.save(desk.memory.load().__class__(choices, "/"))
    desk.controller.subject = Subject
    desk.controller.ask()
    assert desk.dialog.chosen == Choices(Which.EVERYTHING, Columns.NONE)


def test_nothing_is_written_if_either_dialog_is_left(desk: Desk) -> None:
    desk.controller.ask()
    desk.dialog.reject()
    assert not [one for one in desk.window.findChildren(QFileDialog) if one.isVisible()]
    desk.controller.ask()
    desk.dialog.accept()
    desk.place.reject()
    assert not desk.exporter.done


@pytest.mark.parametrize("form", ExportFormat)
def test_the_place_is_a_file_of_the_format(desk: Desk, form: ExportFormat) -> None:
    desk.controller.ask()
    desk.choose("export_format", form.value)
    desk.dialog.accept()
    assert desk.place.selectedFiles()[0].endswith(f".{form}")
    assert desk.place.testOption(QFileDialog.Option.DontConfirmOverwrite)
    desk.place.reject()


def test_a_divided_export_wants_a_folder(desk: Desk, tmp_path: Path) -> None:
    desk.controller.ask()
    desk.choose("export_partition", "make")
    assert "by_make=" in desk.words("export_note")
    desk.dialog.accept()
    desk.place.fileSelected.emit(str(tmp_path / "by.csv"))
    desk.place.reject()
    ((plan, target),) = desk.exporter.done
    assert plan.partition is Partition.MAKE
    assert target == Target(tmp_path / "by.csv", replace=False)


@pytest.mark.parametrize("name", ["new", "empty", "{folder}/new", ""])
def test_the_folder_of_a_divided_export_may_be_new_or_empty(
    desk: Desk, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    """``name`` is typed over the one that is proposed."""
    (tmp_path / "empty").mkdir()
    divided = Choices(Which.FILTERED, partition=Partition.MAKE)
    desk.memory.save(Remembered(divided, str(tmp_path)))
    desk.controller.ask()
    desk.dialog.accept()
    entry = desk.part(QLineEdit, "fileNameEdit")
    proposed = entry.text()
    assert re.fullmatch(r"vehicles \d{4}-\d\d-\d\d by make", proposed)
    if name:
        entry.setText(name.format(folder=tmp_path))
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    ((_plan, target),) = desk.exporter.done
    assert target == Target(tmp_path / (Path(name).name or proposed), replace=False)
    assert desk.memory.load() == Remembered(divided, str(tmp_path))


def test_a_file_is_replaced_only_after_the_question(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "old.parquet"
    path.write_text("old")
    desk.export_to(path)
    box = desk.part(QMessageBox, "export_question")
    assert box.text() == "Replace old.parquet?"
    assert str(tmp_path) in box.informativeText()
    assert box.defaultButton() is box.escapeButton()
    box.reject()
    assert not desk.exporter.done
    desk.export_to(path)
    desk.part(QPushButton, "confirm_replace").click()
    ((_, target),) = desk.exporter.done
    assert target == Target(path, replace=True)


def test_what_the_viewer_shows_is_told_to_the_export(desk: Desk, tmp_path: Path) -> None:
    desk.shown.append(tmp_path / "shown.parquet")
    export_every_vehicle(desk.controller, tmp_path / "x.parquet")
    ((plan, target),) = desk.exporter.done
    assert plan == ExportPlan()
    assert target == Target(tmp_path / "x.parquet", in_use=(tmp_path / "shown.parquet",))


def test_the_bar_tells_how_far_it_is_and_then_what_can_be_done(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    seen: list[tuple[str, int]] = []

    def meanwhile(monitor: Monitor) -> None:
        for progress in (
            Progress(0, 0, "Writing the file"),
            Progress(250, 1_000),
            Progress(1_000, 1_000, "Finishing the file"),
        ):
            monitor.report(progress)
            bar = desk.part(QProgressBar, "export_progress")
            seen.append((desk.words("export_words"), bar.value()))

    desk.exporter.meanwhile = meanwhile
    export_every_vehicle(desk.controller, tmp_path / "x.parquet")
    assert [words for words, _ in seen] == [
        "Exporting to x.parquet…",
        "Exporting to x.parquet… 25 %",
        "Finishing the file: x.parquet…",
    ]
    assert seen[1][1] == 250
    report = (
        "Exported 1,240 vehicles to x.parquet on 2 sheets: 5.0 MB, 2.5 s. "
        "1 text was too long for a cell and cut."
    )
    assert desk.words("export_words") == desk.told[-1] == report
    for name, signal in (
        ("open_export", desk.bar.open_requested),
        ("show_export", desk.bar.folder_requested),
        ("copy_export_path", desk.bar.copy_requested),
    ):
        with qtbot.waitSignal(signal) as asked:
            desk.part(QPushButton, name).click()
        assert asked.args == [tmp_path / "x.parquet"]
    assert desk.hides(QPushButton, "cancel_export")
    qtbot.mouseClick(desk.bar.findChild(QWidget, "close_export_bar"), Qt.MouseButton.LeftButton)
    assert not desk.bar.isVisible()


def test_only_parquet_can_be_opened_in_the_viewer(desk: Desk, tmp_path: Path) -> None:
    export_every_vehicle(desk.controller, tmp_path / "x.csv")
    assert desk.hides(QPushButton, "open_export")
    assert not desk.hides(QPushButton, "show_export")


def test_cancel_ends_it_and_says_that_nothing_was_written(desk: Desk, tmp_path: Path) -> None:
    desk.exporter.meanwhile = lambda _monitor: desk.part(QPushButton, "cancel_export").click()
    export_every_vehicle(desk.controller, tmp_path / "x.parquet")
    assert desk.told[-1] == "The export was cancelled. Nothing was written."
    assert not desk.bar.isVisible()
    assert not desk.exporter.done
    desk.bar.cancel_requested.emit()
    desk.exporter.meanwhile = lambda _monitor: None
    export_every_vehicle(desk.controller, tmp_path / "x.parquet")
    assert len(desk.exporter.done) == 1


def test_a_failure_is_handed_on_and_the_bar_goes(desk: Desk, tmp_path: Path) -> None:
    desk.exporter.trouble = ExportFailed("No.")
    export_every_vehicle(desk.controller, tmp_path / "x.parquet")
    assert desk.failures == [desk.exporter.trouble]
    assert not desk.bar.isVisible()


def test_a_second_export_waits_until_it_is_asked_for_again(desk: Desk, tmp_path: Path) -> None:
    def meanwhile(_monitor: Monitor) -> None:
        desk.controller.ask()
        export_every_vehicle(desk.controller, tmp_path / "y.parquet")

    desk.exporter.meanwhile = meanwhile
    export_every_vehicle(desk.controller, tmp_path / "x.parquet")
    assert not desk.window.findChildren(ExportDialog)
    assert [target.path.name for _, target in desk.exporter.done] == ["x.parquet"]
    assert len([words for words in desk.told if "under way" in words]) == 2


@pytest.mark.parametrize("text", SHORT.values(), ids=SHORT)
def test_foreign_names_are_tame(desk: Desk, tmp_path: Path, text: str) -> None:
    desk.services.records = (record(1, text, "own"),)
    desk.controller.ask()
    assert_all_tame(desk.dialog)
    desk.dialog.reject()
    export_every_vehicle(desk.controller, tmp_path / text.replace("/", "").replace("\0", ""))
    assert_all_tame(desk.bar)
    assert CHOSEN.count == 2
