"""Whether a folder is on a network drive, where the system tells."""

import os
from pathlib import Path
from typing import Final

from vindesk.domain.words import say

_MOUNTS: Final = Path("/proc/self/mounts")
WINDOWS_SHARES: Final = frozenset({"cifs", "smb3", "smbfs"})
_KINDS: Final = WINDOWS_SHARES | {
    "nfs", "nfs4", "afs", "ceph", "fuse.sshfs", "davfs", "fuse.davfs2",
}  # fmt: skip


def network_drive(path: Path, mounts: Path = _MOUNTS) -> str:
    """The kind of network drive that ``path`` leads to; empty if none is known."""
    if str(path).startswith("\\\\"):
        return say("a Windows share")
    path = Path(os.path.realpath(path))
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        _device, place, found, *_rest = (*line.split(" "), "", "", "")
        place = place.replace("\\040", " ")
        if path.is_relative_to(place or "/nowhere") and len(place) >= len(best):
            best, kind = place, found
    return kind if kind in _KINDS else ""
