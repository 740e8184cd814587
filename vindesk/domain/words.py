"""What the program says, in the language of whoever reads it.

Code says its texts in English, and is translated where it says them::

    say("{path} is empty.", path=path)
    say_many("{n} vehicle", "{n} vehicles", count)

A text that is written down before the language is known, in a table or as a default, is a
``phrase("Nothing here")`` there, or a plain argument of what such a table is made of, and
said where it is shown. ``resources/words.py`` collects them all, knows those tables by name,
and adds the labels of vPIC's fields. What only a developer reads is not said: the log, and
errors that are bugs.
"""

from collections.abc import Callable
from gettext import NullTranslations

from msgspec import Struct, field

ENGLISH = "en"


class Tongue(Struct, frozen=True):
    """A language: its words, and how it writes numbers."""

    language: str = ENGLISH
    catalogue: NullTranslations = field(default_factory=NullTranslations)
    grouped: Callable[[int], str] = "{:,}".format


class _Now:
    """Of the whole process, as the language of a person is: chosen once, when it begins."""

    tongue = Tongue()


def speak(tongue: Tongue) -> None:
    """From now on; what has been said before stays as it was said."""
    _Now.tongue = tongue


def spoken() -> Tongue:
    return _Now.tongue


def say(text: str, /, **fields: object) -> str:
    """``text``, translated, with ``fields`` in their places; with none, braces are braces."""
    said = _Now.tongue.catalogue.gettext(text) if text else text  # "" names the catalogue itself
    return said.format_map(fields) if fields else said


def say_many(one: str, many: str, count: int, /, **fields: object) -> str:
    """``one`` or ``many``, as the language has it; ``{n}`` in them is ``count``."""
    tongue = _Now.tongue
    said = tongue.catalogue.ngettext(one, many, count)
    return said.format_map(fields | {"n": tongue.grouped(count)})


def within(title: str) -> str:
    """``title`` as it is written within a sentence; in other languages nouns may have capitals."""
    return title.lower() if _Now.tongue.language == ENGLISH else title


def phrase(text: str, /) -> str:
    """``text`` itself, which is to be translated when it is said."""
    return text


def grouped(number: int) -> str:
    """``number`` with the separators of thousands; never for a year, which counts nothing."""
    return _Now.tongue.grouped(number)
