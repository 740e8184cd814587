"""What is known of a backup, in a file beside it."""

import hashlib
from pathlib import Path

import msgspec

from vindesk.store.drafts import draft_of
from vindesk.store.fingerprint import Fingerprint


class Note(msgspec.Struct, frozen=True):
    vehicles: int | None
    """None: it has no table of them that this program knows."""

    bytes: int
    sha256: str
    tables: dict[str, tuple[int, str]]


def write_note(backup: Path, file: Path, tables: Fingerprint, vehicles: int | None) -> None:
    """Note what was read in ``file``, which is to become ``backup``.

    Raises:
        OSError: there is no note.

    """
    note = Note(vehicles, file.stat().st_size, digest(file), dict(tables))
    with draft_of(note_path(backup)) as beside:
        beside.write_bytes(msgspec.json.encode(note))


def note_of(backup: Path) -> Note | None:
    """None if there is none, or none that makes sense."""
    try:
        return msgspec.json.decode(note_path(backup).read_bytes(), type=Note)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def note_path(backup: Path) -> Path:
    return backup.with_suffix(".json")


def digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
