import pytest

from vindesk.config.addresses import checked_proxy, checked_service, is_loopback, without_secrets
from vindesk.domain.errors import UserError


@pytest.mark.parametrize("url", ["https://vpic.example/api", "http://localhost:9/", "http://[::1]"])
def test_an_address_gets_its_slash(url: str) -> None:
    assert checked_service(url) == (url if url.endswith("/") else f"{url}/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "vpic",
        "ftp://x",
        "https://",
        "https://me:secret@x/",
        "http://x/",
        "https://x/?key=secret",
        "https://x/#secret",
        "https://[",
        "https://x:99999/",
        f"https://{'a' * 70}.b/",
    ],
)
def test_what_is_no_address_is_refused_and_no_secret_told(url: str) -> None:
    with pytest.raises(UserError) as caught:
        checked_service(url)
    assert "secret" not in caught.value.sentence


@pytest.mark.parametrize(
    "proxy", ["", "none", "http://p:8080", "https://me:pass@p:8080/", "http://127.0.0.1:1"]
)
def test_a_proxy_or_none_is_taken(proxy: str) -> None:
    assert checked_proxy(proxy) == proxy


@pytest.mark.parametrize(
    "proxy", ["p:8080", "socks5://p:1", "http://", "http://p/path", "//me:secret@p", "http://p:x"]
)
def test_what_is_no_proxy_is_refused_and_no_secret_told(proxy: str) -> None:
    with pytest.raises(UserError) as caught:
        checked_proxy(proxy)
    assert "secret" not in caught.value.sentence


def test_who_is_this_computer() -> None:
    assert is_loopback("localhost")
    assert is_loopback("127.8.9.1")
    assert not is_loopback("example.com")
    assert not is_loopback(None)


def test_secrets_are_taken_out_wherever_an_address_stands() -> None:
    told = without_secrets("tried http://me:pass@p:1/a?key=1 and https://x/y#z, then file.txt?")
    assert told == "tried http://…@p:1/a?… and https://x/y?… then file.txt?"


@pytest.mark.parametrize("password", ["sec/ret", "sec ret", "sec/ ret", "sec@ret", "sec?re#t"])
@pytest.mark.parametrize("before", ["http://me:", "me:", "//me:", "http:/me:"])
def test_a_proxy_password_is_never_told_whatever_is_in_it(before: str, password: str) -> None:
    with pytest.raises(UserError) as caught:
        checked_proxy(f"{before}{password}@p:8080/path")
    assert not [word for word in ("sec", "ret", "re#t", "me:") if word in caught.value.sentence]
    assert "…@p:8080/path is not the address of a proxy." in caught.value.sentence


def test_of_several_addresses_rather_too_much_is_hidden_than_too_little() -> None:
    told = without_secrets("http://me:a/b@p:1,https://me:c@q:2/ or http://r/,then@home.example")
    assert told == "http://…@q:2/ or http://…@home.example"


def test_a_setting_that_is_told_has_no_password_with_blanks() -> None:
    told = without_secrets("proxy = 'http://me:pa ss/w@p:1' in the environment was passed over")
    assert told == "proxy = 'http://…@p:1' in the environment was passed over"
    assert without_secrets("vpic_url = me:pa ss@x/") == "vpic_url = …@x/"
