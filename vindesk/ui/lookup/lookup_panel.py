"""The VIN entry, its hint, and where answers come from: layout only."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.vin import LENGTH
from vindesk.domain.vin_text import LONGEST_TYPED
from vindesk.domain.words import phrase, say
from vindesk.ui.dropped import TextEntry
from vindesk.ui.icons import line_icon, picture
from vindesk.ui.labels import colour
from vindesk.ui.lookup.hint import Hint, Tone
from vindesk.ui.plain_text import sentence
from vindesk.ui.quiet_wheel import quiet_wheel
from vindesk.ui.speaking import name_box
from vindesk.ui.theme import fixed_font, ink
from vindesk.ui.wording import CHOICES, embedded_of

_ICON = QSize(16, 16)
_LEFT = Qt.AlignmentFlag.AlignLeft
_LONGEST_PASTE = 1_000_000
_SIDE, _GAP = 12, 8
_BESIDE, _BELOW = 6, 4
"""Between the hint, its icon and its button."""

_NARROWEST_ENTRY = 130
_NARROWEST_SOURCE = 46
"""Its icon at least."""

_BESIDE_ICON = 6
"""What the style leaves free around an icon and its text."""

_FEWEST_LETTERS = 4
"""Of a text that is cut, the dots included: fewer say nothing."""

_VIN_AND_CLEAR = "0" * (LENGTH + 3)
"""What the entry shows without scrolling, if there is any room."""

_LOOK_UP = phrase("Look &up")
_TONE_ICONS = {Tone.GOOD: "quality-decoded", Tone.WARNING: "warning", Tone.FAULT: "error"}
_TIPS = {
    SourceChoice.AUTO: phrase("vPIC; the embedded copy when it cannot be reached"),
    SourceChoice.WEB: phrase("NHTSA's service, or no answer"),
    SourceChoice.EMBEDDED: phrase(
        "The copy of vPIC that came with vindesk: nothing leaves this machine"
    ),
}


class VinEntry(TextEntry):
    """Leaves to others what nobody types: a long text that is pasted, files that are dropped."""

    much_pasted = Signal(str)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            text = QGuiApplication.clipboard().text()
            if len(text) > LONGEST_TYPED:
                self.much_pasted.emit(text)
                return
        super().keyPressEvent(event)


class SourceBox(QComboBox):
    """Cuts its text; where what is left would not tell it from others, the icon stands alone.

    What stands in brackets goes first, then the end of the text.
    """

    @override
    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        option.currentText = self._fitted(option)

    def _fitted(self, option: QStyleOptionComboBox) -> str:
        style, text = self.style(), option.currentText
        control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = style.subControlRect(control, option, field, self).width() - _BESIDE_ICON
        if not option.currentIcon.isNull():
            room -= option.iconSize.width()
        if option.fontMetrics.horizontalAdvance(text) <= room:
            return text
        cut, *others = (
            option.fontMetrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
            for name in (_short(text), *self._other_names())
        )
        tells = len(cut) >= _FEWEST_LETTERS or cut == _short(text)
        return cut if tells and cut not in others else ""

    def _other_names(self) -> Iterator[str]:
        for number in range(self.count()):
            if number != self.currentIndex():
                yield _short(self.itemText(number))


def _short(text: str) -> str:
    return text.partition(" (")[0]


class LookupPanel(QWidget):
    """One large entry, one button, one choice, and a line that speaks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = VinEntry()
        self.button = QPushButton()
        self.source = SourceBox()
        self.hint = QLabel()
        self.offer = QPushButton()
        self._hint_icon = QLabel()
        self._shown = Hint("")
        self._is_below: bool = False
        self._room = self._below = 0
        """The height that hint and offer have together, and that of an offer below the hint."""

        self._named_width = 0
        """That of the button with its name."""

        self._set_up_entry()
        self._set_up_choice()
        self._set_up_hint()
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        self.entry.setMinimumWidth(_NARROWEST_ENTRY)
        row.addWidget(self.entry, 1)
        row.addWidget(self.button)
        row.addSpacing(_GAP)
        row.addWidget(self.source)
        self._line = QGridLayout()
        self._line.setHorizontalSpacing(_BESIDE)
        self._line.setVerticalSpacing(_BELOW)
        self._line.setColumnStretch(1, 1)
        self._line.addWidget(self._hint_icon, 0, 0)
        self._line.addWidget(self.hint, 0, 1)
        self._line.addWidget(self.offer, 0, 2, _LEFT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDE, 12, _SIDE, 4)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addLayout(self._line)
        self._dress()

    def show_hint(self, hint: Hint) -> None:
        self._shown = hint
        self.hint.setText(sentence(hint.text))
        self.entry.setAccessibleDescription(hint.text if hint.spoken is None else hint.spoken)
        self.offer.setText(say("Try again") if hint.again else say("Use {offer}", offer=hint.offer))
        tip = say("Ask about them once more") if hint.again else say("Take this VIN instead")
        self.offer.setToolTip(tip)
        self.offer.setVisible(bool(hint.offer) or hint.again)
        self._dress_hint()
        self._keep_room()

    def fit_hint(self) -> None:
        """Give back the room that an earlier hint took, and the shown one does not need."""
        self._give_least_room()
        self._keep_room()

    def _keep_room(self) -> None:
        """Room that a hint once took is kept: the table below would jump at each letter."""
        if self.isVisible():
            self._room = max(self._room, self._place_offer())
            self.hint.setMinimumHeight(self._room - self._below)

    def _place_offer(self) -> int:
        """Beside the hint, or below it where that takes less room; how much that is."""
        icon = _ICON.width() + _BESIDE if self._shown.tone in _TONE_ICONS else 0
        wide = self.width() - 2 * _SIDE - icon
        alone = self.hint.heightForWidth(wide)
        if self.offer.isHidden():
            self._below = 0
            return alone
        button = self.offer.sizeHint()
        beside = max(self.hint.heightForWidth(wide - button.width() - _BESIDE), button.height())
        below = _BELOW + button.height()
        is_below = alone + below < beside
        if is_below != self._is_below:
            self._is_below = is_below
            self._line.addWidget(self.offer, *((1, 1) if is_below else (0, 2)), _LEFT)
        self._below = below if is_below else 0
        return min(alone + below, beside)

    @property
    def shown_hint(self) -> Hint:
        return self._shown

    @property
    def choice(self) -> SourceChoice:
        return SourceChoice(self.source.currentData())

    def choose(self, choice: SourceChoice) -> None:
        self.source.setCurrentIndex(self.source.findData(choice.value))

    def _set_up_entry(self) -> None:
        self.entry.setObjectName("vin_entry")
        self.entry.setAccessibleName("VIN")
        self.entry.setPlaceholderText(say("Type or scan a VIN"))
        self.entry.setMaxLength(_LONGEST_PASTE)
        self.entry.setClearButtonEnabled(True)
        self.button.setObjectName("lookup_button")
        self.button.setAccessibleName(say(_LOOK_UP).replace("&", ""))
        self.button.setToolTip(say("Look this VIN up (Return)"))
        self.button.setDefault(True)

    def _set_up_choice(self) -> None:
        self.source.setObjectName("source_choice")
        name_box(self.source, say("Where answers come from"), self)
        self.source.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.source.setMinimumWidth(_NARROWEST_SOURCE)
        quiet_wheel(self.source)
        for number, (choice, text) in enumerate(CHOICES.items()):
            self.source.addItem(say(text), choice.value)
            self.source.setItemData(number, say(_TIPS[choice]), Qt.ItemDataRole.ToolTipRole)
        self.source.currentIndexChanged.connect(self._tell_choice)
        self._tell_choice()

    def _tell_choice(self) -> None:
        self.source.setToolTip(say(_TIPS[self.choice]))

    def name_embedded_month(self, month: str) -> None:
        """Say of which month the embedded data is, wherever it can be chosen."""
        for choice in (SourceChoice.AUTO, SourceChoice.EMBEDDED):
            number = self.source.findData(choice.value)
            tip = say("{what} (data of {month})", what=say(_TIPS[choice]), month=month)
            self.source.setItemData(number, tip, Qt.ItemDataRole.ToolTipRole)
        number = self.source.findData(SourceChoice.EMBEDDED.value)
        self.source.setItemText(number, embedded_of(month))

    def _set_up_hint(self) -> None:
        self.hint.setObjectName("vin_hint")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)
        self.offer.setObjectName("hint_offer")
        self.offer.setAutoDefault(False)
        self.offer.hide()

    # -- look ----------------------------------------------------------------

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the whole VIN matters more than the name of the source."""
        super().resizeEvent(event)
        self._share_the_room()
        if event.size().width() != event.oldSize().width():
            self.fit_hint()

    def _share_the_room(self) -> None:
        entry = self.entry.fontMetrics().horizontalAdvance(_VIN_AND_CLEAR)
        taken = entry + 2 * _SIDE + 4 * _GAP
        self._name_button(self.width() >= taken + self._named_width + _NARROWEST_SOURCE)
        taken += self.button.sizeHint().width()
        self.source.setMaximumWidth(max(self.width() - taken, _NARROWEST_SOURCE))

    def _name_button(self, named: bool) -> None:
        """Its icon stands alone where there is no room; the key of its name works all the same."""
        if named != bool(self.button.text()):
            self.button.setText(say(_LOOK_UP) if named else "")
            self.button.setShortcut(QKeySequence.mnemonic(say(_LOOK_UP)))

    def _give_least_room(self) -> None:
        """That of an offer, which comes and goes."""
        self._room = self.offer.sizeHint().height()
        self.hint.setMinimumHeight(self._room)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._dress()

    def _dress(self) -> None:
        self.entry.setFont(fixed_font(self.font(), 1.5))
        small = QFont(self.font())
        self.offer.setFont(fixed_font(small, 0.95))
        room = self.entry.fontMetrics().height() + 14
        for part in (self.entry, self.button, self.source):
            part.setFixedHeight(room)
        self.button.setIcon(line_icon("lookup", self.palette()))
        self._name_button(True)
        self._named_width = self.button.sizeHint().width()
        for number in range(self.source.count()):
            icon = line_icon(self.source.itemData(number), self.palette())  # named as its choice
            self.source.setItemIcon(number, icon)
        if self.testAttribute(Qt.WidgetAttribute.WA_WState_Created):  # else it has no size yet
            self._share_the_room()
        self._give_least_room()
        self._dress_hint()

    def _dress_hint(self) -> None:
        inks = ink(self.palette())
        colours = {Tone.GOOD: inks.good, Tone.WARNING: inks.warning, Tone.FAULT: inks.fault}
        wanted = colours.get(self._shown.tone, inks.quiet)
        name = _TONE_ICONS.get(self._shown.tone)
        if name:
            self._hint_icon.setPixmap(picture(name, wanted, _ICON, self.devicePixelRatioF()))
        self._hint_icon.setVisible(bool(name))
        colour(self.hint, wanted)
