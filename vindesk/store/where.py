"""Conditions in SQL, put together."""

from collections.abc import Iterable

from msgspec import Struct

_WILD = str.maketrans({"*": "%", "?": "_", "%": r"\%", "_": r"\_", "\\": r"\\"})


class Where(Struct, frozen=True):
    """A condition in SQL, and the values of its parameters."""

    sql: str = "true"
    parameters: tuple[object, ...] = ()


def joined(word: str, parts: Iterable[Where]) -> Where:
    """All ``parts`` with ``word`` between them; what always holds if there are none."""
    every = tuple(parts)
    if not every:
        return Where()
    sql = word.join(part.sql for part in every)
    return Where(f"({sql})", tuple(value for part in every for value in part.parameters))


def negated(found: Where) -> Where:
    """Whatever ``found`` does not let through, also where it says NULL."""
    return Where(f"NOT coalesce({found.sql}, false)", found.parameters)


def like(text: str, given: str, pattern: str) -> Where:
    """Whether ``text`` fits ``pattern``, of ``*`` and ``?``; ``given`` is its parameter."""
    return Where(rf"{text} LIKE {given} ESCAPE '\'", (pattern.translate(_WILD),))
