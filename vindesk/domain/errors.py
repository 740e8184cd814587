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
    │   ├── CacheUnwritable        read-only, no permission, vanished folder
    │   ├── CacheBusy              somebody else uses what must be unused
    │   └── OutOfMemory            more was needed than the engine may take
    ├── DiskFull
    ├── FileUnreadable             what a person handed in
    │   ├── FileProtected          it wants a password
    │   ├── FileTooLarge           more than the memory that may be used
    │   └── FileChanged            another file, or none, since it was opened
    ├── ListForgotten              an import that is not there any more
    ├── ExportFailed
    ├── BackupFailed
    ├── RestoreFailed
    └── SettingsNotSaved
"""

from typing import ClassVar

from vindesk.domain.words import phrase, say


class UserError(Exception):
    """The world's fault, in words for the user.

    Anything else that is raised in vindesk is a bug: it is logged with its traceback.
    ``detail`` says what happened and what became of the data, ``advice`` what to try.
    """

    title: ClassVar[str] = phrase("That did not work")

    def __init__(self, detail: str, *, advice: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.advice = advice

    @property
    def headline(self) -> str:
        return say(self.title)

    @property
    def sentence(self) -> str:
        """Everything there is to say, on one line."""
        return " ".join(filter(None, (f"{self.headline}:", self.detail, self.advice)))


class InvalidVin(UserError):
    title = phrase("That is not a VIN")


class VpicError(UserError):
    """The web could not answer; nothing was stored."""

    title = phrase("vPIC could not answer")
    transient: ClassVar[bool] = True
    """Whether asking again later may help."""


class VpicUnreachable(VpicError):
    title = phrase("vPIC could not be reached")


class VpicTimedOut(VpicError):
    title = phrase("vPIC did not answer in time")


class VpicBusy(VpicError):
    title = phrase("vPIC asks to slow down")

    def __init__(
        self, detail: str, *, advice: str = "", retry_after_s: float | None = None
    ) -> None:
        super().__init__(detail, advice=advice)
        self.retry_after_s = retry_after_s
        """Seconds to wait, where the reply named them."""


class VpicServerFault(VpicError):
    title = phrase("vPIC has a fault of its own")


class VpicRefused(VpicError):
    title = phrase("vPIC refused the request")
    transient = False


class VpicBadReply(VpicError):
    title = phrase("vPIC's answer could not be used")


class EmbeddedError(UserError):
    title = phrase("The embedded copy of vPIC could not answer")


class CacheError(UserError):
    title = phrase("The cache could not be used")


class CacheLocked(CacheError):
    title = phrase("The cache is in use by another program")


class CacheNewer(CacheError):
    title = phrase("The cache was written by a newer vindesk")


class CacheDamaged(CacheError):
    title = phrase("The cache is damaged")


class CacheMissing(CacheError):
    title = phrase("The cache is not there")


class CacheUnwritable(CacheError):
    title = phrase("The cache cannot be written")


class CacheBusy(CacheError):
    title = phrase("The cache is in use")


class OutOfMemory(CacheError):
    title = phrase("Not enough memory")


class DiskFull(UserError):
    title = phrase("The disk is full")


class FileUnreadable(UserError):
    title = phrase("The file could not be read")


class FileProtected(FileUnreadable):
    title = phrase("The file is protected")


class FileTooLarge(FileUnreadable):
    title = phrase("The file is too large")


class FileChanged(FileUnreadable):
    title = phrase("The file has changed")


class ListForgotten(UserError):
    title = phrase("The list was forgotten")


class ExportFailed(UserError):
    title = phrase("The export was not written")


class BackupFailed(UserError):
    title = phrase("The backup was not made")


class RestoreFailed(UserError):
    title = phrase("The backup was not restored")


class SettingsNotSaved(UserError):
    title = phrase("The settings were not saved")
