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
    """A question that got no answer, and why; nothing was stored for it."""

    question: Question
    reason: UserError
