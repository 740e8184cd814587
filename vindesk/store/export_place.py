"""Where an export goes: refused, or written beside and put in its place when it is whole."""

import errno
import os
from collections.abc import Callable, Collection, Generator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

from msgspec import Struct

from vindesk.domain.errors import ExportFailed
from vindesk.domain.file_names import NO_TEXT, is_text
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.words import say
from vindesk.store.database import Database
from vindesk.store.drafts import draft_folder_of, draft_of, folder_beside, sweep_leftovers
from vindesk.store.engine import Cursor, translated
from vindesk.store.faults import Fault, fault_of, gist
from vindesk.store.imports import imported_files

Files = Callable[[], Collection[Path]]
"""Which files there are when it is asked for."""


class Exported(Struct, frozen=True):
    """A file that was written, or a folder of files."""

    path: Path
    rows: int
    bytes: int
    sheets: int = 1
    """Of a workbook."""

    cut: int = 0
    """So many texts were too long for a cell of a workbook."""


class Target(Struct, frozen=True):
    """A place for an export.

    ``replace`` is whether whoever is asked has agreed to lose what stands there; a folder
    must be new or empty in any case. ``in_use`` are files that must stay as they are, as
    must every list that was imported, and ``imported``, which is to be.
    """

    path: Path
    replace: bool = True
    in_use: Collection[Path] = ()
    imported: Path | None = None


def put_in_place(
    database: Database, target: Target, monitor: Monitor, write: Callable[[Path], int]
) -> Exported:
    """Let ``write`` write a draft, which becomes the file ``target`` when it is whole.

    Raises:
        ExportFailed: nothing was written; a file that was there before is untouched.

    """
    monitor.report(Progress(0, 0, say("Writing the file")))
    place = _free_place(database, target)
    return _written(target, place, new_draft(place, exclusive=not target.replace), write)


def try_out(database: Database, target: Target) -> None:
    """Raise ``ExportFailed`` where ``put_in_place`` would, before there is anything to write."""
    place = _free_place(database, target)
    with telling(target.path), folder_beside(place):
        pass


def _free_place(database: Database, target: Target) -> Path:
    """Where the file ``target`` really goes, once nothing speaks against it."""
    with telling(target.path):
        place = file_place(target.path)
        _refuse(target, place, database)
        if place.exists() and not target.replace:
            raise _is_there(target.path)
    return place


def put_folder_in_place(
    database: Database, target: Target, monitor: Monitor, write: Callable[[Path], int]
) -> Exported:
    """As ``put_in_place``, for a folder: ``write`` fills an empty one."""
    monitor.report(Progress(0, 0, say("Writing the files")))
    with telling(target.path):
        place = real_place(target.path)
        _refuse_no_place(target.path, place)
        _refuse(target, place, database)
        if place.exists() and not place.is_dir():
            raise ExportFailed(
                say("{path} is a file, not a folder.", path=target.path),
                advice=say("Choose another name for the folder."),
            )
        if place.is_dir() and any(place.iterdir()):
            raise ExportFailed(
                say("The folder {path} is not empty. It was left as it is.", path=target.path),
                advice=say("Choose a new folder, or an empty one."),
            )
    return _written(target, place, draft_folder_of(place), write)


def real_place(path: Path) -> Path:
    """What a link leads to; one that leads back to itself is its own place."""
    return Path(os.path.realpath(path))


def _written(
    target: Target,
    place: Path,
    drafted: AbstractContextManager[Path],
    write: Callable[[Path], int],
) -> Exported:
    sweep_leftovers(place.parent)
    with telling(target.path), drafted as draft:
        rows = write(draft)
        parts = draft.rglob("*") if draft.is_dir() else [draft]
        size = sum(part.stat().st_size for part in parts if part.is_file())
    return Exported(target.path, rows, size)


@contextmanager
def new_draft(place: Path, *, exclusive: bool = False) -> Generator[Path, None, None]:
    """As ``draft_of``; what keeps us from writing is said by the system, before DuckDB would.

    The draft is not there yet: DuckDB writes beside a file that is, under a name of its own.
    """
    with draft_of(place, exclusive=exclusive) as draft:
        draft.touch()
        draft.unlink()
        yield draft


@contextmanager
def copying(database: Database, target: Path, monitor: Monitor) -> Generator[Cursor, None, None]:
    """A cursor for a COPY; what keeps it from writing is told as a fault of ``target``."""
    with database.cursor(monitor) as cursor, translated(partial(target_fault, target), monitor):
        yield cursor


def target_fault(target: Path, fault: Fault, message: str) -> ExportFailed | None:
    """What is told of a COPY to ``target``; None: it is no fault of that place."""
    if fault in {Fault.DISK_FULL, Fault.UNWRITABLE}:
        return _failed(target, fault, gist(message))
    return None


@contextmanager
def telling(target: Path) -> Generator[None, None, None]:
    """Tell what the system says against ``target`` as an ``ExportFailed``."""
    try:
        yield
    except FileExistsError as error:
        raise _is_there(target) from error
    except OSError as error:
        why = error.strerror or str(error)
        too_long = error.errno == errno.ENAMETOOLONG
        advice = say("Choose another name for the file.") if too_long else ""
        raise _failed(target, fault_of(error), why, advice=advice) from error


def _refuse(target: Target, place: Path, database: Database) -> None:
    if place in set(map(real_place, (database.path, database.log_path))):
        raise ExportFailed(
            say("{path} is vindesk's own cache.", path=target.path),
            advice=say("Choose another name for the file."),
        )
    imported = () if target.imported is None else (target.imported,)
    refuse_to_replace(
        target.path, place, target.in_use, lambda: (*imported_files(database), *imported)
    )


def refuse_to_replace(
    target: Path,
    place: Path,
    in_use: Collection[Path],
    imported: Files,
) -> None:
    """Keep files that are open in the viewer, and lists that people handed in.

    These may be all they have. Another name of the same file, by a link, is no other file.

    Raises:
        ExportFailed: ``place`` is one of them.

    """
    if _is_one_of(place, in_use):
        raise ExportFailed(
            say("{path} is open in the viewer. It was left as it is.", path=target),
            advice=say("Close its window first, or choose another name for the file."),
        )
    if place.exists() and _is_one_of(place, imported()):
        raise ExportFailed(
            say("{path} is the list that was imported. It was left as it is.", path=target),
            advice=say("Choose another name for the file."),
        )


def _is_one_of(place: Path, files: Collection[Path]) -> bool:
    if place.exists():
        return any(_is_same(place, file) for file in files)
    return place in set(map(real_place, files))


def _is_same(place: Path, file: Path) -> bool:
    """One that is gone, or cannot be looked at, is another."""
    try:
        return file.samefile(place)
    except OSError:
        return False


def file_place(target: Path) -> Path:
    """Where a file ``target`` really goes: a link stays a link.

    Raises:
        ExportFailed: that is no place for a file.

    """
    place = real_place(target)
    if place.is_dir():
        raise ExportFailed(
            say("{target} is a folder.", target=target), advice=say("Choose a name for the file.")
        )
    _refuse_no_place(target, place)
    if place.exists() and not place.is_file():
        raise ExportFailed(
            say("{path} is a special file.", path=target),
            advice=say("Choose another name for the file."),
        )
    return place


def _refuse_no_place(target: Path, place: Path) -> None:
    """A name that is no text can be no place for anything."""
    if not is_text(place):
        raise ExportFailed(
            say(NO_TEXT, path=target), advice=say("Choose another name for the file.")
        )
    if place.is_symlink():
        raise ExportFailed(
            say("{path} is a link that leads back to itself.", path=target),
            advice=say("Choose another name."),
        )
    if not place.parent.is_dir():
        raise ExportFailed(
            say("The folder {parent} does not exist.", parent=place.parent),
            advice=say("Choose another folder."),
        )


def _is_there(target: Path) -> ExportFailed:
    return ExportFailed(
        say("There is a file {target} already. It was left as it is.", target=target),
        advice=say("Choose another name, or agree to replace it."),
    )


def _failed(target: Path, fault: Fault, why: str, *, advice: str = "") -> ExportFailed:
    """What is told where ``target`` could not be written; ``advice`` may know better."""
    if fault is Fault.DISK_FULL:
        return ExportFailed(
            say("There is no room left for {target}. Nothing was written.", target=target),
            advice=say("Free some space, or choose another disk."),
        )
    return ExportFailed(
        say(
            "{target} cannot be written: {why}. A file that was there before is untouched.",
            target=target,
            why=why,
        ),
        advice=advice or say("Choose another folder."),
    )
