"""vPIC's wire form of 2026: rows of 154 strings, their envelope, JSON and XML.

The values are true: they come from ultravin, mapped by element id. Of a note that repeats, the
first is sent, which is also what ``ultravin.decode_stream`` gives.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import ultravin
from msgspec import Struct, field

Row = dict[str, str]
LooseRow = Mapping[str, str | None]  # as a fault may leave it

MESSAGE = (
    "Results returned successfully. NOTE: Any missing decoded values should be interpreted as"
    " NHTSA does not have data on the specific variable. Missing value should NOT be interpreted"
    " as an indication that a feature or technology is unavailable for a vehicle."
)

VIN_LENGTH = 17
_ID_OF = {"MakeID": 26, "ManufacturerId": 27, "ModelID": 28}  # the id behind a label
_FIELDS_FILE = Path(__file__).parents[2] / "resources" / "fields.json"

# What the embedded data never has, so that a test can prove who keeps it.
UNKNOWN_TO_ULTRAVIN: Mapping[str, str] = {
    "AdaptiveHeadlights": "Standard on the web only",
    "CashForClunkers": "This VIN was part of the program",
    "DriverAssist": "Lane and distance",
    "NCSABodyType": "66: Truck-tractor",
    "NCSAMake": "NCSA make 87",
    "NCSAMapExcApprovedBy": "A. Mapper",
    "NCSAMapExcApprovedOn": "2019-05-14",
    "NCSAMappingException": "Mapped by hand",
    "NCSAModel": "NCSA model 881",
    "NCSANote": "Mapped after a crash report",
}


class WireField(Struct, frozen=True):
    """One of the 154 keys, and the element that fills it if one does."""

    key: str
    element_id: int | None


def read_fields() -> tuple[WireField, ...]:
    """The keys of a row, in the order in which vPIC sends them."""
    entries: list[dict[str, Any]] = json.loads(_FIELDS_FILE.read_text("utf-8"))
    return tuple(WireField(entry["key"], entry["element_id"]) for entry in entries)


FIELDS = read_fields()

# What vPIC might add next year; element 204 exists, but has no data yet.
NEW_FIELDS = (WireField("HornType", None), WireField("PlantAddress", 204))
NEW_VALUES: Mapping[str, str] = {"HornType": "Two-tone air horn", "PlantAddress": "1 Factory Road"}


def echo(vin: str) -> str:
    """A VIN as vPIC repeats it: upper case, and never longer than 17."""
    return vin.strip().upper()[:VIN_LENGTH]


class Wire(Struct, frozen=True):
    """Makes the rows that the server sends."""

    fill_unknown: bool = False
    extra_keys: bool = False
    override: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, dict[str, str]])

    def row(self, vin: str, year: int | None = None) -> Row:
        """The flat row for ``vin``; ``override`` has the last word, a VIN's own before "*"."""
        vin = echo(vin)
        fields = sorted(FIELDS + NEW_FIELDS, key=by_key) if self.extra_keys else FIELDS
        row = _true_row(vin, year, fields)
        if self.fill_unknown:
            row.update(UNKNOWN_TO_ULTRAVIN)
        if self.extra_keys:
            row.update({key: row[key] or value for key, value in NEW_VALUES.items()})
        row.update(self.override.get("*", {}))
        row.update(self.override.get(vin, {}))
        return row


def by_key(field: WireField) -> str:
    """The order in which vPIC sends its keys."""
    return field.key


def _true_row(vin: str, year: int | None, fields: Iterable[WireField]) -> Row:
    values: dict[int | None, str] = {}
    ids: dict[int | None, str] = {}
    for element in ultravin.decode(vin, year=year, full=True)["elements"]:
        values.setdefault(element["element_id"], element["value"])
        ids.setdefault(element["element_id"], element["attribute_id"])
    row = {field.key: values.get(field.element_id, "") for field in fields}
    row.update({key: ids.get(number, "") for key, number in _ID_OF.items()})
    row["VIN"] = vin
    return row


def envelope(rows: Sequence[LooseRow], criteria: str) -> dict[str, object]:
    """What vPIC wraps around its rows."""
    return {
        "Count": len(rows),
        "Message": MESSAGE,
        "SearchCriteria": criteria,
        "Results": list(rows),
    }


def to_json(thing: object) -> bytes:
    """Compact JSON in UTF-8, as vPIC sends it."""
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":")).encode()


def to_xml(rows: Iterable[LooseRow], criteria: str) -> bytes:
    """What vPIC sends to those who forget ``format=json``."""
    items = ["<DecodedVINValues>" + _children(row) + "</DecodedVINValues>" for row in rows]
    head = {"Count": str(len(items)), "Message": MESSAGE, "SearchCriteria": criteria}
    body = f"{_children(head)}<Results>{''.join(items)}</Results>"
    return f'<?xml version="1.0" encoding="utf-8"?><Response>{body}</Response>'.encode()


def _children(values: LooseRow) -> str:
    return "".join(f"<{key}>{escape(text or '')}</{key}>" for key, text in values.items())
