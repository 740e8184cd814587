"""One setting in the window: its title, what it is, where its value comes from, its editor."""

from typing import Any, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from vindesk.config.loading import Origin
from vindesk.config.setting import Setting, UnusableValue
from vindesk.domain.words import phrase, say
from vindesk.ui.icons import beside_text, line_icon
from vindesk.ui.labels import colour, plain_label, without_key
from vindesk.ui.preferences.editors import editor_for
from vindesk.ui.theme import ink

_EDITOR_WIDTH: Final = 41
"""In characters; one that needs more has more."""

_ORIGINS: Final = {
    Origin.DEFAULT: phrase("Default."),
    Origin.REFUSED: phrase("Default; what the settings file has cannot be used."),
    Origin.FILE: phrase("From the settings file."),
}


class SettingRow(QWidget):
    chosen = Signal(str, object)
    """The name, and a value within the limits."""

    reset_wanted = Signal(str)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self.setObjectName(f"row_{setting.name}")
        self.editor = editor_for(setting)
        self.problem = ""
        """Why what stands in the editor cannot be taken."""

        self.state = plain_label(wrap=True)
        self.state.setObjectName(f"state_{setting.name}")
        self.reset = QToolButton()
        self._title = plain_label(without_key(say(setting.title)), wrap=True)
        self._explanation = plain_label(without_key(say(setting.explanation)), wrap=True)
        self._origin = Origin.DEFAULT
        self._shown: tuple[Any, Origin] | None = None
        """What held when it was last shown."""

        self._set_up()
        self._lay_out()
        self.editor.edited.connect(self._take)
        self.reset.clicked.connect(self._ask_reset)
        self._dress()

    def show_value(self, value: Any, origin: Origin) -> None:
        """What holds, and why; an editor that would have no effect is shut.

        All rows are shown anew when one has changed: what stands in the editors of the others
        stays there, also what cannot be taken and what is not typed to its end.
        """
        if (value, origin) == self._shown:
            return
        self._shown = (value, origin)
        self._origin = origin
        self.problem = ""
        self.editor.show_value(value)
        self.editor.setEnabled(not origin.overrides)
        self._tell()

    def show_again(self) -> None:
        """Show what holds, whatever stands in the editor."""
        if self._shown is not None:
            shown, self._shown = self._shown, None
            self.show_value(*shown)

    def matches(self, words: tuple[str, ...]) -> bool:
        """Whether each of ``words`` stands in what is said of it."""
        setting = self.setting
        said = (
            say(setting.title),
            say(setting.explanation),
            say(setting.group),
            setting.environment,
        )
        whole = "\n".join(said).casefold()
        return all(word in whole for word in words)

    def _set_up(self) -> None:
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._title.setBuddy(self.editor.inner)
        for label in (self._explanation, self.state):
            label.setBuddy(self)  # else a screen reader reads all that stand alone, in one breath
        self._title.setToolTip(f"{self.setting.environment}: {self.setting.limits}")
        self.reset.setObjectName(f"reset_{self.setting.name}")
        self.reset.setAccessibleName(say("Reset: {title}", title=say(self.setting.title)))
        told = self.setting.told(self.setting.default)
        self.reset.setToolTip(
            say("Back to the default: {told}", told=told) if told else say("Back to the default")
        )
        self.reset.setAutoRaise(True)
        keeps = self.reset.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(keeps)
        self.reset.setIconSize(beside_text(self.fontMetrics()))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._title, self._explanation, self.state):
            words.addWidget(label)
        usual = _EDITOR_WIDTH * self.fontMetrics().averageCharWidth()
        self.editor.setFixedWidth(max(usual, self.editor.minimumSizeHint().width()))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 6)
        grid.setHorizontalSpacing(12)
        grid.addLayout(words, 0, 0)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.editor, 0, 1, top)
        grid.addWidget(self.reset, 0, 2, top)
        grid.setColumnStretch(0, 1)

    def _take(self, raw: object) -> None:
        try:
            value = self.setting.checked(raw)
        except UnusableValue as error:
            self.problem = say("This cannot be used: {error}", error=error)
            self._tell()
            return
        self.problem = ""
        self._tell()
        self.chosen.emit(self.setting.name, value)

    def _ask_reset(self) -> None:
        self.show_again()
        self.reset_wanted.emit(self.setting.name)

    def _tell(self) -> None:
        said = self.problem or self._words()
        self.state.setText(without_key(said))
        self.editor.explain(said)
        in_file = self._origin in {Origin.FILE, Origin.REFUSED}
        self.reset.setVisible(bool(self.problem) or in_file)
        self._colour_state()

    def _words(self) -> str:
        later = "" if self.setting.at_once else say("Changes apply after a restart.")
        if self._origin is Origin.ENVIRONMENT:
            return say(
                "Overridden by {environment} in the environment.",
                environment=self.setting.environment,
            )
        if self._origin is Origin.COMMAND_LINE:
            return say("Overridden on the command line.")
        is_number = self.setting.kind in {int, float}
        limits = self.setting.limits
        limits = f"{limits[0].upper()}{limits[1:]}." if is_number else ""
        return " ".join(filter(None, (say(_ORIGINS[self._origin]), limits, later)))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        self.reset.setIcon(line_icon("undo", self.palette(), self.reset.iconSize().width()))
        colour(self._explanation, self.palette().windowText().color())
        self._colour_state()

    def _colour_state(self) -> None:
        inks = ink(self.palette())
        colour(self.state, inks.fault if self.problem else inks.quiet)
