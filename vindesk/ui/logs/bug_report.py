"""What a report of a bug needs, as text: nothing in it that its writer would not publish."""

from collections.abc import Sequence
from typing import Final

from vindesk.config.addresses import without_secrets
from vindesk.config.log_memory import LogLine
from vindesk.config.settings import SETTINGS
from vindesk.domain.shown_text import shown_lines
from vindesk.domain.vin_tails import without_vins
from vindesk.ui.bug_text import versions, without_home
from vindesk.ui.logs.log_view import as_text
from vindesk.ui.preferences.choices import Choices

MOST_RECORDS: Final = 200
_LONGEST_RECORDS: Final = 60_000


def bug_report(choices: Choices, lines: Sequence[LogLine]) -> str:
    """Versions, the settings with where they come from, and the last records."""
    return "\n".join((versions(), "", *settings_lines(choices), "", *_records(lines), ""))


def settings_lines(choices: Choices) -> list[str]:
    """The settings that are not their defaults."""
    told = [
        f"{name} = {SETTINGS[name].told(choices.value(name))} (from {origin.value})"
        for name, origin in choices.origins.items()
    ]
    safe = [tame(line) for line in told]
    return ["Settings that are not the default:", *(safe or ["none"])]


def tame(text: str) -> str:
    """Without what would say who or where the writer is, or what cars they have."""
    return without_vins(without_secrets(without_home(text)))


def _records(lines: Sequence[LogLine]) -> list[str]:
    text = tame(as_text(lines[-MOST_RECORDS:]))[-_LONGEST_RECORDS:]
    return ["Last records:", shown_lines(text.rstrip("\n"), _LONGEST_RECORDS)]
