"""The folder in which a dialog of files begins."""

from PySide6.QtCore import QDir, QFileInfo, QStandardPaths


def first_folder(wanted: str) -> str:
    """``wanted`` if it is a folder, else that of the documents, else the home folder.

    A dialog takes the last part of a folder that is not there for the name of a file. It
    looks there itself as soon as it is made, so this is asked just before, and not earlier.
    """
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    there = (folder for folder in (wanted, documents) if folder and QFileInfo(folder).isDir())
    return next(there, QDir.homePath())
