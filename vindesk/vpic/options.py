"""How vPIC is to be asked: the settings of the web source, as one value."""

import random

from msgspec import Struct

from vindesk.vpic.clock import Clock
from vindesk.vpic.throttle import Throttle

VPIC_URL = "https://vpic.nhtsa.dot.gov/api/vehicles/"


class WebOptions(Struct, frozen=True, kw_only=True):
    """Defaults are what VPIC's habits ask for: it is slow, and it counts."""

    base_url: str = VPIC_URL
    connect_timeout_s: float = 5.0
    single_timeout_s: float = 30.0
    batch_timeout_s: float = 120.0
    rate_per_s: float = 3.0
    max_in_flight: int = 2
    attempts: int = 5
    """How often a request is tried before it counts as failed."""

    max_reply_bytes: int = 4_000_000
    """After decompression; a full batch has 200,000."""

    user_agent: str = "vindesk"
    proxy: str = ""
    """Empty: that of the environment, if there is one; ``none``: none at all."""

    def throttle(self, clock: Clock | None = None, rng: random.Random | None = None) -> Throttle:
        """The throttle for these options, which all sources that ask vPIC share."""
        return Throttle(
            rate_per_s=self.rate_per_s, max_in_flight=self.max_in_flight, clock=clock, rng=rng
        )
