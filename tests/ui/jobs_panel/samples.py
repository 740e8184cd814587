"""Imports, and sources that answer when they are let."""

import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from vindesk.domain.import_job import (
    Columns,
    ImportPlan,
    ImportRecord,
    ImportReport,
    ImportState,
)
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.vehicle import Quality, SourceChoice
from vindesk.domain.vin import Vin
from vindesk.domain.vin_text import Reject
from vindesk.services.assembly import Services
from vindesk.store.import_items import Window

NOON = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)


class FalseTime:
    """Goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def vin(number: int) -> Vin:
    return Vin(f"1HGCM82633A{number:06d}")


def plan(name: str = "march fleet", path: str = "") -> ImportPlan:
    return ImportPlan(name, Columns(0), SourceChoice.EMBEDDED, path=path)


def record(
    number: int = 1, state: ImportState = ImportState.WAITING, **fields: Any
) -> ImportRecord:
    given: dict[str, Any] = {"items": 40_000, "position": 12_340, "answered": 12_000}
    given |= {"plan": plan(), **fields}
    return ImportRecord(id=number, state=state, added_at=NOON, **given)


def report(**fields: Any) -> ImportReport:
    given: dict[str, Any] = {
        "record": record(state=ImportState.DONE, position=40_000),
        "vins": 39_000,
        "kept": 1_000,
        "duplicates": 988,
        "rejected": 12,
        "failed": 3,
        "by_quality": {Quality.DECODED: 37_000, Quality.CHECK_DIGIT: 997, Quality.NO_DATA: 1_000},
    }
    return ImportReport(**given | fields)


class Table:
    """Rows of a file with one column."""

    rejects: Sequence[Reject] = ()

    def __init__(self, texts: Sequence[str], at_once: int = 1_000) -> None:
        self._texts = texts
        self._at_once = at_once

    def batches(self, columns: list[int], monitor: Monitor) -> Iterator[Any]:
        for start in range(0, len(self._texts), self._at_once):
            part = self._texts[start : start + self._at_once]
            rows = pa.array(range(start + 2, start + 2 + len(part)), pa.int64())
            yield pa.record_batch({"row": rows, "c0": pa.array(part)})


def fleet(count: int) -> Table:
    return Table([vin(number).text for number in range(count)])


class Gate:
    """The embedded copy, window by window, each only when ``open`` lets it."""

    window = 10
    look = 10

    def __init__(self, services: Services) -> None:
        self._importer = services.importer
        self._allowed = threading.Semaphore(0)
        self.entered = threading.Semaphore(0)
        """Released for each window that is begun."""

        self.failing = ""
        """Why windows get no answers."""

        self.broken: Exception | None = None
        self.note = ""
        self.settled = 0
        """So many VINs of a window are, when it is begun."""

    def open(self, windows: int = 1_000) -> None:
        self._allowed.release(windows)

    def deal_with(self, window: Window, monitor: Monitor, following: Window | None = None) -> None:
        del following
        if self.note:
            monitor.report(Progress(0, 0, self.note))
        if self.settled:
            monitor.report(Progress(self.settled, window.size))
        self.entered.release()
        with monitor.stopping_with(self._allowed.release):
            self._allowed.acquire()
        monitor.raise_if_cancelled()
        if self.broken is not None:
            raise self.broken
        if self.failing:
            vins = window.needed.column("vin").to_pylist()
            self._importer._items.finish(window, [(vin, self.failing) for vin in vins])
        else:
            self._importer._sources(SourceChoice.EMBEDDED).deal_with(window, monitor)
