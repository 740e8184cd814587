"""A server and a file that mean harm, before the whole program: nothing draws, nothing acts."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from tests.e2e.conftest import User
from tests.e2e.test_first_day import SIX
from tests.fakes.vpic_faults import Fault, FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.ui.foreign import HTML, SHORT, TURNING, assert_all_tame, assert_tame
from tests.viewing import open_window
from vindesk.domain.shown_text import shown_line
from vindesk.domain.vehicle import SourceChoice
from vindesk.ui.actions import ActionId

VIN, OTHER = "1XPWD40X1ED215307", "1XKWDB0X57J211825"
ALL = " ".join(SHORT.values()).replace("\n", "\n\t")

# The plugin for no screen says so of every dialog.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_the_values_of_an_answer_are_shown_and_copied_tame(
    user: User, vpic_server: VpicServer
) -> None:
    for vin, (kind, foreign) in zip(SIX, {**SHORT, "all": ALL}.items(), strict=False):
        vpic_server.set_values(vin, Make=foreign, Model=foreign, Note=foreign, NewKey=foreign)
        user.look_up(vin)
        assert user.row_of(vin)[1] == shown_line(foreign.strip(), 500), kind
        assert_all_tame(user.window)

        user.click_row(0)
        user.press(ActionId.COPY_WITH_HEADERS)
        user.until(lambda: user.status == "Copied 1 vehicle.")
        header, row = QGuiApplication.clipboard().text().split("\n")
        assert row.startswith(vin), kind
        assert header.count("\t") == row.count("\t"), kind
        assert_tame(row.replace("\t", "").translate(dict.fromkeys(map(ord, TURNING + "\u0301"))))


def test_a_page_in_place_of_an_answer_is_told_tame(user: User, vpic_server: VpicServer) -> None:
    user.session.desk.panel.choose(SourceChoice.WEB)
    body = f"<html><title>{HTML}</title>{ALL}</html>".encode()
    page = Fault(FaultKind.CUSTOM, body=body, content_type="text/html", status=500)
    vpic_server.answer_with(page)
    user.type_vin(VIN)
    user.until(lambda: "was not looked up" in user.status, timeout_ms=60_000)
    assert_all_tame(user.window)
    user.until_quiet()


def test_the_name_of_a_file_that_is_no_parquet_is_told_tame(user: User, tmp_path: Path) -> None:
    path = tmp_path / f"{SHORT['html'].replace('/', '')}{TURNING}\n.parquet"
    path.write_bytes(b"not parquet")
    user.session.desk.parquet.open(path)
    assert_all_tame(user.window)
    user.until(lambda: user.window.findChild(QMessageBox, "failure"))
    assert_all_tame(user.window)
    box = user.window.findChild(QMessageBox, "failure")
    assert box is not None
    box.close()
    user.until_quiet()


def test_the_name_of_a_file_that_is_opened_is_told_tame(user: User, tmp_path: Path) -> None:
    path = tmp_path / f"{TURNING}\n.parquet"
    pq.write_table(pa.table({"a": [1]}), path)
    open_window(user.qtbot, user.session.desk.parquet, path)
    assert user.status == f"Opened {shown_line(TURNING)} .parquet."
    assert_all_tame(user.window)
    user.until_quiet()


def test_what_is_dropped_on_the_window_is_answered_tame(user: User) -> None:
    user.session.desk.lookup.take_text(ALL)
    assert_all_tame(user.window)
    user.until_quiet()
