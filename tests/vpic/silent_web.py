"""What a false web tells of itself: nothing."""

from collections.abc import Callable

from vindesk.domain.errors import VpicError


class SilentWeb:
    """The part of a ``Web`` that tells how it fares."""

    good_answers = 0

    def on_pause(self, listener: Callable[[VpicError], object]) -> None:
        """Tell nobody."""
