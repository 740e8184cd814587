"""How long vPIC takes, in words."""

import math
from typing import Final

from vindesk.domain.vehicle import MOST_PER_REQUEST
from vindesk.domain.words import say_many

A_REQUEST_S: Final = 4
"""What vPIC usually takes for 50 VINs: the same procedure decodes about 20 a second on a machine of
one's own. As vindesk is set up, one request of a list is under way at a time."""


def requests_for(vins: int) -> int:
    return math.ceil(vins / MOST_PER_REQUEST)


def web_takes(vins: int) -> str:
    """How long it usually is until vPIC has answered for ``vins``."""
    seconds = requests_for(vins) * A_REQUEST_S
    if seconds < 90:
        return say_many("{n} second", "{n} seconds", seconds)
    minutes = round(seconds / 60)
    if minutes < 90:
        return say_many("{n} minute", "{n} minutes", minutes)
    hours, minutes = divmod(minutes, 60)
    parts = [say_many("{n} hour", "{n} hours", hours)]
    if minutes:
        parts.append(say_many("{n} minute", "{n} minutes", minutes))
    return " ".join(parts)
