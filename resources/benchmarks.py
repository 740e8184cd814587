"""Measures the program end to end and prints one table in Markdown.

Run it with ``python resources/benchmarks.py [--all] [arguments for pytest]``, on a machine that
has nothing else to do. ``--all`` adds what takes longer: orders, filters, removals, an import, a
busy minute. The first run makes a cache of a million vehicles, which takes minutes;
``--rows 100000`` makes a smaller one.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST = ("test_start.py", "test_answers.py", "test_memory.py", "test_size.py")


def main() -> int:
    arguments = [argument for argument in sys.argv[1:] if argument != "--all"]
    folder = ROOT / "tests" / "benchmarks"
    chosen = [folder] if "--all" in sys.argv else [folder / name for name in FIRST]
    with tempfile.TemporaryDirectory() as scratch:
        table = Path(scratch) / "table.md"
        done = subprocess.run(  # noqa: S603 - our own tests
            [sys.executable, "-m", "pytest", "-q", *map(str, chosen), "--markdown", str(table),
             *arguments],
            cwd=ROOT,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            stdout=sys.stderr,
            check=False,
        )  # fmt: skip
        if table.exists():
            sys.stdout.write(table.read_text("utf-8"))
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
