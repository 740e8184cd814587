"""One facet: its title, its values, and the way to those not shown at first."""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from vindesk.domain.fields import Value
from vindesk.domain.words import grouped, say
from vindesk.store.facets import Facet
from vindesk.ui.facets.facet_header import FacetHeader
from vindesk.ui.facets.facet_kinds import FacetKind
from vindesk.ui.facets.facet_list import FacetList
from vindesk.ui.facets.facet_model import FacetModel
from vindesk.ui.facets.facet_search import FacetSearch
from vindesk.ui.facets.quiet_toggle import QuietToggle
from vindesk.ui.icons import line_icon
from vindesk.ui.labels import colour
from vindesk.ui.menu import Menu
from vindesk.ui.theme import ink

_PATIENCE_MS: Final = 150
"""Counting that is quicker is not told."""


class FacetSection(QWidget):
    """Keeps the old numbers, dimmed, until there are new ones."""

    toggled = Signal(object)  # Value | None
    only_requested = Signal(object)  # Value | None
    cleared = Signal()
    opened_changed = Signal()
    searched = Signal()
    fitted = Signal()
    """The section may have another height."""

    left_upwards = Signal()
    left_downwards = Signal()

    def __init__(self, kind: FacetKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"facet_{kind.column}")
        self._kind = kind
        self.model = FacetModel(kind, self)
        self.header = FacetHeader(say(kind.title), opened=kind.opened)
        self.list = FacetList(self.model)
        self.list.setObjectName("facet_values")
        self.list.setAccessibleName(say(kind.title))
        self.search = FacetSearch(say(kind.title))
        self.more = QuietToggle()
        self._extent = QLabel()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._show_waiting)
        self._body = QWidget()
        self._build()
        self._connect()
        self._dress()
        self._update()

    @property
    def column(self) -> str:
        return self._kind.column

    # -- what is shown -------------------------------------------------------

    @property
    def opened(self) -> bool:
        return self.header.button.isChecked()

    def open(self, opened: bool) -> None:
        self.header.button.setChecked(opened)

    def show_facet(self, facet: Facet, searched: str) -> None:
        """``searched``: the text that the values contain; empty: these are all values."""
        self._rest(say("Nothing found") if searched else say("No vehicles"))
        self.model.show_facet(facet, searched=bool(searched))
        self._update()

    def show_chosen(self, chosen: frozenset[Value | None]) -> None:
        self.model.show_chosen(chosen)
        self._update()

    def show_counting(self) -> None:
        self._patience.start()

    def show_failure(self) -> None:
        """Numbers that are there are old, and stay dimmed."""
        self._rest(say("Could not be counted"))
        self.list.set_pale(self.model.counted)
        self._summarise()

    def stop_counting(self) -> None:
        """Nobody looks any more."""
        self._patience.stop()

    def _show_waiting(self) -> None:
        self.list.show_note(say("Counting…"))
        self.list.set_pale(True)
        self._summarise()

    def _rest(self, note: str) -> None:
        self._patience.stop()
        self.list.show_note(note)
        self.list.set_pale(False)

    # -- parts ---------------------------------------------------------------

    def _build(self) -> None:
        self.search.hide()
        self.more.setObjectName("facet_more")
        self._extent.setTextFormat(Qt.TextFormat.PlainText)
        self.more.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Down from the last value comes here
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 6, 0)
        row.addWidget(self.more)
        row.addStretch()
        row.addWidget(self._extent)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(6, 0, 0, 4)
        body.setSpacing(4)
        body.addWidget(self.search)
        body.addWidget(self.list)
        body.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._body)
        self._body.setVisible(self._kind.opened)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        self.model.toggle_requested.connect(self.toggled)
        self.header.cleared.connect(self.cleared)
        self.header.toggled.connect(self._show_body)
        self.header.left_upwards.connect(self.left_upwards)
        self.header.left_downwards.connect(self._enter)
        self.list.only_requested.connect(self.only_requested)
        self.list.menu_requested.connect(self._open_menu)
        self.list.typed.connect(self._take_typed)
        self.list.left_upwards.connect(self._leave_list_upwards)
        self.list.left_downwards.connect(self._leave_list_downwards)
        self.list.folded.connect(self._fold)
        self.more.toggled.connect(self._show_whole)
        self.search.searched.connect(self.searched)
        self.search.left_upwards.connect(self.header.setFocus)
        self.search.left_downwards.connect(self.list.setFocus)
        self.search.abandoned.connect(self._show_fewer)

    def _update(self) -> None:
        self.list.fit()
        self._summarise()
        self.more.setVisible(self.model.is_long or self.more.isChecked())
        distinct = self.model.distinct or 0
        whole = self.more.isChecked()
        self.more.setText(
            say("Fewer") if whole else say("All {distinct}…", distinct=grouped(distinct))
        )
        listed = distinct - self.model.hidden
        self._extent.setText(
            say("{listed} of {distinct} listed", listed=grouped(listed), distinct=grouped(distinct))
        )
        self._extent.setVisible(whole and listed < distinct)
        self._settle()

    def _settle(self) -> None:
        """Take the new height at once: several turns later is a picture in between."""
        for layout in (self._body.layout(), self.layout()):
            if layout is not None:
                layout.activate()
        self.fitted.emit()

    def _summarise(self) -> None:
        self.header.summarise(self._summary(), chosen=self.model.chosen_count)

    def _summary(self) -> str:
        """Old numbers are not only paler: why they are old is said beside the title."""
        if self.list.is_pale and self.model.rowCount():
            return self.list.reason
        chosen, distinct = self.model.chosen_count, self.model.distinct
        if distinct is None:
            return say("{chosen} chosen", chosen=grouped(chosen)) if chosen else ""
        if self.model.searched:
            return say("{distinct} found", distinct=grouped(distinct))
        return (
            say("{chosen} of {distinct}", chosen=grouped(chosen), distinct=grouped(distinct))
            if chosen
            else grouped(distinct)
        )

    # -- opening and closing -------------------------------------------------

    def _show_body(self, opened: bool) -> None:
        self._body.setVisible(opened)
        self._settle()
        self.opened_changed.emit()

    def _show_whole(self, whole: bool) -> None:
        self.search.setVisible(whole and self._kind.searchable)
        if not whole:
            self.search.empty()
        self.model.show_whole(whole)
        self._update()
        target = self.search if whole and self._kind.searchable else self.list
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_fewer(self) -> None:
        self.more.setChecked(False)

    def _fold(self) -> None:
        self.header.setFocus(Qt.FocusReason.OtherFocusReason)
        self.open(opened=False)

    # -- keys ----------------------------------------------------------------

    def _enter(self) -> None:
        if not self.opened:
            self.left_downwards.emit()
        elif self.search.isVisible():
            self.search.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _leave_list_upwards(self) -> None:
        target = self.search if self.search.isVisible() else self.header
        target.setFocus(Qt.FocusReason.BacktabFocusReason)

    def _leave_list_downwards(self) -> None:
        if self.more.isVisible():
            self.more.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.left_downwards.emit()

    def _take_typed(self, text: str) -> None:
        """In a long list it is searched for, where all values are at hand it is gone to."""
        if self.model.is_long:
            self.more.setChecked(True)
        if self.search.isVisible():
            self.search.begin(self.search.text() + text)
        else:
            self.list.keyboardSearch(text)

    # -- menu ----------------------------------------------------------------

    def menu(self, index: QModelIndex) -> QMenu:
        """What may be done with the value at ``index``; built, not yet shown."""
        value = self.model.value(index.row())
        chosen = self.model.facet_row(index.row()).chosen
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(
            say("Do Not &Filter by This") if chosen else say("&Filter by This")
        ).triggered.connect(lambda: self.toggled.emit(value))
        menu.addAction(say("&Only This")).triggered.connect(lambda: self.only_requested.emit(value))
        menu.addSeparator()
        clear = menu.addAction(say("&Clear {title}", title=say(self._kind.title)))
        clear.setEnabled(bool(self.model.chosen_count))
        clear.triggered.connect(self.cleared)
        return menu

    def _open_menu(self, index: QModelIndex, place: QPoint) -> None:
        self.menu(index).popup(place)

    # -- look ----------------------------------------------------------------

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._dress()

    def _dress(self) -> None:
        palette = self.palette()
        icons = {value: line_icon(name, palette, 16) for value, name in self._kind.icons.items()}
        self.model.dress(icons)
        colour(self._extent, ink(palette).quiet)
        self.list.fit()
