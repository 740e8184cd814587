"""A victim's process: listened to, and killed at a random moment."""

import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from msgspec import Struct

from tests.long.kill_words import Begun, Done, Line, Read, understood

ROOT = Path(__file__).parents[2]


class LastWords(Struct, frozen=True):
    """All that a victim said before it died."""

    lines: tuple[Line, ...]

    @property
    def in_flight(self) -> Begun | None:
        """The deed that was begun and not acknowledged."""
        begun = [line for line in self.lines if isinstance(line, Begun)]
        done = {line.number for line in self.lines if isinstance(line, Done)}
        return begun[-1] if begun and begun[-1].number not in done else None

    @property
    def acknowledged(self) -> list[tuple[Begun, Done]]:
        done = {line.number: line for line in self.lines if isinstance(line, Done)}
        begun = [line for line in self.lines if isinstance(line, Begun)]
        return [(line, done[line.number]) for line in begun if line.number in done]

    def clock_readings(self, number: int) -> int:
        return sum(isinstance(line, Read) and line.number == number for line in self.lines)


def last_words(mode: str, folder: Path, seed: int, *, lines: int, delay_s: float) -> LastWords:
    """Start a victim, hear ``lines`` lines, wait for ``delay_s``, kill it.

    What it had written into the pipe by then counts as said; a line without an end does not.
    """
    command = [sys.executable, "-m", "tests.long.victim", mode, str(folder), str(seed)]
    with tempfile.TemporaryFile() as complaints:
        victim = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=complaints)
        assert victim.stdout is not None
        with victim, victim.stdout as pipe:
            try:
                heard = [pipe.readline() for _ in range(lines)]
                # A wait on the clock, for once: a moment that nobody chose is what is tested.
                threading.Event().wait(delay_s)
            finally:
                died_before = victim.poll()
                victim.kill()
            heard += pipe.readlines()
        complaints.seek(0)
        assert (died_before, complaints.read().decode()) == (None, "")
    return LastWords(tuple(understood(line) for line in heard if line.endswith(b"\n")))
