"""What happens again and again, collapsed."""

from collections import Counter
from collections.abc import Hashable
from typing import Final

_MOST: Final = 1_000
"""Different things kept in mind; then counting begins anew, so memory has a limit."""


class Repeats:
    """Says of each occurrence whether it deserves a record: the 1st, 10th, 100th ... does."""

    def __init__(self) -> None:
        self._counts: Counter[Hashable] = Counter()

    def count(self, what: Hashable) -> int:
        """How often ``what`` has happened now, or 0 if that need not be said."""
        if len(self._counts) >= _MOST:
            self._counts.clear()
        self._counts[what] += 1
        count = self._counts[what]
        return count if str(count).rstrip("0") == "1" else 0
