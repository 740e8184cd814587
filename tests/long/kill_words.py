"""What a victim says on its standard output before it is killed, a line at a time."""

import sys
from datetime import datetime

import msgspec
from msgspec import Struct


class Find(Struct, frozen=True, tag=True):
    vin: str
    year: int | None = None


class FindMany(Struct, frozen=True, tag=True):
    vins: tuple[str, ...]
    year: int | None = None


class Remove(Struct, frozen=True, tag=True):
    vins: tuple[str, ...]


class Revert(Struct, frozen=True, tag=True):
    """Undo the removal that was the deed with this number."""

    number: int


class Export(Struct, frozen=True, tag=True):
    pass


class Checkpoint(Struct, frozen=True, tag=True):
    pass


class Restart(Struct, frozen=True, tag=True):
    """Close the cache and open it again."""


class Migrate(Struct, frozen=True, tag=True):
    version: int


Deed = Find | FindMany | Remove | Revert | Export | Checkpoint | Restart | Migrate


class Stamp(Struct, frozen=True):
    """What the parent cannot work out of a vehicle that was fetched and saved."""

    vin: str
    fetched_at: datetime
    added_at: datetime


class Opening(Struct, frozen=True, tag=True):
    """The victim has started, and opens the cache."""


class Begun(Struct, frozen=True, tag=True):
    number: int
    deed: Deed


class Read(Struct, frozen=True, tag=True):
    """The clock was read: a migration does so before its backup, and again when it is done."""

    number: int


class Done(Struct, frozen=True, tag=True):
    """From now on the deed must survive anything."""

    number: int
    stamps: tuple[Stamp, ...] = ()
    count: int = 0
    batch: int | None = None


Line = Opening | Begun | Read | Done

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Line)


def say(line: Line) -> None:
    """The line is in the pipe when this returns, and a kill does not take it back."""
    sys.stdout.buffer.write(_encoder.encode(line) + b"\n")
    sys.stdout.buffer.flush()


def understood(text: bytes) -> Line:
    return _decoder.decode(text)
