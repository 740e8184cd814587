"""Shows a file in the file manager of the desktop, selected where that is possible."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QProcess, QUrl
from PySide6.QtGui import QDesktopServices

_CALL: Final = (
    *("call", "--session", "--timeout", "5"),
    *("--dest", "org.freedesktop.FileManager1"),
    *("--object-path", "/org/freedesktop/FileManager1"),
    *("--method", "org.freedesktop.FileManager1.ShowItems"),
)


class FileManager(QObject):
    """Asks over D-Bus, in another process: nobody here waits for an answer.

    Where no file manager listens there, the folder is opened.
    """

    def __init__(
        self,
        parent: QObject,
        *,
        program: str = "gdbus",
        open_page: Callable[[QUrl], bool] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(parent)
        self._program = program
        self._open_page = open_page

    def show(self, path: Path) -> None:
        """Show the file or folder at ``path`` among its neighbours."""
        asking = QProcess(self)

        def end(exit_code: int, _status: object) -> None:
            if exit_code:
                self._open_folder(path)
            asking.deleteLater()

        def give_up(error: QProcess.ProcessError) -> None:
            if error is QProcess.ProcessError.FailedToStart:
                self._open_folder(path)
                asking.deleteLater()

        asking.finished.connect(end)
        asking.errorOccurred.connect(give_up)
        asking.setStandardOutputFile(QProcess.nullDevice())
        asking.setStandardErrorFile(QProcess.nullDevice())
        asking.start(self._program, [*_CALL, f"['{_address(path)}']", ""])

    def _open_folder(self, path: Path) -> None:
        self._open_page(QUrl.fromLocalFile(str(path.parent)))


def _address(path: Path) -> str:
    """As it can stand between quotation marks."""
    encoded = QUrl.fromLocalFile(str(path)).toEncoded().toStdString()
    return encoded.replace("'", "%27")
