import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import pytest

from vindesk.config.setting import OTHER, Form, Setting, UnusableValue, about, settings_of
from vindesk.config.settings import SETTINGS, Settings

MANUAL = Path(__file__).parents[2] / "resources" / "manual.md"


class Colour(StrEnum):
    RED = "red"


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    loud: Annotated[bool, about("Loud", "Whether it speaks.", group="Voice", at_once=True)] = False
    days: Annotated[int, about("Days", "How many.", unit="days", ge=1, le=9)] = 3
    pace: Annotated[float, about("Pace", "How fast.", gt=0, le=5)] = 2.5
    free: Annotated[float, about("Free", "Without limits.")] = 1.0
    colour: Annotated[Colour, about("Colour", "One.")] = Colour.RED
    name: Annotated[str, about("Name", "Any.")] = ""
    folder: Annotated[str, about("Folder", "Where.", form=Form.FOLDER)] = ""
    bare: int = 1


SAMPLE = {each.name: each for each in settings_of(Sample)}


def test_a_setting_knows_what_it_is() -> None:
    loud = SAMPLE["loud"]
    assert (loud.title, loud.explanation, loud.group) == ("Loud", "Whether it speaks.", "Voice")
    assert loud.at_once
    assert loud.environment == "VINDESK_LOUD"
    assert SAMPLE["bare"].title == "bare"
    assert SAMPLE["bare"].group == OTHER


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("loud", "true or false"),
        ("days", "a whole number from 1 to 9 days"),
        ("pace", "a number above 0, at most 5"),
        ("free", "a number"),
        ("colour", "red"),
        ("name", "a text"),
        ("folder", "the whole path of a folder, or nothing"),
    ],
)
def test_the_limits_are_told_in_words(name: str, limits: str) -> None:
    assert SAMPLE[name].limits == limits


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("days", "4", 4),
        ("days", 9, 9),
        ("pace", "0.5", 0.5),
        ("loud", "true", True),
        ("colour", "red", Colour.RED),
        ("folder", "/srv/vins", "/srv/vins"),
        ("folder", r"D:\vins", r"D:\vins"),
    ],
)
def test_a_value_within_the_limits_is_read_and_told(name: str, raw: object, value: object) -> None:
    setting = SAMPLE[name]
    assert setting.read(raw) == value
    assert setting.read(setting.told(value)) == value


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("days", 0),
        ("days", 2**80),
        ("days", 1.5),
        ("days", True),
        ("pace", "nan"),
        ("pace", float("inf")),
        ("pace", 0),
        ("loud", "perhaps"),
        ("colour", "blue"),
        ("name", {"a": 1}),
        ("folder", "vins"),
    ],
)
def test_a_value_beyond_the_limits_is_refused_with_them(name: str, raw: object) -> None:
    with pytest.raises(UnusableValue, match=re.escape(SAMPLE[name].limits)):
        SAMPLE[name].read(raw)


def test_an_address_is_looked_at_when_it_is_typed() -> None:
    url = SETTINGS["vpic_url"]
    assert url.checked("http://127.0.0.1:9/api") == "http://127.0.0.1:9/api"
    with pytest.raises(UnusableValue, match="would send VINs unprotected"):
        url.checked("http://example.com/api")
    with pytest.raises(UnusableValue, match="is not the address of a proxy"):
        SETTINGS["proxy"].checked("proxy.example")
    assert SETTINGS["no_data_days"].checked("5") == 5


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_every_setting_says_what_it_is_and_keeps_its_own_limits(setting: Setting) -> None:
    assert setting.title[0].isupper()
    assert setting.explanation.endswith(".")
    assert setting.group != OTHER
    assert setting.read(setting.default) == setting.default
    if setting.kind in {int, float}:
        assert setting.most is not None
        assert setting.least is not None or setting.above is not None


def manual_row(setting: Setting) -> str:
    default = f"`{setting.told(setting.default)}`" if setting.told(setting.default) else ""
    return f"| `{setting.name}` | {default} | {setting.limits} | {setting.explanation} |"


def test_the_manual_lists_every_setting_with_its_default_and_its_limits() -> None:
    lines = set(MANUAL.read_text("utf-8").splitlines())
    rows = [manual_row(each) for each in SETTINGS.values()]
    missing = [row for row in rows if row not in lines]
    assert not missing, "\n".join(("the table in the manual should read:", *rows))


def test_the_manual_lists_no_setting_that_is_none() -> None:
    named = re.findall(r"^\| `(\w+)` \|.*\|.*\|.*\|$", MANUAL.read_text("utf-8"), re.MULTILINE)
    assert set(named) <= set(SETTINGS)


def test_the_settings_are_those_of_the_struct() -> None:
    assert tuple(SETTINGS) == Settings.__struct_fields__
