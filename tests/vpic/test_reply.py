import json
from datetime import UTC, datetime

import pytest

from vindesk.domain.errors import VpicBadReply
from vindesk.domain.vehicle import Question, SourceName, Vehicle
from vindesk.domain.vin import Vin
from vindesk.vpic.reply import Row, echoes, row_for, rows_by_question, vehicle_from_row

NOW = datetime(2026, 11, 23, tzinfo=UTC)
A, B, C = (Question(Vin(text)) for text in ("A" * 17, "B" * 17, "C" * 17))


def vehicle(row: Row) -> Vehicle:
    return vehicle_from_row(row, A, SourceName.WEB, NOW)


def body(*rows: Row) -> bytes:
    return json.dumps({"Results": rows}).encode()


def row(question: Question, **values: object) -> Row:
    return {"VIN": question.vin.text, "ErrorCode": "0", **values}


# -- one row -----------------------------------------------------------------


def test_values_have_their_types_and_their_columns() -> None:
    got = vehicle({"Make": "VOLVO", "ModelYear": "2014", "DisplacementL": "12.8"})
    assert got.values == {"make": "VOLVO", "model_year": 2014, "displacement_l": 12.8}
    assert got.extra == {}


@pytest.mark.parametrize("nothing", [None, "", "   ", "\t\r\n"])
def test_what_is_blank_is_no_data_wherever_it_stands(nothing: object) -> None:
    got = vehicle({"Make": nothing, "ModelYear": nothing, "HornType": nothing})
    assert (got.values, got.extra) == ({}, {})


def test_text_is_stripped() -> None:
    assert vehicle({"VehicleType": " TRUCK \r"}).values == {"vehicle_type": "TRUCK"}


def test_not_applicable_is_kept() -> None:
    assert vehicle({"BusType": "Not Applicable"}).values == {"bus_type": "Not Applicable"}


@pytest.mark.parametrize(
    ("key", "text"),
    [("ModelYear", "about 2014"), ("ModelYear", "99999999999"), ("DisplacementL", "1e999")],
)
def test_what_does_not_fit_its_type_is_extra(key: str, text: str) -> None:
    got = vehicle({key: text})
    assert (got.values, got.extra) == ({}, {key: text})


def test_an_unknown_key_is_extra() -> None:
    assert vehicle({"HornType": " Air "}).extra == {"HornType": "Air"}


def test_the_echo_is_not_a_value() -> None:
    got = vehicle({"VIN": "A" * 17})
    assert (got.values, got.extra) == ({}, {})


def test_numbers_are_tolerated() -> None:
    got = vehicle({"ModelYear": 2014, "Seats": 5.0, "DisplacementL": 12.8})
    assert got.values == {"model_year": 2014, "displacement_l": 12.8}
    assert got.extra == {"Seats": "5.0"}


@pytest.mark.parametrize(
    ("thing", "text"), [({"a": "é"}, '{"a": "é"}'), (["x", 1], '["x", 1]'), (True, "True")]
)
def test_a_value_of_another_shape_is_kept_as_text(thing: object, text: str) -> None:
    assert vehicle({"HornType": thing}).extra == {"HornType": text}


def test_letters_of_all_languages_stay_and_half_a_letter_is_replaced() -> None:
    got = vehicle({"Make": "CITROËN", "Model": "a\ud800b", "Series": "\udfff?", "Trim": "🚗"})
    assert got.values == {
        "make": "CITROËN",
        "model": "a\ufffdb",
        "series": "\ufffd?",
        "trim": "🚗",
    }


def test_half_a_letter_is_replaced_wherever_it_stands() -> None:
    got = vehicle({"Horn\ud800": {"Tone\udc00": ["\ud83d"]}})
    assert got.extra == {"Horn\ufffd": '{"Tone\ufffd": ["\ufffd"]}'}


def test_control_characters_stay() -> None:
    got = vehicle({"Make": "a\x00b\x1bc", "Horn\x00": "\x00"})
    assert (got.values, got.extra) == ({"make": "a\x00b\x1bc"}, {"Horn\x00": "\x00"})


def test_the_answer_is_labelled() -> None:
    question = Question(A.vin, 1999)
    got = vehicle_from_row({}, question, SourceName.EMBEDDED, NOW, "2026-10")
    assert got == Vehicle(
        vin=A.vin,
        values={},
        source=SourceName.EMBEDDED,
        fetched_at=NOW,
        requested_year=1999,
        data_version="2026-10",
    )


@pytest.mark.parametrize(
    ("echo", "same"),
    [("A" * 17, True), (" aAaaaaaaaaaaaaaaa ", True), ("B" * 17, False), ("A" * 16, False)],
)
def test_the_echo_is_compared_without_blanks_and_case(echo: str, same: bool) -> None:
    assert echoes({"VIN": echo}, A.vin) is same


@pytest.mark.parametrize("empty", [{}, {"VIN": None}, {"VIN": " "}])
def test_a_row_without_an_echo_is_about_nobody(empty: Row) -> None:
    assert not echoes(empty, A.vin)


# -- a whole reply -----------------------------------------------------------


def test_rows_are_joined_whatever_their_order() -> None:
    found = rows_by_question([A, B, C], body(row(C), row(A), row(B)))
    assert found == {A: row(A), B: row(B), C: row(C)}


def test_a_question_without_a_row_is_missing() -> None:
    assert rows_by_question([A, B], body(row(B))) == {B: row(B)}


def test_rows_about_others_are_passed_over() -> None:
    assert rows_by_question([A], body(row(B), row(A), {"HornType": "x"})) == {A: row(A)}


def test_a_row_that_comes_twice_counts_once() -> None:
    assert rows_by_question([A], body(row(A), row(A))) == {A: row(A)}


def test_two_rows_that_contradict_each_other_are_no_answer() -> None:
    rows = body(row(A, Make="FORD"), row(A, Make="FIAT"), row(B))
    assert rows_by_question([A, B], rows) == {B: row(B)}


@pytest.mark.parametrize("code", [None, "", " "])
def test_a_row_without_a_verdict_is_no_answer(code: str | None) -> None:
    with pytest.raises(VpicBadReply, match="rows that say nothing"):
        row_for(A, body({"VIN": A.vin.text, "ErrorCode": code, "Make": ""}))


def test_an_answer_about_another_vin_is_none() -> None:
    with pytest.raises(VpicBadReply, match="other VINs"):
        row_for(A, body(row(B)))


def test_numbers_stay_as_they_were_written() -> None:
    text = b'{"Results":[{"VIN":"AAAAAAAAAAAAAAAAA","ErrorCode":0,"DisplacementCC":2998.10}]}'
    assert row_for(A, text)["DisplacementCC"] == "2998.10"


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"<html><title>Sorry</title><p>Down</p>", "a web page, not data: “Sorry: Down”"),
        (b"<?xml version='1.0'?><Response><Count>1</Count>", "a web page"),
        (b'{"Results":[{"VIN":"AAA', "cut off"),
        (b'{"Results":[{"VIN":"\xff"}]}', "damaged"),
        (b"[" * 100_000, "damaged"),
        (b"null", "no results"),
        (b"[]", "no results"),
        (b"{}", "no results"),
        (b'{"Results":null}', "no results"),
        (b'{"Results":{}}', "no results"),
        (b'{"Results":[]}', "no results"),
        (b'{"Results":["x", 3]}', "no results"),
        (b'{"Message":"Execution Error","Results":[{"Message":"Late"}]}', "“Execution Error Late”"),
    ],
)
def test_what_is_no_answer_is_named(reply: bytes, says: str) -> None:
    with pytest.raises(VpicBadReply) as caught:
        row_for(A, reply)
    assert says in caught.value.detail
    assert caught.value.detail.endswith("Nothing was stored.")
    assert caught.value.advice
