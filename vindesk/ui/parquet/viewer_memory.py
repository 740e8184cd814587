"""What is remembered of Parquet windows from one start to the next."""

from msgspec import Struct

from vindesk.ui.parquet.column_layouts import ColumnLayouts
from vindesk.ui.parquet.recent_files import RecentFiles


class ViewerMemory(Struct, frozen=True):
    recent: RecentFiles
    layouts: ColumnLayouts
