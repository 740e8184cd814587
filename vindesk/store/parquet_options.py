"""Options of COPY for Parquet."""

from collections.abc import Mapping
from typing import Final

from vindesk.domain.export_plan import USUAL_SHAPE, ParquetShape

_LARGEST_GROUP: Final = 122_880
_SMALLEST_GROUP: Final = 4_096
_ROWS_PER_MB: Final = 20


def parquet_options(
    memory_mb: int, metadata: Mapping[str, str], shape: ParquetShape = USUAL_SHAPE
) -> Mapping[str, object]:
    """By name; an empty one must be left out."""
    usual = min(max(memory_mb * _ROWS_PER_MB, _SMALLEST_GROUP), _LARGEST_GROUP)
    options = {
        "COMPRESSION": shape.compression.value,
        "ROW_GROUP_SIZE": shape.row_group_size or usual,
        "KV_METADATA": dict(metadata),
    }
    return {name: value for name, value in options.items() if value}
