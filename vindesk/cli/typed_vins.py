"""What a person writes for VINs on the command line."""

from collections.abc import Iterator

from vindesk.domain.errors import InvalidVin
from vindesk.domain.vin import Vin
from vindesk.domain.vin_text import read_typed


def vins_in(text: str, *, insist: bool = False) -> Iterator[tuple[str, Vin | InvalidVin]]:
    """Each VIN in ``text`` once, then what was meant as one with the reason why it is none.

    Before each stands its text: of a VIN the 17 characters alone, of the others as it is
    written. Where nothing is found, ``text`` is what was meant; ``insist`` is that of
    ``Vin.parse``.
    """
    reading = read_typed(text)
    found = [vin.text for vin in reading.vins] + [reject.written for reject in reading.rejects]
    for written in found or [text]:
        try:
            yield written, Vin.parse(written, insist=insist)
        except InvalidVin as error:
            yield written, error
