"""A screen reader that listens to what the program tells of its own accord."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

from vindesk.ui import speaking


def told(event: QAccessibleEvent) -> str:
    """What happened, and what it happened to."""
    if isinstance(event, QAccessibleAnnouncementEvent):
        return f"Announcement: {event.message()}"
    name = event.accessibleInterface().text(QAccessible.Text.Name)
    return f"{event.type().name}: {name}"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch, qapp: object) -> Iterator[list[str]]:
    """All of it, in order, as ``Focus: VIN``."""
    heard: list[str] = []

    def hear(event: QAccessibleEvent) -> None:
        heard.append(told(event))

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    QAccessible.setActive(True)
    yield heard
    QAccessible.setActive(False)


@pytest.fixture
def by_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says every cell of a row by itself."""
    monkeypatch.setattr(speaking, "_CELL_BY_CELL", True)


@pytest.fixture
def by_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says only the cell that the keyboard is on."""
    monkeypatch.setattr(speaking, "_CELL_BY_CELL", False)
