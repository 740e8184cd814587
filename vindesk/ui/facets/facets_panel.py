"""The facets under each other: what values there are, how many of each, which are chosen."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QMoveEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from vindesk.domain.fields import Value
from vindesk.domain.words import say
from vindesk.store.facets import Facet
from vindesk.ui.facets.facet_kinds import FACET_KINDS, FacetKind
from vindesk.ui.facets.facet_list import FacetList
from vindesk.ui.facets.facet_section import FacetSection

_NARROWEST = 150


class FacetsPanel(QWidget):
    """Shows what it is given, and tells what the user wants."""

    toggled = Signal(str, object)  # column, Value | None
    only_requested = Signal(str, object)  # column, Value | None
    cleared = Signal(str)  # column
    view_changed = Signal()
    """Other facets can be seen than before: see ``columns_in_view``."""

    searched = Signal(str)  # column

    def __init__(
        self, kinds: Sequence[FacetKind] = FACET_KINDS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("facets_panel")
        self.setAccessibleName(say("Facets"))
        self._sections = {kind.column: FacetSection(kind) for kind in kinds}
        self._anchor: FacetSection | None = None
        self._area = QScrollArea()
        self._page = QWidget()
        self._stack = self._stacked()
        self._area.setWidget(self._page)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)
        self.setMinimumWidth(_NARROWEST)
        for section in self._sections.values():
            self._connect(section)
        self.setFocusProxy(next(iter(self._sections.values())).header)

    def _stacked(self) -> QVBoxLayout:
        layout = QVBoxLayout(self._page)
        layout.setContentsMargins(4, 4, 4, 8)
        layout.setSpacing(2)
        for section in self._sections.values():
            layout.addWidget(section)
        layout.addStretch()
        return layout

    def _connect(self, section: FacetSection) -> None:
        column = section.column
        for told, signal in (
            (section.toggled, self.toggled),
            (section.only_requested, self.only_requested),
        ):
            told.connect(partial(self._hold, section))
            told.connect(partial(signal.emit, column))
        section.cleared.connect(partial(self._hold, section))
        section.cleared.connect(partial(self.cleared.emit, column))
        section.opened_changed.connect(partial(self._hold, section))
        section.opened_changed.connect(self.view_changed)
        section.searched.connect(partial(self.searched.emit, column))
        section.left_upwards.connect(partial(self._go, section, -1))
        section.left_downwards.connect(partial(self._go, section, 1))
        section.fitted.connect(self._settle)
        section.installEventFilter(self)
        section.list.selectionModel().currentChanged.connect(partial(self._follow, section.list))

    # -- what is shown -------------------------------------------------------

    def section(self, column: str) -> FacetSection:
        return self._sections[column]

    def columns_in_view(self) -> tuple[str, ...]:
        """The facets that are open, while the panel is shown; those alone need numbers."""
        if not self.isVisible():
            return ()
        return self.opened_columns()

    def opened_columns(self) -> tuple[str, ...]:
        return tuple(column for column, section in self._sections.items() if section.opened)

    def open_columns(self, columns: Iterable[str]) -> None:
        """Open these and close the others: as the user left them."""
        wanted = frozenset(columns)
        for column, section in self._sections.items():
            section.open(column in wanted)

    def search_text(self, column: str) -> str:
        return self._sections[column].search.told

    def show_facet(self, facet: Facet, searched: str = "") -> None:
        self._sections[facet.column].show_facet(facet, searched)

    def show_chosen(self, chosen: Mapping[str, AbstractSet[Value | None]]) -> None:
        """Mark these values, None for no data; of a column that is not named, none."""
        for column, section in self._sections.items():
            section.show_chosen(frozenset(chosen.get(column, ())))

    def show_counting(self, column: str) -> None:
        self._sections[column].show_counting()

    def show_failure(self, column: str) -> None:
        self._sections[column].show_failure()

    def stop_counting(self, column: str) -> None:
        self._sections[column].stop_counting()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_changed.emit()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.view_changed.emit()

    # -- places --------------------------------------------------------------

    def _go(self, section: FacetSection, step: int) -> None:
        """To the title of the section above or below."""
        every = tuple(self._sections.values())
        place = every.index(section) + step
        if 0 <= place < len(every):
            every[place].header.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(every[place].header, 0, 8)

    def _follow(self, values: FacetList, current: QModelIndex, _previous: QModelIndex) -> None:
        """Keep the current value in view: its own list has no need to scroll."""
        if values.hasFocus() and current.isValid():
            place = values.viewport().mapTo(self._page, values.visualRect(current).center())
            self._area.ensureVisible(0, place.y(), 0, values.visualRect(current).height())

    def _settle(self) -> None:
        """First the page takes its new height, then the sections theirs: none is squeezed."""
        QCoreApplication.sendEvent(self._area, QEvent(QEvent.Type.LayoutRequest))
        self._stack.activate()

    def _hold(self, section: FacetSection, *_what: object) -> None:
        self._anchor = section

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Where the user acted last stays under the mouse, whatever grows or shrinks above."""
        if watched is self._anchor and isinstance(event, QMoveEvent):
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + event.pos().y() - event.oldPos().y())
        return super().eventFilter(watched, event)
