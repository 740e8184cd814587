import pytest

from tests.stopwatch import now_s
from vindesk.vpic.gist import gist, quoted


@pytest.mark.parametrize(
    ("foreign", "says"),
    [
        ("", ""),
        (b"plain", "plain"),
        ("two\r\n\x00\x1b[31m lines\u202e", "two [31m lines"),
        (b"\xff\xfe bytes", "\ufffd\ufffd bytes"),
        ("<html><head><title>Oops</title></head><body><h1>Oops</h1></body>", "Oops"),
        ("\ufeff\n<p>a &lt;b&gt; &amp; c</p>", "a <b> & c"),
        ("<title>T</title><script>alert(1)</script><STYLE>x</STYLE><p>shown", "T: shown"),
        ("<h1>It is down.</h1><p>It is down. Come again. It is down.", "It is down. Come again."),
        ('{"Message":"Bad.","MessageDetail":"Very \\"bad\\"."}', 'Bad. Very "bad".'),
        ('{"Message":"cut', '{"Message":"cut'),
        ('{"message":"\\x"}', '{"message":"\\x"}'),
        ('{"Message":""}', '{"Message":""}'),
        ("about 1XPWD40X1ED215307 only", "about …215307 only"),
        ("misunderstandings happen", "misunderstandings happen"),
        ("/Values/1xpwd40x1ed215307?format", "/Values/…215307?format"),
    ],
)
def test_the_gist(foreign: bytes | str, says: str) -> None:
    assert gist(foreign) == says


def test_no_more_than_200_characters() -> None:
    assert gist("x" * 200) == "x" * 200
    assert gist("x" * 201) == "x" * 199 + "…"


def test_of_a_page_no_more_than_100_characters() -> None:
    assert gist("<p>" + "x" * 101) == "x" * 99 + "…"


@pytest.mark.parametrize("piece", ["<", "<a", "<script>", "<title>", '{"message":"', "<head >"])
def test_hostile_text_takes_no_time(piece: str) -> None:
    start = now_s()
    gist(("<" if piece.startswith("{") is False else "{") + piece * 1_000_000)
    assert now_s() - start < 0.5


def test_a_quotation_ends_with_its_mark() -> None:
    assert quoted("No.") == "“No”"
