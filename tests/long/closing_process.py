"""The process of a session, to its end or killed on the way."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from typing import IO

from tests.long.closing_words import Line, understood
from tests.long.kill_process import ROOT

_GIVEN_UP_S = 60.0


def _started(command: Sequence[str], complaints: int | IO[bytes]) -> "subprocess.Popen[bytes]":
    """A module with its arguments, drawn into memory and at the highest pace that is allowed."""
    return subprocess.Popen(
        (sys.executable, "-m", *command),
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "VINDESK_REQUESTS_PER_SECOND": "5"},
        stdout=subprocess.PIPE,
        stderr=complaints,
    )


def end_of(command: Sequence[str]) -> tuple[list[Line], float]:
    """What a session said, and when its process was gone; it must have ended well."""
    with _started(command, subprocess.PIPE) as process:
        try:
            said, complaints = process.communicate(timeout=_GIVEN_UP_S)
        finally:
            process.kill()
    gone_at = time.monotonic()
    assert process.returncode == 0, f"ended with {process.returncode}: {complaints.decode()}"
    assert not complaints, f"complained: {complaints.decode()}"
    return [understood(line) for line in said.splitlines()], gone_at


def killed(command: Sequence[str], after_s: float) -> list[Line]:
    """What a session said before it was killed; it must not have complained until then."""
    with tempfile.TemporaryFile() as complaints, _started(command, complaints) as process:
        killer = threading.Timer(after_s, process.kill)
        killer.start()
        assert process.stdout is not None
        said = process.stdout.readlines()
        killer.join()
        assert process.wait() != 0
        complaints.seek(0)
        assert complaints.read().decode() == ""
    return [understood(line) for line in said if line.endswith(b"\n")]
