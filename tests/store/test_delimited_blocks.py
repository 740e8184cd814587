from io import BytesIO
from itertools import pairwise

import pytest

from vindesk.store.delimited_blocks import BLOCK_BYTES, Block, LongLine, blocks, encoding_of


def read(content: bytes, size: int = 64) -> bytes:
    """What all blocks hold, which must follow on each other."""
    line, whole = 1, b""
    for block in blocks(BytesIO(content), size):
        assert isinstance(block, Block)
        assert block.first_line == line
        assert not block.data or block.data.endswith(b"\n")
        line += block.data.count(b"\n")
        whole += block.data
    return whole


TEXT = "vin,größe\n" + "1HGCM82633A004352,5 €\n" * 20


@pytest.mark.parametrize("size", [1, 2, 3, 64, 10_000])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "cp1252"],
)
def test_the_encoding_does_not_matter(encoding: str, size: int) -> None:
    content = TEXT.encode(encoding)
    if encoding == "utf-32-be":
        content = b"\x00\x00\xfe\xff" + content
    if size < 8 and encoding != "utf-8":
        size *= 200  # the encoding is told from the first piece
    assert read(content, size).decode() == TEXT


@pytest.mark.parametrize("size", [1, 2, 3, 100])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_a_line_is_one(end: str, size: int) -> None:
    assert read(f"a{end}{end}b{end}c".encode(), size) == b"a\n\nb\nc\n"


def test_a_carriage_return_at_the_very_end() -> None:
    assert read(b"a\r\nb\r", 2) == b"a\nb\n"


def test_lines_of_several_encodings_in_one_file() -> None:
    assert read("ü\n".encode() + "ü\n".encode("cp1252")) == "ü\nü\n".encode()


def test_nuls_and_unit_separators_do_no_harm() -> None:
    assert read(b"1HG\0CM\x1f2\n") == b"1HGCM 2\n"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\0\0\0"])
def test_nothing_is_one_complete_block_of_nothing(content: bytes) -> None:
    (block,) = blocks(BytesIO(content))
    assert isinstance(block, Block)
    assert (block.data, block.complete) == (b"", True)


def test_only_the_last_block_is_complete() -> None:
    found = [piece for piece in blocks(BytesIO(b"abc\n" * 100), 64) if isinstance(piece, Block)]
    assert [piece.complete for piece in found] == [False] * (len(found) - 1) + [True]
    assert found[-1].position == 400


@pytest.mark.parametrize("after", [b"", b"\n", b"\nc\nd"])
def test_a_line_that_is_too_long_is_left_out_and_counted(after: bytes) -> None:
    content = b"a\nb\n" + b"x" * (3 * BLOCK_BYTES) + after
    found = list(blocks(BytesIO(content)))
    whole = [
        (piece.first_line, piece.data, piece.complete)
        for piece in found
        if isinstance(piece, Block)
    ]
    assert whole[:2] == [(1, b"a\nb\n", False), (3, b"", True)]
    assert found[2] == LongLine(3)
    rest = b"c\nd\n" if after.endswith(b"d") else b""
    assert whole[2:] == [(4 if after else 3, rest, True)]


def test_a_long_line_alone() -> None:
    found = list(blocks(BytesIO(b"x" * (3 * BLOCK_BYTES))))
    assert found[1] == LongLine(1)
    assert all(isinstance(piece, Block) and not piece.data for piece in (found[0], found[2]))


@pytest.mark.parametrize("before", [0, 1 << 20, BLOCK_BYTES - 2, 5 << 20])
@pytest.mark.parametrize("after", [b"", b"\n", b"\nc\nd", b"\nc" * BLOCK_BYTES])
@pytest.mark.parametrize("longer", [0, 1, 1 << 20])
def test_a_line_is_left_out_for_its_length_wherever_it_stands(
    before: int, after: bytes, longer: int
) -> None:
    lines = b"ab\n" * (before // 3)
    found = list(blocks(BytesIO(lines + b"x" * (BLOCK_BYTES + longer) + after)))
    left_out = [LongLine(before // 3 + 1)] if longer else []
    assert [piece for piece in found if isinstance(piece, LongLine)] == left_out
    data = b"".join(piece.data for piece in found if isinstance(piece, Block))
    rest = after.removeprefix(b"\n") if longer else b"x" * BLOCK_BYTES + after
    assert data.removesuffix(b"\n") == (lines + rest).removesuffix(b"\n")
    for piece, following in pairwise(found):
        if isinstance(piece, Block):
            assert piece.complete == isinstance(following, LongLine)
            line = following.first_line if isinstance(following, Block) else following.line
            assert line == piece.first_line + piece.data.count(b"\n")


def test_text_without_nuls_is_utf_8_or_windows() -> None:
    assert encoding_of(b"") == ("utf-8", 0)
    assert encoding_of(b"a\0b") == ("utf-8", 0)
