"""What a session is told to do, and what it says of itself: one JSON object a line."""

import sys
from pathlib import Path

import msgspec
from msgspec import Struct


class Orders(Struct, frozen=True):
    """All that a session needs to know; with ``seed`` it decides the rest by itself."""

    seed: int
    closes_after_ms: int
    fresh: tuple[str, ...]
    """VINs that are not in the cache yet, for nobody else."""

    exports: Path
    """Where to export to; nobody else writes there."""

    not_parquet: Path


class Asked(Struct, frozen=True, tag=True):
    """A lookup of these was commanded; it may come to nothing."""

    vins: tuple[str, ...]


class Removing(Struct, frozen=True, tag=True):
    """Delete was pressed on these rows; ``whole``: on all, of which these had been read."""

    vins: tuple[str, ...]
    whole: bool


class Undoing(Struct, frozen=True, tag=True):
    """Undo was chosen, when it was to be had."""


class Redoing(Struct, frozen=True, tag=True):
    pass


class Settled(Struct, frozen=True, tag=True):
    """No removal, undo or redo is under way: the window has told how all of them went."""


class Seen(Struct, frozen=True, tag=True):
    """Fresh VINs that the table or the details have shown: the user knows them to be kept."""

    vins: tuple[str, ...]


class Exported(Struct, frozen=True, tag=True):
    """The window said that this file was written."""

    name: str


class Did(Struct, frozen=True, tag=True):
    """For whoever wonders how it came to this."""

    what: str


class Closing(Struct, frozen=True, tag=True):
    """The window is about to be told to close; ``moment`` is of the monotonic clock."""

    moment: float
    how: str
    open_windows: tuple[str, ...]


class Ended(Struct, frozen=True, tag=True):
    """``main`` has returned."""

    moment: float
    threads: tuple[str, ...]


Line = Asked | Removing | Undoing | Redoing | Settled | Seen | Exported | Did | Closing | Ended

_encoder = msgspec.json.Encoder(enc_hook=str)
_decoder = msgspec.json.Decoder(Line)
_orders = msgspec.json.Decoder(Orders, dec_hook=lambda kind, text: kind(text))


def say(line: Line) -> None:
    sys.stdout.buffer.write(_encoder.encode(line) + b"\n")
    sys.stdout.buffer.flush()


def understood(text: bytes) -> Line:
    return _decoder.decode(text)


def written(orders: Orders) -> str:
    return _encoder.encode(orders).decode()


def read(orders: str) -> Orders:
    return _orders.decode(orders)
