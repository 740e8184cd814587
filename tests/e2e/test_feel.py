"""What a picky user tries."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QComboBox, QPushButton, QScrollArea, QWidget

from tests.e2e.conftest import User
from tests.e2e.test_every_window import cut_off, settle
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


def place_in(window: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


@pytest.mark.parametrize("size", [QSize(800, 600), QSize(700, 500)])
def test_a_small_window_with_every_panel_cuts_nothing(owner: User, size: QSize) -> None:
    window = owner.window
    for dock in (window.facets_dock, window.details_dock, window.jobs_dock):
        dock.show()
    owner.until_quiet()
    owner.click_row(0)
    window.resize(size)
    settle(owner, window)
    assert window.size() == size
    owner.until(lambda: not cut_off(window))
    entry, button = (place_in(window, part) for part in (owner.entry, owner.button))
    assert not entry.intersects(button)
    details = window.details_dock.findChild(QScrollArea)
    assert details is not None
    assert place_in(window, details).right() < size.width()
    page = details.widget()
    assert page is not None
    reach = details.horizontalScrollBar().maximum() + details.viewport().width()
    assert reach == page.width() >= page.minimumSizeHint().width(), "scrolled, not cut"


def test_the_invitation_fits_a_small_window_too(user: User) -> None:
    window, empty = user.window, user.session.desk.table.empty_state
    examples = empty.findChildren(QPushButton)

    def tops() -> int:
        return len({place_in(window, each).top() for each in examples})

    window.resize(1280, 800)
    settle(user, window)
    assert tops() == 1, "side by side"
    window.resize(700, 500)
    settle(user, window)
    assert tops() == len(examples), "one under the other"
    assert empty.horizontalScrollBar().maximum() == 0
    user.until(lambda: not cut_off(window))
