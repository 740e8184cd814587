"""A cache that cannot be opened: what to do about it."""

from PySide6.QtWidgets import QMessageBox, QWidget

from vindesk.domain.backups import Backup
from vindesk.domain.errors import CacheError
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import say
from vindesk.ui.care.telling import when
from vindesk.ui.message_box import MessageBox, Tone
from vindesk.ui.wording import vehicles

_LONGEST = 1_000


class DamageBox(MessageBox):
    """Restore, begin with an empty cache, or quit; Escape and Return leave everything as it is.

    It opens by itself, and may take the Return of who types, or of a scanner.
    """

    def __init__(self, error: CacheError, newest: Backup | None, parent: QWidget) -> None:
        told = f"{shown_line(error.detail, _LONGEST)}\n\n{_offer(newest)}"
        super().__init__(Tone.WARNING, "vindesk", error.headline, told, parent)
        self.setObjectName("damage_box")
        role = QMessageBox.ButtonRole
        self.restore_button = self.addButton(say("&Restore the Backup"), role.AcceptRole)
        self.restore_button.setObjectName("rescue_restore")
        self.empty_button = self.addButton(say("Start with an &Empty Cache"), role.DestructiveRole)
        self.empty_button.setObjectName("rescue_empty")
        self.quit_button = self.addButton(say("&Quit"), role.ActionRole)
        self.quit_button.setObjectName("rescue_quit")
        later = self.addButton(say("&Not Now"), role.RejectRole)
        later.setObjectName("rescue_later")
        self.setEscapeButton(later)
        for button in (self.restore_button, self.empty_button):
            button.setAutoDefault(False)
        self.restore_button.setEnabled(newest is not None)
        self.setDefaultButton(later)


def _offer(newest: Backup | None) -> str:
    if newest is None:
        return say(
            "There is no backup. You can start with an empty cache: the damaged file is kept "
            "beside it under a dated name. Parquet files can be opened in any case."
        )
    of = say("The newest backup is of {when}.", when=when(newest))
    if newest.vehicles is not None:
        many = vehicles(newest.vehicles)
        of = say(
            "The newest backup is of {when} with {vehicles}.", when=when(newest), vehicles=many
        )
    rest = say(
        "What was saved after it is not in it. "
        "Whatever you choose, no file is deleted: the damaged one is kept beside the cache "
        "under a dated name."
    )
    return f"{of} {rest}"
