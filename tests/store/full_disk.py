"""A disk without room: the system refuses to let any file grow beyond a size."""

import resource
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def files_up_to(size: int) -> Generator[None, None, None]:
    """While the block runs, no file of this process can grow beyond ``size`` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
