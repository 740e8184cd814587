"""What a lookup answers."""

from msgspec import Struct

from vindesk.domain.errors import UserError
from vindesk.domain.vehicle import Question, Vehicle


class Found(Struct, frozen=True):
    """A vehicle, and how it was got.

    ``remark`` is empty, or a sentence: why it is not vPIC on the web that answered.
    """

    vehicle: Vehicle
    from_cache: bool
    elapsed_s: float
    remark: str = ""


class NotFound(Struct, frozen=True):
    """A question for which nothing was stored, and why: as a rule, it got no answer."""

    question: Question
    reason: UserError
    unstored: Vehicle | None = None
    """The answer, where there was one that could not be stored."""
