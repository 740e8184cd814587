"""The Parquet files that were opened last, remembered from one start to the next."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from vindesk.ui.state_file import StateFile

_KEY: Final = "parquet/recent"
MOST: Final = 12


class RecentFiles:
    """The newest comes first."""

    def __init__(self, state: StateFile) -> None:
        self._state = state

    @property
    def paths(self) -> Sequence[Path]:
        try:
            names = msgspec.convert(self._state.plain(_KEY), list[str])
        except msgspec.ValidationError:
            return ()
        return [Path(name) for name in names[:MOST]]

    def add(self, path: Path) -> None:
        others = [known for known in self.paths if known != path]
        self._save([path, *others][:MOST])

    def drop(self, path: Path) -> bool:
        """Whether it was there."""
        others = [known for known in self.paths if known != path]
        known = len(others) < len(self.paths)
        if known:
            self._save(others)
        return known

    def clear(self) -> None:
        self._save(())

    def _save(self, paths: Sequence[Path]) -> None:
        self._state.keep_plain(_KEY, list(map(str, paths)))
