"""A disk that is full soon."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path
from typing import Final

import pytest

MB: Final = 1024 * 1024


@contextlib.contextmanager
def small_disk(place: Path, size: int) -> Generator[None]:
    """A disk in memory at ``place``; needs to be root."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if mount is None or umount is None or os.geteuid() != 0:
        pytest.skip("only root may mount a disk in memory")
    place.mkdir()
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)],
        check=False,
        capture_output=True,
    )
    if done.returncode:
        pytest.skip("a disk in memory cannot be mounted here")
    try:
        yield
    finally:
        subprocess.run([umount, "-l", str(place)], check=True)
