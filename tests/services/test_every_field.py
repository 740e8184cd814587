"""Nothing that vPIC said is lost: each of the 154 values, from the wire to the Parquet file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import ultravin

from tests.every_vehicle import export_all
from tests.fakes.vpic_server import VpicServer
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.fields import FIELDS, information
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Question, SourceChoice
from vindesk.domain.vin import LENGTH, Vin, find_fault
from vindesk.services.assembly import engine_limits, utc_now
from vindesk.services.export import Exporter
from vindesk.services.found import Found
from vindesk.services.lookup import Lookup
from vindesk.store.database import Database
from vindesk.store.vehicles import Vehicles
from vindesk.vpic.embedded import UNKNOWABLE, Embedded
from vindesk.vpic.options import WebOptions
from vindesk.vpic.source import Source
from vindesk.vpic.web import VpicWeb

ODD = {"Doors": "4 or 5", "BasePrice": "n/a", "MakeID": "99999999999", "Windows": " 4 "}
"""Values that do not fit their type, and one that does when it is stripped."""


@cache
def vins() -> list[Vin]:
    """NHTSA's own cover of every rule, and 300 generated VINs, a third of them damaged."""
    covering = [text.upper() for text in ultravin.cover_vins() if len(text) == LENGTH]
    generated = ultravin.generate(300, seed=7, invalid_rate=1 / 3)
    return [Vin(text) for text in dict.fromkeys([*covering, *generated]) if _askable(text)]


def _askable(text: str) -> bool:
    fault = find_fault(text)
    return fault is None or text.isalnum()


def ask_singly(lookup: Lookup, questions: Sequence[Question]) -> None:
    for question in questions:
        assert isinstance(lookup.find(question, SourceChoice.AUTO, Unwatched()), Found)


def ask_together(lookup: Lookup, questions: Sequence[Question]) -> None:
    outcomes = lookup.find_many(questions, SourceChoice.AUTO, Unwatched())
    assert all(isinstance(outcome, Found) for outcome in outcomes)


Ask = Callable[[Lookup, Sequence[Question]], None]


def asked_by(ask: Ask) -> list[Vin]:
    """One by one takes long, and the way of a value is the same."""
    return vins()[::10] if ask is ask_singly else vins()


def exported(source: Source, ask: Ask, folder: Path) -> Mapping[str, Mapping[str, object]]:
    """What the Parquet file says of each VIN, after ``source`` was asked."""
    paths = Paths.under(folder)
    database = Database.open(
        paths.cache, engine_limits(Settings(), paths), backups=paths.backups, clock=utc_now
    )
    lookup = Lookup(
        Vehicles(database, utc_now),
        lambda: {SourceChoice.AUTO: source},
        no_data_life=timedelta(days=1),
        clock=utc_now,
    )
    ask(lookup, [Question(vin) for vin in asked_by(ask)])
    target = folder / "all.parquet"
    export_all(Exporter(database, utc_now), target)
    database.close()
    return {row["vin"]: row for row in pq.read_table(target).to_pylist()}


def extra_of(row: Mapping[str, object]) -> dict[str, str]:
    """What has no column, or does not fit its column's type."""
    pairs: Any = row["extra"] or ()
    return dict(pairs)


def differences(
    row: Mapping[str, object], wire: Mapping[str, str], unknowable: frozenset[str]
) -> list[str]:
    """The keys whose value in the file is not the one on the wire."""
    extra = extra_of(row)
    wrong: list[str] = []
    for field in FIELDS:
        text = information(wire[field.key])
        fitting = field.read(text) if text is not None else None
        expected = None if field.key in unknowable else fitting
        misfit = text if text is not None and fitting is None else None
        if row[field.column] != expected or extra.get(field.key) != misfit:
            wrong.append(f"{field.key}: {row[field.column]!r}, on the wire {wire[field.key]!r}")
    return wrong


@pytest.mark.parametrize("ask", [ask_singly, ask_together])
def test_every_value_of_the_web_is_in_the_export(ask: Ask, tmp_path: Path) -> None:
    with VpicServer(fill_unknown=True, extra_keys=True, override={"*": ODD}) as server:
        options = WebOptions(base_url=server.url, rate_per_s=100_000.0)
        web = VpicWeb(options, options.throttle())
        rows = exported(web, ask, tmp_path)
        web.close()
        wrong = {
            vin.text: found
            for vin in asked_by(ask)
            if (found := differences(rows[vin.text], server.expected_row(vin.text), frozenset()))
        }
        known = {field.key for field in FIELDS}
        new_keys = set(server.expected_row(vins()[0].text)) - known
        assert new_keys
        assert all(new_keys <= extra_of(row).keys() for row in rows.values())
    assert wrong == {}
    assert len(rows) == len(asked_by(ask)) > 40


@pytest.mark.parametrize("ask", [ask_singly, ask_together])
def test_every_value_of_the_embedded_copy_is_in_the_export(ask: Ask, tmp_path: Path) -> None:
    rows = exported(Embedded(), ask, tmp_path)
    with VpicServer(fill_unknown=True) as server:
        wrong = {
            vin.text: found
            for vin in asked_by(ask)
            if (found := differences(rows[vin.text], server.expected_row(vin.text), UNKNOWABLE))
        }
    assert wrong == {}


def test_what_the_embedded_copy_cannot_know_is_ten_fields() -> None:
    assert sorted(UNKNOWABLE) == [
        "AdaptiveHeadlights",
        "CashForClunkers",
        "DriverAssist",
        "NCSABodyType",
        "NCSAMake",
        "NCSAMapExcApprovedBy",
        "NCSAMapExcApprovedOn",
        "NCSAMappingException",
        "NCSAModel",
        "NCSANote",
    ]
