"""Scroll bars are flat, where Qt puts their parts, and can be seen in every theme."""

from collections.abc import Iterator
from statistics import mean

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QHoverEvent, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QStyle, QStyleFactory, QStyleOptionSlider
from pytestqt.qtbot import QtBot

from tests.ui.contrasts import FOR_MARKS, PALETTES, contrast
from vindesk.ui.scroll_bars import FlatScrollBars

BAR = QStyle.ComplexControl.CC_ScrollBar
Part = QStyle.SubControl
_FAINT = 1.2
UPRIGHT, LYING = Qt.Orientation.Vertical, Qt.Orientation.Horizontal

every_palette = pytest.mark.parametrize("name", PALETTES)
both_ways = pytest.mark.parametrize("way", [UPRIGHT, LYING])


class Bar(QScrollBar):
    """In the middle of what it can show; it says where its parts are."""

    def __init__(self, way: Qt.Orientation, colours: QPalette) -> None:
        super().__init__(way)
        self.setRange(0, 100)
        self.setPageStep(30)
        self.setValue(40)
        self.setPalette(colours)
        self.resize(*((14, 300) if way is UPRIGHT else (300, 14)))

    def place(self, part: QStyle.SubControl) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        return self.style().subControlRect(BAR, option, part, self)

    def drawn(self) -> QImage:
        return self.grab().toImage()

    def handle(self) -> QColor:
        return self.drawn().pixelColor(self.place(Part.SC_ScrollBarSlider).center())


@pytest.fixture
def style(qapp: QApplication) -> Iterator[None]:
    before = qapp.style().name()
    qapp.setStyle(FlatScrollBars())
    yield
    qapp.setStyle(before)


def marked(image: QImage, place: QRect, ground: QColor, least: float = FOR_MARKS) -> list[QPoint]:
    """The pixels of ``place`` that can be told from the ground."""
    spots = [QPoint(x, y) for x in range(place.width()) for y in range(place.height())]
    here = [place.topLeft() + spot for spot in spots]
    return [spot for spot in here if contrast(image.pixelColor(spot), ground) >= least]


@pytest.mark.usefixtures("style")
@both_ways
@every_palette
def test_handle_and_arrows_can_be_seen(qtbot: QtBot, name: str, way: Qt.Orientation) -> None:
    colours = PALETTES[name]
    bar = Bar(way, colours)
    qtbot.addWidget(bar)
    image, ground = bar.drawn(), colours.window().color()
    groove = bar.place(Part.SC_ScrollBarGroove)
    handle = bar.place(Part.SC_ScrollBarSlider)
    assert contrast(bar.handle(), ground) >= FOR_MARKS
    for spot in marked(image, groove, ground):
        assert handle.contains(spot)
    for part in (Part.SC_ScrollBarSubLine, Part.SC_ScrollBarAddLine):
        assert marked(image, bar.place(part), ground)


@pytest.mark.usefixtures("style")
@every_palette
def test_its_ground_is_that_of_windows_where_a_view_uses_the_role_for_edges(
    qtbot: QtBot, name: str
) -> None:
    colours = QPalette(PALETTES[name])
    colours.setColor(QPalette.ColorRole.Window, QColor("red"))
    bar = Bar(UPRIGHT, colours)
    qtbot.addWidget(bar)
    assert bar.drawn().pixelColor(1, 20) == PALETTES[name].window().color()


@pytest.mark.usefixtures("style")
@every_palette
def test_it_answers_to_the_mouse(qtbot: QtBot, name: str) -> None:
    bar = Bar(UPRIGHT, PALETTES[name])
    qtbot.addWidget(bar)
    bar.show()
    at_rest, text = bar.handle(), PALETTES[name].text().color()
    middle = QPointF(bar.place(Part.SC_ScrollBarSlider).center())
    QApplication.sendEvent(bar, QHoverEvent(QEvent.Type.HoverMove, middle, middle, QPointF()))
    below = bar.handle()
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=middle.toPoint())
    held = bar.handle()
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=middle.toPoint())
    distances = [abs(colour.lightness() - text.lightness()) for colour in (held, below, at_rest)]
    assert distances == sorted(set(distances))


@pytest.mark.usefixtures("style")
def test_with_nothing_to_scroll_there_is_no_handle(qtbot: QtBot) -> None:
    bar = Bar(UPRIGHT, PALETTES["light"])
    qtbot.addWidget(bar)
    bar.setRange(0, 0)
    ground = PALETTES["light"].window().color()
    assert not marked(bar.drawn(), bar.place(Part.SC_ScrollBarGroove), ground)


@pytest.mark.usefixtures("style")
def test_arrows_point_outwards_from_the_right_too(qtbot: QtBot) -> None:
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        bar = Bar(LYING, PALETTES["light"])
        qtbot.addWidget(bar)
        bar.setLayoutDirection(direction)
        image, ground = bar.drawn(), PALETTES["light"].window().color()
        ends = [bar.place(part) for part in (Part.SC_ScrollBarSubLine, Part.SC_ScrollBarAddLine)]
        left, right = sorted(ends, key=lambda place: place.x())
        for place, outwards in ((left, -1), (right, 1)):
            spots, middle = marked(image, place, ground, _FAINT), place.center().y()
            tip = [spot.x() for spot in spots if abs(spot.y() - middle) <= 1]
            tails = [spot.x() for spot in spots if abs(spot.y() - middle) > 1]
            assert (mean(tip) - mean(tails)) * outwards > 0


@pytest.mark.usefixtures("style")
def test_all_else_is_fusions(qtbot: QtBot, qapp: QApplication) -> None:
    fusion = QStyleFactory.create("Fusion")
    for way in (UPRIGHT, LYING):
        bar = Bar(way, PALETTES["light"])
        qtbot.addWidget(bar)
        option = QStyleOptionSlider()
        bar.initStyleOption(option)
        for part in (Part.SC_ScrollBarSlider, Part.SC_ScrollBarAddLine, Part.SC_ScrollBarGroove):
            expected = fusion.subControlRect(BAR, option, part, bar)
            assert bar.place(part) == expected
    assert isinstance(qapp.style(), FlatScrollBars)
