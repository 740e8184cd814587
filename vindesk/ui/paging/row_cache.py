"""The pages of a table that are in memory: the ones used last."""

from collections import OrderedDict
from collections.abc import Sequence

Row = Sequence[str]
"""The texts of one row, as they are shown."""


class RowCache:
    """Rows by number, kept by the page; the page that was not used for longest goes first."""

    def __init__(self, page_size: int = 128, most_pages: int = 128) -> None:
        self.page_size = page_size
        self._most_pages = most_pages
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._latest = -1
        self._latest_rows: Sequence[Row] = ()

    def page_of(self, row: int) -> int:
        return row // self.page_size

    def get(self, row: int) -> Row | None:
        """The row, or None if it is not here."""
        number, offset = divmod(row, self.page_size)
        if number != self._latest:
            rows = self._pages.get(number)
            if rows is None:
                return None
            self._pages.move_to_end(number)
            self._latest, self._latest_rows = number, rows
        rows = self._latest_rows
        return rows[offset] if offset < len(rows) else None

    def has(self, number: int) -> bool:
        return number in self._pages

    def put(self, number: int, rows: Sequence[Row]) -> None:
        self._pages[number] = tuple(rows)  # which garbage collection need not look into
        self._pages.move_to_end(number)
        self._latest = -1
        if len(self._pages) > self._most_pages:
            self._pages.popitem(last=False)

    def clear(self) -> None:
        self._pages.clear()
        self._latest = -1
