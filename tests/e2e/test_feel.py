"""What a picky user tries."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QComboBox

from tests.e2e.conftest import User
from vindesk.domain.vehicle import SourceChoice

LIST = "VIN\n1XPWD40X1ED215307\n"


def proposed_source(user: User, folder: Path) -> str:
    """What the import dialog begins with."""
    listed = folder / "list.csv"
    listed.write_text(LIST, "utf-8")
    user.session.desk.imports.import_file(listed)
    user.until(lambda: user.window.findChild(QComboBox, "import_source"))
    user.until_quiet()
    source = user.window.findChild(QComboBox, "import_source")
    assert source is not None
    proposed = source.currentData()
    source.window().close()
    user.until(lambda: user.window.findChild(QComboBox, "import_source") is None)
    return proposed


def test_an_import_begins_with_the_source_that_is_chosen(
    start: Callable[..., User], tmp_path: Path
) -> None:
    user = start("--source", "embedded")
    assert proposed_source(user, tmp_path) == SourceChoice.EMBEDDED
    user.session.desk.panel.choose(SourceChoice.WEB)
    assert proposed_source(user, tmp_path) == SourceChoice.WEB
