"""What of the lookups is not over: what is asked, what was no VIN, what got no answer."""

from collections.abc import Container, Sequence
from typing import Any

from msgspec.structs import replace

from vindesk.domain.vin import Vin
from vindesk.jobs.job import Job
from vindesk.services.found import NotFound
from vindesk.ui.lookup.hint import Hint
from vindesk.ui.lookup.telling import unanswered_hint


class Unsettled:
    """What the hint line goes on saying until it is dealt with, whatever is answered meanwhile."""

    def __init__(self) -> None:
        self.left: Hint | None = None
        """Of mistyped texts that stay in the entry, until it is changed."""

        self._failures: dict[Vin, NotFound] = {}

    def vins(self, asked: Container[Vin] = ()) -> Sequence[Vin]:
        """What got no answer, without those that are ``asked`` about again."""
        return [vin for vin in self._failures if vin not in asked]

    def keep(self, failed: Sequence[NotFound]) -> None:
        self._failures |= {failure.question.vin: failure for failure in failed}

    def settle(self, vins: Sequence[Vin]) -> None:
        """They are answered, or dismissed."""
        for vin in vins:
            self._failures.pop(vin, None)

    def over(self, hint: Hint, typed: str, asked: Container[Vin] = ()) -> Hint:
        """What is unsettled, where ``typed`` stands in the entry; if nothing is, ``hint``.

        Of what is ``asked`` about again nothing is said: it may get an answer.
        """
        kept = [self.left] if self.left else []
        if vins := self.vins(asked):
            kept.insert(0, unanswered_hint([self._failures[vin] for vin in vins], typed))
        if not kept:
            return hint
        text = " ".join(each.text for each in kept)
        heard = f"{hint.spoken} {text}" if hint.spoken else None
        return replace(kept[0], text=text, spoken=heard)


class UnderWay:
    """What is being asked, by the jobs that ask."""

    def __init__(self) -> None:
        self._asked: dict[Job[Any], Sequence[Vin]] = {}  # what no other has answered
        self._being_stored: set[Job[Any]] = set()
        """Those whose answers are known."""

    def __bool__(self) -> bool:
        return bool(self._asked)

    def vins(self) -> set[Vin]:
        return {vin for vins in self._asked.values() for vin in vins}

    def awaits(self, job: Job[Any]) -> bool:
        """Whether ``job`` asks about something that no other has answered."""
        return bool(self._asked.get(job))

    def begin(self, job: Job[Any], vins: Sequence[Vin]) -> None:
        self._asked[job] = vins

    def know(self, job: Job[Any]) -> None:
        """Its answers have come, and are being stored."""
        self._being_stored.add(job)

    def settle(self, vins: Sequence[Vin]) -> None:
        """They are answered; what others who asked about them meet with is no news any more."""
        for job, asked in self._asked.items():
            self._asked[job] = [vin for vin in asked if vin not in vins]

    def end(self, job: Job[Any]) -> Sequence[Vin]:
        """What ``job`` asked about, and no other answered."""
        self._being_stored.discard(job)
        return self._asked.pop(job, ())

    def give_up(self) -> bool:
        """Cancel what has no answer yet; whether there was anything."""
        jobs = [job for job in self._asked if job not in self._being_stored]
        for job in jobs:
            del self._asked[job]
            job.cancel()
        return bool(jobs)
