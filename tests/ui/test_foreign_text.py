"""Foreign text is plain text wherever it is shown: it draws nothing, and acts on nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextLayout
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from tests.stopwatch import now_s
from tests.ui.foreign import (
    HTML,
    LONG,
    LONGEST_SHOWN,
    MARKS,
    SHORT,
    TURNING,
    assert_all_tame,
    assert_tame,
    seen_in_tip,
    texts_of,
)
from vindesk.domain.errors import FileUnreadable
from vindesk.domain.monitor import Monitor
from vindesk.domain.shown_text import shown_line, shown_lines
from vindesk.domain.vehicle import SourceName, Vehicle
from vindesk.domain.vin import Vin
from vindesk.jobs.runner import JobRunner
from vindesk.store.engine import EngineLimits
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.bug_text import BugReport
from vindesk.ui.crash_box import bug_box
from vindesk.ui.details.details_panel import DetailsPanel
from vindesk.ui.details.field_tree import FieldTree
from vindesk.ui.failures import ToldBugs, failure_box
from vindesk.ui.lookup.hint import Hint
from vindesk.ui.lookup.lookup_panel import LookupPanel
from vindesk.ui.paging.columns import Column
from vindesk.ui.paging.paged_table_model import PagedTableModel
from vindesk.ui.paging.paged_table_view import PagedTableView
from vindesk.ui.parquet.parquet_window import ParquetWindow
from vindesk.ui.plain_text import sentence, tip
from vindesk.ui.status import StatusBar

# The plugin for no screen says so of every dialog.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ANY = {**SHORT, "long": LONG, "lines": "\n" * 1_000_000, "all": " ".join(SHORT.values())}
AT_ONCE_S = 0.5
any_foreign = pytest.mark.parametrize("foreign", ANY.values(), ids=ANY)


class Cells:
    """A table with the same text in every cell."""

    def __init__(self, text: str, row_count: int = 1) -> None:
        self._text = text
        self.row_count = row_count

    def rows(self, start: int, size: int, monitor: Monitor) -> Sequence[Sequence[str]]:
        return [(self._text, self._text)] * self.row_count


def table_of(text: str, runner: JobRunner, row_count: int = 1) -> PagedTableView:
    model = PagedTableModel(runner)
    view = PagedTableView(model)
    model.setParent(view)
    columns = tuple(Column(f"c{number}", text, tip=text) for number in range(2))
    source = Cells(text, row_count)
    model.show(source, columns, {0: [(text, text)] * row_count})
    return view


@any_foreign
def test_cells_and_heads_of_a_table_show_it_tame(
    qtbot: QtBot, inline_runner: JobRunner, foreign: str
) -> None:
    view = table_of(foreign, inline_runner)
    qtbot.addWidget(view)
    assert_all_tame(view)
    model = view.model()
    assert str(model.index(0, 0).data())[:100] == shown_line(foreign)[:100]
    head_tip = model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert seen_in_tip(head_tip)[:15] == shown_lines(foreign)[:15]


def test_a_page_of_long_cells_is_painted_at_once(qtbot: QtBot, inline_runner: JobRunner) -> None:
    view = table_of(LONG, inline_runner, row_count=50)
    qtbot.addWidget(view)
    view.resize(1200, 800)
    view.fit_to_contents()
    began = now_s()
    view.grab()
    assert now_s() - began < AT_ONCE_S


@any_foreign
def test_a_hint_shows_it_tame_and_never_widens_the_window(qtbot: QtBot, foreign: str) -> None:
    panel = LookupPanel()
    qtbot.addWidget(panel)
    panel.show_hint(Hint(foreign))
    assert_all_tame(panel)
    assert panel.hint.text().replace("\u200b", "")[:50] == shown_line(foreign)[:50]
    assert panel.hint.minimumSizeHint().width() < 1_000


@any_foreign
def test_the_status_bar_shows_it_tame(qtbot: QtBot, foreign: str) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.tell(f"Opened {foreign}.")
    assert_all_tame(bar)
    message = bar.findChild(QLabel, "status_message")
    assert message is not None
    assert message.text().startswith("Opened")
    assert bar.minimumSizeHint().width() < 1_000


@any_foreign
def test_a_failure_box_shows_it_tame_with_its_advice(qtbot: QtBot, foreign: str) -> None:
    box = failure_box(FileUnreadable(f"{foreign} is no file.", advice="Try another."))
    qtbot.addWidget(box)
    box.show()
    assert_all_tame(box)
    assert box.informativeText().endswith(" Try another.")
    assert box.height() < 1_000


@any_foreign
def test_a_crash_box_shows_it_tame_with_the_whole_traceback(qtbot: QtBot, foreign: str) -> None:
    try:
        raise ValueError(foreign) from KeyError(foreign)  # noqa: TRY301 - to have been raised
    except ValueError as error:
        report = BugReport.of(error)
    box = bug_box(report)
    qtbot.addWidget(box)
    began = now_s()
    box.show()
    assert now_s() - began < AT_ONCE_S
    assert_all_tame(box)
    details = box.findChild(QPlainTextEdit)
    assert isinstance(details, QPlainTextEdit)
    lines = details.toPlainText().split("\n")
    for line in lines:
        assert_tame(line)
    assert any(line.startswith("Traceback") for line in lines)
    assert any(line.startswith("vindesk 0.") for line in lines)


def vehicle_of(text: str) -> Vehicle:
    names = ("make", "model", "body_class", "vehicle_type", "error_text", "suggested_vin")
    return Vehicle(
        Vin("1XPWD40X1ED215307"),
        {**dict.fromkeys(names, text), "error_code": "1,2,3"},
        SourceName.EMBEDDED,
        datetime(2026, 11, 12, tzinfo=UTC),
        extra={text: text, "ModelYear": text},
        data_version=text,
    )


@any_foreign
def test_the_details_show_it_tame_at_once(qtbot: QtBot, foreign: str) -> None:
    panel = DetailsPanel()
    qtbot.addWidget(panel)
    began = now_s()
    panel.show_vehicle(vehicle_of(foreign))
    panel.grab()
    assert now_s() - began < AT_ONCE_S * 2
    assert_all_tame(panel)
    assert panel.findChild(QWidget, "remarks").minimumSizeHint().width() < 1_000  # type: ignore[union-attr]


def test_the_whole_value_of_a_field_is_copied_on_one_line(qtbot: QtBot) -> None:
    panel = DetailsPanel()
    qtbot.addWidget(panel)
    panel.show_vehicle(vehicle_of(f"{HTML}\r\n\tb{LONG}"))
    tree = panel.findChild(FieldTree)
    assert tree is not None
    tree.selectAll()
    tree.copy_values()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == len(tree.selectionModel().selectedRows(1)) - tree.model().rowCount()
    assert f"{HTML}  b{LONG}" in lines


# -- a Parquet file ---------------------------------------------------------------------------

NAMES = {
    "html": HTML.replace("/", ""),
    "controls": "new\nline\ttab \x1b[31m",
    "turning": TURNING,
    "marks": MARKS[:60],
    "a mark of Qt's": "it is[*] changed[*]",
}


def opened(qtbot: QtBot, path: Path, runner: JobRunner) -> ParquetWindow:
    file = ParquetFile.open(
        path, EngineLimits(memory_mb=512, threads=1, temporary=path.parent / "tmp")
    )
    window = ParquetWindow(file, runner, ToldBugs())
    with qtbot.waitSignal(window.painted):
        window.show()
    return window


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_the_name_of_a_file_is_tame_in_its_window(
    qtbot: QtBot, inline_runner: JobRunner, tmp_path: Path, name: str
) -> None:
    path = tmp_path / f"{name}.parquet"
    pq.write_table(pa.table({"a": [1]}), path)
    window = opened(qtbot, path, inline_runner)
    assert_all_tame(window)
    shown = window.windowTitle().replace("[*][*]", "[*]")
    assert shown == f"{shown_line(path.name)} — vindesk"
    window.close()


def test_columns_and_metadata_of_a_file_are_shown_tame(
    qtbot: QtBot, inline_runner: JobRunner, tmp_path: Path
) -> None:
    columns = {name: pa.array([1]) for name in SHORT.values() if "\0" not in name}
    table = pa.table(columns).replace_schema_metadata({HTML: LONG, "controls": SHORT["controls"]})
    pq.write_table(table, tmp_path / "a.parquet")
    window = opened(qtbot, tmp_path / "a.parquet", inline_runner)
    assert_all_tame(window)
    tree = window.findChild(QTreeWidget)
    assert tree is not None
    assert {shown_line(name) for name in (*columns, SHORT["controls"])} <= texts_of(tree)
    window.close()


def test_the_cells_of_a_file_are_cut_on_the_screen_and_whole_on_the_clipboard(
    qtbot: QtBot, inline_runner: JobRunner, tmp_path: Path
) -> None:
    texts = [*SHORT.values(), LONG]
    table = pa.table({"text": texts, "bytes": [text.encode() for text in texts]})
    pq.write_table(table, tmp_path / "a.parquet")
    window = opened(qtbot, tmp_path / "a.parquet", inline_runner)
    assert_all_tame(window)
    model = window.view.model()
    shown = [str(model.index(row, 0).data()) for row in range(len(texts))]
    assert shown[:2] == [shown_line(text) for text in texts[:2]]
    assert shown[4].startswith("yyyy")
    assert len(shown[4]) <= LONGEST_SHOWN

    window.view.selectAll()
    window._copy()
    rows = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert [len(row) for row in rows] == [2] * len(texts)
    assert rows[0][0] == HTML
    assert rows[4][0] == LONG
    assert rows[4][1] == LONG.encode().hex()
    window.close()
    QGuiApplication.clipboard().clear()  # what is ours must not outlive the application


# -- the means --------------------------------------------------------------------------------


@any_foreign
def test_a_tooltip_shows_what_is_written_and_loads_nothing(qtbot: QtBot, foreign: str) -> None:
    seen = seen_in_tip(tip(foreign))
    assert seen[:300].split("\n")[:19] == shown_lines(foreign)[:300].split("\n")[:19]
    assert len(seen.split("\n")) <= 21
    assert tip("") == ""


def places(text: str) -> list[float]:
    """How far to the right each character of ``text`` stands, when Qt has laid it out."""
    layout = QTextLayout(text)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    return [line.cursorToX(place)[0] for place in range(len(text) + 1)]  # type: ignore[index]


def test_what_turns_the_direction_cannot_turn_the_rest_of_the_line(qtbot: QtBot) -> None:
    turned = places(f"Opened {TURNING}: 3 rows")
    assert turned != sorted(turned)
    for line in (shown_line, sentence):
        straight = places(line(f"Opened {TURNING}: 3 rows"))
        assert straight == sorted(straight)
