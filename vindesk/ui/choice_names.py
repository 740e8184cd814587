"""What the values of settings are called, where one chooses among them."""

from typing import Final

from vindesk.domain.words import phrase, say
from vindesk.ui.wording import CHOICES

_NAMES: Final = {
    **{choice.value: name for choice, name in CHOICES.items()},
    "system": phrase("System"),
    "light": phrase("Light"),
    "dark": phrase("Dark"),
    "contrast": phrase("Contrast"),
    "debug": phrase("Debug"),
    "info": phrase("Info"),
    "warning": phrase("Warning"),
    "error": phrase("Error"),
    "critical": phrase("Critical"),
    "en": "English",
    "de": "Deutsch",
}
"""A language has the name that its speakers give it."""


def named(value: str) -> str:
    return say(_NAMES.get(value, value.capitalize()))
