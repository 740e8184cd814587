"""The menu of the Parquet files that were opened last."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import say
from vindesk.ui.menu import Menu
from vindesk.ui.parquet.recent_files import RecentFiles
from vindesk.ui.plain_text import tip

_LONGEST: Final = 80


class RecentMenu(Menu):
    """To be filled anew whenever a file was opened or is gone."""

    chosen = Signal(Path)

    def __init__(self, recent: RecentFiles, parent: QWidget) -> None:
        super().__init__(say("Open &Recent"), parent)
        self.setObjectName("recent_files")
        self.setToolTipsVisible(True)
        self._recent = recent
        self.aboutToShow.connect(self._explain)
        self.fill()

    def fill(self) -> None:
        self.clear()
        paths = self._recent.paths
        for path in paths:
            action = self.addAction(shown_line(path.name, _LONGEST).replace("&", "&&"))
            action.setData(str(path))
            action.triggered.connect(lambda _checked=False, path=path: self.chosen.emit(path))
        self.addSeparator()
        self.addAction(say("&Clear")).triggered.connect(self._forget_all)
        self.setEnabled(bool(paths))

    def _explain(self) -> None:
        for action in self.actions():
            if action.data() is not None:
                action.setToolTip(tip(action.data()))

    def _forget_all(self) -> None:
        self._recent.clear()
        self.fill()
