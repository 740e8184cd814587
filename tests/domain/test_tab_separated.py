import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from vindesk.domain.shown_text import copied_cell
from vindesk.domain.tab_separated import tab_line, tab_lines

ROWS = st.lists(st.lists(st.text(), min_size=2, max_size=4), min_size=1, max_size=4)


def test_plain_cells_are_left_as_they_are() -> None:
    assert tab_line(("KENWORTH", "", 'a 5" pipe', "=1+1")) == 'KENWORTH\t\ta 5" pipe\t=1+1'


def test_no_tab_and_no_line_end_in_a_cell_breaks_its_row() -> None:
    assert tab_line(["a\tb", "c\nd", "e\r\nf"]) == "a b\tc d\te f"


def test_a_cell_that_starts_with_a_quotation_mark_does_not_swallow_the_next() -> None:
    assert tab_line(['"Long" cab', '"', "x"]) == '"""Long"" cab"\t""""\tx'


def test_rows_are_lines() -> None:
    assert tab_lines((("a", "b"), ("c", "d"))) == "a\tb\nc\td"


@given(ROWS)
def test_a_spreadsheet_reads_the_same_rows(rows: list[list[str]]) -> None:
    text = tab_lines(rows)
    assert text.count("\n") == len(rows) - 1
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", lineterminator="\n"))
    assert read == [[copied_cell(cell) for cell in row] for row in rows]
