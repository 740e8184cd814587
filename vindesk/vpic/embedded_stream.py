"""The embedded copy for a million: Arrow in, Arrow out, no row becomes a Python object.

It says of each VIN what ``Embedded`` says, but for what ultravin's streams leave out:
of notes that repeat, they tell only the first.
"""

import importlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import ultravin

from vindesk.domain.errors import EmbeddedError
from vindesk.domain.fields import FIELDS
from vindesk.domain.words import say
from vindesk.vpic.embedded import guarded
from vindesk.vpic.model_year import years_to_send

_pa: Any = importlib.import_module("pyarrow")  # it has no types
_pc: Any = importlib.import_module("pyarrow.compute")

_BY_NAME: Final[Mapping[str, str]] = {
    f"attr_{field.element_id}": field.column for field in FIELDS if field.element_id
}
_CODES: Final[Mapping[str, str]] = {
    f"attr_{element['element_id']}": element["code"] for element in ultravin.ELEMENTS.values()
}


NUMBERS: Final[Mapping[str, str]] = {
    "make_id": "make",
    "manufacturer_id": "manufacturer",
    "model_id": "model",
}
"""Columns that the stream leaves out, each with the one whose text it is the number of."""

_PART: Final = 4_096
"""Rows for the decoder at a time: of 16,384 it holds 70 MB more, and is not faster."""

_AT_ONCE: Final = 16
"""Columns."""


def decode_table(questions: Any, today: datetime) -> Any:
    """Answer the ``vin`` and ``year`` of an Arrow table: a table in the same order.

    Its columns are ``vin``, those of the vehicle table that the stream fills, with no data
    as null, and ``extra``.

    Raises:
        EmbeddedError: the decoder failed on one of these VINs; which one it does not say.

    """
    first, last = years_to_send(today)
    years = questions["year"]
    legal = _pc.and_(_pc.greater_equal(years, first), _pc.less_equal(years, last))
    source = _pa.table(
        {"vin": questions["vin"], "year": _pc.if_else(legal, years, _pa.scalar(None, years.type))}
    )
    parts = (source.slice(start, _PART) for start in range(0, max(source.num_rows, 1), _PART))
    answers = [_named(guarded(lambda part=part: _decoded(part))) for part in parts]
    return _pa.concat_tables(answers, promote_options="default").combine_chunks()


def _decoded(source: Any) -> Any:
    has_years = source["year"].null_count < source.num_rows
    stream = ultravin.decode_stream(
        source if has_years else source.select(["vin"]),
        vin_column="vin",
        year_column="year" if has_years else None,
        column_names="id",
        batch_size=max(source.num_rows, 1),
    )
    try:
        return _pa.RecordBatchReader.from_stream(stream).read_all()
    except (_pa.ArrowException, OSError) as error:  # what becomes of a panic on the way
        raise EmbeddedError(
            say("Its decoder failed on one of these VINs. Nothing was stored."),
            advice=say("Ask vPIC on the web instead."),
        ) from error


def _named(answers: Any) -> Any:
    found = {
        name: answers[name]
        for name in answers.schema.names
        if name.startswith("attr_") and answers[name].null_count < answers.num_rows
    }
    texts = [name for name, column in found.items() if _pa.types.is_string(column.type)]
    found |= _stripped({name: found[name] for name in texts})
    found |= {name: _own(column) for name, column in found.items() if name not in texts}
    columns = {_BY_NAME[name]: column for name, column in found.items() if name in _BY_NAME}
    more = {_CODES[name]: column for name, column in found.items() if name not in _BY_NAME}
    if more:
        columns["extra"] = _maps(more, answers.num_rows)
    return _pa.table({"vin": _own(answers["vin"]), **columns})


def _own(column: Any) -> Any:
    """A copy: as long as one of its columns is used, the decoder's whole answer stays."""
    whole = column.combine_chunks()
    return _pa.concat_arrays([whole, whole[:0]])


def _stripped(columns: Mapping[str, Any]) -> Mapping[str, Any]:
    """Texts without blanks around them.

    Many at once, as a call costs more than its work; not all, as it makes three copies.
    """
    stripped = dict[str, Any]()
    names = list(columns)
    for some in (names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE)):
        every = [columns[name].combine_chunks() for name in some]
        text = _pc.utf8_trim_whitespace(_pa.chunked_array(every, _pa.string()))
        known = _pc.if_else(_pc.equal(text, ""), _pa.scalar(None, _pa.string()), text)
        stripped |= zip(some, known.chunks, strict=True)
    return stripped


def _maps(columns: Mapping[str, Any], count: int) -> Any:
    """What has no column, by its key; few rows have any."""
    rows: list[Sequence[tuple[str, str]] | None] = [None] * count
    for key, values in columns.items():
        column = values.cast(_pa.string())
        places = _pc.indices_nonzero(_pc.is_valid(column)).to_pylist()
        for place in places:
            rows[place] = [*(rows[place] or ()), (key, column[place].as_py())]
    return _pa.array(rows, _pa.map_(_pa.string(), _pa.string()))
