"""Names of columns that no reader of a file takes for one another."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count


def told_apart(names: Iterable[str], taken: Iterable[str] = ()) -> Sequence[str]:
    """``names``, changed where they are not distinct from each other and from those ``taken``.

    Distinct also for who does not tell capitals from small letters; none is empty.
    """
    known = {name.casefold() for name in taken}
    result: list[str] = []
    for place, written in enumerate(names, start=1):
        name = written or f"column {place}"
        free = next(each for each in _variants(name) if each.casefold() not in known)
        known.add(free.casefold())
        result.append(free)
    return result


def _variants(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in count(2))
