"""Columns that are as wide as they are given, until the user drags their borders."""

from PySide6.QtWidgets import QHeaderView


class GivenWidths:
    """Knows the widths that the user gave by their difference from what was given here."""

    def __init__(self, heads: QHeaderView) -> None:
        self._heads = heads
        self._given = dict[int, int]()

    def is_dragged(self, section: int) -> bool:
        width = self._heads.sectionSize(section)
        return self._given.get(section, width) != width

    def give(self, section: int, width: int) -> None:
        self._heads.resizeSection(section, width)
        self._given[section] = self._heads.sectionSize(section)
