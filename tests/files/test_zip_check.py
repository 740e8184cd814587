import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.files.workbooks import (
    SHEET,
    STRINGS,
    cell,
    spoiled,
    understated,
    with_rows,
    written,
    zipped,
)
from tests.store.stoppable import Stoppable
from vindesk.domain.errors import FileProtected, FileTooLarge, FileUnreadable
from vindesk.domain.monitor import Cancelled, Unwatched
from vindesk.files.zip_check import check_zip


def check(path: Path, memory_mb: int = 256) -> None:
    with path.open("rb") as stream:
        check_zip(stream, "it", memory_mb, Unwatched())


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def test_a_sound_workbook_passes(tmp_path: Path) -> None:
    check(written(tmp_path / "x.xlsx", [["vin", "year"], ["x", 2003]] * 5000), 64)


@pytest.mark.parametrize(
    "rows",
    [
        row(1, cell("A1")) + row(1_048_576, cell("XFD1048576")),
        row(1, cell("A1"), cell("xfd1048576")),
        row(1, cell("A1")) + row(99_999_999, cell("A99999999")),
        "<row r = '1'><c r = 'A1'/><c r = 'A99999999'/></row>",
        f"{row(1_048_570, cell(''))}{row(1, cell('XFA1'), cell(''))}",
        f"<row>{cell('') * 1000}</row>{row(1_048_570, cell('A1048570'))}",
        '<x:row r="1"><x:c r="A1"/><x:c r="XFD1048576"/></x:row>',
    ],
)
def test_far_corners_are_refused(tmp_path: Path, rows: str) -> None:
    with pytest.raises(FileTooLarge, match="memory limit"):
        check(with_rows(tmp_path / "x.xlsx", rows))


@pytest.mark.parametrize(
    "rows",
    [
        row(1, cell("A1"), cell("XFD1")) + row(20, cell("B20")),
        row(1, cell("A1")) + row(1_048_576, cell("B1048576")),
        f"<row>{cell('') * 30}</row>" * 20,
        "".join(f"<row><c r='A{n}'/><c r='CZ{n}'/></row>" for n in range(1, 9)),
        "",
    ],
)
def test_wide_or_deep_alone_is_no_harm(tmp_path: Path, rows: str) -> None:
    check(with_rows(tmp_path / "x.xlsx", rows))


def test_a_row_without_end_is_looked_at_all_the_same(tmp_path: Path) -> None:
    long = "".join(f'<c r="A{n}"/>' for n in range(1, 700_000)) + '<c r="XFD1048576"/>'
    with pytest.raises(FileTooLarge):
        check(with_rows(tmp_path / "x.xlsx", f'<row r="1">{long}</row>'))


def test_a_bomb_is_refused_before_it_is_unfolded(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "x.xlsx", {"xl/workbook.xml": b"", "a": b"0" * (40 << 20)})
    assert bomb.stat().st_size < 1 << 20
    with pytest.raises(FileTooLarge):
        check(bomb)
    with pytest.raises(FileTooLarge):
        check(bomb, 4)


def test_a_bomb_that_understates_its_size_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "x.xlsx", [["x" * 30_000, n] for n in range(20)])
    bomb = understated(spoiled(path, lambda sheet: sheet + b" " * (20 << 20)))
    with zipfile.ZipFile(bomb) as archive:
        assert archive.getinfo(SHEET).file_size == 100
    with pytest.raises(FileTooLarge):
        check(bomb, 4)


@pytest.mark.parametrize(
    "change",
    [
        lambda part: part,
        lambda part: part.replace(b' t="s"><v>', b" t = 's' ><f>1</f><v a=''> "),
        lambda part: part.replace(b"<c ", b"<x:c ").replace(b"<v>", b"<x:v>"),
    ],
)
def test_a_long_text_in_many_cells_is_refused(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    path = written(tmp_path / "x.xlsx", [["x" * 30_000]] * 20_000)
    with pytest.raises(FileTooLarge, match="memory limit"):
        check(spoiled(path, change))


@pytest.mark.parametrize("tag", [b"si", b"x:si", b"si xml:space='preserve'"])
def test_a_string_is_measured_however_long_it_is(tmp_path: Path, tag: bytes) -> None:
    def lengthen(part: bytes) -> bytes:
        longer = part.replace(b"basis", b"basis " * 200_000)
        return longer.replace(b"<si>", b"<%s>" % tag)

    rows = [["short", n, "basis"] for n in range(100)]
    check(spoiled(written(tmp_path / "x.xlsx", rows), lengthen, STRINGS))
    with pytest.raises(FileTooLarge):
        check(spoiled(written(tmp_path / "x.xlsx", rows * 4), lengthen, STRINGS))


def test_a_long_text_in_few_of_many_cells_is_no_harm(tmp_path: Path) -> None:
    check(written(tmp_path / "x.xlsx", [["x" * 30_000]] + [["short"]] * 20_000))


def test_more_strings_than_fit_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "x.xlsx", [["vin"]])
    many = b"".join(b"<si><t>%d</t></si>" % (n * 7919 % 1_000_003) for n in range(1_500_000))
    swollen = spoiled(path, lambda part: part.replace(b"</sst>", many + b"</sst>"), STRINGS)
    check(swollen, 128)
    with pytest.raises(FileTooLarge):
        check(swollen, 64)


def test_a_damaged_part_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "x.xlsx", [["x" * 1000]] * 100)
    content = path.read_bytes()
    place = content.find(SHEET.encode()) + len(SHEET) + 20
    path.write_bytes(content[:place] + b"\xff" * 40 + content[place + 40 :])
    with pytest.raises(FileUnreadable, match="damaged or not a workbook"):
        check(path)


@pytest.mark.parametrize("content", [b"PK\x03\x04garbage", b""])
def test_what_is_no_archive_is_told(content: bytes) -> None:
    with pytest.raises(FileUnreadable, match="damaged or not a workbook: File is not a zip file"):
        check_zip(BytesIO(content), "it", 256, Unwatched())


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("word/document.xml", "a text document"),
        ("ppt/presentation.xml", "a presentation"),
        ("vins.csv", "a ZIP archive"),
    ],
)
def test_other_archives_are_named(tmp_path: Path, part: str, words: str) -> None:
    with pytest.raises(FileUnreadable, match=f"it is {words}, not a workbook"):
        check(zipped(tmp_path / "x.xlsx", {part: b"x"}))


def test_a_part_that_wants_a_password_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "x.xlsx", [["x"]])
    content = bytearray(path.read_bytes())
    content[content.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(FileProtected, match="needs a password"):
        check(path)


def test_looking_can_be_cancelled(tmp_path: Path) -> None:
    monitor = Stoppable()
    monitor.cancel()
    with written(tmp_path / "x.xlsx", [["x"]]).open("rb") as stream, pytest.raises(Cancelled):
        check_zip(stream, "it", 256, monitor)
