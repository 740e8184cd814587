"""Runs in processes of their own, so that nothing but the program is measured."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

_ROOT: Final = Path(__file__).parents[2]
_PATIENCE_S: Final = 7_200
_BYTECODE: Final = Path(tempfile.gettempdir()) / "vindesk-bytecode"
"""Kept between runs, as it is where the program is installed, whatever the environment says."""


def run(module: str, *words: str, package: str = "tests.benchmarks") -> dict[str, Any]:
    """What ``module`` of ``package``, run with ``words``, found.

    Under ``started``: when it was started, as ``time.monotonic`` counts in every process.

    Raises:
        CalledProcessError: it failed; what it said is in the error's notes.

    """
    command = [sys.executable, "-m", f"{package}.{module}", *words]
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(_BYTECODE),
    }
    started = time.monotonic()
    try:
        done = subprocess.run(
            command,
            cwd=_ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=_PATIENCE_S,
        )
    except subprocess.CalledProcessError as error:
        error.add_note(f"{error.stdout}\n{error.stderr}")
        raise
    return {"started": started, **json.loads(done.stdout.splitlines()[-1])}


def answer(found: dict[str, object]) -> None:
    """Say to ``run`` what was found."""
    sys.stdout.write(f"{json.dumps(found)}\n")


def peak_mb() -> float:
    """The most memory that this process has had so far; only Linux counts it so."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
