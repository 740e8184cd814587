import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import real_vins
from vindesk.domain.vin import LENGTH, Vin, find_fault
from vindesk.domain.vin_text import Found, Reject, VinText, read_typed, read_vins

PETERBILT = "1XPWD40X1ED215307"
KENWORTH = "1XKWDB0X57J211825"
VOLVO = "4V4NC9EJXEN171694"

SEPARATORS = (
    *("\n", "\n\n", " ", "\t", ",", ";", "|", ", ", " ; ", "/", " - ", "-", "\u2013", "\u00a0"),
    *(" and ", "\nVIN: ", ' "', "\n> ", "\n2. ", ") (", "&vin="),
)


def found(text: str) -> list[str]:
    return [item.vin.text for item in read_vins(text.splitlines()).found]


def test_a_mail_gives_its_vins_and_nothing_else() -> None:
    mail = f"""\
        Hello Maria,

        as promised on 2026-11-23 at 04:26 (call me: +49 171 1234567), for 125,000.00 EUR:

        1. {PETERBILT}, unit 12
        2. the W900 with VIN {KENWORTH}.
        > see https://example.org/?vin={VOLVO}&page=2

        Thanks
        Jean-Pierre
    """
    result = read_vins(mail.splitlines())

    assert [(item.vin.text, item.line) for item in result.found] == [
        (PETERBILT, 5),
        (KENWORTH, 6),
        (VOLVO, 7),
    ]
    assert result.rejects == []
    assert result.duplicates == 0


def test_csv_lines_give_the_cells_that_are_vins() -> None:
    result = read_vins(
        [
            "Unit,VIN,Model,Bought",
            f'17,"{PETERBILT}","Peterbilt, 388",2014-02-03',
            f"18;{KENWORTH};W9 Series;03.02.2007",
            f"19|{VOLVO}|VNL|",
        ]
    )

    assert [item.vin.text for item in result.found] == [PETERBILT, KENWORTH, VOLVO]
    assert result.rejects == []


def test_duplicates_are_counted_and_the_first_is_kept() -> None:
    result = read_vins([PETERBILT, KENWORTH, f"{PETERBILT.lower()} {PETERBILT}"])

    assert result.found == [
        Found(Vin(PETERBILT), 1, PETERBILT),
        Found(Vin(KENWORTH), 2, KENWORTH),
    ]
    assert result.duplicates == 2


def test_a_label_that_was_scanned_twice_in_one_run_is_one_vin() -> None:
    assert read_vins([PETERBILT + PETERBILT]) == VinText(
        [Found(Vin(PETERBILT), 1, PETERBILT)], [], 1
    )


def test_two_different_vins_in_one_run_are_a_reject() -> None:
    assert len(read_vins([PETERBILT + KENWORTH]).rejects) == 1


@pytest.mark.parametrize(
    "text",
    [
        PETERBILT.lower(),
        "ABCD-EFG-HJK-LMN-P1-23",
        f"VIN: {PETERBILT}",
        f"VIN {PETERBILT}, unit 12",
        f"{PETERBILT} 2014 PETERBILT",
        f"{PETERBILT},2014",
        f"{PETERBILT}{PETERBILT}",
        f"{PETERBILT}\n{PETERBILT}",
    ],
)
def test_the_only_vin_is_found_in_whatever_stands_around_it(text: str) -> None:
    reading = read_typed(text)
    assert reading.only
    assert find_fault(reading.only.text) is None
    assert reading.rejects == ()


@pytest.mark.parametrize(
    "text", ["", "VIN", f"{PETERBILT} {KENWORTH}", f"{PETERBILT} 1XPWD40X1ED21530"]
)
def test_of_none_several_or_mistyped_ones_none_is_the_only_vin(text: str) -> None:
    reading = read_typed(text)
    assert reading.only is None or reading.rejects


def test_a_typed_vin_with_blanks_is_one_vin() -> None:
    assert read_typed("1XPW D40X1 ED215307").only == Vin(PETERBILT)


def test_a_plain_vin_is_not_searched_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vindesk.domain.vin_text.read_vins", None)
    assert read_typed(PETERBILT).only == Vin(PETERBILT)


@pytest.mark.parametrize("text", ["", "1XPWD40X1ED", "1XPWD4OX1ED215307"])
def test_what_may_be_half_typed_is_no_reject(text: str) -> None:
    assert read_typed(text).rejects == ()


def test_of_a_pasted_text_only_what_looks_like_a_vin_is_a_reject() -> None:
    text = f"Unit\n17\nB12\n{PETERBILT}\nED215307\nplease look up 1XPWD40X1ED21530 soon"
    reading = read_typed(text)
    assert reading.only == Vin(PETERBILT)
    assert reading.left.split() == ["ED215307", "1XPWD40X1ED21530"]


def test_rejects_have_line_text_and_reason() -> None:
    result = read_vins(
        ["", "1XPWD4OX1ED215307", f"{PETERBILT}7", "unit 7: 1XPWD40X1ED21530", "ÉXPWD40X1ED215307"]
    )

    assert result.found == []
    assert result.rejects == [
        Reject(2, "1XPWD4OX1ED215307", "Character 7 is O: no VIN has I, O or Q."),
        Reject(3, f"{PETERBILT}7", "It has 18 characters, 1 more than 17."),
        Reject(4, "1XPWD40X1ED21530", "It has 16 of 17 characters: 1 is missing."),
        Reject(
            5,
            "ÉXPWD40X1ED215307",
            "Character 1 is É (latin capital letter e with acute): "
            "a VIN has only A to Z and 0 to 9.",
        ),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "1XPWD 40X1E D215307",
        "1xpwd-40x1e-d215307",
        "VIN 1XPWD 40X1E D215307",
        "vin: 1XPWD 40X1E D215307",
        "17;1XPWD 40X1E D215307;Peterbilt",
        "Chassis: 1XPWD 40X1E D215307",
        "unit 12 = 1XPWD 40X1E D215307",
        '"1XPWD\u00a040X1E\u00a0D215307"',
        "*1XPWD40X1ED215307*",
        "I1XPWD40X1ED215307",
        "(1XPWD40X1ED215307)",
        "<1XPWD\u200b40X1ED215307>",
        "scan_1XPWD40X1ED215307.pdf",
    ],
)
def test_a_vin_is_found_however_it_is_dressed(line: str) -> None:
    assert found(line) == [PETERBILT]


def test_a_mistyped_vin_with_blanks_is_rejected_not_lost() -> None:
    assert read_vins(["1XPWD 4OX1E D215307"]).rejects == [
        Reject(1, "1XPWD 4OX1E D215307", "Character 7 is O: no VIN has I, O or Q.")
    ]


def test_a_long_run_of_letters_and_digits_is_meant_as_a_vin() -> None:
    assert [reject.written for reject in read_vins(["unit 1XPWD40X1ED"]).rejects] == ["1XPWD40X1ED"]


@pytest.mark.parametrize("line", ["1XPWD40", "12", "* 7 *"])
def test_a_line_of_one_word_with_a_digit_is_meant_as_a_vin(line: str) -> None:
    assert len(read_vins([line]).rejects) == 1


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "***",
        "VIN",
        "Thanks,",
        "INTERNATIONALIZED",
        "Please have a look",
        "Meet me at 5 today Sam",
        "call 01711234567890",
        "part 1XPWD40X1E",
        "2026-11-23",
        "0171 123 45 67",
        "order 4711 of May",
        "ABC 123",
        "12:30",
        "a,b,c",
    ],
)
def test_words_dates_and_numbers_are_passed_over(line: str) -> None:
    assert read_vins([line]) == VinText()


def test_no_lines_give_nothing() -> None:
    assert read_vins(()) == VinText()


@given(
    vins=st.lists(real_vins, min_size=1, max_size=8, unique=True),
    data=st.data(),
)
def test_every_vin_comes_back_in_order_whatever_stands_between(
    vins: list[Vin], data: st.DataObject
) -> None:
    text = vins[0].text
    for vin in vins[1:]:
        text += data.draw(st.sampled_from(SEPARATORS)) + vin.text

    result = read_vins(text.splitlines())

    assert [item.vin for item in result.found] == vins
    assert result.duplicates == 0


@given(
    vin=real_vins,
    places=st.sets(st.integers(1, LENGTH - 1)),
    blank=st.sampled_from(" -\u00a0\u2013"),
)
def test_a_vin_with_blanks_on_a_line_of_its_own_is_found(
    vin: Vin, places: set[int], blank: str
) -> None:
    written = "".join(
        blank + mark if place in places else mark for place, mark in enumerate(vin.text)
    )
    assert found(written) == [vin.text]
    assert found(f"7;{written};x") == [vin.text]


@given(st.lists(st.text(max_size=60)))
def test_any_text_can_be_read(lines: list[str]) -> None:
    result = read_vins(lines)

    assert len({item.vin for item in result.found}) == len(result.found)
    for item in (*result.found, *result.rejects):
        assert item.written in lines[item.line - 1]
    assert all(item.reason for item in result.rejects)
