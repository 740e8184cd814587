"""The dialog over what ``services.inputs`` reads."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.importing.samples import GOOD, OTHER, TYPO
from vindesk.domain.import_job import ImportPlan
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vin import Vin
from vindesk.jobs.runner import JobRunner
from vindesk.services.inputs import open_input, open_text
from vindesk.store.engine import EngineLimits
from vindesk.ui.importing.handed_in import Opening
from vindesk.ui.importing.import_controller import ImportController
from vindesk.ui.importing.import_dialog import ImportDialog

Agreed = Callable[[], tuple[ImportPlan, list[list[Any]]]]


@pytest.fixture
def controller(
    threaded_runner: JobRunner, tmp_path: Path, qtbot: QtBot
) -> Iterator[ImportController]:
    limits = EngineLimits(memory_mb=256, threads=2, temporary=tmp_path / "temporary")
    opening = Opening(
        lambda path, monitor: open_input(path, limits, monitor),
        lambda text: open_text(text, limits),
    )
    window = QWidget()
    qtbot.addWidget(window)
    yield ImportController(opening, lambda _vins, _monitor: 0, threaded_runner, window)
    for dialog in window.findChildren(ImportDialog):
        dialog.reject()


def dialog_of(controller: ImportController) -> ImportDialog:
    window = controller.parent()
    assert isinstance(window, QWidget)
    return window.findChildren(ImportDialog)[0]


def counts_in(dialog: ImportDialog) -> str:
    line = dialog.findChild(QLabel, "import_counts")
    assert line is not None
    return line.text()


@pytest.fixture
def agreed(controller: ImportController, qtbot: QtBot) -> Agreed:
    """Waits until everything is counted, agrees, and reads as an import does."""

    def agree() -> tuple[ImportPlan, list[list[Any]]]:
        window = controller.parent()
        assert isinstance(window, QWidget)

        def counted() -> bool:
            shown = window.findChildren(ImportDialog)
            return bool(shown) and "VIN" in shown[0].import_button.text()

        qtbot.waitUntil(counted)
        with qtbot.waitSignal(controller.accepted) as told:
            window.findChildren(ImportDialog)[0].accept()
        assert told.args is not None
        plan, opener = told.args
        asked = [plan.columns.vin, *plan.columns.own]
        batches = opener().batches(asked, Unwatched())
        return plan, [list(row.values()) for batch in batches for row in batch.to_pylist()]

    return agree


def test_a_csv_file_becomes_a_plan(
    controller: ImportController, agreed: Agreed, tmp_path: Path
) -> None:
    path = tmp_path / "fleet.csv"
    path.write_text(f"Unit;Chassis no;Jahr\nU-1;{GOOD};2014\nU-2;{OTHER};1988\n", "utf-8")
    controller.import_file(path)
    plan, rows = agreed()
    assert (plan.columns.vin, plan.columns.year, plan.columns.own_names) == (1, 2, ("Unit",))
    assert rows == [[2, GOOD, "U-1"], [3, OTHER, "U-2"]]


def test_a_row_without_a_vin_is_counted_and_listed(
    controller: ImportController, agreed: Agreed, tmp_path: Path
) -> None:
    path = tmp_path / "fleet.csv"
    path.write_text(f"Unit,VIN,Driver\nU1,{GOOD},\n,,\nU0011,,José Núñez\nU3,{OTHER},\n", "utf-8")
    controller.import_file(path)
    _, rows = agreed()
    dialog = dialog_of(controller)
    assert counts_in(dialog) == "2 VINs, 1 not a VIN."
    assert [(found.row, found.reason) for found in dialog.problems.model._all] == [
        (4, "There is no VIN.")
    ]
    assert [4, None, "U0011", "José Núñez"] in rows


def test_a_line_that_cannot_be_read_is_counted_and_refused(
    controller: ImportController, agreed: Agreed, tmp_path: Path
) -> None:
    path = tmp_path / "fleet.csv"
    path.write_text(f"Unit,VIN\nU1,{GOOD}\nU2,{'A' * 9_000_000}\nU3,{OTHER}\n", "utf-8")
    controller.import_file(path)
    with_vins = agreed()[1]
    dialog = dialog_of(controller)
    assert counts_in(dialog) == "2 VINs, 1 not a VIN."
    assert with_vins == [[2, GOOD, "U1"], [4, OTHER, "U3"]]
    (found,) = dialog.problems.model._all
    assert found.row == 3
    assert found.reason == "The line is longer than 4 MB and was left out."


def test_a_running_text_is_searched(controller: ImportController, agreed: Agreed) -> None:
    controller.import_text(f"Dear all,\nwe sold {GOOD}, then {OTHER} as well.\nNot {TYPO}.\n")
    plan, rows = agreed()
    assert plan.has_header is False
    assert rows == [[2, GOOD], [2, OTHER], [3, TYPO]]


def test_one_pasted_vin_is_enough(controller: ImportController, agreed: Agreed) -> None:
    controller.import_text(GOOD)
    assert agreed()[1] == [[1, GOOD]]


def checked(number: int) -> str:
    """A VIN with the right check digit."""
    vin = Vin(f"1HGCM82633A{number:06d}")
    return f"{vin.text[:8]}{vin.expected_check_digit}{vin.text[9:]}"


def test_repairs_count_in_what_is_imported_and_in_who_answers(
    controller: ImportController, agreed: Agreed, qtbot: QtBot
) -> None:
    mistyped = [checked(number).replace("0", "O", 1) for number in range(10)]
    good = [checked(number) for number in range(10, 55)]
    controller.import_text("\n".join([*good, *mistyped]))
    window = controller.parent()
    assert isinstance(window, QWidget)
    qtbot.waitUntil(
        lambda: any(
            dialog.import_button.text() == "&Import 45 VINs"
            for dialog in window.findChildren(ImportDialog)
        )
    )
    dialog = dialog_of(controller)
    model, why = dialog.problems.model, dialog.findChild(QLabel, "import_source_words")
    assert why is not None
    assert why.text().startswith("NHTSA's service answers; ")
    for row in range(10):
        model.take(row, model.problem(row).repairs[0].vin.text)
    assert dialog.import_button.text() == "&Import up to 55 VINs"
    assert why.text().startswith("Up to 55 VINs are asked about. If they are more than 50, the")
    assert len(agreed()[1]) == 55
