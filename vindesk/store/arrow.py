"""Columns to and from DuckDB by Arrow: many values at once, without a Python object for each."""

import importlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from vindesk.store.schema import TEXT_MAP


def table(columns: Mapping[str, tuple[str, Sequence[object]]]) -> object:
    """A table that a cursor can register: names, and for each its type and values."""
    arrow = _pyarrow()
    return arrow.table(
        {name: arrow.array(values, _type(kind)) for name, (kind, values) in columns.items()}
    )


def widened(narrow: Any, columns: Mapping[str, tuple[str, Sequence[object]]]) -> object:
    """The table ``narrow`` with further columns; its own are not copied."""
    arrow = _pyarrow()
    for name, (kind, values) in columns.items():
        narrow = narrow.append_column(name, arrow.array(values, _type(kind)))
    return narrow


def names(of: Any) -> Sequence[str]:
    """The names of a table's columns, in their order."""
    return of.column_names


def vin_table(vins: Iterable[object]) -> object:
    """A table of the one column ``vin``."""
    return table({"vin": ("string", [str(vin) for vin in vins])})


def integers(result: Any) -> "array[int]":
    """The first column of ``result``, which has no nulls."""
    numbers = array("q")
    for chunk in result.column(0).chunks:
        first, data = chunk.offset, memoryview(chunk.buffers()[1]).cast("B")
        size = numbers.itemsize
        numbers.frombytes(data[first * size : (first + len(chunk)) * size])
    return numbers


def _type(name: str) -> object:
    arrow = _pyarrow()
    if name == TEXT_MAP:
        return arrow.map_(arrow.string(), arrow.string())
    return arrow.type_for_alias(name)


def _pyarrow() -> Any:
    """pyarrow, which start-up does not need, and which has no types."""
    return importlib.import_module("pyarrow")
