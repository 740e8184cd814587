"""Whether a text says anything, in SQL."""

from vindesk.domain.blanks import BLANKS


def is_filled(text: str) -> str:
    """A condition: ``text``, an expression in SQL, has more than blanks; null is null.

    What begins with a visible ASCII character is told by that: to look for so many blanks
    costs several times what reading the text does.
    """
    return f"({text} BETWEEN '!' AND '~' OR trim({text}, '{BLANKS}') <> '')"
