"""Columns to and from DuckDB by Arrow: many values at once, without a Python object for each."""

import importlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from vindesk.store.schema import TEXT_MAP


def table(columns: Mapping[str, tuple[str, Sequence[object]]]) -> object:
    """A table that a cursor can register: names, and for each its type and values."""
    arrow = pyarrow()
    return arrow.table(
        {name: arrow.array(values, _type(kind)) for name, (kind, values) in columns.items()}
    )


def column(name: str, values: object) -> object:
    """A table of one column, whose values are an Arrow array already."""
    return pyarrow().table({name: values})


def widened(narrow: Any, columns: Mapping[str, tuple[str, Sequence[object]]]) -> object:
    """The table ``narrow`` with further columns; its own are not copied."""
    arrow = pyarrow()
    for name, (kind, values) in columns.items():
        narrow = narrow.append_column(name, arrow.array(values, _type(kind)))
    return narrow


def any_true(column: Any) -> bool:
    """Whether a column of truth values has a true one."""
    return bool(compute().any(column).as_py())


def placed(batch: Any) -> object:
    """``batch`` with the number of each row, from 0, as ``place``."""
    return batch.append_column("place", counted(batch.num_rows))


def names(of: Any) -> Sequence[str]:
    """The names of a table's columns, in their order."""
    return of.schema.names


def vin_table(vins: Iterable[object]) -> object:
    """A table of the one column ``vin``."""
    return table({"vin": ("string", [str(vin) for vin in vins])})


def integers(result: Any) -> "array[int]":
    """The first column of the table ``result``, which has no nulls."""
    return _integers(result.column(0).chunks)


def integers_of(batch: Any) -> "array[int]":
    """The first column of a record batch, which has no nulls."""
    return _integers([batch.column(0)])


def _integers(chunks: Iterable[Any]) -> "array[int]":
    numbers = array("q")
    for chunk in chunks:
        first, data = chunk.offset, memoryview(chunk.buffers()[1]).cast("B")
        size = numbers.itemsize
        numbers.frombytes(data[first * size : (first + len(chunk)) * size])
    return numbers


def numbers(values: "array[int]") -> Any:
    """``values`` as a column that a cursor can register in a table; they are not copied."""
    arrow = pyarrow()
    return arrow.Array.from_buffers(
        arrow.int64(), len(values), [None, arrow.py_buffer(memoryview(values))]
    )


def numbered(values: "array[int]") -> object:
    """A table of ``values`` as ``seq``, and of their places."""
    arrow = pyarrow()
    return arrow.table({"seq": numbers(values), "place": counted(len(values))})


def counted(size: int, first: int = 0) -> Any:
    """``first`` and the numbers after it: counting in Python would hold up other threads."""
    arrow = pyarrow()
    ones = arrow.repeat(arrow.scalar(1, arrow.int64()), size)
    return compute().cumulative_sum(ones, start=first - 1)


def place(among: "array[int]", number: int) -> int | None:
    """Where ``number`` first stands."""
    found = compute().index(numbers(among), number).as_py()
    return found if found >= 0 else None


def runs(among: "array[int]", wanted: "array[int]", most: int) -> list[range]:
    """Where the numbers of ``wanted`` stand, as ranges; none if there are more than ``most``."""
    if not wanted:
        return []
    return _runs(compute().is_in(numbers(among), value_set=numbers(wanted)), most)


def runs_up_to(among: "array[int]", limit: int, most: int) -> list[range]:
    """Where the numbers up to ``limit`` stand, as ``runs`` says it."""
    return _runs(compute().less_equal(numbers(among), limit), most)


def _runs(mask: Any, most: int) -> list[range]:
    """The ranges of ``mask`` that are true, found without a Python object for each place."""
    pc, arrow = compute(), pyarrow()
    shifted = arrow.concat_arrays([arrow.array([False]), mask, arrow.array([False])])
    edges = pc.indices_nonzero(pc.xor(shifted[1:], shifted[:-1]))
    if len(edges) > 2 * most:
        return []
    ends = iter(edges.to_pylist())
    return [range(start, end) for start, end in zip(ends, ends, strict=True)]


def _type(name: str) -> object:
    arrow = pyarrow()
    if name == TEXT_MAP:
        return arrow.map_(arrow.string(), arrow.string())
    return arrow.type_for_alias(name)


@cache
def compute() -> Any:
    """What calculates with columns; its results are in the memory of ``pyarrow``."""
    pyarrow()
    return importlib.import_module("pyarrow.compute")


@cache
def pyarrow() -> Any:
    """pyarrow, which start-up does not need, and which has no types.

    What it frees goes back at once: a pool of its own kept 50 MB in an import of a million.
    """
    arrow = importlib.import_module("pyarrow")
    arrow.set_memory_pool(arrow.system_memory_pool())
    return arrow
