"""What the frozen program runs; ``python -m vindesk`` needs an interpreter, and has none there."""

import sys

from vindesk.__main__ import run

sys.exit(run())
