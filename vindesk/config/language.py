"""The language of the program: which one is wanted, and its words."""

import sys
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from gettext import GNUTranslations
from typing import Final

from vindesk.bundled import bundled
from vindesk.domain.words import ENGLISH, Tongue, phrase

_CHOSEN_BY: Final = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that say it, as everywhere under POSIX; the first that is set decides."""

_NONE: Final = frozenset({"C", "POSIX"})
_THOUSAND: Final = phrase("1,000")
"""Is translated for its separator."""


class Language(StrEnum):
    """English, that of the system, and each that has a folder in ``resources/words``."""

    SYSTEM = "system"
    ENGLISH = ENGLISH
    GERMAN = "de"


def shown_by_windows() -> str:
    """The language that Windows itself is shown in, like ``de_DE``; empty elsewhere."""
    if sys.platform != "win32":
        return ""
    import ctypes  # noqa: PLC0415 - the variables say it everywhere else
    import locale  # noqa: PLC0415

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")


def tongue_of(
    chosen: Language,
    environment: Mapping[str, str],
    unsaid: Callable[[], str] = shown_by_windows,
) -> Tongue:
    """The words of ``chosen``; English where there are none.

    ``unsaid`` is asked for the language of the system where ``environment`` does not say it.
    """
    language = _of_system(environment, unsaid) if chosen is Language.SYSTEM else chosen
    if language is Language.ENGLISH:
        return Tongue()
    with bundled(f"words/{language}/LC_MESSAGES/vindesk.mo").open("rb") as file:
        catalogue = GNUTranslations(file)
    thousand = catalogue.gettext(_THOUSAND)
    separator = thousand.removeprefix("1").removesuffix("000")
    return Tongue(language, catalogue, lambda number: f"{number:,}".replace(",", separator))


def _of_system(environment: Mapping[str, str], unsaid: Callable[[], str]) -> Language:
    known = {language.value: language for language in Language if language is not Language.SYSTEM}
    said = next(filter(None, map(environment.get, _CHOSEN_BY)), "") or unsaid()
    return next((known[code] for code in _codes(said) if code in known), Language.ENGLISH)


def _codes(said: str) -> Iterator[str]:
    """``de_AT.UTF-8:en`` means ``de``, else ``en``."""
    for name in said.split(":"):
        code = name.partition(".")[0].partition("@")[0].partition("_")[0]
        yield ENGLISH if code in _NONE else code.lower()
