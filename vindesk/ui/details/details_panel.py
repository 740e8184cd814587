"""Everything known about the current vehicle."""

from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.anatomy import anatomy
from vindesk.domain.vehicle import Vehicle
from vindesk.ui.details.anatomy_view import AnatomyView
from vindesk.ui.details.field_model import WHOLE_VALUE, FieldFilter, FieldModel
from vindesk.ui.details.remarks import Remarks
from vindesk.ui.icons import picture
from vindesk.ui.theme import fixed_font, ink
from vindesk.ui.vehicles.vehicle_columns import QUALITY_WORDS
from vindesk.ui.wording import day_and_time, source_of

_ICON = QSize(16, 16)
_FIELD_SHARE = 0.5
_INDENT = 14
_SHORTEST_TREE = 180


class DetailsPanel(QWidget):
    """The vehicle in words, its VIN taken apart, vPIC's remarks, and all its fields."""

    suggestion_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vehicle: Vehicle | None = None
        self._headline = _label(wrap=True)
        self._subline = _label(wrap=True)
        self._vin = _label()
        self._quality_icon = QLabel()
        self._quality = _label()
        self._anatomy = AnatomyView()
        self._remarks = Remarks()
        self._remarks.suggestion_chosen.connect(self.suggestion_chosen)
        self._origin = _label(wrap=True)
        self._fields = FieldModel(self)
        self._filter = FieldFilter(self._fields)
        self._search = QLineEdit()
        self._empties = QCheckBox("Show &empty")
        self._tree = QTreeView()
        self._stack = QStackedWidget()
        self._stack.addWidget(_nothing_yet())
        self._stack.addWidget(_scrolling(self._page()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.setMinimumWidth(300)

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
        self._headline.setText(_name(vehicle))
        self._subline.setText(_kind(vehicle))
        self._subline.setVisible(bool(_kind(vehicle)))
        self._vin.setText(vehicle.vin.text)
        self._quality.setText(QUALITY_WORDS[vehicle.quality])
        self._anatomy.show_parts(anatomy(vehicle.vin, datetime.now(UTC).year + 2))
        self._remarks.show_vehicle(vehicle)
        self._origin.setText(_origin(vehicle))
        self._fill_tree(vehicle)
        self._dress()

    def _fill_tree(self, vehicle: Vehicle) -> None:
        place = self._tree.verticalScrollBar().value()
        self._fields.show_vehicle(vehicle, self.palette())
        self._open_groups()
        self._tree.setColumnWidth(0, round(self._tree.viewport().width() * _FIELD_SHARE))
        self._tree.verticalScrollBar().setValue(place)

    def _open_groups(self) -> None:
        """Show the fields of every group, and let the group's name run the whole width."""
        self._tree.expandAll()
        for row in range(self._filter.rowCount()):
            self._tree.setFirstColumnSpanned(row, QModelIndex(), True)

    # -- layout --------------------------------------------------------------

    def _page(self) -> QWidget:
        self._headline.setFont(_scaled(self.font(), 1.35, QFont.Weight.DemiBold))
        self._vin.setFont(fixed_font(self.font()))
        self._vin.setAccessibleName("VIN")
        facts = QHBoxLayout()
        facts.setSpacing(6)
        facts.addWidget(self._vin)
        facts.addSpacing(10)
        facts.addWidget(self._quality_icon)
        facts.addWidget(self._quality)
        facts.addStretch()
        self._search.setPlaceholderText("Search the fields")
        self._search.setClearButtonEnabled(True)
        self._search.setObjectName("field_search")
        self._search.setAccessibleName("Search the fields")
        self._search.textChanged.connect(self._search_fields)
        self._empties.setToolTip("Show fields for which vPIC has no data")
        self._empties.toggled.connect(self._show_empties)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self._search)
        tools.addWidget(self._empties)
        self._set_up_tree()
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        for part in (self._headline, self._subline, facts, self._anatomy, self._remarks, tools):
            if isinstance(part, QHBoxLayout):
                layout.addLayout(part)
            else:
                layout.addWidget(part)
        layout.addWidget(self._tree, 1)
        layout.addWidget(self._origin)
        return page

    def _set_up_tree(self) -> None:
        tree = self._tree
        tree.setObjectName("field_tree")
        tree.setAccessibleName("Fields of the vehicle")
        tree.setModel(self._filter)
        tree.setRootIsDecorated(True)
        tree.setUniformRowHeights(True)
        tree.setMinimumHeight(_SHORTEST_TREE)
        tree.setIndentation(_INDENT)
        tree.setAlternatingRowColors(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        tree.header().setStretchLastSection(True)
        tree.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), tree)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self._copy)

    def _copy(self) -> None:
        """Copy the whole values of the selected fields, a line each."""
        chosen = self._tree.selectionModel().selectedRows(1)
        values = [
            str(index.data(WHOLE_VALUE) or "") for index in chosen if index.parent().isValid()
        ]
        QGuiApplication.clipboard().setText("\n".join(values))

    def _search_fields(self, text: str) -> None:
        self._filter.search(text)
        self._open_groups()

    def _show_empties(self, wanted: bool) -> None:
        self._filter.show_empties(wanted)
        self._open_groups()

    # -- look ----------------------------------------------------------------

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._vehicle is not None:
            self.show_vehicle(self._vehicle)

    def _dress(self) -> None:
        if self._vehicle is None:
            return
        name = f"quality-{self._vehicle.quality.replace(' ', '-')}"
        colour = self.palette().windowText().color()
        self._quality_icon.setPixmap(picture(name, colour, _ICON, self.devicePixelRatioF()))
        quiet = self._origin.palette()
        wanted = ink(self.palette()).quiet
        if quiet.windowText().color() != wanted:
            quiet.setColor(quiet.ColorRole.WindowText, wanted)
            self._origin.setPalette(quiet)


def _scrolling(page: QWidget) -> QScrollArea:
    """``page``, to be scrolled where a small window has no room for all of it."""
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def _name(vehicle: Vehicle) -> str:
    parts = (vehicle.text(column) for column in ("model_year", "make", "model"))
    return " ".join(filter(None, parts)) or "Unknown vehicle"


def _kind(vehicle: Vehicle) -> str:
    parts = (vehicle.text(column) for column in ("body_class", "vehicle_type"))
    return " · ".join(filter(None, parts))


def _origin(vehicle: Vehicle) -> str:
    said = f"From {source_of(vehicle)}, fetched {day_and_time(vehicle.fetched_at)}"
    if vehicle.requested_year is not None:
        said += f", asked for model year {vehicle.requested_year}"
    return f"{said}."


def _label(*, wrap: bool = False) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _nothing_yet() -> QLabel:
    label = QLabel("The current vehicle is shown here.")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setEnabled(False)
    return label


def _scaled(font: QFont, factor: float, weight: QFont.Weight) -> QFont:
    result = QFont(font)
    result.setPointSizeF(font.pointSizeF() * factor)
    result.setWeight(weight)
    return result
