"""Where the rows of a table of files stand, by their numbers through all files."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from vindesk.store.where import Where


class RowPlaces:
    """``starts`` has of each file the number of its first row, and last how many rows there are."""

    def __init__(self, starts: Sequence[int]) -> None:
        self._starts = starts

    @property
    def number(self) -> str:
        """The expression for the number of a row."""
        if len(self._starts) == 2:
            return "file_row_number"
        starts = ", ".join(map(str, self._starts[:-1]))
        return f"(file_row_number + list_extract([{starts}], file_index::BIGINT + 1))"

    def between(self, start: int, end: int) -> Iterator[Where]:
        """The rows before ``end``, in parts of which each is found without reading others."""
        first, last = self._file_of(start), self._file_of(end - 1)
        whole = range(first + 1, last)
        yield self._part(first, start, end)
        if whole:
            yield Where("file_index >= ? AND file_index < ?", (whole.start, whole.stop))
        if last > first:
            yield self._part(last, start, end)

    def among(self, numbers: Sequence[int]) -> Where:
        """The rows that have these numbers."""
        files = [self._file_of(number) for number in numbers]
        inside = [n - self._starts[file] for n, file in zip(numbers, files, strict=True)]
        known = sorted(set(files))
        marks = ", ".join("?" * len(known))
        listed = "(SELECT unnest(CAST(? AS BIGINT[])))"
        sql = f"file_index IN ({marks}) AND file_row_number IN {listed}"
        if len(known) == 1:
            return Where(sql, (*known, inside))
        return Where(f"{sql} AND {self.number} IN {listed}", (*known, inside, list(numbers)))

    def _part(self, file: int, start: int, end: int) -> Where:
        begin = self._starts[file]
        return Where(
            "file_index = ? AND file_row_number >= ? AND file_row_number < ?",
            (file, max(start - begin, 0), end - begin),
        )

    def _file_of(self, number: int) -> int:
        return bisect_right(self._starts, number) - 1
