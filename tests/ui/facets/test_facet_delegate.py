"""The colours of a facet's rows are mixed once for a palette, and anew for another one."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.ui.facets.samples import facet
from vindesk.ui.facets import facet_delegate
from vindesk.ui.facets.facet_kinds import FACET_KINDS
from vindesk.ui.facets.facet_list import FacetList
from vindesk.ui.facets.facet_model import FacetModel
from vindesk.ui.theme import palette

MAKES = next(kind for kind in FACET_KINDS if kind.column == "make")
PALETTES = (
    palette(dark=True),
    palette(dark=False),
    palette(dark=True, contrast=True),
    palette(dark=True),
)


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[], FacetList]:
    def show() -> FacetList:
        model = FacetModel(MAKES)
        model.show_facet(facet("make", ("FORD", 5), ("KENWORTH", 3), (None, 2)))
        model.show_chosen(frozenset({"KENWORTH"}))
        makes = FacetList(model)
        model.setParent(makes)
        makes.resize(240, 120)
        qtbot.addWidget(makes)
        makes.show()
        qtbot.waitExposed(makes)
        return makes

    return show


def picture(makes: FacetList) -> QImage:
    return makes.grab().toImage()


def test_a_list_that_is_dressed_anew_looks_like_a_new_one(shown: Callable[[], FacetList]) -> None:
    old, pictures = shown(), list[QImage]()
    for colours in PALETTES:
        old.setPalette(colours)
        new = shown()
        new.setPalette(colours)
        pictures.append(picture(old))
        assert pictures[-1] == picture(new)
    assert pictures[0] == pictures[3]
    assert pictures[0] not in pictures[1:3]


def test_colours_are_mixed_once_for_all_rows(
    shown: Callable[[], FacetList], monkeypatch: pytest.MonkeyPatch
) -> None:
    makes, mixed = shown(), list[object]()
    picture(makes)
    blended = facet_delegate.blended
    monkeypatch.setattr(
        facet_delegate, "blended", lambda *colours: mixed.append(1) or blended(*colours)
    )
    picture(makes)
    assert mixed == []
    makes.setPalette(PALETTES[0])
    picture(makes)
    once = len(mixed)
    picture(makes)
    assert len(mixed) == once > 0
