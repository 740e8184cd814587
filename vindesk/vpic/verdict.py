"""What outcomes tell of vPIC itself, and not just of one VIN or of our own pace."""

from collections.abc import Sequence
from typing import TypeGuard

from vindesk.domain.errors import UserError, VpicBadReply, VpicBusy, VpicError, VpicUnreachable
from vindesk.vpic.faults import QueuedTooLong, VinRefused
from vindesk.vpic.source import Answer, Failure


def is_trouble(reason: UserError) -> TypeGuard[VpicError]:
    """Whether vPIC failed: who refuses one VIN answers, and who was not asked cannot."""
    return isinstance(reason, VpicError) and not isinstance(reason, VinRefused | QueuedTooLong)


def trouble_after(outcomes: Sequence[Answer | Failure]) -> VpicError | None:
    """Why vPIC did not answer, if it was so after the last question that it was asked.

    Where others were answered, what became of the last may be its own fault, unless nothing
    could be asked any more.
    """
    troubles = [_trouble_of(outcome) for outcome in outcomes if was_asked(outcome)]
    last = troubles[-1] if troubles else None
    if last is None or isinstance(last, VpicUnreachable | VpicBusy) or None not in troubles:
        return last
    before = troubles[-2]
    was_given_up = before is last or not isinstance(last, VpicBadReply)  # a row may be missing
    return last if before is not None and was_given_up else None


def was_asked(outcome: Answer | Failure) -> bool:
    """Whether vPIC had the chance to answer."""
    return isinstance(outcome, Answer) or not isinstance(outcome.reason, QueuedTooLong)


def _trouble_of(outcome: Answer | Failure) -> VpicError | None:
    if isinstance(outcome, Answer) or not is_trouble(outcome.reason):
        return None
    return outcome.reason
