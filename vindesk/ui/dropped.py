"""What is dragged over a window, or over an entry in it, and dropped there."""

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override


def dropped_files(data: QMimeData) -> list[Path]:
    """Those on this machine."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class TextEntry(QLineEdit):
    """Leaves files to the window that it is in."""

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)
