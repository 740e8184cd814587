import re
from pathlib import Path

import pytest

from vindesk.bundled import bundled

ICONS = sorted(bundled("icons").glob("*.svg"))
LINE_ICONS = [path for path in ICONS if path.stem != "app"]


def test_the_field_catalogue_is_found() -> None:
    assert bundled("fields.json").is_file()


def test_what_is_missing_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"'no such file' is missing: install it again"):
        bundled("no such file")


@pytest.mark.parametrize("path", LINE_ICONS, ids=lambda path: path.stem)
def test_a_line_icon_can_be_drawn_in_any_colour(path: Path) -> None:
    colours = re.findall(r'(?:stroke|fill|stop-color)="([^"]+)"', path.read_text("utf-8"))
    assert "currentColor" in colours
    assert set(colours) <= {"currentColor", "none"}


@pytest.mark.parametrize("path", [p for p in LINE_ICONS if p.stem != "empty"], ids=lambda p: p.stem)
def test_line_icons_are_one_family(path: Path) -> None:
    head = path.read_text("utf-8").partition(">")[0]
    assert 'viewBox="0 0 24 24"' in head
    assert 'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"' in head
