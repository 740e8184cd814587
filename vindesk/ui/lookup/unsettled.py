"""What a lookup left behind: texts that were no VINs, and VINs that got no answer."""

from collections.abc import Container, Sequence

from msgspec.structs import replace

from vindesk.domain.vin import Vin
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
