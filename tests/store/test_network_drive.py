from pathlib import Path

import pytest

from tests.store.samples import Clock
from vindesk.store import opening
from vindesk.store.backups import Backups
from vindesk.store.engine import EngineLimits
from vindesk.store.network_drive import network_drive

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/ann/local ext4 rw 0 0
//nas/x /mnt/my\\040share cifs rw 0 0

nonsense
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/data/vehicles.duckdb", ""),
        ("/home/ann/vehicles.duckdb", "nfs4"),
        ("/home/ann/local/vehicles.duckdb", ""),
        ("/mnt/my share/v.duckdb", "cifs"),
        ("\\\\server\\share\\v.duckdb", "a Windows share"),
    ],
)
def test_the_innermost_mount_counts(tmp_path: Path, place: str, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert network_drive(Path(place), mounts) == kind


def test_a_link_leads_to_its_drive(tmp_path: Path) -> None:
    mounts, share, link = tmp_path / "mounts", tmp_path / "share", tmp_path / "link"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\n//nas/x {share.resolve()} cifs rw 0 0\n")
    share.mkdir()
    link.symlink_to(share)
    assert network_drive(link / "vehicles.duckdb", mounts) == "cifs"


def test_where_the_system_does_not_tell_nothing_is_known(tmp_path: Path) -> None:
    assert network_drive(Path("/home/ann"), tmp_path / "gone") == ""


def test_a_cache_there_gets_a_word(
    cache: Path, limits: EngineLimits, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "network_drive", lambda _path: "nfs4")
    opened = opening.open_cache(cache, limits, Backups(cache.parent / "b", limits, clock), clock)
    opened.database.close()
    assert "network drive (nfs4)" in opened.notice
