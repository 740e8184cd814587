"""Qt in the language of the program: its own words, and how numbers and dates are written."""

from msgspec.structs import replace
from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from vindesk.config.language import Language
from vindesk.domain.words import ENGLISH, speak, spoken


def follow_language(application: QApplication, chosen: Language) -> QTranslator | None:
    """Numbers are the system's own, or else those of the language that was ``chosen``.

    Returns what translates Qt's own words; None for English, which they are in.
    """
    system = chosen is Language.SYSTEM
    QLocale.setDefault(QLocale.system() if system else QLocale(chosen))
    tongue = spoken()
    speak(replace(tongue, grouped=_grouped))
    if tongue.language == ENGLISH:
        return None
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{tongue.language}", folder):
        application.installTranslator(translator)
    return translator


def _grouped(number: int) -> str:
    return QLocale().toString(number)
