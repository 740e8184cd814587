"""The preview, the kept columns and the rows to look at."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from pytestqt.modeltest import ModelTester

from tests.ui.importing.samples import COLUMNS, FOUND, GOOD, ROWS, TYPO, WRONG
from vindesk.domain.input_counts import Problem, Trouble, find_problem
from vindesk.ui.importing import problem_model
from vindesk.ui.importing.column_roles import ColumnRoles
from vindesk.ui.importing.kept_columns import KeptModel
from vindesk.ui.importing.planning import Taken
from vindesk.ui.importing.preview_model import PreviewModel
from vindesk.ui.importing.problem_model import REPAIR, ProblemModel
from vindesk.ui.jobs_panel import reject_model

ROLES = ColumnRoles.suggested(COLUMNS, FOUND)
BOX, HEAD = Qt.ItemDataRole.CheckStateRole, Qt.Orientation.Horizontal
CHOICE = "8S3TZN4G68ANO1589"


def problems(*texts: str) -> Sequence[Problem]:
    found = (find_problem(row, text) for row, text in enumerate(texts, 1))
    return [problem for problem in found if problem]


@pytest.fixture
def preview(qapp: object) -> PreviewModel:
    model = PreviewModel()
    model.show_rows(ROWS, ROLES)
    return model


@pytest.fixture
def listed(qapp: object) -> ProblemModel:
    model = ProblemModel()
    model.show_problems(problems(TYPO, CHOICE, GOOD[:15], WRONG, "spare"))
    return model


def heads(model: QAbstractItemModel) -> list[str]:
    return [model.headerData(n, HEAD) for n in range(4)]


def test_models_obey_qt(
    qtmodeltester: ModelTester, preview: PreviewModel, listed: ProblemModel
) -> None:
    kept = KeptModel()
    kept.show_roles(ROLES)
    for model in (preview, listed, kept):
        qtmodeltester.check(model)


def test_heads_say_what_becomes_of_a_column(preview: PreviewModel) -> None:
    assert heads(preview) == ["Unit", "VIN (VIN)", "Year (Model year)", "Note"]
    preview.show_roles(ROLES.with_vin(0).keep([3], wanted=False))
    assert heads(preview) == ["Unit (VIN)", "VIN", "Year (Model year)", "Note (Left out)"]


def test_a_cell_that_is_no_vin_says_why_in_words_and_colour(preview: PreviewModel) -> None:
    fine, typo = preview.index(0, 1), preview.index(2, 1)
    role = Qt.ItemDataRole
    assert "no VIN has" in typo.data(role.AccessibleDescriptionRole)
    assert "no VIN has" in typo.data(role.ToolTipRole)
    assert typo.data(role.ForegroundRole) != fine.data(role.ForegroundRole) is None
    assert preview.index(3, 1).data(role.ForegroundRole) != typo.data(role.ForegroundRole)


def test_no_line_of_a_text_is_wrong(preview: PreviewModel) -> None:
    preview.show_rows([("see below",)], ColumnRoles(("Text",), vin=0), is_text=True)
    assert preview.index(0, 0).data(Qt.ItemDataRole.ForegroundRole) is None


def test_a_row_may_be_shorter_than_the_heads(preview: PreviewModel) -> None:
    preview.show_rows([("U-1",)], ROLES)
    assert preview.index(0, 3).data() == ""


def test_a_check_box_asks_for_its_column(qapp: object) -> None:
    kept = KeptModel()
    kept.show_roles(ROLES.keep([3], wanted=False))
    asked: list[tuple[list[int], bool]] = []
    kept.kept_changed.connect(lambda columns, wanted: asked.append((columns, wanted)))
    assert [kept.index(row).data(BOX) for row in range(2)] == [
        *(Qt.CheckState.Checked, Qt.CheckState.Unchecked)
    ]
    kept.setData(kept.index(1), Qt.CheckState.Checked.value, BOX)
    kept.keep_all(wanted=False)
    assert asked == [([3], True), ([0, 3], False)]


def test_one_trouble_is_listed_at_a_time(listed: ProblemModel) -> None:
    assert listed.rowCount() == 3
    listed.show_trouble(Trouble.CHECK_DIGIT)
    assert [listed.index(0, column).data() for column in range(3)] == [
        *("4", WRONG, "The check digit is 2, should be 1.")
    ]


def test_the_head_of_the_row_numbers_stands_over_them(listed: ProblemModel) -> None:
    role = Qt.ItemDataRole.TextAlignmentRole
    assert listed.headerData(0, HEAD, role) == listed.index(0, 0).data(role)
    assert listed.headerData(1, HEAD, role) is None


def test_columns_are_named_as_in_the_report_of_the_import() -> None:
    assert problem_model.TITLES[:3] == reject_model.TITLES


def test_nothing_is_repaired_unless_it_is_asked_for(listed: ProblemModel) -> None:
    assert listed.repairs == {}
    listed.setData(listed.index(0, REPAIR), Qt.CheckState.Checked.value, BOX)
    assert listed.repairs == {TYPO: GOOD}
    listed.setData(listed.index(0, REPAIR), Qt.CheckState.Unchecked.value, BOX)
    assert listed.repairs == {}


def test_all_sure_repairs_leave_out_where_there_is_a_choice(listed: ProblemModel) -> None:
    listed.take_all_sure()
    assert listed.repairs == {TYPO: GOOD}
    listed.forget_repairs()
    assert listed.repairs == {}


def test_one_of_several_repairs_can_be_taken(listed: ProblemModel) -> None:
    second = listed.problem(1).repairs[1].vin.text
    listed.take(1, second)
    assert listed.repairs == {CHOICE: second}
    assert listed.index(1, REPAIR).data() == second


def test_more_rows_keep_what_was_taken_and_another_column_forgets_it(
    listed: ProblemModel,
) -> None:
    listed.take_all_sure()
    listed.show_problems(problems(TYPO, CHOICE, GOOD[:15], WRONG, "spare", GOOD[:12]))
    assert listed.rowCount() == 4
    assert listed.repairs == {TYPO: GOOD}
    listed.show_problems(())
    assert listed.repairs == {}


def test_what_is_read_once_more_keeps_what_was_taken_until_all_rows_are_there(
    listed: ProblemModel,
) -> None:
    listed.take_all_sure()
    listed.show_problems((), again=True)
    assert listed.repairs == {TYPO: GOOD}
    listed.show_problems(problems(CHOICE, TYPO))
    assert listed.repairs == {TYPO: GOOD}
    listed.show_problems(problems(CHOICE))
    assert listed.repairs == {}


def test_a_repair_brings_a_vin_in_and_replaces_one_that_stands_nowhere_else(
    listed: ProblemModel,
) -> None:
    assert listed.taken == Taken()
    listed.take_all_sure()
    assert listed.taken == Taken(comes=1)
    listed.show_trouble(Trouble.CHECK_DIGIT)
    listed.take(0, GOOD)
    assert listed.taken == Taken(comes=1, goes=1), "both are repaired to the same VIN"
    listed.show_problems(problems(TYPO, WRONG, WRONG.lower()))
    assert listed.taken == Taken(comes=1)
    listed.take(1, GOOD)
    assert listed.taken == Taken(comes=1, goes=1)


def test_a_row_without_a_repair_has_no_box(listed: ProblemModel) -> None:
    assert listed.index(2, REPAIR).data(BOX) is None
    assert not listed.setData(listed.index(2, REPAIR), Qt.CheckState.Checked.value, BOX)
