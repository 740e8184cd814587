import csv
import random
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import one_in
from tests.store.full_disk import files_up_to
from tests.store.stoppable import CancelledInside, Stoppable
from vindesk.domain.errors import FileUnreadable
from vindesk.domain.monitor import Cancelled
from vindesk.store import delimited_blocks
from vindesk.store.delimited import DelimitedFile
from vindesk.store.delimited_blocks import BLOCK_BYTES
from vindesk.store.delimited_reader import BlockReader
from vindesk.store.delimited_records import LINES, Dialect
from vindesk.store.engine import EngineLimits

VIN = "1HGCM82633A004352"
Opener = Callable[[str | bytes], DelimitedFile]


@pytest.fixture
def opened(tmp_path: Path, limits: EngineLimits) -> Opener:
    def write(content: str | bytes) -> DelimitedFile:
        path = tmp_path / "in put's [1]*.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return DelimitedFile.open(path, limits)

    return write


def rows(file: DelimitedFile, columns: Sequence[int], after: int = 0) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for batch in file.batches(columns, after):
        assert batch.schema.names == ["row", *(f"c{place}" for place in range(len(columns)))]
        assert [str(kind) for kind in batch.schema.types] == ["int64", *["string"] * len(columns)]
        found += [tuple(row.values()) for row in batch.to_pylist()]
    return found


def test_rows_have_the_numbers_of_their_lines(opened: Opener) -> None:
    file = opened(f"vin,year\n{VIN},2003\n\n{VIN}\n,\n{VIN},2004,extra\n")
    assert (file.dialect, file.width) == (Dialect(",", '"'), 3)
    assert file.head(2) == [(1, ["vin", "year", None]), (2, [VIN, "2003", None])]
    assert rows(file, [1, 0], after=1) == [
        (2, "2003", VIN),
        (3, None, None),
        (4, None, VIN),
        (5, None, None),
        (6, "2004", VIN),
    ]


def test_only_what_comes_after_is_read(opened: Opener) -> None:
    file = opened("a\nb\nc\n")
    assert rows(file, [0], after=2) == [(3, "c")]
    assert rows(file, [0], after=3) == []


def test_quoted_cells_are_what_is_between_the_marks(opened: Opener) -> None:
    file = opened(f'"vin","note"\n"{VIN}","a ""b"", c"\n"","5"" pipe"\n')
    assert rows(file, [0, 1], 1) == [(2, VIN, 'a "b", c'), (3, None, '5" pipe')]


def test_lines_that_begin_with_the_mark_of_text_are_read_as_they_stand(opened: Opener) -> None:
    """Spreadsheets put an apostrophe before a number that is text."""
    file = opened(f"'{VIN}\n" * 20_000)
    assert file.dialect == LINES
    assert rows(file, [0]) == [(line, f"'{VIN}") for line in range(1, 20_001)]
    file = opened(f"vin,year\n'{VIN},'2003\n'{VIN},2004\n")
    assert rows(file, [0, 1], 1) == [(2, f"'{VIN}", "'2003"), (3, f"'{VIN}", "2004")]


def test_cells_in_apostrophes_are_what_is_between_them(opened: Opener) -> None:
    file = opened(f"'vin','note'\n'{VIN}','a, b'\n'{VIN}','it''s'\n")
    assert rows(file, [0, 1], 1) == [(2, VIN, "a, b"), (3, VIN, "it's")]


def test_a_cell_of_several_lines_is_one_row(opened: Opener) -> None:
    file = opened(f'vin,note\n{VIN},"x\n\ny"\n{VIN},z\n')
    assert rows(file, [0, 1], 1) == [(2, VIN, "x\n\ny"), (5, VIN, "z")]


def test_a_mark_that_never_closes_costs_no_row(opened: Opener) -> None:
    file = opened(f'vin,note\n{VIN},"never closed\n' + f"{VIN},x\n" * 500)
    assert len(rows(file, [0], 1)) == 501
    assert rows(file, [1], 1)[0] == (2, '"never closed')


def test_a_cell_that_goes_on_in_the_next_block(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = opened("".join(f'{place},"a\nb\nc"\n{place},d\n' for place in range(50)))
    expected = [(1 + n * 2 + n * 2, f"{n}") for n in range(50)]
    for size in range(20, 60, 9):
        monkeypatch.setattr(delimited_blocks.blocks, "__defaults__", (size,))
        found = rows(file, [0, 1])
        assert [(row, key) for row, key, text in found if text == "a\nb\nc"] == expected
        assert len(found) == 100


def test_a_long_line_is_reported_and_the_others_are_read(opened: Opener) -> None:
    file = opened(
        f'vin,x\n{VIN},"a\n'.encode() + b"x" * (3 * BLOCK_BYTES) + f"\n{VIN},b\n".encode()
    )
    assert rows(file, [0, 1]) == [(1, "vin", "x"), (2, VIN, "a"), (4, VIN, "b")]
    (reject,) = file.rejects
    assert (reject.line, reject.reason) == (3, "The line is longer than 4 MB and was left out.")
    rows(file, [0])
    assert len(file.rejects) == 1


def test_rejects_are_kept_within_bounds(opened: Opener) -> None:
    file = opened("a\n")
    for line in range(2000):
        file._reject(line)
    assert len(file.rejects) == 1000


def test_a_single_line_that_never_ends_is_refused(opened: Opener) -> None:
    with pytest.raises(FileUnreadable, match="no line of text that is shorter than 4 MB") as told:
        opened(b"x" * (3 * BLOCK_BYTES))
    assert told.value.advice == "Put each VIN on a line of its own."


def test_blank_lines_may_come_first(opened: Opener) -> None:
    file = opened("\n" * (3 << 20) + f"vin,year\n{VIN},2003\n")
    assert rows(file, [0], (3 << 20) + 1) == [((3 << 20) + 2, VIN)]
    assert file.head(2)[-1] == ((3 << 20) + 2, [VIN, "2003"])


def test_a_line_longer_than_duckdb_takes_is_read_all_the_same(opened: Opener) -> None:
    file = opened(f"vin,note\n{VIN},{'x' * 3_000_000}\n{VIN},y\n")
    assert rows(file, [0], 1) == [(2, VIN), (3, VIN)]


def test_a_list_of_lines(opened: Opener) -> None:
    file = opened(f'{VIN}\r\n\r\n{VIN}\r{VIN}\x1f, "x')
    assert file.dialect == LINES
    assert rows(file, [0]) == [(1, VIN), (2, None), (3, VIN), (4, f'{VIN} , "x')]


def test_a_list_of_quoted_cells(opened: Opener) -> None:
    assert rows(opened(f'"VIN"\n"{VIN}"\n'), [0]) == [(1, "VIN"), (2, VIN)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(opened: Opener, encoding: str) -> None:
    file = opened(f"vin;größe\n{VIN};5 €\n".encode(encoding))
    assert file.head(1) == [(1, ["vin", "größe"])]
    assert rows(file, [0, 1], 1) == [(2, VIN, "5 €")]


def test_nuls_are_taken_out(opened: Opener) -> None:
    assert rows(opened(b"vin,x\n1HGCM826\x0033A004352,\0\n"), [0, 1], 1) == [(2, VIN, None)]


def test_many_columns(opened: Opener) -> None:
    wide = ",".join(f"c{place}" for place in range(20_000))
    file = opened(f"{wide}\n{wide}\n")
    assert file.width == 20_000
    assert rows(file, [3, 19_999], 1) == [(2, "c3", "c19999")]
    assert rows(file, [3], 1) == [(2, "c3")]


def test_too_many_columns_are_none(opened: Opener) -> None:
    file = opened("," * 60_000 + "\n")
    assert (file.dialect, file.width) == (LINES, 1)


def test_large_files_come_in_bounded_batches_and_in_order(opened: Opener) -> None:
    count = 400_000
    monitor = Stoppable()
    file = opened("".join(f"{n},{VIN}\n" for n in range(1, count + 1)))
    last = 0
    for batch in file.batches([0], 0, monitor):
        assert batch.num_rows <= 65_536
        found = batch.column("row").to_pylist()
        assert found == list(range(last + 1, last + 1 + len(found)))
        assert [int(text) for text in batch.column("c0").to_pylist()] == found
        last = found[-1]
    assert last == count
    assert monitor.reports[-1].done == monitor.reports[-1].total == file.size_bytes


ODD = st.text(
    st.sampled_from(["a", "1", " ", '"', ",", ";", "\n", "\r", "é", "\x0b", "'"]), max_size=12
)


@settings(max_examples=one_in(2))
@given(st.lists(st.lists(ODD, min_size=2, max_size=4), min_size=1, max_size=8))
def test_what_a_writer_wrote_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]
) -> None:
    text = StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    file = DelimitedFile(
        "x", text.getvalue().encode(), EngineLimits(256, 2, tmp_path_factory.mktemp("t"))
    )
    file.read_as(Dialect(",", '"'))
    expected = [
        tuple((cell.replace("\r\n", "\n").replace("\r", "\n") or None) for cell in row[:2])
        for row in table
    ]
    assert [cells for _, *cells in rows(file, [0, 1])] == [list(row) for row in expected]


def test_both_ways_of_reading_agree(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(5)
    cells = ["x", "", '"q"', '"a,b"', '"say ""hi"""', "é", " y ", '5"', "-"]
    lines = [",".join(chance.choices(cells, k=chance.randint(1, 5))) for _ in range(3000)]
    file = opened("\n".join(["a,b,c", *lines]))
    fast = rows(file, [0, 1, 2])
    monkeypatch.setattr(BlockReader, "_fast", lambda *_: None)
    assert rows(file, [0, 1, 2]) == fast


def test_a_text_is_read_like_a_file(limits: EngineLimits) -> None:
    file = DelimitedFile.of_text(f"VIN\tYear\r\n{VIN}\t2003", limits)
    assert file.dialect == Dialect("\t", '"')
    assert rows(file, [0], 1) == [(2, VIN)]
    assert DelimitedFile.of_text("a,b\nc,d", limits).dialect == LINES
    assert DelimitedFile.of_text("half \ud800 a letter", limits).width == 1
    file.close()


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"\xef\xbb\xbf", b"\0\0", b"\n\n\n", b" \r\n\t\r\n"]
)
def test_nothing_is_refused(opened: Opener, content: bytes) -> None:
    with pytest.raises(FileUnreadable, match="is empty"):
        opened(content)


def test_what_is_gone_is_told(opened: Opener, tmp_path: Path, limits: EngineLimits) -> None:
    with pytest.raises(FileUnreadable, match="No such file"):
        DelimitedFile.open(tmp_path / "none", limits)
    file = opened("a\n")
    (path,) = (path for path in tmp_path.iterdir() if path.is_file())
    path.unlink()
    with pytest.raises(FileUnreadable, match="No such file"):
        rows(file, [0])


def test_reading_can_be_cancelled(opened: Opener) -> None:
    file = opened(f"vin,x\n{VIN},y\n" * 1000)
    monitor = Stoppable()
    monitor.cancel()
    with pytest.raises(Cancelled):
        next(file.batches([0], 0, monitor))
    with pytest.raises(Cancelled):
        next(file.batches([0], 0, CancelledInside()))


def test_giving_up_leaves_nothing_behind(opened: Opener, limits: EngineLimits) -> None:
    reading = opened("a\n" * 100).batches([0], 0)
    next(reading)
    assert any(limits.temporary.iterdir())
    assert isinstance(reading, Generator)
    reading.close()
    assert not any(limits.temporary.iterdir())


def test_a_folder_that_cannot_be_used_is_told(opened: Opener, limits: EngineLimits) -> None:
    limits.temporary.parent.mkdir(exist_ok=True)
    limits.temporary.write_text("in the way")
    with pytest.raises(FileUnreadable, match="temporary files cannot be used: Not a directory"):
        rows(opened("a\n"), [0])


def test_a_full_disk_is_told(opened: Opener) -> None:
    file = opened("a\n" * 100_000)
    with files_up_to(1000), pytest.raises(FileUnreadable, match="no room left"):
        rows(file, [0])


def test_a_lack_of_memory_is_told(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> object:
        raise duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate")

    file = opened("a\n")
    monkeypatch.setattr("vindesk.store.delimited_reader._query", refuse)
    with pytest.raises(FileUnreadable, match="more memory than the limit"):
        rows(file, [0])


def test_a_bug_is_no_users_error(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    file = opened("a\n")
    monkeypatch.setattr("vindesk.store.delimited_reader._query", lambda _: "SELECT nope")
    with pytest.raises(duckdb.BinderException):
        rows(file, [0])


def test_no_more_than_a_sample_is_held(opened: Opener) -> None:
    assert len(opened('a,"b\nc"\n' * 800).head(5000)) == 500


def test_a_block_that_is_all_one_cell_waits_for_the_next(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = opened('1,"a\nb\nc\nd"\n2,x\n')
    monkeypatch.setattr(delimited_blocks.blocks, "__defaults__", (8,))
    assert rows(file, [0, 1]) == [(1, "1", "a\nb\nc\nd"), (5, "2", "x")]


def test_what_is_collected_takes_its_memory_from_the_system() -> None:
    program = """
from vindesk.store.input_tables import collected
import pyarrow
collected([1], [["x"]])
print(pyarrow.default_memory_pool().backend_name)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "system\n"
