import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from tests.conftest import carry_out_deletions
from tests.ui.foreign import SHORT, assert_all_tame
from tests.ui.preferences.conftest import Begin
from vindesk.config.setting import Setting
from vindesk.config.settings import SETTINGS, Appearance, Settings
from vindesk.domain.errors import SettingsNotSaved
from vindesk.domain.words import say
from vindesk.ui.lookup.lookup_panel import LookupPanel
from vindesk.ui.preferences.editors import Editor, FolderEditor, editor_for
from vindesk.ui.preferences.preferences_dialog import PreferencesDialog
from vindesk.ui.theme import ink, palette
from vindesk.ui.window_sizes import room_for


def edit(dialog: PreferencesDialog, name: str, value: object) -> None:
    """Choose ``value`` as a person does, in the editor of ``name``."""
    inner = dialog.rows[name].editor.inner
    if isinstance(inner, QComboBox):
        inner.setCurrentIndex(inner.findData(value))
    elif isinstance(inner, QSpinBox | QDoubleSpinBox):
        inner.setValue(value)  # pyright: ignore[reportArgumentType]
    elif isinstance(inner, QLineEdit):
        inner.setText(str(value))
        inner.editingFinished.emit()


def state(dialog: PreferencesDialog, name: str) -> str:
    return dialog.rows[name].state.text()


def text(dialog: PreferencesDialog, name: str) -> str:
    line = dialog.rows[name].editor.inner
    assert isinstance(line, QLineEdit)
    return line.text()


def test_the_window_lists_every_setting_with_explanation_limits_and_origin(begin: Begin) -> None:
    dialog = begin().open()
    assert list(dialog.rows) == list(SETTINGS)
    for name, setting in SETTINGS.items():
        row = dialog.rows[name]
        assert row.isVisibleTo(dialog)
        shown = " ".join(label.text() for label in row.findChildren(QLabel))
        assert setting.title in shown
        assert setting.explanation in shown
        assert "Default." in shown
        if setting.kind in {int, float}:
            assert setting.limits[1:] in shown
        assert row.editor.inner.accessibleName() == setting.title


def test_what_was_typed_is_told_with_every_mark(begin: Begin) -> None:
    row = begin().open().rows["vpic_url"]
    row.editor.edited.emit("ftp://a&b")
    label = QLabel(row.problem, row)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setFont(row.state.font())
    label.setPalette(row.state.palette())
    label.resize(row.state.size())
    assert "a&b" in row.problem
    assert row.state.grab().toImage() == label.grab().toImage()
    assert row.problem in row.editor.inner.accessibleDescription()


def test_the_sources_have_the_names_that_the_window_gives_them(begin: Begin, qtbot: QtBot) -> None:
    inner, panel = begin().open().rows["source"].editor.inner, LookupPanel()
    qtbot.addWidget(panel)
    assert isinstance(inner, QComboBox)
    names = [inner.itemText(number) for number in range(inner.count())]
    assert names == [panel.source.itemText(number) for number in range(panel.source.count())]
    assert names == ["Automatic", "vPIC web only", "Embedded only"]


def test_where_a_value_comes_from_is_said_and_what_goes_first_is_shut(begin: Begin) -> None:
    dialog = begin("no_data_days = 3\n", {"VINDESK_LOG_FILES": "9"}, {"source": "embedded"}).open()
    assert state(dialog, "no_data_days").startswith("From the settings file.")
    assert "VINDESK_LOG_FILES in the environment" in state(dialog, "log_files")
    assert "on the command line" in state(dialog, "source")
    enabled = {name: dialog.rows[name].editor.isEnabled() for name in SETTINGS}
    assert [name for name, free in enabled.items() if not free] == ["source", "log_files"]
    reset = {name for name, row in dialog.rows.items() if row.reset.isVisibleTo(dialog)}
    assert reset == {"no_data_days"}


def test_a_screen_reader_has_all_of_a_setting_with_its_editor_and_no_label_alone(
    begin: Begin,
) -> None:
    dialog = begin(environment={"VINDESK_BATCH_SIZE": "7"}).open()
    for name, row in dialog.rows.items():
        said = row.editor.inner.accessibleDescription()
        assert said.endswith(f" {state(dialog, name)}")
        assert say(row.setting.explanation) in said
        assert all(label.buddy() for label in row.findChildren(QLabel) if label.text())


def test_a_change_holds_at_once_and_is_written_on_ok(begin: Begin, file: Path) -> None:
    desk = begin("# mine\ncolour = 1\n")
    dialog = desk.open()
    edit(dialog, "appearance", "dark")
    edit(dialog, "data_folder", "/elsewhere")
    assert desk.heard[-1] == Settings(appearance=Appearance.DARK, data_folder="/elsewhere")
    assert file.read_text() == "# mine\ncolour = 1\n"

    dialog.accept()
    assert file.read_text().startswith("# mine\ncolour = 1\n")
    assert tomllib.loads(file.read_text()) == {
        "colour": 1,
        "appearance": "dark",
        "data_folder": "/elsewhere",
    }
    assert desk.told == ["The settings are saved. After a restart: Cache folder."]


def test_cancel_puts_everything_back(begin: Begin, file: Path, qtbot: QtBot) -> None:
    desk = begin("no_data_days = 3\n")
    dialog = desk.open()
    edit(dialog, "appearance", "dark")
    edit(dialog, "no_data_days", 30)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert desk.heard[-1] == Settings(no_data_days=3)
    assert file.read_text() == "no_data_days = 3\n"
    assert desk.told == []


def test_ok_with_nothing_changed_writes_nothing(begin: Begin, file: Path) -> None:
    desk = begin()
    dialog = desk.open()
    edit(dialog, "no_data_days", 30)
    edit(dialog, "no_data_days", 7)
    dialog.rows["no_data_days"].reset.click()
    dialog.accept()
    assert not file.exists()
    assert desk.told == []


def test_one_setting_is_reset_and_leaves_the_file(begin: Begin, file: Path) -> None:
    desk = begin("no_data_days = 3\nlog_files = 9\n")
    dialog = desk.open()
    dialog.rows["no_data_days"].reset.click()
    assert desk.controller.choices.settings == Settings(log_files=9)
    dialog.accept()
    assert tomllib.loads(file.read_text()) == {"log_files": 9}


def test_all_are_reset_but_those_that_are_set_elsewhere(begin: Begin, file: Path) -> None:
    desk = begin("no_data_days = 3\nlog_files = 9\ncolour = 1\n", {"VINDESK_LOG_FILES": "4"})
    dialog = desk.open()
    button = dialog.findChild(QPushButton, "reset_all")
    assert button is not None
    button.click()
    assert desk.controller.choices.settings == Settings(log_files=4)
    assert not button.isEnabled()
    dialog.accept()
    assert tomllib.loads(file.read_text()) == {"log_files": 9, "colour": 1}


def test_what_cannot_be_used_is_said_beside_it_and_is_not_passed_over(
    begin: Begin, file: Path
) -> None:
    desk = begin()
    dialog = desk.open()
    edit(dialog, "vpic_url", "http://example.com")
    assert "would send VINs unprotected" in state(dialog, "vpic_url")
    assert desk.controller.choices.settings == Settings()
    dialog.accept()
    assert dialog.isVisible()
    assert not file.exists()

    edit(dialog, "appearance", "dark")
    assert "would send VINs unprotected" in state(dialog, "vpic_url"), "whatever else is changed"
    assert text(dialog, "vpic_url") == "http://example.com"
    dialog.accept()
    assert dialog.isVisible()
    assert not file.exists()

    edit(dialog, "vpic_url", "https://example.com/api")
    dialog.accept()
    assert tomllib.loads(file.read_text()) == {
        "appearance": "dark",
        "vpic_url": "https://example.com/api",
    }


@pytest.mark.parametrize("name", ["reset_all", "reset_vpic_url"])
def test_a_reset_drops_what_cannot_be_used(begin: Begin, file: Path, name: str) -> None:
    desk = begin()
    dialog = desk.open()
    edit(dialog, "appearance", "dark")
    edit(dialog, "vpic_url", "http://example.com")
    button = dialog.findChild(QAbstractButton, name)
    assert button is not None
    assert button.isVisibleTo(dialog)
    button.click()
    assert state(dialog, "vpic_url").startswith("Default.")
    assert text(dialog, "vpic_url") == Settings().vpic_url
    assert not dialog.rows["vpic_url"].reset.isVisibleTo(dialog)
    dialog.accept()
    assert not dialog.isVisible()


def test_what_is_not_typed_to_its_end_stays_when_another_setting_is_reset(begin: Begin) -> None:
    dialog = begin("no_data_days = 3\n").open()
    line = dialog.rows["vpic_url"].editor.inner
    assert isinstance(line, QLineEdit)
    line.setText("https://exam")
    dialog.rows["no_data_days"].reset.click()
    assert line.text() == "https://exam"


def test_a_search_shows_what_has_every_word_and_return_leads_there(
    begin: Begin, qtbot: QtBot
) -> None:
    dialog = begin().open()
    qtbot.waitUntil(dialog.search.hasFocus)
    dialog.search.setText("VINDESK_PROXY")
    assert [name for name, row in dialog.rows.items() if row.isVisible()] == ["proxy"]
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.rows["proxy"].editor.inner.hasFocus()

    dialog.search.setText("no such thing")
    assert not any(row.isVisible() for row in dialog.rows.values())
    told = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert "No setting by that name." in told
    dialog.search.setFocus()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_down_goes_on_from_the_search(begin: Begin, qtbot: QtBot) -> None:
    dialog = begin().open()
    qtbot.waitUntil(dialog.search.hasFocus)
    dialog.search.setText("VINDESK_PROXY")
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.rows["proxy"].editor.inner.hasFocus()


def test_problems_of_the_file_are_told_in_the_window_tame(begin: Begin) -> None:
    lines = "".join(f'"{key}" = 1\n' for key in ("<b>bold</b>", *"abcdefg"))
    dialog = begin(lines).open()
    told = dialog.findChild(QLabel, "preferences_problems")
    assert told is not None
    assert "“<b>bold</b>”" in told.text()
    assert "And 3 more." in told.text()
    assert_all_tame(dialog)


@pytest.mark.parametrize("foreign", SHORT.values(), ids=SHORT)
def test_a_foreign_value_is_shown_tame(begin: Begin, foreign: str) -> None:
    desk = begin("", {}, {"proxy": foreign})
    assert_all_tame(desk.open())


def test_a_file_with_nonsense_is_kept_and_said(begin: Begin, file: Path) -> None:
    desk = begin("source = [")
    dialog = desk.open()
    edit(dialog, "no_data_days", 30)
    dialog.accept()
    (aside,) = file.parent.glob("settings-*.toml")
    assert aside.read_text() == "source = ["
    assert desk.told[0].endswith(f"it is kept as {aside.name}.")


def test_what_cannot_be_written_is_a_failure_in_words(begin: Begin, file: Path) -> None:
    desk = begin()
    file.mkdir()
    dialog = desk.open()
    edit(dialog, "no_data_days", 30)
    dialog.accept()
    assert isinstance(desk.failed[0], SettingsNotSaved)
    assert desk.controller.choices.settings.no_data_days == 30
    carry_out_deletions()

    file.rmdir()
    desk.open().accept()
    assert tomllib.loads(file.read_text()) == {"no_data_days": 30}


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_the_window_is_opened_once(begin: Begin) -> None:
    desk = begin()
    assert desk.open() is desk.open()


# -- editors ---------------------------------------------------------------------


def switch() -> Setting:
    like = SETTINGS["no_data_days"]
    return replace(like, kind=bool, default=False, least=None, most=None, hint=bool)


def test_a_switch_is_a_check_box(qtbot: QtBot) -> None:
    editor = editor_for(switch())
    qtbot.addWidget(editor)
    box = editor.inner
    assert isinstance(box, QCheckBox)
    editor.show_value(True)
    assert box.isChecked()
    with qtbot.waitSignal(editor.edited, check_params_cb=lambda value: value is False):
        box.click()


@pytest.mark.parametrize("name", SETTINGS)
def test_what_is_shown_is_not_edited(qtbot: QtBot, name: str) -> None:
    editor = editor_for(SETTINGS[name])
    qtbot.addWidget(editor)
    said: list[object] = []
    editor.edited.connect(said.append)
    editor.show_value(SETTINGS[name].default)
    assert said == []


def test_the_limits_of_a_number_are_those_of_its_setting(qtbot: QtBot) -> None:
    for name, setting in SETTINGS.items():
        editor = editor_for(setting)
        qtbot.addWidget(editor)
        inner = editor.inner
        if isinstance(inner, QSpinBox | QDoubleSpinBox):
            assert inner.maximum() == setting.most, name
            assert inner.minimum() == (setting.least if setting.above is None else 0.01), name


def wheel_over(editor: Editor) -> bool:
    """Whether the wheel was taken."""
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 120),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor.inner, event)
    return event.isAccepted()


def test_the_wheel_changes_no_value_by_chance(begin: Begin, qtbot: QtBot) -> None:
    dialog = begin().open()
    qtbot.waitUntil(dialog.search.hasFocus)
    editor = dialog.rows["no_data_days"].editor
    assert isinstance(editor.inner, QSpinBox)
    wheel_over(editor)
    assert editor.inner.value() == 7
    editor.inner.setFocus()
    assert wheel_over(editor)
    assert editor.inner.value() == 8


def test_a_folder_can_be_chosen(begin: Begin, tmp_path: Path) -> None:
    desk = begin()
    dialog = desk.open()
    editor = dialog.rows["backup_folder"].editor
    assert isinstance(editor, FolderEditor)
    button = editor.findChild(QPushButton)
    assert button is not None
    button.click()
    chooser = dialog.findChild(QFileDialog, "folder_dialog")
    assert chooser is not None
    chooser.fileSelected.emit(str(tmp_path))
    chooser.reject()
    assert desk.controller.choices.settings.backup_folder == str(tmp_path)


def test_ok_is_what_return_means(begin: Begin) -> None:
    buttons = begin().open().findChild(QDialogButtonBox)
    assert buttons is not None
    assert buttons.button(QDialogButtonBox.StandardButton.Ok).isDefault()


def test_in_large_letters_the_list_scrolls_and_the_buttons_stay_on_the_screen(
    begin: Begin, double_letters: QFont
) -> None:
    dialog = begin().open()
    area = dialog.findChild(QScrollArea, "preferences_list")
    assert area is not None
    QApplication.sendPostedEvents()
    assert dialog.width() <= room_for(dialog).width()
    assert area.horizontalScrollBar().maximum() > 0


def test_what_is_said_of_the_file_follows_the_palette(qtbot: QtBot) -> None:
    dialog = PreferencesDialog(["Line 3 makes no sense."], "settings.toml")
    qtbot.addWidget(dialog)
    dark = palette(dark=True)
    dialog.setPalette(dark)
    QApplication.sendPostedEvents()
    for name, told, wanted in (
        ("preferences_problems", "Line 3 makes no sense.", ink(dark).warning),
        ("preferences_file", "Kept in settings.toml", ink(dark).quiet),
    ):
        label = dialog.findChild(QLabel, name)
        assert label is not None
        assert label.text() == told
        assert label.palette().windowText().color() == wanted
