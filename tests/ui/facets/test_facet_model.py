import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.ui.facets.samples import facet, many
from vindesk.ui.facets.facet_kinds import FACET_KINDS
from vindesk.ui.facets.facet_model import SHORT, FacetModel

KINDS = {kind.column: kind for kind in FACET_KINDS}
Role = Qt.ItemDataRole

EMPTY = "—  (empty)"


def texts(model: FacetModel) -> list[str]:
    return [model.facet_row(row).text for row in range(model.rowCount())]


def spoken(model: FacetModel) -> list[str]:
    rows = range(model.rowCount())
    return [model.index(row).data(Role.AccessibleTextRole) for row in rows]


@pytest.fixture
def makes(qapp: object) -> FacetModel:
    return FacetModel(KINDS["make"])


def test_the_model_obeys_qt(makes: FacetModel, qtmodeltester: ModelTester) -> None:
    makes.show_facet(many("make", 30))
    qtmodeltester.check(makes)


def test_the_model_obeys_qt_whatever_happens(makes: FacetModel) -> None:
    tester = QAbstractItemModelTester(makes, QAbstractItemModelTester.FailureReportingMode.Warning)
    for size in (0, 3, 30, 31, 2):
        makes.show_facet(many("make", size))
        makes.show_chosen(frozenset({"make 20", "FORD", None}))
        makes.show_whole(True)
        makes.show_chosen(frozenset())
        makes.show_whole(False)
        assert tester.model() is makes


def test_the_most_frequent_are_shown_at_first_and_all_when_asked(makes: FacetModel) -> None:
    makes.show_facet(many("make", 30))
    assert texts(makes) == [f"MAKE {n}" for n in range(SHORT)]
    assert makes.is_long
    makes.show_whole(True)
    assert makes.rowCount() == 30


def test_nothing_is_hidden_to_save_the_place_of_a_row_or_two(makes: FacetModel) -> None:
    makes.show_facet(many("make", SHORT + 2))
    assert makes.rowCount() == SHORT + 2
    assert not makes.is_long


def test_what_is_chosen_is_shown_however_rare(makes: FacetModel) -> None:
    makes.show_facet(many("make", 30))
    makes.show_chosen(frozenset({"make 20"}))
    assert texts(makes)[-1] == "MAKE 20"
    assert spoken(makes)[-1] == "MAKE 20, 4,980 vehicles, chosen"


def test_what_is_chosen_and_not_there_has_no_vehicles(makes: FacetModel) -> None:
    makes.show_facet(facet("make", ("FORD", 1)))
    makes.show_chosen(frozenset({"SAAB"}))
    assert spoken(makes) == ["FORD, 1 vehicle", "SAAB, 0 vehicles, chosen"]


def test_of_what_is_chosen_but_was_not_brought_no_number_is_made_up(makes: FacetModel) -> None:
    makes.show_facet(many("make", 30, distinct=1_000))
    makes.show_chosen(frozenset({"SAAB"}))
    assert spoken(makes)[-1] == "SAAB, chosen"
    assert makes.facet_row(SHORT).number == ""


def test_a_search_shows_what_was_found_and_nothing_else(makes: FacetModel) -> None:
    makes.show_chosen(frozenset({"SAAB"}))
    makes.show_facet(facet("make", ("FORD", 1)), searched=True)
    assert texts(makes) == ["FORD"]


def test_no_data_is_a_value_like_another(makes: FacetModel) -> None:
    makes.show_facet(facet("make", (None, 12), ("FORD", 3)))
    makes.show_chosen(frozenset({None}))
    assert texts(makes) == [EMPTY, "FORD"]
    assert spoken(makes) == ["No data, 12 vehicles, chosen", "FORD, 3 vehicles"]
    assert makes.index(0).data(Role.CheckStateRole) == Qt.CheckState.Checked
    assert makes.index(1).data(Role.CheckStateRole) == Qt.CheckState.Unchecked


def test_years_have_no_separators_and_are_in_order_when_all_are_shown(qapp: object) -> None:
    model = FacetModel(KINDS["model_year"])
    model.show_facet(facet("model_year", (1999, 7_000), (None, 50), (2024, 40), (2005, 30)))
    assert texts(model) == ["2024", "2005", "1999", EMPTY]
    assert [model.facet_row(row).number for row in range(4)] == ["40", "30", "7,000", "50"]


def test_of_many_years_the_most_frequent_come_first(qapp: object) -> None:
    model = FacetModel(KINDS["model_year"])
    model.show_facet(facet("model_year", *((1990 + n, 100 - n) for n in range(20))))
    assert texts(model)[:2] == ["1990", "1991"]
    model.show_whole(True)
    assert texts(model)[:2] == ["2009", "2008"]


def test_quality_and_source_are_said_in_words(qapp: object) -> None:
    model = FacetModel(KINDS["quality"])
    model.show_facet(facet("quality", ("no data", 9), ("check digit", 5), ("odd", 4)))
    assert texts(model) == ["Check digit", "No data", "odd"]
    sources = FacetModel(KINDS["source"])
    sources.show_facet(facet("source", ("vpic-web", 9), ("embedded", 5)))
    assert texts(sources) == ["vPIC", "Embedded"]


def test_bars_are_measured_by_the_most_frequent(makes: FacetModel) -> None:
    makes.show_facet(facet("make", ("FORD", 200), ("MACK", 50)))
    assert [makes.facet_row(row).share for row in range(2)] == [1.0, 0.25]


def test_a_mark_is_asked_for_and_set_by_whoever_answers(qtbot: QtBot, makes: FacetModel) -> None:
    makes.show_facet(facet("make", ("FORD", 2)))
    with qtbot.waitSignal(makes.toggle_requested) as asked:
        makes.setData(makes.index(0), Qt.CheckState.Checked, Role.CheckStateRole)
    assert asked.args == ["FORD"]
    assert makes.index(0).data(Role.CheckStateRole) == Qt.CheckState.Unchecked


def test_new_numbers_of_the_same_values_reset_nothing(qtbot: QtBot, makes: FacetModel) -> None:
    makes.show_facet(facet("make", ("FORD", 2), ("MACK", 1)))
    with qtbot.assertNotEmitted(makes.modelReset), qtbot.waitSignal(makes.dataChanged):
        makes.show_facet(facet("make", ("FORD", 5), ("MACK", 1)))
    assert makes.facet_row(0).number == "5"


def test_a_place_that_is_not_there_has_nothing(makes: FacetModel) -> None:
    makes.show_facet(facet("make", ("FORD", 2)))
    assert makes.data(QModelIndex()) is None
    assert makes.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
    assert not makes.setData(makes.index(0), "FIAT", Role.EditRole)
