"""Whether a table holds VINs."""

from collections.abc import Sequence

from vindesk.domain.vin import LENGTH, find_fault


def hold_vins(rows: Sequence[Sequence[str | None]]) -> bool:
    """Whether most of what stands in one of the columns has the shape of a VIN."""
    columns = zip(*rows, strict=True)
    return any(_are_vins([text for text in column if text is not None]) for column in columns)


def _are_vins(texts: Sequence[str]) -> bool:
    shaped = sum(len(text) == LENGTH and find_fault(text.upper()) is None for text in texts)
    return bool(texts) and shaped * 2 > len(texts)
