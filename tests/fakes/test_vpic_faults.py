import gzip
import json
import socket
import struct
import threading
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import IncompleteRead, RemoteDisconnected

import pytest

from tests.fakes.vpic_answers import STRANGER
from tests.fakes.vpic_faults import BAD_DAY, MEANINGS, Fault, FaultKind
from tests.fakes.vpic_plain_client import SINGLE, Reply, ask, batch, connect, single
from tests.fakes.vpic_server import VpicServer

KENWORTH = "1XKWDB0X57J211825"
PETERBILT = "1XPWD40X1ED215307"
HONDA = "1HGCM82633A004352"
THREE = f"{KENWORTH};{PETERBILT};{HONDA}"


def vins(reply: Reply) -> list[str]:
    return [row["VIN"] for row in reply.rows]


def test_every_fault_has_a_meaning() -> None:
    assert set(MEANINGS) == set(FaultKind)


# -- when a fault is committed -----------------------------------------------


def statuses(server: VpicServer, count: int) -> list[int]:
    return [single(server, HONDA).status for _time in range(count)]


def test_a_fault_lasts_until_the_truth_is_wanted_again(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.FORBIDDEN)
    assert statuses(vpic_server, 3) == [403, 403, 403]
    vpic_server.answer_truthfully()
    assert statuses(vpic_server, 1) == [200]
    assert [request.fault for request in vpic_server.requests] == [FaultKind.FORBIDDEN] * 3 + [None]


def test_a_fault_can_be_committed_a_number_of_times(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.TOO_MANY, times=2)
    assert statuses(vpic_server, 3) == [429, 429, 200]


def test_the_newest_of_two_faults_is_committed(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.FORBIDDEN)
    vpic_server.answer_with(FaultKind.BAD_GATEWAY, times=1)
    assert statuses(vpic_server, 2) == [502, 403]


def test_a_script_is_followed_and_then_the_rules_hold(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.FORBIDDEN)
    vpic_server.script([FaultKind.TOO_MANY, None, Fault(FaultKind.SERVER_ERROR)])
    assert statuses(vpic_server, 4) == [429, 200, 500, 403]


def test_a_fault_can_be_kept_for_one_vin_even_in_a_batch(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.SERVER_ERROR, vins=[PETERBILT.lower()])
    assert batch(vpic_server, THREE).status == 500
    assert batch(vpic_server, f"{KENWORTH};{HONDA}").status == 200
    assert single(vpic_server, PETERBILT).status == 500


def test_chance_repeats_itself_with_its_seed(vpic_server: VpicServer) -> None:
    mix = {FaultKind.FORBIDDEN: 0.3, FaultKind.MAINTENANCE: 0.3}
    runs: list[list[int]] = []
    for seed in (1, 1, 2):
        vpic_server.random_faults(mix, seed)
        runs.append(statuses(vpic_server, 30))
    assert runs[0] == runs[1] != runs[2]
    assert set(Counter(runs[0])) == {200, 403, 503}


def test_probabilities_above_one_are_refused(vpic_server: VpicServer) -> None:
    with pytest.raises(ValueError, match="exceed"):
        vpic_server.random_faults(dict.fromkeys(BAD_DAY, 0.9), seed=1)


def test_what_is_no_decoding_request_suffers_no_fault(vpic_server: VpicServer) -> None:
    vpic_server.script([FaultKind.FORBIDDEN])
    assert single(vpic_server, "").status == 404
    assert statuses(vpic_server, 2) == [403, 200]


# -- refusals ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "status", "content"),
    [
        (FaultKind.BAD_REQUEST, 400, "application/json"),
        (FaultKind.FORBIDDEN, 403, "text/html"),
        (FaultKind.NOT_FOUND, 404, "application/json"),
        (FaultKind.TOO_MANY, 429, "application/json"),
        (FaultKind.SERVER_ERROR, 500, "application/json"),
        (FaultKind.BAD_GATEWAY, 502, "text/html"),
        (FaultKind.MAINTENANCE, 503, "text/html"),
        (FaultKind.GATEWAY_TIMEOUT, 504, "text/html"),
        (FaultKind.HTML, 200, "text/html"),
        (FaultKind.XML, 200, "application/xml"),
        (FaultKind.EMPTY_BODY, 200, "application/json"),
    ],
)
def test_a_refusal_has_its_status_and_kind(
    vpic_server: VpicServer, fault: FaultKind, status: int, content: str
) -> None:
    vpic_server.answer_with(fault)
    for reply in (single(vpic_server, HONDA), batch(vpic_server, THREE)):
        assert reply.status == status
        assert reply.headers.get_content_type() == content
        assert reply.headers["Retry-After"] is None
        if fault is FaultKind.EMPTY_BODY:
            assert reply.body == b""
        elif content == "application/json":
            assert isinstance(reply.json, dict)
        else:
            assert reply.body.startswith((b"<!DOCTYPE html>", b"<?xml"))
    assert [request.status for request in vpic_server.requests] == [status, status]


def test_retry_after_comes_as_seconds_or_as_a_date(vpic_server: VpicServer) -> None:
    kinds = (FaultKind.TOO_MANY_SECONDS, FaultKind.TOO_MANY_DATE)
    vpic_server.script([Fault(kind, seconds=90) for kind in kinds])
    first, second = single(vpic_server, HONDA), single(vpic_server, HONDA)
    assert (first.status, second.status) == (429, 429)
    assert first.headers["Retry-After"] == "90"
    assert second.headers["Retry-After"].endswith(" GMT")
    wait = parsedate_to_datetime(second.headers["Retry-After"]) - datetime.now(UTC)
    assert 80 < wait.total_seconds() <= 90


def test_the_maintenance_page_is_large(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.MAINTENANCE)
    assert len(single(vpic_server, HONDA).body) > 60_000


def test_redirects_lead_to_another_host_or_to_a_plain_path(vpic_server: VpicServer) -> None:
    vpic_server.script([FaultKind.REDIRECT_ELSEWHERE, FaultKind.REDIRECT_TO_PATH])
    away, here = single(vpic_server, HONDA), single(vpic_server, HONDA)
    assert (away.status, here.status) == (302, 301)
    assert away.headers["Location"].startswith("http://vpic.elsewhere.invalid/")
    assert here.headers["Location"] == f"{SINGLE}{HONDA}?format=json"


def test_a_test_can_say_what_is_sent(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(
        Fault(FaultKind.CUSTOM, status=418, body=b"teapot", content_type="text/tea")
    )
    reply = single(vpic_server, HONDA)
    assert (reply.status, reply.body) == (418, b"teapot")
    assert reply.headers["Content-Type"] == "text/tea"


# -- envelopes and rows ------------------------------------------------------


def test_results_are_empty_or_missing_or_an_error(vpic_server: VpicServer) -> None:
    kinds = [FaultKind.EMPTY_RESULTS, FaultKind.NO_RESULTS, FaultKind.EXECUTION_ERROR]
    vpic_server.script(kinds)
    empty, missing, error = (batch(vpic_server, THREE) for _kind in kinds)
    assert (empty.json["Count"], empty.rows) == (0, [])
    assert "Results" not in missing.json
    assert error.json["Message"] == "Execution Error"
    assert [list(row) for row in error.rows] == [["Message"]]
    assert {reply.status for reply in (empty, missing, error)} == {200}


def test_empty_texts_become_null_for_chosen_vins(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.NULL_VALUES, vins=[HONDA])
    *others, nulls = batch(vpic_server, THREE).rows
    assert others == [vpic_server.expected_row(vin) for vin in (KENWORTH, PETERBILT)]
    assert set(nulls) == set(vpic_server.expected_row(HONDA))
    assert nulls["NCSAMake"] is None
    assert "" not in nulls.values()


def test_rows_are_missing(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.MISSING_ROWS)
    assert vins(batch(vpic_server, THREE)) == [KENWORTH, HONDA]
    assert vins(batch(vpic_server, HONDA)) == []
    assert vins(single(vpic_server, HONDA)) == []
    vpic_server.answer_truthfully()
    vpic_server.answer_with(FaultKind.MISSING_ROWS, vins=[KENWORTH])
    assert vins(batch(vpic_server, THREE)) == [PETERBILT, HONDA]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (FaultKind.SHUFFLED_ROWS, [HONDA, PETERBILT, KENWORTH]),
        (FaultKind.DUPLICATED_ROWS, [KENWORTH, KENWORTH, PETERBILT, PETERBILT, HONDA, HONDA]),
        (FaultKind.OTHER_VINS, [STRANGER, STRANGER, STRANGER]),
        (FaultKind.SLOPPY_TEXT, [KENWORTH.lower(), PETERBILT.lower(), HONDA.lower()]),
    ],
)
def test_rows_are_not_as_they_should_be(
    vpic_server: VpicServer, fault: FaultKind, expected: list[str]
) -> None:
    vpic_server.answer_with(fault)
    reply = batch(vpic_server, THREE)
    assert vins(reply) == expected
    assert reply.json["Count"] == len(expected)


def test_other_vins_can_be_kept_to_one_row(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.OTHER_VINS, vins=[PETERBILT])
    assert vins(batch(vpic_server, THREE)) == [KENWORTH, STRANGER, HONDA]


def test_sloppy_text_is_true_once_stripped(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.SLOPPY_TEXT)
    [row] = single(vpic_server, HONDA).rows
    assert row["Make"] == " HONDA  "
    stripped = {key: text.strip() for key, text in row.items()} | {"VIN": row["VIN"].upper()}
    assert stripped == vpic_server.expected_row(HONDA)


# -- bodies ------------------------------------------------------------------


def test_json_is_cut_but_its_length_is_honest(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.CUT_JSON)
    reply = single(vpic_server, HONDA)
    assert int(reply.headers["Content-Length"]) == len(reply.body)
    with pytest.raises(json.JSONDecodeError):
        _ = reply.json


def test_bytes_are_no_utf8(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.INVALID_UTF8)
    with pytest.raises(UnicodeDecodeError):
        single(vpic_server, HONDA).body.decode()


def test_json_says_it_is_html(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.WRONG_CONTENT_TYPE)
    reply = single(vpic_server, HONDA)
    assert reply.headers.get_content_type() == "text/html"
    assert reply.rows == [vpic_server.expected_row(HONDA)]


def test_a_huge_body_is_valid_json_of_the_size_asked_for(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(Fault(FaultKind.HUGE, size=3_000_000))
    reply = single(vpic_server, HONDA)
    assert len(reply.body) == int(reply.headers["Content-Length"]) == 3_000_000
    assert set(reply.rows[0]["Note"]) == {"x"}


def test_a_gzip_bomb_inflates_to_the_size_asked_for(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(Fault(FaultKind.GZIP_BOMB, size=30_000_001))
    reply = single(vpic_server, HONDA)
    assert reply.headers["Content-Encoding"] == "gzip"
    assert len(reply.body) < 60_000
    inflated = gzip.decompress(reply.body)
    assert len(inflated) == 30_000_001
    assert list(json.loads(inflated)["Results"][0]) == ["Note"]


def test_an_endless_body_ends_when_the_client_leaves(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.ENDLESS)
    with closing(connect(vpic_server)) as client:
        client.request("GET", f"{SINGLE}{HONDA}?format=json")
        with client.getresponse() as response:
            assert response.headers["Transfer-Encoding"] == "chunked"
            assert len(response.read(5_000_000)) == 5_000_000
            assert vpic_server.in_flight == 1
    vpic_server.wait_for(lambda requests: requests[0].client_left)
    assert vpic_server.in_flight == 0


# -- connections -------------------------------------------------------------


def test_a_slow_answer_is_true_and_late(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(Fault(FaultKind.SLOW, seconds=0.1), times=1)
    assert single(vpic_server, HONDA).rows == [vpic_server.expected_row(HONDA)]
    vpic_server.delay_s = 0.1
    assert single(vpic_server, HONDA).rows == [vpic_server.expected_row(HONDA)]
    for request in vpic_server.requests:
        assert request.ended is not None
        assert request.ended - request.started >= 0.1


def test_a_dripping_answer_comes_byte_by_byte(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(Fault(FaultKind.DRIP, seconds=0.005))
    with closing(connect(vpic_server)) as client:
        client.request("GET", f"{SINGLE}{HONDA}?format=json")
        with client.getresponse() as response:
            assert int(response.headers["Content-Length"]) > 3_000
            assert response.read(10) == b'{"Count":1'
            assert vpic_server.in_flight == 1
    vpic_server.wait_for(lambda requests: requests[0].client_left)


@pytest.mark.parametrize("fault", [FaultKind.HANG, FaultKind.HANG_AFTER_HEADERS])
def test_what_hangs_is_answered_once_released(vpic_server: VpicServer, fault: FaultKind) -> None:
    vpic_server.answer_with(fault)
    replies: list[Reply] = []
    client = threading.Thread(target=lambda: replies.append(single(vpic_server, HONDA)))
    client.start()
    vpic_server.wait_for_requests(1)
    assert replies == []
    vpic_server.release()
    client.join()
    assert replies[0].rows == [vpic_server.expected_row(HONDA)]


@pytest.mark.parametrize("fault", [FaultKind.HANG, FaultKind.SLOW])
def test_a_client_that_leaves_is_noticed(vpic_server: VpicServer, fault: FaultKind) -> None:
    vpic_server.answer_with(Fault(fault, seconds=60))
    with closing(connect(vpic_server)) as client:
        client.request("GET", f"{SINGLE}{HONDA}?format=json")
        vpic_server.wait_for_requests(1)
    vpic_server.wait_until_idle()
    vpic_server.wait_for(lambda requests: requests[0].client_left)
    assert vpic_server.requests[0].status is None


def test_headers_come_before_the_hang(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.HANG_AFTER_HEADERS)
    with closing(connect(vpic_server)) as client:
        client.request("GET", f"{SINGLE}{HONDA}?format=json")
        with client.getresponse() as response:
            assert response.status == 200
            vpic_server.release()
            assert json.loads(response.read())["Count"] == 1


def test_a_cut_connection_ends_in_the_middle(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.CUT_CONNECTION, times=1)
    with pytest.raises(IncompleteRead) as caught:
        single(vpic_server, HONDA)
    assert len(caught.value.partial) > 1_000
    assert single(vpic_server, HONDA).status == 200


def test_a_connection_is_closed_without_an_answer(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.CLOSED)
    with pytest.raises(RemoteDisconnected):
        single(vpic_server, HONDA)
    assert vpic_server.requests[0].status is None


def test_a_connection_is_reset(vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.RESET, times=1)
    with closing(connect(vpic_server)) as client, pytest.raises(ConnectionResetError):
        ask(client, f"{SINGLE}{HONDA}?format=json")
    assert single(vpic_server, HONDA).status == 200


def test_a_client_that_vanishes_does_no_harm(vpic_server: VpicServer) -> None:
    with socket.create_connection(("127.0.0.1", vpic_server.port)) as client:
        client.sendall(b"POST /api/vehicles/DecodeVINValuesBatch/ HTTP/1.1\r\n")
        client.sendall(b"Content-Length: 500\r\n\r\ndata=half")
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert single(vpic_server, HONDA).status == 200
    assert vpic_server.request_count == 1
