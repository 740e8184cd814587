"""Failures whose wording was written for the user.

::

    UserError
    ├── InvalidVin
    ├── VpicError                  the web could not answer
    │   ├── VpicUnreachable        no connection, or it broke
    │   ├── VpicTimedOut
    │   ├── VpicBusy               403, 429: vPIC asks to slow down
    │   ├── VpicServerFault        5xx
    │   ├── VpicRefused            4xx, or a redirect to another host
    │   └── VpicBadReply           an answer that is not what was asked for
    ├── EmbeddedError              the embedded copy could not answer
    ├── CacheError
    │   ├── CacheLocked            another program holds the file
    │   ├── CacheNewer             written by a newer vindesk
    │   ├── CacheDamaged
    │   ├── CacheMissing           gone, although there are backups of it
    │   └── CacheUnwritable        read-only, no permission, vanished folder
    ├── DiskFull
    ├── FileUnreadable             what a person handed in
    │   ├── FileProtected          it wants a password
    │   ├── FileTooLarge           more than the memory that may be used
    │   └── FileChanged            another file, or none, since it was opened
    ├── ExportFailed
    ├── BackupFailed
    ├── RestoreFailed
    └── SettingsNotSaved
"""

from typing import ClassVar


class UserError(Exception):
    """The world's fault, in words for the user.

    Anything else that is raised in vindesk is a bug: it is logged with its traceback.
    ``detail`` says what happened and what became of the data, ``advice`` what to try.
    """

    headline: ClassVar[str] = "That did not work"

    def __init__(self, detail: str, *, advice: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.advice = advice

    @property
    def sentence(self) -> str:
        """Everything there is to say, on one line."""
        return " ".join(filter(None, (f"{self.headline}:", self.detail, self.advice)))


class InvalidVin(UserError):
    headline = "That is not a VIN"


class VpicError(UserError):
    """The web could not answer; nothing was stored."""

    headline = "vPIC could not answer"
    transient: ClassVar[bool] = True
    """Whether asking again later may help."""


class VpicUnreachable(VpicError):
    headline = "vPIC could not be reached"


class VpicTimedOut(VpicError):
    headline = "vPIC did not answer in time"


class VpicBusy(VpicError):
    headline = "vPIC asks to slow down"

    def __init__(
        self, detail: str, *, advice: str = "", retry_after_s: float | None = None
    ) -> None:
        super().__init__(detail, advice=advice)
        self.retry_after_s = retry_after_s
        """Seconds to wait, where the reply named them."""


class VpicServerFault(VpicError):
    headline = "vPIC has a fault of its own"


class VpicRefused(VpicError):
    headline = "vPIC refused the request"
    transient = False


class VpicBadReply(VpicError):
    headline = "vPIC's answer could not be used"


class EmbeddedError(UserError):
    headline = "The embedded copy of vPIC could not answer"


class CacheError(UserError):
    headline = "The cache could not be used"


class CacheLocked(CacheError):
    headline = "The cache is in use by another program"


class CacheNewer(CacheError):
    headline = "The cache was written by a newer vindesk"


class CacheDamaged(CacheError):
    headline = "The cache is damaged"


class CacheMissing(CacheError):
    headline = "The cache is not there"


class CacheUnwritable(CacheError):
    headline = "The cache cannot be written"


class DiskFull(UserError):
    headline = "The disk is full"


class FileUnreadable(UserError):
    headline = "The file could not be read"


class FileProtected(FileUnreadable):
    headline = "The file is protected"


class FileTooLarge(FileUnreadable):
    headline = "The file is too large"


class FileChanged(FileUnreadable):
    headline = "The file has changed"


class ExportFailed(UserError):
    headline = "The export was not written"


class BackupFailed(UserError):
    headline = "The backup was not made"


class RestoreFailed(UserError):
    headline = "The backup was not restored"


class SettingsNotSaved(UserError):
    headline = "The settings were not saved"
