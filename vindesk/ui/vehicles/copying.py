"""Copying the selected vehicles to the clipboard, however many they are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar, Final, Protocol

from msgspec import Struct
from PySide6.QtCore import QByteArray, QObject, QTimer, Signal

from vindesk.domain.fields import NO_DATA
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.tab_separated import tab_line
from vindesk.domain.words import grouped, say, say_many
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.ui.clipboard import put_encoded
from vindesk.ui.paging.columns import Column
from vindesk.ui.wording import size, vehicles

_PIECE: Final = 1_000
"""Rows made into text at a time: between two pieces other threads get their turn."""

_GROWTH: Final = 4
_SMALL: Final = 4_000_000
"""Characters of a piece that may be followed by a larger one."""

_MOST_BYTES: Final = 200_000_000
_PATIENCE_MS: Final = 300
"""What takes longer than this is told of while it goes on."""


class Selected(Protocol):
    """The selected rows as the screen shows them; every method may be called on any thread."""

    @property
    def columns(self) -> Sequence[Column]:
        """In the order on the screen."""
        ...

    @property
    def ranges(self) -> Sequence[range]: ...

    @property
    def count(self) -> int: ...

    def rows(self, part: range, monitor: Monitor) -> Sequence[Sequence[str]]:
        """The texts of some of the rows; those that are gone by now are left out."""
        ...

    def vins(self, monitor: Monitor) -> Sequence[str]: ...


class Selecting(Protocol):
    def selected(self) -> Selected | None:
        """What is selected at this moment; None: nothing."""
        ...


class _Text(Struct, frozen=True):
    encoded: QByteArray
    lines: int


class Pieces(Struct, frozen=True):
    """How many rows are read at a time: how long they are is known only once they are here."""

    first: int
    most: int

    def after(self, number: int, lines: Sequence[str]) -> int:
        """How many to read next, after ``lines``; ``number``: how many were to be read."""
        length = sum(map(len, lines))
        if length < _SMALL:
            return min(max(number, len(lines) * _GROWTH), self.most)
        return number if length < _SMALL * _GROWTH else max(number // _GROWTH, self.first)


class _TooLong(Exception):
    """More text than a clipboard should hold."""


class CopyController(QObject):
    """Copies rows as tab-separated text, which spreadsheets take; no data is left empty.

    The text is made on a worker, piece by piece; the clipboard gets it once, whole, in
    UTF-8, so that the GUI thread has nothing to convert.
    """

    told = Signal(str)
    under_way = Signal(str)
    failed = Signal(Exception)

    lane: ClassVar[Lane] = Lane.NETWORK
    pieces: ClassVar[Pieces] = Pieces(_PIECE, _PIECE)

    def __init__(
        self,
        table: Selecting,
        runner: JobRunner,
        parent: QObject,
        *,
        most_bytes: int = _MOST_BYTES,
        patience_ms: int = _PATIENCE_MS,
    ) -> None:
        super().__init__(parent)
        self._table = table
        self._runner = runner
        self._most_bytes = most_bytes
        self._job: Job[_Text] | None = None
        self._progress = ""
        self._waited = QTimer(self, singleShot=True, interval=patience_ms)
        self._waited.timeout.connect(self._tell_progress)

    def copy(self) -> None:
        self._copy_rows(with_headers=False)

    def copy_with_headers(self) -> None:
        self._copy_rows(with_headers=True)

    def copy_vins(self) -> None:
        """Copy the VINs alone, one a line."""
        selected = self._table.selected()
        if selected is None:
            return

        def work(monitor: Monitor) -> _Text:
            vins = selected.vins(monitor)
            pieces = (vins[at : at + _PIECE] for at in range(0, len(vins), _PIECE))
            return self._text((), pieces, len(vins), monitor)

        self._start(work, selected.count, lambda number: say_many("{n} VIN", "{n} VINs", number))

    def cancel(self) -> bool:
        """Give up what is being copied, if anything is; the clipboard stays as it is."""
        dropped = self._drop()
        if dropped:
            self.told.emit(say("Nothing was copied."))
        return dropped

    # -- a job -----------------------------------------------------------------

    def _copy_rows(self, *, with_headers: bool) -> None:
        selected = self._table.selected()
        if selected is None:
            return
        titles = [tab_line(column.title for column in selected.columns)] if with_headers else []

        def work(monitor: Monitor) -> _Text:
            return self._text(
                titles, _lines(selected, self.pieces, monitor), selected.count, monitor
            )

        self._start(work, selected.count, self._words)

    def _words(self, count: int) -> str:
        """What so many rows are called."""
        return vehicles(count)

    def _start(
        self, work: Callable[[Monitor], _Text], count: int, said: Callable[[int], str]
    ) -> None:
        self._drop()

        def put(text: _Text) -> None:
            put_encoded(text.encoded)
            self.told.emit(say("Copied {said}.", said=said(text.lines)))

        def fail(error: Exception) -> None:
            if isinstance(error, _TooLong):
                self.told.emit(self._refusal(said(count), count))
            else:
                self.failed.emit(error)

        job = Job("copy", work).on_success(put).on_failure(fail)
        job.on_progress(lambda progress: self._take_progress(progress, said(count)))
        job.finished.connect(self._end)
        self._job = job
        self._waited.start()
        self._runner.start(job, self.lane)

    def _drop(self) -> bool:
        job = self._job
        if job is not None:
            job.cancel()
        return job is not None

    def _end(self) -> None:
        self._job = None
        self._progress = ""
        self._waited.stop()

    def _take_progress(self, progress: Progress, what: str) -> None:
        percent = grouped(100 * progress.done // max(progress.total, 1))
        told = say("Copying {what}… {percent} %. Escape cancels.", what=what, percent=percent)
        if told != self._progress:
            self._progress = told
            if not self._waited.isActive():
                self._tell_progress()

    def _tell_progress(self) -> None:
        if self._progress:
            self.under_way.emit(self._progress)

    def _refusal(self, what: str, count: int) -> str:
        return say_many(
            "{what} is too much to copy: a clipboard gets at most {most_bytes} "
            "here. Nothing was copied; copy its cells one by one, or export it.",
            "{what} are too much to copy: a clipboard gets at most {most_bytes} "
            "here. Nothing was copied; select fewer, or export them.",
            count,
            what=what,
            most_bytes=size(self._most_bytes),
        )

    # -- worker thread ---------------------------------------------------------

    def _text(
        self,
        head: Iterable[str],
        pieces: Iterable[Sequence[str]],
        total: int,
        monitor: Monitor,
    ) -> _Text:
        """All lines, encoded.

        Raises:
            _TooLong: there are too many of them.

        """
        encoded, done = QByteArray("".join(f"{line}\n" for line in head).encode()), 0
        for lines in pieces:
            monitor.raise_if_cancelled()
            encoded.append("".join([f"{line}\n" for line in lines]).encode())
            if encoded.size() > self._most_bytes:
                raise _TooLong
            done += len(lines)
            monitor.report(Progress(done, total))
        encoded.chop(1)
        return _Text(encoded, done)


def _lines(selected: Selected, pieces: Pieces, monitor: Monitor) -> Iterator[Sequence[str]]:
    number = pieces.first
    for rows in selected.ranges:
        left = rows
        while left:
            texts = selected.rows(left[:number], monitor)
            # by identity: a text of the user's may look like no data
            lines = [tab_line("" if text is NO_DATA else text for text in row) for row in texts]
            yield lines
            left = left[number:]
            number = pieces.after(number, lines)
