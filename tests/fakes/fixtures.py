"""Fixtures for tests that need a vPIC; ``tests/conftest.py`` makes them known."""

from collections.abc import Iterator

import pytest

from tests.fakes.vpic_server import VpicServer


@pytest.fixture
def vpic_server() -> Iterator[VpicServer]:
    """A vPIC of one's own, truthful until told otherwise."""
    with VpicServer() as server:
        yield server
