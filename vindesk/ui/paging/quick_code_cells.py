"""Draws the VINs of a table as high as the other texts of their row."""

from vindesk.ui.code_cells import CodeCells
from vindesk.ui.paging.quick_delegate import QuickDelegate


class QuickCodeCells(CodeCells, QuickDelegate):
    """For the columns in a font of their own, whose texts stand as high as the others."""
