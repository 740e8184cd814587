"""The user's own columns: seen in the details, found by the filter."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox

from tests.cli.test_commands import NOBODY, Shell
from tests.e2e.conftest import User
from tests.e2e.hands import (
    count,
    filter_entry,
    import_dialog,
    selected_vins,
    type_filter,
    until_counted,
    values,
)
from vindesk.store.import_export import Part
from vindesk.ui.actions import ActionId
from vindesk.ui.details.field_tree import FieldTree

PETERBILT, KENWORTH, OLDER = "1XPWD40X1ED215307", "1XKWDB0X57J211825", "1XP5DB9X7YN526158"
MARCH = f"VIN,Unit,Driver\n{PETERBILT},U0005,John Doe\n{KENWORTH},U0006,Ann Smith\n{OLDER},,\n"
APRIL = f"VIN,Unit\n{PETERBILT},U1005\n"


def take(user: User, folder: Path, name: str, text: str) -> None:
    """Import a file as the dialog proposes it."""
    listed = folder / f"{name}.csv"
    listed.write_text(text, "utf-8")
    user.session.desk.imports.import_file(listed)
    import_dialog(user).accept()
    user.until(lambda: user.status.startswith(f"The import “{name}.csv” is done"))
    user.until_quiet()


def tree(user: User) -> FieldTree:
    found = user.window.findChild(FieldTree)
    assert found is not None
    return found


def shown(user: User) -> list[str]:
    """What stands above the fields, line by line."""
    model = tree(user).model()
    told: list[str] = []
    for row in range(model.rowCount()):
        group = model.index(row, 0)
        if not group.data().startswith("Import "):
            break
        told.append(group.data())
        fields = [model.index(line, 0, group) for line in range(model.rowCount(group))]
        told += [f"{field.data()}: {field.siblingAtColumn(1).data()}" for field in fields]
    return told


def click(user: User, vin: str) -> None:
    user.click_row(values(user, "vin").index(vin))


@pytest.fixture(scope="session")
def march(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the data of whoever imported March is kept, from the first test on that wants it."""
    return tmp_path_factory.mktemp("march") / "data"


@pytest.fixture
def user(start: Callable[..., User], march: Path, tmp_path: Path) -> User:
    """Somebody who has imported March already."""
    if not march.exists():
        listed = march.with_name("March.csv")
        listed.write_text(MARCH, "utf-8")
        Shell(march, NOBODY).run("--source", "embedded", "import", str(listed))
    copytree(march, tmp_path / "data")
    return start("--source", "embedded")


def test_the_details_show_what_stands_beside_the_current_vehicle(
    start: Callable[..., User], tmp_path: Path
) -> None:
    user = start("--source", "embedded")
    take(user, tmp_path, "March", MARCH)
    march = ["Import “March.csv”", "Unit: U0005", "Driver: John Doe"]
    click(user, PETERBILT)
    user.until(lambda: shown(user) == march)
    click(user, OLDER)
    user.until(lambda: shown(user) == [])

    click(user, PETERBILT)
    user.until(lambda: shown(user) == march)
    april = ["Import “April.csv”", "Unit: U1005"]
    take(user, tmp_path, "April", APRIL)
    user.until(lambda: shown(user) == [*april, *march], 10_000)

    forget_first(user)
    user.until(lambda: shown(user) == march)


def forget_first(user: User) -> None:
    """Forget the import that came last, which is current in the list."""
    forget = user.window.jobs_dock.widget().findChild(QAbstractButton, "job_forget_button")
    assert forget is not None
    forget.click()
    question = user.window.findChild(QMessageBox, "import_question")
    assert question is not None
    confirm = question.findChild(QAbstractButton, "confirm")
    assert confirm is not None
    confirm.click()


def test_an_undone_removal_brings_them_back(user: User) -> None:
    click(user, KENWORTH)
    user.until(lambda: "Unit: U0006" in shown(user))
    user.press(ActionId.REMOVE)
    until_counted(user, "2 vehicles")
    user.until(lambda: "Unit: U0006" not in shown(user))
    user.press(ActionId.UNDO)
    until_counted(user, "3 vehicles")
    click(user, KENWORTH)
    user.until(lambda: "Unit: U0006" in shown(user))


def test_vehicles_are_found_by_them(user: User) -> None:
    type_filter(user, "own:u0005")
    until_counted(user, "1 of 3 vehicles")
    user.qtbot.keyClick(filter_entry(user), Qt.Key.Key_Return)
    user.until(lambda: selected_vins(user) == [PETERBILT])
    user.until(lambda: "Unit: U0005" in shown(user))
    type_filter(user, '-own:"john doe"')
    until_counted(user, "2 of 3 vehicles")
    assert PETERBILT not in values(user, "vin")


def test_a_value_in_the_details_filters_by_it(user: User) -> None:
    click(user, PETERBILT)
    user.until(lambda: "Driver: John Doe" in shown(user))
    fields = tree(user)
    driver: QModelIndex = fields.model().index(1, 0, fields.model().index(0, 0))
    fields.setCurrentIndex(driver)
    fields.request_filter()
    user.until(lambda: count(user) == "1 of 3 vehicles")
    assert filter_entry(user).text() == 'own:="John Doe"'


def test_a_list_that_is_being_written_is_given_up_with_escape(user: User, tmp_path: Path) -> None:
    target = tmp_path / "march with answers.xlsx"
    user.session.desk.jobs.reports.export(1, Part.ANSWERS, target)
    assert user.status == f"Exporting to {target.name}… Escape cancels."
    user.qtbot.keyClick(user.table, Qt.Key.Key_Escape)
    assert user.status == "Cancelling the export…"
    user.until_quiet()
    assert target.exists() is user.status.startswith("Exported"), "it may have been whole by then"
