"""Does at once what the program does after the next paint."""

from collections.abc import Callable

from typing_extensions import override

from vindesk.ui.after_paint import AfterPaint


class AtOnce(AfterPaint):
    """For tests of what is done, not of when."""

    @override
    def do(self, act: Callable[[], object]) -> None:
        act()
