import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPalette, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QFocusFrame,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QTableView,
    QTabWidget,
    QTextBrowser,
    QToolButton,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.conftest import carry_out_deletions
from tests.ui.contrasts import FOR_MARKS, PALETTES, contrast, enough
from vindesk.config.settings import Appearance
from vindesk.ui import theme as theme_module
from vindesk.ui.dock import Dock
from vindesk.ui.facets.facet_delegate import bar_colour, soft_ink
from vindesk.ui.focus_ring import FocusRing
from vindesk.ui.icons import line_icon, picture
from vindesk.ui.importing.column_roles import Role as ColumnRole
from vindesk.ui.importing.preview_model import wash
from vindesk.ui.jobs_panel.job_delegate import fill_colour, track_colour
from vindesk.ui.jobs_panel.job_telling import Tone
from vindesk.ui.jobs_panel.jobs_panel import JobsPanel
from vindesk.ui.menu import Menu
from vindesk.ui.nothing_yet import nothing_yet
from vindesk.ui.summary.bar_painting import Brushes
from vindesk.ui.theme import (
    Theme,
    apply_theme,
    blended,
    edge,
    ink,
    is_dark,
    is_high_contrast,
    window_ground,
)
from vindesk.ui.whole_rows import LongTable

Role = QPalette.ColorRole
GROUNDS = (Role.Window, Role.Base, Role.AlternateBase)

every_palette = pytest.mark.parametrize(("name", "colours"), PALETTES.items(), ids=[*PALETTES])


@every_palette
@pytest.mark.parametrize(
    ("text", "grounds"),
    [
        (Role.WindowText, GROUNDS),
        (Role.Text, GROUNDS),
        (Role.ButtonText, (Role.Button, Role.Window)),
        (Role.HighlightedText, (Role.Highlight, Role.Accent)),
        (Role.ToolTipText, (Role.ToolTipBase,)),
        (Role.PlaceholderText, GROUNDS),
        (Role.Link, GROUNDS),
        (Role.LinkVisited, GROUNDS),
    ],
)
def test_every_text_can_be_read_on_its_ground(
    name: str, colours: QPalette, text: Role, grounds: tuple[Role, ...]
) -> None:
    for ground in grounds:
        assert contrast(colours.color(text), colours.color(ground)) >= enough(name), ground


@every_palette
def test_every_ink_can_be_read_wherever_it_is_used(name: str, colours: QPalette) -> None:
    inks = ink(colours)
    for ground in GROUNDS:
        for colour in (inks.quiet, inks.good, inks.warning, inks.fault):
            assert contrast(colour, colours.color(ground)) >= enough(name)
    for part in inks.parts:
        assert contrast(colours.color(Role.WindowText), part) >= enough(name)


@every_palette
def test_every_bar_stands_out_from_its_ground(name: str, colours: QPalette) -> None:
    edge = Brushes(colours, QFont()).edge
    assert contrast(edge, colours.color(Role.Base)) >= FOR_MARKS


@every_palette
def test_what_is_imported_can_be_read_in_its_washed_column(name: str, colours: QPalette) -> None:
    inks = ink(colours)
    for role in (ColumnRole.VIN, ColumnRole.YEAR):
        above = wash(colours, role)
        ground = blended(colours.color(Role.Base), above, above.alphaF())
        for text in (colours.color(Role.Text), inks.warning, inks.fault):
            assert contrast(text, ground) >= enough(name)


@every_palette
def test_facets_can_be_read_on_a_bar_and_beside_it(name: str, colours: QPalette) -> None:
    for ground in (colours.window().color(), bar_colour(colours), bar_colour(colours, pale=True)):
        for text in (colours.windowText().color(), soft_ink(colours)):
            assert contrast(text, ground) >= enough(name)


@every_palette
@pytest.mark.parametrize("tone", Tone)
def test_how_far_an_import_is_can_be_seen(name: str, colours: QPalette, tone: Tone) -> None:
    for selected in (False, True):
        ground = colours.color(Role.Highlight if selected else Role.Base)
        track = track_colour(colours, selected=selected)
        fill = fill_colour(colours, tone, selected=selected)
        assert contrast(fill, track) >= FOR_MARKS
        assert contrast(fill, ground) >= FOR_MARKS


@every_palette
def test_edges_and_marks_can_be_seen(name: str, colours: QPalette) -> None:
    around = (colours.color(Role.Window), colours.color(Role.Base))
    for mark in (edge(colours), ink(colours).quiet, colours.color(Role.Highlight)):
        for ground in around:
            assert contrast(mark, ground) >= FOR_MARKS


@every_palette
def test_what_a_palette_is_can_be_told(name: str, colours: QPalette) -> None:
    assert is_dark(colours) is (name != "light")
    assert is_high_contrast(colours) is (name == "contrast")


@every_palette
def test_an_icon_has_the_colour_of_the_text(name: str, colours: QPalette, qtbot: QtBot) -> None:
    image = line_icon("close", colours, 64).pixmap(64, 64).toImage()
    seen = {image.pixelColor(x, y).name() for x in range(64) for y in range(64)
            if image.pixelColor(x, y).alpha() == 255}  # fmt: skip
    assert colours.windowText().color().name() in seen


def test_an_icon_is_sharp_on_every_screen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    colours, size = PALETTES["light"], QSize(20, 20)
    monkeypatch.setattr("vindesk.ui.icons.scales", lambda: {1.0, 1.5})
    icon = line_icon("close", colours, 20)
    for scale in (1.0, 1.5):
        drawn = picture("close", colours.windowText().color(), size, scale)
        assert icon.pixmap(size, scale).toImage() == drawn.toImage()


# --- While the program runs


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    before = QPalette(qapp.palette())
    yield qapp
    for ring in qapp.findChildren(FocusRing):
        ring.show_if(False)
        ring.deleteLater()
    qapp.setPalette(before)


@pytest.mark.parametrize(
    ("appearance", "name"),
    [(Appearance.LIGHT, "light"), (Appearance.DARK, "dark"), (Appearance.CONTRAST, "contrast")],
)
def test_open_windows_change_at_once(
    application: QApplication, qtbot: QtBot, appearance: Appearance, name: str
) -> None:
    apply_theme(application, Appearance.LIGHT)
    entry, button = QLineEdit(), QPushButton("Go")
    for widget in (entry, button):
        qtbot.addWidget(widget)
        widget.show()
    apply_theme(application, appearance)

    def are_dressed() -> None:
        for role in (Role.Base, Role.Text, Role.Button, Role.ButtonText):
            for widget in (entry, button):
                assert widget.palette().color(role) == PALETTES[name].color(role)

    qtbot.waitUntil(are_dressed)


@pytest.mark.parametrize("make", [nothing_yet, JobsPanel])
def test_what_stands_in_an_empty_place_can_be_read(
    application: QApplication, qtbot: QtBot, make: Callable[[], QWidget]
) -> None:
    apply_theme(application, Appearance.LIGHT)
    place = make()
    qtbot.addWidget(place)
    place.show()
    stack = place.findChild(QStackedWidget)
    label = place if stack is None else stack.currentWidget()
    assert isinstance(label, QLabel)
    for name, colours in PALETTES.items():
        apply_theme(application, Appearance(name))
        QApplication.sendPostedEvents()
        assert label.isEnabled()
        told = label.palette().windowText().color()
        assert contrast(told, colours.color(Role.Window)) >= enough(name), name


class FalseScreen:
    def __init__(self, scale: float) -> None:
        self._scale = scale

    def devicePixelRatio(self) -> float:  # noqa: N802 - as Qt calls it
        return self._scale


def test_icons_are_drawn_for_every_screen_that_came(
    application: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens = [FalseScreen(1.0)]
    monkeypatch.setattr("vindesk.ui.icons._seen", set())
    theme = Theme(application, Appearance.LIGHT)
    monkeypatch.setattr(QGuiApplication, "screens", lambda: screens)
    changed = application.primaryScreen().geometryChanged
    dock = Dock("Panel", "panel", QWidget())
    qtbot.addWidget(dock)
    dock.show()
    button = dock.findChild(QAbstractButton, "qt_dockwidget_closebutton")
    assert isinstance(button, QAbstractButton)

    def sizes() -> int:
        return len(button.icon().availableSizes())

    assert sizes() == 1
    screens.append(FalseScreen(2.0))
    changed.emit(QRect(0, 0, 800, 600))
    assert sizes() == 2
    drawn = button.icon().cacheKey()
    del screens[1]
    changed.emit(QRect(0, 0, 900, 600))
    assert button.icon().cacheKey() == drawn, "nothing is drawn again for fewer screens"
    theme.choose(Appearance.DARK)
    QApplication.sendEvent(dock, QEvent(QEvent.Type.PaletteChange))
    assert sizes() == 2, "the other screen may come back"
    theme.deleteLater()


@pytest.mark.parametrize("name", PALETTES)
def test_an_entry_has_an_edge_that_can_be_seen(
    application: QApplication, qtbot: QtBot, name: str
) -> None:
    application.setStyle("Fusion")
    apply_theme(application, Appearance(name))
    entry = QLineEdit()
    qtbot.addWidget(entry)
    entry.resize(120, 30)
    image = entry.grab().toImage()
    middle = [image.pixelColor(60, y) for y in range(3)]
    ground = PALETTES[name].color(Role.Base)
    assert max(contrast(pixel, ground) for pixel in middle) >= FOR_MARKS


@pytest.mark.parametrize(
    "make",
    [QListView, QPlainTextEdit, QTableView, QTextBrowser, QToolButton, QTreeView, Menu],
)
def test_on_black_everything_has_an_edge(
    application: QApplication, qtbot: QtBot, make: type[QWidget]
) -> None:
    application.setStyle("Fusion")
    apply_theme(application, Appearance.CONTRAST)
    part = make()
    qtbot.addWidget(part)
    part.resize(120, 90)
    image = part.grab().toImage()
    left = [image.pixelColor(x, 45) for x in range(4)]
    assert max(contrast(pixel, edge(part.palette())) for pixel in left) >= FOR_MARKS, "black"
    assert min(contrast(pixel, edge(part.palette())) for pixel in left) < 2, "and an edge"
    assert is_high_contrast(part.palette())
    assert window_ground(part.palette()) == PALETTES["contrast"].color(Role.Window)


@every_palette
def test_what_fills_its_ground_has_no_colour_of_an_edge_there(
    application: QApplication, qtbot: QtBot, name: str, colours: QPalette
) -> None:
    apply_theme(application, Appearance.CONTRAST)
    apply_theme(application, Appearance(name))
    table, choice = QTableView(), QComboBox()
    for part in (table, choice):
        qtbot.addWidget(part)
        part.ensurePolished()
    for part in (table.horizontalHeader(), QMenu(table)):
        assert part.palette().color(Role.Window) == colours.color(Role.Window)
    same = table.palette().color(Role.Window) == colours.color(Role.Window)
    assert same is (name != "contrast")
    if name == "contrast":
        assert choice.view().palette().color(Role.Window) == colours.color(Role.Window)


@every_palette
def test_the_corner_between_two_scroll_bars_is_of_the_ground(
    application: QApplication, qtbot: QtBot, name: str, colours: QPalette
) -> None:
    application.setStyle("Fusion")
    apply_theme(application, Appearance(name))
    table = LongTable()
    qtbot.addWidget(table)
    table.setModel(QStandardItemModel(60, 20, table))
    table.resize(240, 120)
    table.show()
    table.grab()
    assert table.verticalScrollBar().isVisible()
    assert table.horizontalScrollBar().isVisible()
    corner = table.rect().adjusted(0, 0, -5, -5).bottomRight()
    assert table.grab().toImage().pixelColor(corner) == colours.color(Role.Base)


def test_on_black_tabs_are_grey_and_can_be_read(application: QApplication, qtbot: QtBot) -> None:
    application.setStyle("Fusion")
    apply_theme(application, Appearance.CONTRAST)
    pages = QTabWidget()
    qtbot.addWidget(pages)
    pages.setDocumentMode(True)
    for name in ("One", "Two"):
        pages.addTab(QWidget(), name)
    pages.show()
    tabs = pages.tabBar()
    image = tabs.grab().toImage()
    for tab in range(2):
        ground = image.pixelColor(tabs.tabRect(tab).topLeft() + QPoint(6, 8))
        assert contrast(ground, window_ground(tabs.palette())) > 2
        assert contrast(ground, tabs.palette().windowText().color()) >= enough("contrast")


def test_in_high_contrast_a_ring_is_around_what_has_the_keyboard(
    application: QApplication, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    within = QWidget(window)
    entry, other = QLineEdit(within), QLineEdit(within)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    entry.setFocus()

    ring = FocusRing(application)
    assert ring.around is None
    ring.show_if(True)
    assert ring.around is entry
    (frame,) = window.findChildren(QFocusFrame)
    assert frame.parentWidget() is window, "nothing on the way cuts it off"
    other.setFocus()
    assert ring.around is other
    ring.show_if(False)
    assert ring.around is None
    ring.show_if(True)
    window.close()
    window.deleteLater()
    qtbot.waitUntil(lambda: not isValid(window))
    assert ring.around is None
    ring.show_if(True)
    ring.deleteLater()


def test_a_ring_that_has_gone_is_not_kept(application: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    entries = QLineEdit(window), QLineEdit(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    ring = FocusRing(application)
    ring.show_if(True)
    for number in range(20):
        entries[number % 2].setFocus()
        assert ring.around is entries[number % 2]
    carry_out_deletions()
    gc.collect()
    assert sum(isinstance(each, QFocusFrame) for each in gc.get_objects()) <= 1
    ring.show_if(False)
    ring.deleteLater()


def test_rings_of_places_that_have_gone_go_too(application: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    last = QLineEdit(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    ring = FocusRing(application)
    ring.show_if(True)
    for _ in range(10):
        entry = QLineEdit(window)
        entry.show()
        entry.setFocus()
        assert ring.around is entry
        entry.deleteLater()
        carry_out_deletions()
    last.setFocus()
    carry_out_deletions()
    assert [each.widget() for each in _frames()] == [last]
    ring.show_if(False)
    carry_out_deletions()
    assert _frames() == []
    ring.deleteLater()


def _frames() -> list[QFocusFrame]:
    return [each for each in QApplication.allWidgets() if isinstance(each, QFocusFrame)]


def test_what_a_ring_was_around_can_be_used_afterwards(
    application: QApplication, qtbot: QtBot
) -> None:
    """A button that Qt made, and whose Python half somebody keeps."""
    window = QWidget()
    qtbot.addWidget(window)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok, window)
    button, entry = box.buttons()[0], QLineEdit(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    ring = FocusRing(application)
    ring.show_if(True)
    button.setFocus()
    assert ring.around is button
    entry.setFocus()
    gc.collect()
    assert isValid(button)
    assert button.parentWidget() is box
    ring.show_if(False)
    ring.deleteLater()


def test_the_ring_is_there_in_high_contrast_only(application: QApplication, qtbot: QtBot) -> None:
    entry = QLineEdit()
    window = QWidget()
    entry.setParent(window)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    entry.setFocus()
    theme = Theme(application, Appearance.LIGHT)

    def rings() -> list[QFocusFrame]:
        return [each for each in window.findChildren(QFocusFrame) if each.widget() is entry]

    assert not rings()
    theme.choose(Appearance.CONTRAST)
    assert len(rings()) == 1
    theme.choose(Appearance.DARK)
    assert not rings()
    theme.deleteLater()


def test_the_system_is_followed_only_while_that_is_wanted(
    application: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = [Appearance.LIGHT]
    monkeypatch.setattr(theme_module, "of_system", lambda: system[0])
    hints = QGuiApplication.styleHints()

    def change(appearance: Appearance) -> None:
        system[0] = appearance
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Unknown)

    theme = Theme(application, Appearance.SYSTEM)
    change(Appearance.DARK)
    assert is_dark(application.palette())
    theme.choose(Appearance.LIGHT)
    change(Appearance.CONTRAST)
    assert not is_dark(application.palette())
    assert theme.appearance is Appearance.LIGHT
    theme.choose(Appearance.SYSTEM)
    assert is_high_contrast(application.palette())
    theme.deleteLater()


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK, Appearance.CONTRAST])
def test_what_the_system_wants_is_known(
    application: QApplication, monkeypatch: pytest.MonkeyPatch, appearance: Appearance
) -> None:
    class Hints:
        def accessibility(self) -> "Hints":
            return self

        def contrastPreference(self) -> Qt.ContrastPreference:  # noqa: N802 - Qt's
            wanted = appearance is Appearance.CONTRAST
            return getattr(Qt.ContrastPreference, "HighContrast" if wanted else "NoPreference")

        def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802 - Qt's
            return Qt.ColorScheme.Dark if appearance is Appearance.DARK else Qt.ColorScheme.Light

    monkeypatch.setattr(theme_module.QGuiApplication, "styleHints", Hints)
    assert theme_module.of_system() is appearance
