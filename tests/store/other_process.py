"""A second process that has a cache file open."""

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

_HOLD = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_by_another_process(path: Path, *words: str) -> Generator[int, None, None]:
    """While the block runs another process, whose number this is, has ``path`` open."""
    command = [sys.executable, "-c", _HOLD, str(path), *words]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process.pid
        process.communicate()
