"""What must be in the cache and in the exported file, going by what a victim said."""

import copy
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Self

from msgspec.structs import replace

from tests.long.kill_words import (
    Deed,
    Done,
    Export,
    Find,
    FindMany,
    Remove,
    Revert,
    Stamp,
)
from tests.long.plain_cache import PlainCache
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Question, Vehicle
from vindesk.domain.vin import Vin
from vindesk.vpic.embedded import Embedded


@cache
def _decoded(question: Question) -> Vehicle:
    return Embedded().decode(question, Unwatched()).vehicle


class Ledger:
    """A plain cache, kept in step with a victim's acknowledgements."""

    def __init__(self) -> None:
        self._cache = PlainCache()
        self._batches: dict[int, int] = {}
        self.kept_batches: dict[int, int] = {}
        """By the number that the database gave: removals that may still be undone."""

        self.exported: Sequence[Vehicle] | None = None
        """The state that the last acknowledged export had to write."""

    def forget_the_victim(self) -> None:
        """The numbers of its deeds mean nothing to the next one."""
        self._batches.clear()

    def copy(self) -> Self:
        other = copy.copy(self)
        other._cache = copy.copy(self._cache)
        other._cache.rows = dict(self._cache.rows)
        other._batches = dict(self._batches)
        other.kept_batches = dict(self.kept_batches)
        return other

    # -- what there must be --------------------------------------------------

    @property
    def newest_first(self) -> list[str]:
        return self._cache.ordered(None, descending=False)

    @property
    def vehicles(self) -> Mapping[str, Vehicle]:
        return {vin.text: row.vehicle for vin, row in self._cache.present.items()}

    @property
    def oldest_first(self) -> Sequence[Vehicle]:
        """What an export writes."""
        vehicles = self.vehicles
        return [vehicles[vin] for vin in reversed(self.newest_first)]

    def wanted(self, deed: Deed) -> Sequence[Question]:
        """The questions of ``deed`` that the cache must not have answered."""
        if isinstance(deed, Find):
            asked = [Question(Vin(deed.vin), deed.year)]
        elif isinstance(deed, FindMany):
            asked = [Question(Vin(vin), deed.year) for vin in dict.fromkeys(deed.vins)]
        else:
            asked = []
        return [question for question in asked if not self._answers(question)]

    def _answers(self, question: Question) -> bool:
        row = self._cache.present.get(question.vin)
        if row is None:
            return False
        old, year = row.vehicle, question.year
        if year in {None, old.requested_year}:
            return True
        return old.requested_year is None and year == old.values.get("model_year")

    # -- what was done -------------------------------------------------------

    def note(self, deed: Deed, done: Done) -> None:
        """Take an acknowledgement at its word."""
        if isinstance(deed, Find | FindMany):
            self._save(self.wanted(deed), done.stamps)
        elif isinstance(deed, Remove):
            batch, count = self._cache.remove([Vin(vin) for vin in deed.vins])
            assert done.batch is None or done.count == count
            self._batches[done.number] = batch
            if done.batch is not None:
                self.kept_batches[done.batch] = batch
        elif isinstance(deed, Revert):
            batch = self._batches[deed.number]
            count = self._cache.restore(batch)
            assert done.count in {count, -1}
            self.kept_batches = {k: v for k, v in self.kept_batches.items() if v != batch}
        elif isinstance(deed, Export):
            self.exported = self.oldest_first
            assert done.count == len(self.exported)

    def restore(self, kept: int) -> int:
        """Bring back what was removed under the database's number ``kept``."""
        return self._cache.restore(self.kept_batches.pop(kept))

    def _save(self, wanted: Sequence[Question], stamps: Sequence[Stamp]) -> None:
        moments = {stamp.vin: stamp for stamp in stamps}
        assert moments.keys() == {question.vin.text for question in wanted}
        if not wanted:
            return
        new = [question.vin for question in wanted if question.vin not in self._cache.present]
        now: datetime = moments[new[0].text if new else wanted[0].vin.text].added_at
        self._cache.save(
            (
                replace(_decoded(question), fetched_at=moments[question.vin.text].fetched_at)
                for question in wanted
            ),
            now,
        )
        for vin, stamp in moments.items():
            assert self.vehicles[vin].added_at == stamp.added_at

    # -- what may have been done ---------------------------------------------

    def with_deed_in_flight(self, deed: Deed, number: int, found: Mapping[str, Vehicle]) -> Self:
        """As if ``deed``, which nobody acknowledged, had been done wholly.

        Only the moments are taken from what was ``found``. If it does not even have the
        vehicles, they are missing here too, and whoever compares will see that.
        """
        other = self.copy()
        stamps: list[Stamp] = []
        for question in self.wanted(deed):
            there = found.get(question.vin.text)
            if there is None or there.added_at is None:
                return other
            stamps.append(Stamp(question.vin.text, there.fetched_at, there.added_at))
        if not isinstance(deed, Export):
            other.note(deed, Done(number, tuple(stamps), count=-1))
        return other
