"""Whether a folder is on a network drive, where the system tells."""

from pathlib import Path
from typing import Final

from vindesk.domain.words import say

_MOUNTS: Final = Path("/proc/self/mounts")
_KINDS: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "fuse.sshfs", "davfs", "fuse.davfs2"}
)


def network_drive(path: Path, mounts: Path = _MOUNTS) -> str:
    """The kind of network drive that ``path`` is on; empty if none is known."""
    if str(path).startswith("\\\\"):
        return say("a Windows share")
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
