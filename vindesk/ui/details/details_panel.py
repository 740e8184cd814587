"""Everything known about the current vehicle."""

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.anatomy import anatomy
from vindesk.domain.own_columns import OwnRow
from vindesk.domain.vehicle import Quality, Vehicle
from vindesk.domain.words import say
from vindesk.ui.details.anatomy_view import AnatomyView
from vindesk.ui.details.field_model import FieldModel
from vindesk.ui.details.field_tree import FieldTree
from vindesk.ui.details.own_lines import own_lines
from vindesk.ui.details.remarks import Remarks
from vindesk.ui.details.vin_links import VinLinks
from vindesk.ui.dropped import TextEntry
from vindesk.ui.icons import beside_text, line_icon, picture
from vindesk.ui.labels import colour, plain_label
from vindesk.ui.nothing_yet import NARROWEST, nothing_yet
from vindesk.ui.plain_text import sentence
from vindesk.ui.theme import fixed_font, headline_font, ink
from vindesk.ui.vehicles.vehicle_columns import QUALITY_ICONS, QUALITY_WORDS
from vindesk.ui.wording import day_and_time, source_of, year_make_model


class DetailsPanel(QWidget):
    """The vehicle in words, its VIN taken apart, vPIC's remarks, and all its fields."""

    suggestion_chosen = Signal(str)
    filter_requested = Signal(str, object)
    """The column and the value of a field; None: no data."""

    page_requested = Signal(QUrl)
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vehicle: Vehicle | None = None
        self._headline = plain_label(wrap=True, selectable=True)
        self._subline = plain_label(wrap=True, selectable=True)
        self._vin = plain_label(selectable=True)
        self._quality_icon = QLabel()
        self._quality = plain_label(selectable=True)
        self._anatomy = AnatomyView()
        self._remarks = Remarks()
        self._remarks.suggestion_chosen.connect(self.suggestion_chosen)
        self._origin = plain_label(wrap=True, selectable=True)
        self._fields = FieldModel(self)
        self._search = TextEntry()
        self._empties = QCheckBox(say("Show e&mpty"))
        self._copy_all = QToolButton()
        self._tree = FieldTree(self._fields)
        self._tree.filter_requested.connect(self.filter_requested)
        self._tree.told.connect(self.told)
        self._links = VinLinks()
        self._links.page_requested.connect(self.page_requested)
        self._stack = QStackedWidget()
        self._stack.addWidget(nothing_yet())
        self._area = _scrolling(self._page())
        self._stack.addWidget(self._area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.setMinimumWidth(NARROWEST)
        self._dress()

    # -- content -------------------------------------------------------------

    @property
    def vehicle(self) -> Vehicle | None:
        return self._vehicle

    def show_vehicle(self, vehicle: Vehicle | None) -> None:
        """Show ``vehicle``; None: no vehicle is current."""
        self._vehicle = vehicle
        self._stack.setCurrentIndex(1 if vehicle else 0)
        if vehicle is None:
            return
        self._headline.setText(sentence(year_make_model(vehicle) or say("Unknown vehicle")))
        self._subline.setText(sentence(_kind(vehicle)))
        self._subline.setVisible(bool(_kind(vehicle)))
        self._vin.setText(vehicle.vin.text)
        self._quality.setText(say(QUALITY_WORDS[vehicle.quality]))
        self._anatomy.show_parts(anatomy(vehicle.vin, datetime.now(UTC).year + 2))
        self._remarks.show_vehicle(vehicle)
        self._origin.setText(_origin(vehicle))
        self._links.show_vehicle(vehicle)
        self._mark_quality(vehicle.quality)
        place = self._tree.verticalScrollBar().value()
        self._fields.show_vehicle(vehicle, self.palette())
        self._tree.open_groups()
        self._settle()
        self._tree.share_the_room()
        self._tree.verticalScrollBar().setValue(place)

    def show_own(self, rows: Sequence[OwnRow]) -> None:
        """Show the user's own columns beside the current vehicle; who reads on stays there."""
        bar = self._tree.verticalScrollBar()
        top = QPersistentModelIndex(self._tree.indexAt(QPoint()) if bar.value() else QModelIndex())
        self._tree.open_new(self._fields.show_own(own_lines(rows)))
        self._tree.share_the_room()
        if top.isValid():
            self._tree.scrollTo(top, FieldTree.ScrollHint.PositionAtTop)

    def _settle(self) -> None:
        """Lay out what has changed: else all is painted in its old places, and then anew.

        What is settled of a part may unsettle what it lies in, and the other way round.
        """
        page = self._area.widget()
        for part in (self._remarks, page, self._area.viewport(), page, self._area.viewport()):
            QCoreApplication.sendPostedEvents(part, QEvent.Type.LayoutRequest.value)

    # -- layout --------------------------------------------------------------

    def _page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self._headline)
        layout.addWidget(self._subline)
        layout.addLayout(self._facts())
        layout.addWidget(self._anatomy)
        layout.addWidget(self._remarks)
        layout.addLayout(self._tools())
        layout.addWidget(self._tree, 1)
        layout.addWidget(self._origin)
        layout.addWidget(self._links)
        return page

    def _facts(self) -> QHBoxLayout:
        self._vin.setAccessibleName("VIN")
        facts = QHBoxLayout()
        facts.setSpacing(6)
        facts.addWidget(self._vin)
        facts.addSpacing(10)
        facts.addWidget(self._quality_icon)
        facts.addWidget(self._quality)
        facts.addStretch()
        return facts

    def _tools(self) -> QHBoxLayout:
        self._search.setPlaceholderText(say("Search the fields"))
        self._search.setClearButtonEnabled(True)
        self._search.setObjectName("field_search")
        self._search.setAccessibleName(say("Search the fields"))
        self._search.textChanged.connect(self._search_fields)
        self._empties.setObjectName("show_empty")
        self._empties.setToolTip(say("Show fields for which vPIC has no data"))
        self._empties.toggled.connect(self._show_empties)
        self._copy_all.setObjectName("copy_all_fields")
        self._copy_all.setAccessibleName(say("Copy all fields that are shown"))
        self._copy_all.setToolTip(say("Copy all fields that are shown, for a spreadsheet"))
        self._copy_all.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._copy_all.setAutoRaise(True)
        self._copy_all.clicked.connect(self._copy_everything)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self._search)
        tools.addWidget(self._empties)
        tools.addWidget(self._copy_all)
        return tools

    def _copy_everything(self) -> None:
        if self._vehicle is not None:
            self._tree.copy_all(self._vehicle.vin.text)

    def _search_fields(self, text: str) -> None:
        self._fields.search(text)
        self._tree.open_groups()
        self._tree.share_the_room()

    def _show_empties(self, wanted: bool) -> None:
        self._fields.show_empties(wanted)
        self._tree.open_groups()
        self._tree.share_anew()

    # -- look ----------------------------------------------------------------

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._dress()
            if self._vehicle is not None:
                self.show_vehicle(self._vehicle)

    def _mark_quality(self, quality: Quality) -> None:
        colour_of_text = self.palette().windowText().color()
        size = beside_text(self.fontMetrics())
        drawn = picture(QUALITY_ICONS[quality], colour_of_text, size, self.devicePixelRatioF())
        self._quality_icon.setPixmap(drawn)

    def _dress(self) -> None:
        self._headline.setFont(headline_font(self.font(), 1.35))
        self._vin.setFont(fixed_font(self.font()))
        size = beside_text(self.fontMetrics())
        self._copy_all.setIconSize(size)
        self._copy_all.setIcon(line_icon("copy", self.palette(), size.width()))
        self._links.recolour(self.palette())
        colour(self._origin, ink(self.palette()).quiet)


def _scrolling(page: QWidget) -> QScrollArea:
    """``page``, to be scrolled where a small window has no room for all of it."""
    area = QScrollArea()
    area.setAccessibleName(say("Details"))
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area


def _kind(vehicle: Vehicle) -> str:
    parts = (vehicle.text(column) for column in ("body_class", "vehicle_type"))
    return " · ".join(filter(None, parts))


def _origin(vehicle: Vehicle) -> str:
    said = say(
        "From {vehicle}, fetched {fetched_at}",
        vehicle=source_of(vehicle),
        fetched_at=day_and_time(vehicle.fetched_at),
    )
    if vehicle.requested_year is not None:
        said += say(
            ", asked for model year {requested_year}", requested_year=vehicle.requested_year
        )
    return f"{said}."
