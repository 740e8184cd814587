from collections.abc import Sequence
from typing import Any

import pytest
from typing_extensions import override

from tests.store.stoppable import Stoppable
from vindesk.domain.monitor import Cancelled
from vindesk.store.delimited_dialect import sniff
from vindesk.store.delimited_records import LINES, Dialect, records

COMMAS = Dialect(",", '"')
VIN = "1HGCM82633A004352"


def test_a_cell_may_go_on_in_the_next_lines() -> None:
    lines = ['a,"b', "", 'c",d', "e,f"]
    assert records(lines, COMMAS) == ([(0, ["a", "b\n\nc", "d"]), (3, ["e", "f"])], 4)


def test_a_mark_that_never_closes_is_one_like_any_other() -> None:
    found, taken = records(['a,"b', "c,d", ""], COMMAS)
    assert found == [(0, ["a", '"b']), (1, ["c", "d"]), (2, [])]
    assert taken == 3


def test_a_mark_that_another_cells_mark_seems_to_close_hides_no_line() -> None:
    found, _ = records(['1,"a', '2,"b"', '3,"c"'], COMMAS)
    assert found == [(0, ["1", '"a']), (1, ["2", "b"]), (2, ["3", "c"])]


def test_a_cell_of_many_lines_was_opened_by_mistake() -> None:
    lines = ['a,"b', *["c,d"] * 300, 'e,"f"']
    found, _ = records(lines, COMMAS, complete=False)
    assert len(found) == 302
    assert found[-1] == (301, ["e", "f"])


def test_a_cell_too_long_to_be_one_was_opened_by_mistake() -> None:
    found, _ = records(['a,"' + "b" * 200_000, "c,d"], COMMAS)
    assert [place for place, _ in found] == [0, 1]


def test_what_goes_on_later_is_left_over() -> None:
    assert records(["a,b", 'c,"d', "e"], COMMAS, complete=False) == ([(0, ["a", "b"])], 1)


def test_no_lines_no_records() -> None:
    assert records([], COMMAS) == ([], 0)


def test_a_line_is_a_cell_where_nothing_splits_it() -> None:
    assert records(['a,"b;c', ""], LINES)[0] == [(0, ['a,"b;c']), (1, [])]
    assert not LINES.splits


class Counted(Sequence[str]):
    """Lines, and how often one of them was looked at."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self.looks = 0

    @override
    def __len__(self) -> int:
        return len(self._lines)

    @override
    def __getitem__(self, place: Any) -> Any:
        self.looks += 1
        return self._lines[place]


def test_however_many_lines_do_not_end_each_is_looked_at_a_few_times() -> None:
    lines = Counted([f"'{VIN}"] * 2_000)
    found, taken = records(lines, Dialect(quote="'"))
    assert found == [(place, [f"'{VIN}"]) for place in range(2_000)]
    assert taken == 2_000
    assert lines.looks < 5 * 2_000


def test_who_cancels_waits_for_one_line_that_does_not_end() -> None:
    monitor = Stoppable()
    monitor.cancel()
    assert records([VIN] * 3, LINES, monitor=monitor)[1] == 3
    with pytest.raises(Cancelled):
        records([f"'{VIN}"] * 3, Dialect(quote="'"), monitor=monitor)


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        (f"vin,year\n{VIN},2003\n", COMMAS),
        (f"vin;note\n{VIN};a,b\n{VIN};c,d,e\n", Dialect(";", '"')),
        (f"vin\tyear\n{VIN}\t2003\n", Dialect("\t", '"')),
        (f"vin|year\n{VIN}|2003\n", Dialect("|", '"')),
        (f"'vin','note'\n'{VIN}','a, b'\n", Dialect(",", "'")),
        (f"'vin';'note'\n'{VIN}';'it''s'\n'{VIN}' ;''\n", Dialect(";", "'")),
        (f"'VIN'\n'{VIN}'\n'it''s'\n", Dialect(quote="'")),
        (f"'{VIN}\n'{VIN}\n", LINES),
        (f"'VIN'\n'{VIN}\n'{VIN}\n", LINES),
        (f"vin,year\n'{VIN},'2003\n'{VIN},'2004\n", COMMAS),
        (f'"vin","note"\n"{VIN}","x\ny, z"\n', COMMAS),
        (f'vin,note\n{VIN},5" pipe\n{VIN},6" pipe\n', COMMAS),
        (f'vin,note\n{VIN},"never closed\n{VIN},x\n', COMMAS),
        (f"Fleet report\n\nvin,year,make\n{VIN},2003,HONDA\n{VIN},2004,HONDA\n", COMMAS),
        (f"vin,year,make\n{VIN},2003\n{VIN},2003,HONDA\n{VIN},2003,HONDA,x\n", COMMAS),
        (f"unit,VIN,driver,note\nU1,{VIN},Bob\nU2,{VIN}\nU3,{VIN},Al,x\n", COMMAS),
        (f"Fleet\nVIN;driver;note\n{VIN}\n{VIN};Bob\n{VIN};Al;x\n", Dialect(";", '"')),
        (f"unit,VIN,note\nU1,{VIN}\nU2\nU3,{VIN},n,x,y\n\n,{VIN}\nU5,bad,n\n", COMMAS),
        (f"VIN, please\n{VIN}\nand a, b, c, d\nor e, f, g, h\nor i, j, k\n", LINES),
        (f"VIN\n{VIN}\n{VIN}\n", LINES),
        (f'"VIN"\n"{VIN}"\n', Dialect(quote='"')),
        (f"Dear Bob,\n\nplease look up\n{VIN}\nand, perhaps, {VIN}\nBye; Al\n", LINES),
        ("", LINES),
        ("\n\n", LINES),
    ],
)
def test_the_dialect_is_found(text: str, dialect: Dialect) -> None:
    assert sniff(text.split("\n")) == dialect


def test_only_the_delimiters_that_are_asked_for_count() -> None:
    assert sniff(["a,b", "c,d"], "\t") == LINES
