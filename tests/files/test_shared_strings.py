from collections.abc import Iterator

from vindesk.files.shared_strings import SharedStrings


class Pieces:
    """A part of an archive, and how often it was unfolded."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = pieces
        self.unfolded = 0

    def __iter__(self) -> Iterator[bytes]:
        self.unfolded += 1
        return iter(self._pieces)


LONG = b"x" * 1000
STRINGS = (b"<sst><si><t>a</t></si><si><t>", LONG, b"</t></si><si><t>bc</t></si></sst>")
SHEET = b'<row><c r="A1" t="s"><v>%d</v></c></row>'


def test_each_sheet_takes_what_its_cells_show_and_the_strings_are_unfolded_once() -> None:
    part = Pieces(*STRINGS)
    strings = SharedStrings(part)
    short, long = (strings.shown_bytes([SHEET % place]) for place in (0, 1))
    assert short < 100
    assert strings.longest == long > 1000
    for _ in range(150):
        assert strings.shown_bytes([SHEET % 1, SHEET % 1, SHEET % 0]) == 2 * long + short
    assert strings.shown_bytes([SHEET % 3]) == 0
    assert part.unfolded == 1


def test_no_strings_take_nothing() -> None:
    strings = SharedStrings(Pieces(b"<sst></sst>"))
    assert (strings.longest, strings.held_bytes, strings.shown_bytes([SHEET % 0])) == (0, 0, 0)
