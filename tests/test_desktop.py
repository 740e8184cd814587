"""The files for Linux desktops, and the script that installs them for one user."""

import configparser
import os
import runpy
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from vindesk import __version__
from vindesk.bundled import bundled
from vindesk.domain.endings import PARQUET_ENDINGS

ROOT = Path(__file__).parent.parent
DESKTOP = ROOT / "resources" / "desktop"
ENTRY = DESKTOP / "vindesk.desktop"
METAINFO = DESKTOP / "org.vindesk.vindesk.metainfo.xml"
MIME = DESKTOP / "vindesk-mime.xml"
SCRIPT = ROOT / "resources" / "install-desktop.sh"
SIZES = {16, 22, 24, 32, 48, 64, 96, 128, 256, 512}
PARQUET = "application/vnd.apache.parquet"
BASH = shutil.which("bash") or "bash"

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="for desktops of Linux")


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, words)], capture_output=True, text=True, check=False)


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def entry(file: Path) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(strict=True)  # it asks for names in any case
    parser.read(file, "utf-8")
    return parser["Desktop Entry"]


def test_the_desktop_entry_is_valid() -> None:
    checked = run(tool("desktop-file-validate"), ENTRY)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_the_metainfo_is_valid() -> None:
    checked = run(tool("appstreamcli"), "validate", "--no-net", "--pedantic", METAINFO)
    assert checked.returncode == 0, checked.stdout


def test_the_files_name_each_other() -> None:
    root = ET.parse(METAINFO).getroot()  # noqa: S314 - our own file
    assert f"{root.findtext('id')}.metainfo.xml" == METAINFO.name
    assert root.findtext("launchable") == ENTRY.name
    assert {element.text for element in root.iter("mediatype")} <= set(
        entry(ENTRY)["MimeType"].strip(";").split(";")
    )
    mime = ET.parse(MIME).getroot()  # noqa: S314 - our own file
    assert [kind.get("type") for kind in mime] == [PARQUET]
    assert PARQUET in entry(ENTRY)["MimeType"]


def test_the_newest_release_is_this_one() -> None:
    release = ET.parse(METAINFO).getroot().find("releases/release")  # noqa: S314 - our own file
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert release is not None
    assert release.get("version") == project["version"] == __version__


def test_a_parquet_file_is_known_by_name_and_by_content(tmp_path: Path) -> None:
    update = tool("update-mime-database")
    (tmp_path / "packages").mkdir()
    shutil.copy(MIME, tmp_path / "packages")
    run(update, tmp_path)
    globs = (tmp_path / "globs").read_text("utf-8").splitlines()
    assert {f"{PARQUET}:*{ending}" for ending in PARQUET_ENDINGS} <= set(globs)
    assert b"PAR1" in (tmp_path / "magic").read_bytes()


def test_the_icon_is_there_in_every_size_and_as_it_is_drawn_now(qapp: QCoreApplication) -> None:
    script = runpy.run_path(str(ROOT / "resources" / "icons.py"))
    drawn: Callable[[int], QImage] = script["drawn"]
    assert set(script["SIZES"]) == SIZES
    for size in SIZES:
        there = QImage(str(DESKTOP / "icons" / f"{size}x{size}" / "vindesk.png"))
        assert there.convertToFormat(drawn(size).format()) == drawn(size)
    assert bundled("icons/app.svg").is_file()


def install(share: Path, *words: object, path: str = os.defpath) -> str:
    done = subprocess.run(
        [BASH, str(SCRIPT), *map(str, words)],
        env={"PATH": path, "HOME": str(share.parent), "XDG_DATA_HOME": str(share)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@on_linux
def test_what_is_installed_for_one_user_is_removed_again_and_nothing_else(tmp_path: Path) -> None:
    share = tmp_path / "share"
    other = share / "applications" / "other.desktop"
    other.parent.mkdir(parents=True)
    other.write_text("mine", "utf-8")
    assert "in the menu now" in install(share)
    there = {file.relative_to(share).as_posix() for file in share.rglob("vindesk*")}
    assert {f"icons/hicolor/{size}x{size}/apps/vindesk.png" for size in SIZES} <= there
    assert "icons/hicolor/scalable/apps/vindesk.svg" in there
    assert "mime/packages/vindesk-mime.xml" in there
    starts = entry(share / "applications" / "vindesk.desktop")["Exec"]
    assert starts.endswith("%F")
    assert f'"{ROOT / "resources" / "run.sh"}"' in starts
    install(share, "--remove")
    assert list(share.rglob("*vindesk*")) == []
    assert other.read_text("utf-8") == "mine"
    install(share, "--remove")


@on_linux
def test_an_odd_path_is_quoted_as_desktops_read_it(tmp_path: Path) -> None:
    command = tmp_path / 'my "50%" $apps' / "vindesk"
    command.parent.mkdir()
    command.write_text("#!/bin/sh\n", "utf-8")
    command.chmod(0o755)
    install(tmp_path / "share", command)
    file = tmp_path / "share" / "applications" / "vindesk.desktop"
    starts = entry(file)["Exec"].replace("\\\\", "\\").removesuffix(" %F")
    for escaped, plain in (('\\"', '"'), ("\\$", "$"), ("%%", "%")):
        starts = starts.replace(escaped, plain)
    assert starts == f'"{command}"'
    checked = run(tool("desktop-file-validate"), file)
    assert (checked.returncode, checked.stdout) == (0, "")
