"""The tables of the cache, made from FIELDS."""

from typing import Final

from msgspec import Struct

from vindesk.domain.fields import VALUE_FIELDS, FieldType

SCHEMA_VERSION: Final = 2

PRESENT: Final = "removed_batch IS NULL"
"""The condition under which a vehicle is there; every reader has it.

A condition, not a view: with this many columns a view costs each query 2 ms.
"""


class Column(Struct, frozen=True):
    """A column of the table ``vehicle``; ``arrow`` is the type it arrives in."""

    name: str
    type: str
    arrow: str

    @property
    def quoted(self) -> str:
        """Safe in SQL: all names are ours."""
        return f'"{self.name}"'


TEXT_MAP: Final = "map"
_TYPES = {
    FieldType.TEXT: ("VARCHAR", "string"),
    FieldType.INTEGER: ("INTEGER", "int32"),
    FieldType.DECIMAL: ("DOUBLE", "float64"),
}

VALUE_COLUMNS: Final = tuple(Column(field.column, *_TYPES[field.type]) for field in VALUE_FIELDS)
"""What vPIC said."""

ANSWER_COLUMNS: Final = (
    Column("extra", "MAP(VARCHAR, VARCHAR)", TEXT_MAP),
    Column("requested_year", "INTEGER", "int32"),
    Column("source", "VARCHAR NOT NULL", "string"),
    Column("data_version", "VARCHAR", "string"),
    Column("fetched_at", "TIMESTAMP NOT NULL", "timestamp[us]"),
    Column("added_at", "TIMESTAMP NOT NULL", "timestamp[us]"),
    Column("quality", "VARCHAR NOT NULL", "string"),
)
"""What we know about the answer."""

VIN_COLUMN: Final = Column("vin", "VARCHAR PRIMARY KEY", "string")
SEQ_COLUMN: Final = Column("seq", "BIGINT NOT NULL", "int64")
"""The order in which VINs first came in. No number is given twice; a refresh keeps it."""

COLUMNS: Final = (
    VIN_COLUMN,
    *VALUE_COLUMNS,
    *ANSWER_COLUMNS,
    Column("removed_batch", "BIGINT", "int64"),
    SEQ_COLUMN,
)

SEQUENCES: Final = frozenset({"vehicle_seq", "removal_seq", "import_seq"})
"""What numbers vehicles, removals and imports."""

IMPORTS: Final = (
    "CREATE SEQUENCE import_seq",
    """CREATE TABLE import_job (
        id BIGINT PRIMARY KEY, name VARCHAR NOT NULL, plan VARCHAR NOT NULL,
        own_names VARCHAR[] NOT NULL, fresh_from TIMESTAMP NOT NULL, state VARCHAR NOT NULL,
        added_at TIMESTAMP NOT NULL, items BIGINT NOT NULL, position BIGINT NOT NULL,
        answered BIGINT NOT NULL
    )""",
    """CREATE TABLE import_item (
        job BIGINT NOT NULL, item BIGINT NOT NULL, "row" BIGINT NOT NULL, written VARCHAR NOT NULL,
        vin VARCHAR, year INTEGER, problem VARCHAR, own VARCHAR[]
    )""",
    """CREATE TABLE import_failure (
        job BIGINT NOT NULL, vin VARCHAR NOT NULL, reason VARCHAR NOT NULL
    )""",
)
"""Lists of VINs that stay.

An item is a row of the input; ``item`` counts them from 1 in each job, ``row`` is the
input's own number. Either ``vin`` or ``problem`` is set.
"""

CREATION: Final = (
    "CREATE SEQUENCE vehicle_seq",
    "CREATE SEQUENCE removal_seq",
    f"CREATE TABLE vehicle ({', '.join(f'{column.quoted} {column.type}' for column in COLUMNS)})",
    """CREATE TABLE removal (
        batch BIGINT PRIMARY KEY, removed_at TIMESTAMP NOT NULL, vehicles BIGINT NOT NULL
    )""",
    "CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)",
    *IMPORTS,
)
