"""A bug, shown, with a text that can be copied into a report."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vindesk.domain.words import say
from vindesk.ui.bug_text import BugReport
from vindesk.ui.icons import picture
from vindesk.ui.labels import plain_label
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.theme import fixed_font, ink
from vindesk.ui.window_sizes import first_size


def bug_box(
    report: BugReport, parent: QWidget | None = None, more: Callable[[], str] | None = None
) -> QDialog:
    """A dialog for ``report``, built but not shown, so a test can read it.

    With the details ``more`` is copied: what else whoever mends it wants to know.

    Texts are plain: whatever stands in a traceback is never read as HTML.
    """
    box = QDialog(parent)
    box.setObjectName("bug_box")
    box.setWindowTitle("vindesk")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    layout = QVBoxLayout(box)
    layout.setSpacing(12)
    layout.addLayout(_heading(report, box))
    layout.addWidget(_details_view(report.details), 1)
    layout.addWidget(_buttons(report.details, box, more))
    first_size(box, QSize(640, 420))
    return box


def _heading(report: BugReport, box: QDialog) -> QHBoxLayout:
    sign = QLabel()
    colour = ink(box.palette()).fault
    sign.setPixmap(picture("error", colour, QSize(40, 40), box.devicePixelRatioF()))
    sign.setAlignment(Qt.AlignmentFlag.AlignTop)
    headline, words = (plain_label(text, wrap=True) for text in (report.headline, report.words))
    font = headline.font()
    font.setBold(True)
    headline.setFont(font)
    headline.setObjectName("bug_headline")
    words.setObjectName("bug_words")
    texts = QVBoxLayout()
    texts.setSpacing(8)
    texts.addWidget(headline)
    texts.addWidget(words)
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(sign)
    row.addLayout(texts, 1)
    return row


def _details_view(details: str) -> QPlainTextEdit:
    view = QPlainTextEdit()
    view.setObjectName("bug_details")
    view.setAccessibleName(say("Details"))
    view.setReadOnly(True)
    view.setTabChangesFocus(True)
    view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    view.setFont(fixed_font(view.font()))
    view.setPlainText(details)
    return view


def _buttons(details: str, box: QDialog, more: Callable[[], str] | None) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    copy = QPushButton(say("&Copy details"))
    copy.setObjectName("copy_details")
    buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)

    def copy_details() -> None:
        QGuiApplication.clipboard().setText(f"{details}\n{more()}" if more else details)
        copy.setText(say("&Copied"))

    copy.clicked.connect(copy_details)
    buttons.rejected.connect(box.reject)
    without_icons(buttons)
    close = buttons.button(QDialogButtonBox.StandardButton.Close)
    close.setDefault(True)
    close.setFocus()
    return buttons
