import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import ultravin

from tests.fakes.vpic_faults import FaultKind
from tests.fakes.vpic_plain_client import BATCH, SINGLE, ask, batch, connect, fetch, single
from tests.fakes.vpic_routes import Kind
from tests.fakes.vpic_server import VpicServer, main
from tests.fakes.vpic_wire import FIELDS, UNKNOWN_TO_ULTRAVIN

KENWORTH = "1XKWDB0X57J211825"
PETERBILT = "1XPWD40X1ED215307"
HONDA = "1HGCM82633A004352"
COUNTACH = "ZA9CA05AXJLA12340"
TWO_NOTES = "TRUC5AFV2JA111111"  # an Audi about whose engine vPIC has two notes
KEYS = [field.key for field in FIELDS]


def full_vins() -> list[str]:
    return [vin for vin in ultravin.cover_vins() if len(vin) == 17]


def fifties(vins: list[str]) -> Iterator[list[str]]:
    return (vins[start : start + 50] for start in range(0, len(vins), 50))


# -- the truth ---------------------------------------------------------------


def test_a_row_has_the_154_keys_in_vpics_order_and_only_texts(vpic_server: VpicServer) -> None:
    [row] = single(vpic_server, KENWORTH).rows
    assert list(row) == KEYS
    assert len(row) == 154
    assert {type(value) for value in row.values()} == {str}


def test_values_are_true(vpic_server: VpicServer) -> None:
    [row] = single(vpic_server, KENWORTH).rows
    assert row["Make"] == "KENWORTH"
    assert row["Model"] == "W9 Series"
    assert row["ModelYear"] == "2007"
    assert row["BodyClass"] == "Truck-Tractor"
    assert row["MakeID"] == "532"
    assert row["ManufacturerId"] == "1032"
    assert row["ModelID"].isdigit()
    assert row["ErrorCode"] == "0"


def test_every_value_of_every_kind_of_vin_is_ultravins(vpic_server: VpicServer) -> None:
    for vins in fifties(full_vins()):
        for vin, row in zip(vins, batch(vpic_server, ";".join(vins)).rows, strict=True):
            expected = dict.fromkeys(KEYS, "") | {"VIN": vin.upper()}
            for element in reversed(ultravin.decode(vin, full=True)["elements"]):
                expected[element["code"]] = element["value"]
            ids = {"MakeID", "ModelID", "ManufacturerId"}
            assert {key: text for key, text in row.items() if key not in ids} == {
                key: text for key, text in expected.items() if key not in ids
            }
            assert bool(row["MakeID"]) == bool(row["Make"])


def test_of_two_notes_the_first_is_sent_as_streams_do(vpic_server: VpicServer) -> None:
    notes = ultravin.decode(TWO_NOTES)["attributes"]["Other Engine Info"]
    assert len(notes) == 2
    assert single(vpic_server, TWO_NOTES).rows[0]["OtherEngineInfo"] == notes[0]


def test_the_countach_has_neither_model_nor_body_class(vpic_server: VpicServer) -> None:
    [row] = single(vpic_server, COUNTACH).rows
    said = [row[key] for key in ("Make", "Model", "ModelID", "BodyClass", "ModelYear")]
    assert said == ["LAMBORGHINI", "", "", "", "1988"]


def test_the_envelope_of_a_single_vin(vpic_server: VpicServer) -> None:
    reply = single(vpic_server, KENWORTH)
    assert list(reply.json) == ["Count", "Message", "SearchCriteria", "Results"]
    assert reply.json["Count"] == 1
    assert reply.json["Message"].startswith("Results returned successfully. NOTE: Any missing")
    assert reply.json["SearchCriteria"] == f"VIN(s): {KENWORTH}"
    assert reply.headers["Content-Type"] == "application/json"
    assert reply.body.decode() == json.dumps(reply.json, ensure_ascii=False, separators=(",", ":"))


def test_a_model_year_can_change_the_vehicle(vpic_server: VpicServer) -> None:
    [row] = single(vpic_server, HONDA, "&modelyear=1995").rows
    assert row["ModelYear"] == "1995"
    assert row["ErrorCode"] == "3,12,14"
    assert row == vpic_server.expected_row(HONDA, 1995)
    assert vpic_server.requests[0].years == (1995,)


def test_paths_and_names_are_case_insensitive_and_vins_are_echoed_upper_case(
    vpic_server: VpicServer,
) -> None:
    [row] = fetch(vpic_server, f"/API/Vehicles/decodevinvaluesEXTENDED/{HONDA}?FORMAT=Json").rows
    [same] = single(vpic_server, HONDA.lower()).rows
    assert row == same == vpic_server.expected_row(HONDA)


def test_an_escaped_path_is_understood(vpic_server: VpicServer) -> None:
    [row] = single(vpic_server, "5UXWX7C5%2ABA").rows
    assert (row["VIN"], row["Make"], row["ErrorCode"]) == ("5UXWX7C5*BA", "BMW", "6")


def test_a_vin_that_is_too_long_is_cut(vpic_server: VpicServer) -> None:
    [row] = single(vpic_server, HONDA + "999").rows
    assert row == vpic_server.expected_row(HONDA)


def test_rows_of_a_batch_keep_the_order_and_the_years(vpic_server: VpicServer) -> None:
    reply = batch(vpic_server, f"{KENWORTH},2007; {HONDA} , 1995 ;{COUNTACH}")
    assert [row["VIN"] for row in reply.rows] == [KENWORTH, HONDA, COUNTACH]
    assert [row["ModelYear"] for row in reply.rows] == ["2007", "1995", "1988"]
    assert (reply.json["Count"], reply.json["SearchCriteria"]) == (3, "")
    [request] = vpic_server.requests
    assert request.kind is Kind.BATCH
    assert request.vins == (KENWORTH, HONDA, COUNTACH)
    assert request.years == (2007, 1995, None)
    assert not vpic_server.violations


def test_upper_case_data_is_understood(vpic_server: VpicServer) -> None:
    form = {"DATA": HONDA, "Format": "JSON"}
    assert fetch(vpic_server, BATCH, form).rows == [vpic_server.expected_row(HONDA)]


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (f"{SINGLE}{HONDA}", None),
        (f"{BATCH}?format=json", {"data": HONDA}),
    ],
)
def test_without_json_asked_for_in_the_right_place_xml_is_sent(
    vpic_server: VpicServer, path: str, form: dict[str, str] | None
) -> None:
    reply = fetch(vpic_server, path, form)
    assert reply.status == 200
    assert reply.headers["Content-Type"].startswith("application/xml")
    assert b"<Results><DecodedVINValues><ABS>" in reply.body
    assert b"<Make>HONDA</Make>" in reply.body


@pytest.mark.parametrize("path", ["/", SINGLE, f"{SINGLE}%20?format=json", f"{SINGLE}a/b", "/api"])
def test_nothing_is_found_without_a_vin(vpic_server: VpicServer, path: str) -> None:
    reply = fetch(vpic_server, path)
    assert reply.status == 404
    assert set(reply.json) == {"message", "messageDetail"}


def test_a_batch_must_be_posted_and_a_vin_fetched(vpic_server: VpicServer) -> None:
    assert fetch(vpic_server, BATCH).status == 405
    assert fetch(vpic_server, SINGLE + HONDA, {"format": "json"}).status == 405


def test_fifty_vins_are_answered_and_fifty_one_are_a_violation(vpic_server: VpicServer) -> None:
    vins = full_vins()[:51]
    assert len(batch(vpic_server, ";".join(vins[:50])).rows) == 50
    assert not vpic_server.violations
    assert batch(vpic_server, ";".join(vins)).status == 400
    assert vpic_server.violations == ["a batch of 51 VINs: the limit is 50"]


def test_impolite_requests_are_noted(vpic_server: VpicServer) -> None:
    batch(vpic_server, f"{HONDA};{HONDA.lower()};")
    single(vpic_server, HONDA, "&modelyear=next")
    assert vpic_server.violations == [
        "a batch with an empty item",
        "a batch that names a VIN twice",
        "a model year that is none: 'next'",
    ]
    assert [request.status for request in vpic_server.requests] == [200, 400]


# -- values that ultravin does not have --------------------------------------


def test_fields_unknown_to_the_embedded_copy_are_empty_unless_filled() -> None:
    with VpicServer() as bare, VpicServer(fill_unknown=True) as full:
        [empty], [filled] = single(bare, HONDA).rows, single(full, HONDA).rows
    assert {empty[key] for key in UNKNOWN_TO_ULTRAVIN} == {""}
    assert list(filled) == KEYS
    assert {key: filled[key] for key in filled if filled[key] != empty[key]} == dict(
        UNKNOWN_TO_ULTRAVIN
    )


def test_extra_keys_come_in_their_place() -> None:
    with VpicServer(extra_keys=True) as server:
        [row] = single(server, HONDA).rows
    assert sorted(row) == list(row)
    assert set(row) - set(KEYS) == {"HornType", "PlantAddress"}


def test_values_can_be_overridden_for_one_vin_or_for_all() -> None:
    with VpicServer(override={"*": {"Doors": "4 or 5"}, HONDA: {"Doors": "many"}}) as server:
        assert single(server, HONDA).rows[0]["Doors"] == "many"
        server.set_values("*", Make="ACME")
        [row] = single(server, KENWORTH).rows
    assert (row["Make"], row["Doors"]) == ("ACME", "4 or 5")


# -- what was seen -----------------------------------------------------------


def test_a_request_is_on_record_once_it_is_answered(vpic_server: VpicServer) -> None:
    before = time.monotonic()
    with closing(connect(vpic_server)) as connection:
        connection.request("GET", f"{SINGLE}{HONDA}?format=json", headers={"User-Agent": "me"})
        connection.getresponse().read()
    [request] = vpic_server.requests
    assert (request.method, request.kind, request.vins) == ("GET", Kind.SINGLE, (HONDA,))
    assert (request.user_agent, request.status, request.fault) == ("me", 200, None)
    assert request.ended is not None
    assert before <= request.started <= request.ended <= time.monotonic()
    assert not request.client_left


def test_a_connection_is_kept_alive(vpic_server: VpicServer) -> None:
    with closing(connect(vpic_server)) as connection:
        for _time in range(3):
            assert ask(connection, f"{SINGLE}{HONDA}?format=json").status == 200
    assert len({request.client_port for request in vpic_server.requests}) == 1
    assert vpic_server.request_count == 3


def test_requests_in_flight_are_counted(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.HANG)
    clients = [
        threading.Thread(target=single, args=(vpic_server, vin))
        for vin in (HONDA, KENWORTH, PETERBILT)
    ]
    for client in clients:
        client.start()
    vpic_server.wait_for_requests(3)
    assert (vpic_server.in_flight, vpic_server.max_in_flight) == (3, 3)
    vpic_server.answer_truthfully()
    vpic_server.release()
    for client in clients:
        client.join()
    single(vpic_server, HONDA)
    assert (vpic_server.in_flight, vpic_server.max_in_flight) == (0, 3)
    vpic_server.clear_requests()
    assert (vpic_server.requests, vpic_server.max_in_flight) == ([], 0)


def test_waiting_in_vain_says_what_was_seen(vpic_server: VpicServer) -> None:
    single(vpic_server, HONDA)
    with pytest.raises(TimeoutError, match=r"no 2 requests within 0\.01 s: 1 requests"):
        vpic_server.wait_for_requests(2, timeout=0.01)


# -- life --------------------------------------------------------------------


def test_a_server_that_refuses_comes_back_on_its_port(vpic_server: VpicServer) -> None:
    port = vpic_server.port
    with closing(connect(vpic_server)) as kept:
        ask(kept, SINGLE + HONDA)
        vpic_server.refuse()
        with pytest.raises(ConnectionRefusedError):
            single(vpic_server, HONDA)
        with pytest.raises(ConnectionError):
            ask(kept, SINGLE + HONDA)
    vpic_server.accept_again()
    assert vpic_server.port == port
    assert single(vpic_server, HONDA).status == 200
    assert vpic_server.request_count == 2


def test_a_server_can_stop_while_it_refuses() -> None:
    with VpicServer() as server:
        server.refuse()
        server.refuse()
    server.stop()


@pytest.mark.parametrize(
    "fault",
    [FaultKind.HANG, FaultKind.HANG_AFTER_HEADERS, FaultKind.DRIP, FaultKind.ENDLESS],
)
def test_stopping_is_quick_whatever_hangs(fault: FaultKind) -> None:
    threads = set(threading.enumerate())
    with (
        VpicServer() as server,
        closing(connect(server)) as client,
        closing(connect(server)) as idle,
    ):
        ask(idle, SINGLE + HONDA)
        server.answer_with(fault)
        client.request("GET", f"{SINGLE}{HONDA}?format=json")
        server.wait_for_requests(2)
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 1
        assert set(threading.enumerate()) == threads


def test_a_bug_of_the_server_is_not_kept_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tests.fakes.vpic_http.answer", fail)
    server = VpicServer().start()
    with pytest.raises(ConnectionError):
        single(server, HONDA)
    with pytest.raises(RuntimeError, match="failed"):
        server.stop()


# -- by hand -----------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGTERM")
def test_by_hand_it_names_its_url_and_ends_on_sigterm() -> None:
    command = [sys.executable, "-m", "tests.fakes.vpic_server", "--port", "0", "--fault", "503"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        assert process.stdout.readline().endswith(f"python -m vindesk --vpic-url {url}\n")
        server = VpicServer(int(url.removeprefix("http://127.0.0.1:").partition("/")[0]))
        assert single(server, HONDA).status == 503
        assert f"GET {SINGLE}{HONDA}?format=json: 503" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert "Stopped after 1 requests" in process.stdout.read()
    assert process.returncode == 0


def test_help_names_every_fault(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = capsys.readouterr().out
    for kind in set(FaultKind) - {FaultKind.CUSTOM}:
        assert f"\n  {kind} " in shown


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--fault", "bogus"], "no fault is called 'bogus'"),
        (["--fault", "custom"], "no fault is called 'custom'"),
        (["--random", "1.5"], "1.5 is not between 0 and 1"),
    ],
)
def test_wrong_use_is_named(
    capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert complaint in capsys.readouterr().err


def test_a_port_in_use_is_named(vpic_server: VpicServer) -> None:
    port = str(vpic_server.port)
    command = [sys.executable, "-m", "tests.fakes.vpic_server", "--port", port]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert f"Port {port} cannot be used" in done.stdout
