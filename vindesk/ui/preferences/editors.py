"""A widget for each kind of setting."""

import math
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)
from typing_extensions import override

from vindesk.config.setting import Form, Setting
from vindesk.domain.words import say
from vindesk.ui.choice_names import named
from vindesk.ui.first_folder import first_folder
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.quiet_wheel import quiet_wheel

_MOST: Final = 2**31 - 1
_LONGEST: Final = 4_000


class Editor(QWidget):
    """Holds one widget, which has the focus; ``edited`` when the user has chosen a value."""

    edited = Signal(object)

    def __init__(self, setting: Setting, inner: QWidget) -> None:
        super().__init__()
        self.setting = setting
        self.inner = inner
        inner.setObjectName(f"setting_{setting.name}")
        inner.setAccessibleName(say(setting.title))
        self.explain("")
        quiet_wheel(inner)
        self.setFocusProxy(inner)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(inner, 1)

    def explain(self, state: str) -> None:
        """To a screen reader: what the setting is, and how it stands with it."""
        told = " ".join(filter(None, (say(self.setting.explanation), state)))
        self.inner.setAccessibleDescription(told)

    def show_value(self, value: Any) -> None:
        """Show ``value`` without saying that it was edited."""
        self.inner.blockSignals(True)
        self._put(value)
        self.inner.blockSignals(False)

    def _put(self, value: Any) -> None:
        raise NotImplementedError

    def _say(self, value: object) -> None:
        self.edited.emit(value)


class ChoiceEditor(Editor):
    def __init__(self, setting: Setting) -> None:
        self._box = QComboBox()
        super().__init__(setting, self._box)
        for choice in setting.choices:
            self._box.addItem(named(choice), choice)
        self._box.currentIndexChanged.connect(self._tell)

    @override
    def _put(self, value: Any) -> None:
        self._box.setCurrentIndex(self._box.findData(str(value)))

    def _tell(self) -> None:
        self.edited.emit(self._box.currentData())


class SwitchEditor(Editor):
    def __init__(self, setting: Setting) -> None:
        self._box = QCheckBox(say("On"))
        super().__init__(setting, self._box)
        self._box.toggled.connect(self._say)

    @override
    def _put(self, value: Any) -> None:
        self._box.setChecked(value)


class _SpinEditor(Editor):
    """Says its unit; what is typed counts once it is finished."""

    def __init__(self, setting: Setting, box: QSpinBox | QDoubleSpinBox) -> None:
        super().__init__(setting, box)
        self._box = box
        box.setKeyboardTracking(False)
        box.setSuffix(f" {say(setting.unit)}" if setting.unit else "")
        box.valueChanged.connect(self._say)

    @override
    def _put(self, value: Any) -> None:
        self._box.setValue(value)


class WholeNumberEditor(_SpinEditor):
    def __init__(self, setting: Setting) -> None:
        box = QSpinBox()
        box.setRange(int(setting.least or 0), int(min(setting.most or _MOST, _MOST)))
        box.setGroupSeparatorShown(True)
        super().__init__(setting, box)


class NumberEditor(_SpinEditor):
    """As many decimals as the smallest value has; above 0 is a tenth, or more."""

    def __init__(self, setting: Setting) -> None:
        box = QDoubleSpinBox()
        box.setDecimals(1 if setting.above is None else 2)
        box.setRange(setting.least or 0.01, setting.most or math.inf)
        box.setSingleStep(0.5 if (setting.most or 0) <= 10 else 1.0)
        box.setStepType(QDoubleSpinBox.StepType.DefaultStepType)
        super().__init__(setting, box)


class TextEditor(Editor):
    def __init__(self, setting: Setting) -> None:
        self.line = QLineEdit()
        super().__init__(setting, self.line)
        self.line.setMaxLength(_LONGEST)
        self.line.setClearButtonEnabled(True)
        self.line.editingFinished.connect(self._tell)

    @override
    def _put(self, value: Any) -> None:
        if self.line.text() != value:
            self.line.setText(value)

    def _tell(self) -> None:
        self.edited.emit(self.line.text().strip())


class FolderEditor(TextEditor):
    """A path, typed or chosen."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.line.setPlaceholderText(say("The usual folder"))
        browse = QPushButton(say("Choose…"))
        browse.setObjectName(f"choose_{setting.name}")
        browse.setAccessibleName(say("Choose: {title}", title=say(setting.title)))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._choose)
        layout = self.layout()
        assert layout is not None  # noqa: S101 - made by the base
        layout.addWidget(browse)

    def _choose(self) -> None:
        folder = first_folder(self.line.text())
        dialog = QFileDialog(self.window(), say(self.setting.title), folder)
        dialog.setObjectName("folder_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._take)
        without_icons(dialog)
        dialog.open()

    def _take(self, folder: str) -> None:
        self.line.setText(folder)
        self._tell()


def editor_for(setting: Setting) -> Editor:
    """A widget for ``setting``, which keeps what can be chosen within its limits."""
    if setting.choices:
        return ChoiceEditor(setting)
    if setting.form is Form.FOLDER:
        return FolderEditor(setting)
    return _EDITORS[setting.kind](setting)


_EDITORS: Final[
    dict[type, type[ChoiceEditor | SwitchEditor | WholeNumberEditor | NumberEditor | TextEditor]]
] = {
    bool: SwitchEditor,
    int: WholeNumberEditor,
    float: NumberEditor,
    str: TextEditor,
}
