"""A plan as a query: which columns of which vehicles, all as they are at one moment."""

from array import array
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Final

from msgspec import Struct

from vindesk.domain.errors import ExportFailed
from vindesk.domain.export_plan import MISSION, ExportPlan, Selection
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.domain.words import say
from vindesk.store import arrow
from vindesk.store.database import Database
from vindesk.store.engine import Cursor, rows, the_number
from vindesk.store.export_cells import FileColumn, own_columns
from vindesk.store.filters import where
from vindesk.store.schema import ANSWER_COLUMNS, PRESENT, VALUE_COLUMNS, VIN_COLUMN, Column
from vindesk.store.where import Where

EXPORTED: Final = (
    VIN_COLUMN,
    *sorted(
        VALUE_COLUMNS,
        key=lambda column: MISSION.index(column.name) if column.name in MISSION else len(MISSION),
    ),
    *ANSWER_COLUMNS,
)
"""The five columns that everybody wants, then the others."""

_BY_NAME: Final = {column.name: column for column in EXPORTED}
_WANTED: Final = "JOIN wanted ON wanted.seq = vehicle.seq"
_OWN: Final = """LEFT JOIN (
    SELECT vin AS own_vin, arg_min(own, item) AS own_values FROM import_item
    WHERE job = ? AND vin IS NOT NULL GROUP BY vin
) AS mine ON mine.own_vin = vehicle.vin"""
"""Of a VIN that stands in the list twice, the first row."""

_MONTHS: Final = "DISTINCT source || ' ' || coalesce(data_version, strftime(fetched_at, '%Y-%m'))"
"""An answer of the web has no month of its own: the month in which it was fetched says as much."""

MOST_IN_ORDER: Final = 20_000


class Snapshot(Struct, frozen=True):
    """The vehicles of a plan at one moment; ``cursor`` sees them so until it is closed."""

    cursor: Cursor
    query: str
    """Without an end: more may be selected from it."""

    parameters: Sequence[object]
    names: Sequence[str]
    total: int
    months: Sequence[str]
    """Who answered, and of which months the data is."""


def count_vehicles(database: Database, plan: ExportPlan, monitor: Monitor = UNWATCHED) -> int:
    """How many vehicles the plan takes away, as things stand.

    Raises:
        ValueError: its filter names a column that there is not.

    """
    found = _condition(plan)
    with database.cursor(monitor) as cursor:
        _register(cursor, plan)
        query = f"SELECT count(*) {_vehicles(plan, found)}"
        return the_number(cursor.execute(query, _values(found)))


@contextmanager
def snapshot(cursor: Cursor, plan: ExportPlan) -> Generator[Snapshot, None, None]:
    """What ``plan`` takes away, as it stands now, whatever is written meanwhile.

    Up to 20,000 vehicles are in the order of the selection, or in that in which they came
    in. More are in no order: putting rows this wide in order takes many times as long as
    writing them, and much memory.

    Raises:
        ExportFailed: the list whose own columns are wanted was forgotten.
        ValueError: there is no such column.

    """
    _register(cursor, plan)
    cursor.execute("BEGIN")
    own_names = () if plan.own_of is None else own_names_of(cursor, plan.own_of)
    found, columns = _condition(plan), _columns(plan, own_names)
    source = _vehicles(plan, found)
    total = the_number(cursor.execute(f"SELECT count(*) {source}", _values(found)))
    said = rows(cursor.execute(f"SELECT {_MONTHS} {source} ORDER BY ALL", _values(found)))
    months = [text for (text,) in said]
    own = _OWN if plan.own_of is not None else ""
    place = "wanted.place" if isinstance(plan.scope, Selection) else "vehicle.seq"
    order = f" ORDER BY {place}" if total <= MOST_IN_ORDER else ""
    selected = ", ".join(column.selected(plan.form) for column in columns)
    yield Snapshot(
        cursor,
        f"SELECT {selected} {_vehicles(plan, found, own)}{order}",
        [*([] if plan.own_of is None else [plan.own_of]), *found.parameters],
        [column.name for column in columns],
        total,
        months,
    )


def _condition(plan: ExportPlan) -> Where:
    return Where(PRESENT) if isinstance(plan.scope, Selection) else where(plan.scope)


def _vehicles(plan: ExportPlan, found: Where, own: str = "") -> str:
    wanted = _WANTED if isinstance(plan.scope, Selection) else ""
    return f"FROM vehicle {wanted} {own} WHERE {found.sql}"


def _values(found: Where) -> list[object]:
    return list(found.parameters)


def _register(cursor: Cursor, plan: ExportPlan) -> None:
    if isinstance(plan.scope, Selection):
        cursor.register("wanted", arrow.numbered(array("q", plan.scope.keys)))


def _columns(plan: ExportPlan, own_names: Sequence[str]) -> Sequence[FileColumn]:
    wanted = _BY_NAME if plan.columns is None else dict.fromkeys((*MISSION, *plan.columns))
    if unknown := [name for name in wanted if name not in _BY_NAME]:
        raise ValueError(f"no column {unknown[0]!r}")
    ours = [_file_column(_BY_NAME[name]) for name in wanted]
    return [*ours, *own_columns("mine.own_values", own_names, wanted)]


def _file_column(column: Column) -> FileColumn:
    kind = column.type.removesuffix(" NOT NULL").removesuffix(" PRIMARY KEY")
    return FileColumn(f"vehicle.{column.quoted}", kind, column.name)


def own_names_of(cursor: Cursor, job: int) -> Sequence[str]:
    """What the user's own columns are called in an import.

    Raises:
        ExportFailed: it was forgotten.

    """
    query = "SELECT own_names FROM import_job WHERE id = ?"
    found = cursor.execute(query, [job]).fetchall()
    if not found:
        raise ExportFailed(
            say("The import whose columns you asked for no longer exists. Nothing was written."),
            advice=say("Choose another import, or none."),
        )
    return found[0][0]
