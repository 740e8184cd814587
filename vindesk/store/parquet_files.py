"""Which files stand behind a path that was opened, and whether they are still the same."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Self

from msgspec import Struct

from vindesk.domain.database_mark import HEAD_BYTES, is_database
from vindesk.domain.endings import is_parquet
from vindesk.domain.errors import FileChanged, FileUnreadable
from vindesk.domain.file_names import refuse_no_text
from vindesk.domain.words import grouped, say
from vindesk.store.file_print import FilePrint
from vindesk.store.identifiers import pattern
from vindesk.store.own_file import is_open_here

_MOST_FILES: Final = 10_000
_HIDDEN: Final = ("_", ".")
"""What Spark and others put beside the data: ``_SUCCESS``, ``_delta_log``, ``.part.crc``."""


class ParquetFiles(Struct, frozen=True):
    """The files of a table, as they were when it was opened.

    ``root`` is what was opened, as it was called; ``paths`` are absolute.
    """

    root: Path
    paths: tuple[Path, ...]
    prints: tuple[FilePrint, ...]
    is_folder: bool
    is_partitioned: bool
    """Folders such as ``year=2020`` stand for values."""

    @classmethod
    def at(cls, path: Path, *, folders: bool = True) -> Self:
        """The file at ``path``, or every Parquet file below that folder, by name.

        Raises:
            FileUnreadable: there is none, too many, or what is there is none.
            OSError: the system does not let us look.

        """
        place = path.absolute()
        refuse_no_text(place)
        if not place.exists():
            raise FileUnreadable(say("{path} does not exist.", path=path))
        if not place.is_dir():
            _refuse(path, place)
            return cls(
                path, (place,), (FilePrint.of(place),), is_folder=False, is_partitioned=False
            )
        if not folders:
            raise FileUnreadable(say("{path} is a folder, not a file.", path=path))
        found = _below(path, place)
        parts = (part for each in found for part in each.relative_to(place).parts[:-1])
        return cls(
            path,
            found,
            tuple(map(FilePrint.of, found)),
            is_folder=True,
            is_partitioned=any("=" in part for part in parts),
        )

    @property
    def patterns(self) -> list[str]:
        """For DuckDB: each matches nothing but its path."""
        return [pattern(path) for path in self.paths]

    @property
    def size_bytes(self) -> int:
        return sum(known.size for known in self.prints)

    def refuse_if_changed(self) -> None:
        """Their rows would be those of other files.

        Raises:
            FileChanged: one of them was replaced, written to or deleted.

        """
        for path, known in zip(self.paths, self.prints, strict=True):
            if not known.is_of(path):
                raise FileChanged(
                    say("{path} was replaced or deleted since it was opened.", path=path),
                    advice=say("Reload it to see what is there now."),
                )


def _refuse(path: Path, place: Path) -> None:
    if not place.is_file():
        raise FileUnreadable(say("{path} is neither a file nor a folder.", path=path))
    if place.stat().st_size == 0:
        raise FileUnreadable(say("{path} is empty.", path=path))
    if is_open_here(place) or _is_database(place):
        raise FileUnreadable(
            say(
                "{path} is a DuckDB database, like vindesk's own cache, not a Parquet file.",
                path=path,
            ),
            advice=say("Export the vehicles, and open what was exported."),
        )


def _is_database(place: Path) -> bool:
    with place.open("rb") as file:
        return is_database(file.read(HEAD_BYTES))


def _below(path: Path, place: Path) -> tuple[Path, ...]:
    found: list[Path] = []
    for each in _walk(place):
        refuse_no_text(each)
        found.append(each)
        if len(found) > _MOST_FILES:
            raise FileUnreadable(
                say(
                    "{path} has more than {count} Parquet files in it.",
                    path=path,
                    count=grouped(_MOST_FILES),
                ),
                advice=say("Open a folder inside it."),
            )
    if not found:
        raise FileUnreadable(say("{path} has no Parquet files in it.", path=path))
    return tuple(found)


def _walk(place: Path) -> Iterator[Path]:
    """In the order of their names; empty files are what unfinished writers left."""

    def give_up(error: OSError) -> None:
        raise error

    for folder, folders, names in os.walk(place, onerror=give_up):
        folders[:] = sorted(_seen(folders))
        for name in sorted(_seen(names)):
            each = Path(folder, name)
            if is_parquet(each) and each.stat().st_size:
                yield each


def _seen(names: Sequence[str]) -> Iterator[str]:
    return (name for name in names if not name.startswith(_HIDDEN))
