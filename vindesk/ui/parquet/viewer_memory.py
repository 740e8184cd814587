"""What is remembered of Parquet windows from one start to the next."""

from typing import Self

from msgspec import Struct

from vindesk.ui.parquet.column_layouts import ColumnLayouts
from vindesk.ui.parquet.recent_files import RecentFiles
from vindesk.ui.state_file import StateFile


class ViewerMemory(Struct, frozen=True):
    recent: RecentFiles
    layouts: ColumnLayouts

    @classmethod
    def in_file(cls, state: StateFile) -> Self:
        return cls(RecentFiles(state), ColumnLayouts(state))
