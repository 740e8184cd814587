"""The title of a facet: opens and closes it, says how much is in it and chosen."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from vindesk.domain.words import say, within
from vindesk.ui.facets.quiet_toggle import QuietToggle
from vindesk.ui.icons import line_icon
from vindesk.ui.labels import colour, plain_label
from vindesk.ui.theme import ink

_ICON = 16


class FacetHeader(QWidget):
    """A button as wide as the panel, and one that clears what is chosen."""

    toggled = Signal(bool)
    cleared = Signal()
    left_downwards = Signal()
    left_upwards = Signal()

    def __init__(self, title: str, *, opened: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._button = _TitleButton(title, opened)
        self._summary = plain_label()
        self._summary.setForegroundRole(QPalette.ColorRole.WindowText)
        self._summary.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = QHBoxLayout(self._button)
        inside.setContentsMargins(0, 0, 6, 0)
        inside.addStretch()
        inside.addWidget(self._summary)
        self._clear = QToolButton()
        self._clear.setObjectName("facet_clear")
        self._clear.setAutoRaise(True)
        self._clear.setIconSize(QSize(_ICON, _ICON))
        self._clear.setToolTip(say("Show every {title} again", title=within(title)))
        self._clear.setAccessibleName(say("Clear {title}", title=title))
        self._clear.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._clear.hide()
        self._clear.clicked.connect(self._ask_to_clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._button, 1)
        layout.addWidget(self._clear)
        self._button.toggled.connect(self._follow)
        self._button.left_downwards.connect(self.left_downwards)
        self._button.left_upwards.connect(self.left_upwards)
        self.setFocusProxy(self._button)
        self.dress()

    @property
    def button(self) -> QToolButton:
        return self._button

    @property
    def clear_button(self) -> QToolButton:
        return self._clear

    def summarise(self, summary: str, *, chosen: int) -> None:
        """``summary`` stands at the right of the title."""
        self._summary.setText(summary)
        self._clear.setVisible(bool(chosen))
        words = f"{self._title}, {summary}" if summary else self._title
        self._button.setAccessibleName(words)

    def _ask_to_clear(self) -> None:
        """The button goes away: whoever pressed it by key is not left nowhere."""
        if self._clear.hasFocus():
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.cleared.emit()

    def _follow(self, opened: bool) -> None:
        self.dress()
        self.toggled.emit(opened)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self.dress()

    def dress(self) -> None:
        chevron = "chevron-down" if self._button.isChecked() else "chevron-right"
        self._button.setIcon(line_icon(chevron, self.palette(), _ICON))
        state = say("open") if self._button.isChecked() else say("closed")
        self._button.setAccessibleDescription(state)
        self._clear.setIcon(line_icon("close", self.palette(), _ICON))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        self._button.setFont(font)
        colour(self._summary, ink(self.palette()).quiet)
        font.setWeight(QFont.Weight.Normal)
        self._summary.setFont(font)


class _TitleButton(QuietToggle):
    """Right opens, Left closes, Up and Down go on."""

    left_downwards = Signal()
    left_upwards = Signal()

    def __init__(self, title: str, opened: bool) -> None:
        super().__init__(title)
        self.setObjectName("facet_title")
        self.setChecked(opened)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Right, Qt.Key.Key_Left}:
            self.setChecked(key == Qt.Key.Key_Right)
        elif key == Qt.Key.Key_Down:
            self.left_downwards.emit()
        elif key == Qt.Key.Key_Up:
            self.left_upwards.emit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.toggle()
        else:
            super().keyPressEvent(event)
