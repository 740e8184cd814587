"""What stands behind the name of the program when it is started."""

from collections.abc import Callable
from pathlib import Path

from tests.e2e.conftest import User
from tests.e2e.hands import import_dialog

Start = Callable[..., User]
WITH_O, GOOD, OTHER = "1XPWD4OX1ED215307", "1XKWDB0X57J211825", "1XPWD40X1ED215307"


def test_vins_are_looked_up_together_and_one_that_is_mistyped_stays_in_the_entry(
    start: Start,
) -> None:
    user = start("--source", "embedded", WITH_O, GOOD, OTHER)
    user.until(lambda: user.session.desk.table.row_count() == 2)
    user.until_quiet()
    assert {row[0] for row in user.rows()} == {GOOD, OTHER}
    assert user.entry.text() == WITH_O
    assert user.hint.startswith(f"1 mistyped VIN stays in the entry, {WITH_O}: ")


def test_a_list_is_imported_whatever_its_name_ends_in(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "fleet.psv"
    file.write_text(f"unit|vin\nU1|{GOOD}\nU2|{OTHER}\n", "ascii")
    dialog = import_dialog(start("--source", "embedded", str(file)))
    assert dialog.import_button.text().endswith("2 VINs")
    dialog.reject()
