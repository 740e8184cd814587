"""Where an export goes: refused, or written beside and put in its place when it is whole."""

import os
from collections.abc import Callable, Collection, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from msgspec import Struct

from vindesk.domain.errors import ExportFailed
from vindesk.domain.file_names import NO_TEXT, is_text
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.words import say
from vindesk.store.database import Database
from vindesk.store.drafts import draft_folder_of, draft_of
from vindesk.store.engine import Cursor, translated
from vindesk.store.faults import Fault, fault_of, gist


class Exported(Struct, frozen=True):
    """A file that was written, or a folder of files."""

    path: Path
    rows: int
    bytes: int


class Target(Struct, frozen=True):
    """A place for an export.

    ``replace`` is whether whoever is asked has agreed to lose what stands there; a folder
    must be new or empty in any case. ``in_use`` are files that must stay as they are.
    """

    path: Path
    replace: bool = True
    in_use: Collection[Path] = ()


def put_in_place(
    database: Database, target: Target, monitor: Monitor, write: Callable[[Path], int]
) -> Exported:
    """Let ``write`` write a draft, which becomes the file ``target`` when it is whole.

    Raises:
        ExportFailed: nothing was written; a file that was there before is untouched.

    """
    place = _place(target)
    monitor.report(Progress(0, 0, say("Writing the file")))
    with telling(target.path):
        _refuse(target, place, database)
        refuse_folder(target.path, place)
        if place.exists() and not target.replace:
            raise _is_there(target.path)
    return _written(target, draft_of(place, exclusive=not target.replace), write)


def put_folder_in_place(
    database: Database, target: Target, monitor: Monitor, write: Callable[[Path], int]
) -> Exported:
    """As ``put_in_place``, for a folder: ``write`` fills an empty one."""
    place = _place(target)
    monitor.report(Progress(0, 0, say("Writing the files")))
    with telling(target.path):
        _refuse(target, place, database)
        if place.exists() and not place.is_dir():
            raise ExportFailed(
                say("{path} is a file, and a folder is wanted.", path=target.path),
                advice=say("Choose another name for the folder."),
            )
        if place.is_dir() and any(place.iterdir()):
            raise ExportFailed(
                say("The folder {path} is not empty. It was left as it is.", path=target.path),
                advice=say("Choose a new folder, or an empty one."),
            )
    return _written(target, draft_folder_of(place), write)


def _place(target: Target) -> Path:
    """A link stays a link."""
    return Path(os.path.realpath(target.path))


def _written(
    target: Target, drafted: AbstractContextManager[Path], write: Callable[[Path], int]
) -> Exported:
    with telling(target.path), drafted as draft:
        rows = write(draft)
        parts = draft.rglob("*") if draft.is_dir() else [draft]
        size = sum(part.stat().st_size for part in parts if part.is_file())
    return Exported(target.path, rows, size)


@contextmanager
def copying(database: Database, target: Path, monitor: Monitor) -> Generator[Cursor, None, None]:
    """A cursor for a COPY; what keeps it from writing is told as a fault of ``target``."""

    def told(fault: Fault, message: str) -> ExportFailed | None:
        if fault in {Fault.DISK_FULL, Fault.UNWRITABLE}:
            return failed(target, fault, gist(message))
        return None

    with database.cursor(monitor) as cursor, translated(told, monitor):
        yield cursor


@contextmanager
def telling(target: Path) -> Generator[None, None, None]:
    """Tell what the system says against ``target`` as an ``ExportFailed``."""
    try:
        yield
    except FileExistsError as error:
        raise _is_there(target) from error
    except OSError as error:
        raise failed(target, fault_of(error), error.strerror or str(error)) from error


def _refuse(target: Target, place: Path, database: Database) -> None:
    if place in {Path(os.path.realpath(own)) for own in (database.path, database.log_path)}:
        raise ExportFailed(
            say("{path} is vindesk's own cache.", path=target.path),
            advice=say("Choose another name for the file."),
        )
    if place in {Path(os.path.realpath(path)) for path in target.in_use}:
        raise ExportFailed(
            say("{path} is open in the viewer. It was left as it is.", path=target.path),
            advice=say("Close its window first, or choose another name for the file."),
        )
    refuse_missing_folder(target.path, place)


def refuse_folder(target: Path, place: Path) -> None:
    """Raise ``ExportFailed`` where ``target``, really ``place``, is no name for a file."""
    if place.is_dir():
        raise ExportFailed(
            say("{target} is a folder.", target=target), advice=say("Choose a name for the file.")
        )


def refuse_missing_folder(target: Path, place: Path) -> None:
    """Raise ``ExportFailed`` where there is no folder for ``target``, really ``place``.

    One whose name is no text can be no place for anything.
    """
    if not is_text(place):
        raise ExportFailed(
            say(NO_TEXT, path=target), advice=say("Choose another name for the file.")
        )
    if not place.parent.is_dir():
        raise ExportFailed(
            say("The folder {parent} does not exist.", parent=target.parent),
            advice=say("Choose another folder."),
        )


def _is_there(target: Path) -> ExportFailed:
    return ExportFailed(
        say("There is a file {target} already. It was left as it is.", target=target),
        advice=say("Choose another name, or agree to replace it."),
    )


def failed(target: Path, fault: Fault, why: str) -> ExportFailed:
    """What is told where ``target`` could not be written."""
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
        advice=say("Choose another folder."),
    )
