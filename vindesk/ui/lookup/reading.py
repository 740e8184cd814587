"""What stands in the entry: VINs, and what looks like a VIN and is none; no widget in here."""

from msgspec import Struct

from vindesk.domain.vin import LENGTH, Vin, clean, find_fault
from vindesk.domain.vin_text import Reject, read_vins

A_HANDFUL = 50
"""VINs that are looked up at once; more are an import."""

_TELLING_PART = 8
"""Of a pasted line: so many last characters are what people call a vehicle by."""


class Reading(Struct, frozen=True):
    """A text, the VINs in it, each once, and what was meant as one beside them.

    What is typed letter by letter is not a reject yet, nor is a text that is one VIN at most.
    """

    typed: str
    vins: tuple[Vin, ...] = ()
    rejects: tuple[Reject, ...] = ()

    @property
    def only(self) -> Vin | None:
        """The VIN that is looked up, if it is one."""
        return self.vins[0] if len(self.vins) == 1 else None

    @property
    def is_import(self) -> bool:
        return len(self.vins) > A_HANDFUL

    @property
    def left(self) -> str:
        """What stays when the VINs are taken away, to be mended."""
        return "\n".join(reject.written for reject in self.rejects)


def read(typed: str) -> Reading:
    """The VINs in a text that was typed, pasted or dropped; one VIN with blanks is one."""
    cleaned = clean(typed)
    if find_fault(cleaned) is None:
        return Reading(typed, (Vin(cleaned),))
    if len(cleaned) <= LENGTH:
        return Reading(typed)
    found = read_vins(typed.splitlines())
    rejects = tuple(filter(_looks_like_a_vin, found.rejects))
    return Reading(typed, tuple(each.vin for each in found.found), rejects)


def _looks_like_a_vin(reject: Reject) -> bool:
    """The number of a unit, alone in its line, does not."""
    marks = clean(reject.written)
    return len(marks) >= _TELLING_PART and not (marks.isdigit() or marks.isalpha())
