import itertools
import math
import random

import pytest
import ultravin
from typing_extensions import override

from tests.fakes.vpic_faults import BAD_DAY, Fault, FaultKind
from tests.fakes.vpic_routes import Kind
from tests.fakes.vpic_server import VpicServer
from tests.vpic.background import Background
from tests.vpic.conftest import COUNTACH, HONDA, KENWORTH, NOW, PETERBILT, MakeWeb
from tests.vpic.false_clock import FalseClock
from tests.vpic.watching import Watcher
from vindesk.domain.errors import (
    VpicBadReply,
    VpicBusy,
    VpicRefused,
    VpicServerFault,
    VpicTimedOut,
    VpicUnreachable,
)
from vindesk.domain.monitor import Cancelled, Progress, Unwatched
from vindesk.domain.vehicle import Question
from vindesk.domain.vin import Vin
from vindesk.vpic.batches import chunks
from vindesk.vpic.source import Answer, Failure
from vindesk.vpic.web import VpicWeb

MISSION = [PETERBILT, KENWORTH, HONDA, COUNTACH]


def many(count: int, seed: int = 5) -> list[Question]:
    """So many different questions."""
    vins = dict.fromkeys(ultravin.generate(count + 50, seed=seed))
    return [Question(Vin(vin)) for vin in itertools.islice(vins, count)]


def assert_all_true(outcomes: object, questions: list[Question], server: VpicServer) -> None:
    """Each outcome answers its own question, with what the server says when it is truthful."""
    assert isinstance(outcomes, list)
    assert len(outcomes) == len(questions)
    for outcome, question in zip(outcomes, questions, strict=True):
        assert_true(outcome, question, server)


def assert_true(outcome: Answer | Failure, question: Question, server: VpicServer) -> None:
    assert isinstance(outcome, Answer), outcome
    vehicle = outcome.vehicle
    row = server.expected_row(question.vin.text, question.year)
    assert (vehicle.vin, vehicle.requested_year) == (question.vin, question.year)
    assert vehicle.fetched_at == NOW
    for column, key in (("make", "Make"), ("model", "Model"), ("error_code", "ErrorCode")):
        assert vehicle.text(column) == (row[key].strip() or None)


def reasons(outcomes: object) -> list[type[Exception]]:
    assert isinstance(outcomes, list)
    failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    assert len(failures) == len(outcomes)
    return [type(failure.reason) for failure in failures]


# -- good answers --------------------------------------------------------------


def test_a_batch(web: VpicWeb, vpic_server: VpicServer) -> None:
    assert_all_true(web.decode_many(MISSION, Unwatched()), MISSION, vpic_server)
    (request,) = vpic_server.requests
    assert (request.method, request.path) == ("POST", "/api/vehicles/DecodeVINValuesBatch/")
    assert request.vins == tuple(question.vin.text for question in MISSION)


def test_no_questions_no_requests(web: VpicWeb, vpic_server: VpicServer) -> None:
    assert web.decode_many([], Unwatched()) == []
    assert vpic_server.request_count == 0


def test_one_question_is_asked_singly(web: VpicWeb, vpic_server: VpicServer) -> None:
    assert_all_true(web.decode_many([HONDA], Unwatched()), [HONDA], vpic_server)
    assert [request.kind for request in vpic_server.requests] == [Kind.SINGLE]


def test_at_most_50_at_once_in_order(
    web: VpicWeb, vpic_server: VpicServer, watcher: Watcher
) -> None:
    questions = many(120)
    assert_all_true(web.decode_many(questions, watcher), questions, vpic_server)
    assert [len(request.vins) for request in vpic_server.requests] == [50, 50, 20]
    asked = [vin for request in vpic_server.requests for vin in request.vins]
    assert asked == [question.vin.text for question in questions]
    assert watcher.reports == [Progress(50, 120), Progress(100, 120), Progress(120, 120)]
    assert vpic_server.violations == []


def test_a_repeated_question_is_asked_once_and_answered_each_time(
    web: VpicWeb, vpic_server: VpicServer, watcher: Watcher
) -> None:
    questions = [HONDA, PETERBILT, HONDA, HONDA]
    outcomes = web.decode_many(questions, watcher)
    assert_all_true(outcomes, questions, vpic_server)
    assert outcomes[0] is outcomes[2] is outcomes[3]
    assert [request.vins for request in vpic_server.requests] == [
        (HONDA.vin.text, PETERBILT.vin.text)
    ]
    assert watcher.reports == [Progress(4, 4)]


def test_another_year_is_another_question(web: VpicWeb, vpic_server: VpicServer) -> None:
    questions = [HONDA, Question(HONDA.vin, 1995), PETERBILT, Question(HONDA.vin, 2003)]
    outcomes = web.decode_many(questions, Unwatched())
    assert_all_true(outcomes, questions, vpic_server)
    years = [
        outcome.vehicle.values["model_year"] for outcome in outcomes if isinstance(outcome, Answer)
    ]
    assert years == [2003, 1995, 2014, 2003]
    assert vpic_server.violations == []


def test_years_are_sent_with_their_vins(web: VpicWeb, vpic_server: VpicServer) -> None:
    questions = [Question(HONDA.vin, 2003), PETERBILT, Question(KENWORTH.vin, 1900)]
    web.decode_many(questions, Unwatched())
    assert vpic_server.requests[0].years == (2003, None, None)


def test_chunks_lose_nothing_and_name_no_vin_twice() -> None:
    rng = random.Random(3)
    for _round in range(50):
        questions = [
            Question(Vin(f"{rng.randrange(40):017}"), rng.choice([None, 1999, 2000]))
            for _question in range(rng.randrange(200))
        ]
        unique = list(dict.fromkeys(questions))
        got = list(chunks(unique))
        assert sorted(map(repr, itertools.chain(*got))) == sorted(map(repr, unique))
        for chunk in got:
            assert 0 < len({question.vin for question in chunk}) == len(chunk) <= 50


# -- rows that are not as they should be ---------------------------------------


@pytest.mark.parametrize(
    "kind",
    [
        FaultKind.SHUFFLED_ROWS,
        FaultKind.DUPLICATED_ROWS,
        FaultKind.SLOPPY_TEXT,
        FaultKind.NULL_VALUES,
        FaultKind.WRONG_CONTENT_TYPE,
    ],
)
def test_odd_rows_are_joined_by_their_vin(
    web: VpicWeb, vpic_server: VpicServer, kind: FaultKind
) -> None:
    questions = many(50)
    vpic_server.answer_with(kind)
    assert_all_true(web.decode_many(questions, Unwatched()), questions, vpic_server)
    assert vpic_server.request_count == 1


@pytest.mark.parametrize("kind", [FaultKind.MISSING_ROWS, FaultKind.OTHER_VINS])
def test_a_vin_without_a_row_is_asked_again_singly(
    web: VpicWeb, vpic_server: VpicServer, watcher: Watcher, kind: FaultKind
) -> None:
    questions = many(20)
    lost = [question.vin.text for question in questions[3:6]]
    vpic_server.answer_with(kind, times=1, vins=lost)
    assert_all_true(web.decode_many(questions, watcher), questions, vpic_server)
    assert [request.vins for request in vpic_server.requests[1:]] == [(vin,) for vin in lost]
    assert watcher.counts == [(17, 20), (18, 20), (19, 20), (20, 20)]


def test_a_vin_that_never_gets_a_row_fails_alone(web: VpicWeb, vpic_server: VpicServer) -> None:
    questions = many(70)
    lost = questions[3:9]
    vpic_server.answer_with(FaultKind.MISSING_ROWS, vins=[question.vin.text for question in lost])
    outcomes = web.decode_many(questions, Unwatched())
    for outcome, question in zip(outcomes, questions, strict=True):
        if question in lost:
            assert isinstance(outcome, Failure)
            assert outcome.question == question
            assert isinstance(outcome.reason, VpicBadReply)
        else:
            assert_true(outcome, question, vpic_server)


def test_rows_about_others_are_no_data_about_these(web: VpicWeb, vpic_server: VpicServer) -> None:
    vpic_server.answer_with(FaultKind.OTHER_VINS)
    assert set(reasons(web.decode_many(many(9), Unwatched()))) == {VpicBadReply}


# -- batches that fail -----------------------------------------------------------


@pytest.mark.parametrize(
    "kind", [*BAD_DAY, FaultKind.XML, FaultKind.HANG_AFTER_HEADERS, FaultKind.GZIP_BOMB], ids=str
)
def test_a_fault_that_passes_is_survived(
    make_web: MakeWeb, vpic_server: VpicServer, kind: FaultKind
) -> None:
    web = make_web(vpic_server.url, batch_timeout_s=0.4, max_reply_bytes=1_000_000)
    web.decode(HONDA, Unwatched())
    questions = many(12)
    vpic_server.script([Fault(kind, seconds=3, size=2_000_000)] * 2)
    assert_all_true(web.decode_many(questions, Unwatched()), questions, vpic_server)
    assert vpic_server.violations == []


def test_a_poisonous_vin_is_found_by_halving(
    make_web: MakeWeb, vpic_server: VpicServer, watcher: Watcher
) -> None:
    web = make_web(vpic_server.url)
    questions = many(50)
    poison = questions[17]
    vpic_server.answer_with(FaultKind.SERVER_ERROR, vins=[poison.vin.text])
    outcomes = web.decode_many(questions, watcher)
    failed = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    assert [failure.question for failure in failed] == [poison]
    assert isinstance(failed[0].reason, VpicServerFault)
    good = [question for question in questions if question != poison]
    assert_all_true([o for o in outcomes if isinstance(o, Answer)], good, vpic_server)
    assert watcher.counts[-1] == (50, 50)
    assert vpic_server.request_count < 25


def test_two_poisonous_neighbours_do_not_end_everything(
    web: VpicWeb, vpic_server: VpicServer
) -> None:
    questions = many(16)
    poison = {questions[4], questions[7]}
    vpic_server.answer_with(FaultKind.CUT_JSON, vins=[question.vin.text for question in poison])
    outcomes = web.decode_many(questions, Unwatched())
    assert {o.question for o in outcomes if isinstance(o, Failure)} == poison


def test_a_batch_that_vpic_refuses_is_halved_at_once(web: VpicWeb, vpic_server: VpicServer) -> None:
    questions = many(8)
    vpic_server.answer_with(FaultKind.BAD_REQUEST, vins=[questions[0].vin.text])
    outcomes = web.decode_many(questions, Unwatched())
    assert [isinstance(outcome, Failure) for outcome in outcomes] == [True] + [False] * 7
    assert [len(request.vins) for request in vpic_server.requests] == [8, 4, 2, 1, 1, 2, 4]


def test_vins_that_are_refused_one_by_one_do_not_end_everything(
    web: VpicWeb, vpic_server: VpicServer
) -> None:
    questions = many(8)
    refused = [question.vin.text for question in questions[:4]]
    vpic_server.answer_with(FaultKind.NOT_FOUND, vins=refused)
    outcomes = web.decode_many(questions, Unwatched())
    assert [isinstance(outcome, Failure) for outcome in outcomes] == [True] * 4 + [False] * 4


@pytest.mark.parametrize(
    ("kind", "reason", "most_requests"),
    [
        (FaultKind.SERVER_ERROR, VpicServerFault, 20),
        (FaultKind.HTML, VpicBadReply, 20),
        (FaultKind.EMPTY_RESULTS, VpicBadReply, 20),
        (FaultKind.TOO_MANY, VpicBusy, 5),
        (FaultKind.CLOSED, VpicUnreachable, 5),
        (FaultKind.REDIRECT_ELSEWHERE, VpicRefused, 1),
        (FaultKind.NOT_FOUND, VpicRefused, 30),
    ],
)
def test_when_nothing_works_everything_fails_soon(
    web: VpicWeb,
    vpic_server: VpicServer,
    kind: FaultKind,
    reason: type[Exception],
    most_requests: int,
) -> None:
    watcher = Watcher()
    vpic_server.answer_with(kind)
    outcomes = web.decode_many(many(500), watcher)
    assert set(reasons(outcomes)) == {reason}
    assert vpic_server.request_count <= most_requests
    assert watcher.counts[-1] == (500, 500)


def test_where_everything_is_refused_it_is_the_address(
    web: VpicWeb, vpic_server: VpicServer
) -> None:
    vpic_server.answer_with(FaultKind.NOT_FOUND)
    outcomes = web.decode_many(many(50), Unwatched())
    advice = {outcome.reason.advice for outcome in outcomes if isinstance(outcome, Failure)}
    assert advice == {"Check vPIC's address in the preferences."}


def test_what_was_answered_before_the_end_is_kept(web: VpicWeb, vpic_server: VpicServer) -> None:
    questions = many(120)
    vpic_server.script([None])
    vpic_server.answer_with(FaultKind.RESET)
    outcomes = web.decode_many(questions, Unwatched())
    assert_all_true(outcomes[:50], questions[:50], vpic_server)
    assert set(reasons(outcomes[50:])) == {VpicUnreachable}


def test_a_service_that_ends_between_the_gaps(web: VpicWeb, vpic_server: VpicServer) -> None:
    questions = many(10)
    vpic_server.script([FaultKind.MISSING_ROWS])
    vpic_server.answer_with(FaultKind.RESET)
    outcomes = web.decode_many(questions, Unwatched())
    assert_all_true(outcomes[::2], questions[::2], vpic_server)
    assert set(reasons(outcomes[1::2])) == {VpicUnreachable}
    assert vpic_server.request_count == 4


def test_patience_is_for_all_of_a_call(
    make_web: MakeWeb, vpic_server: VpicServer, clock: FalseClock
) -> None:
    web = make_web(vpic_server.url, batch_patience_s=20.0)
    vpic_server.answer_with(FaultKind.SERVER_ERROR)
    began = clock.now()
    reasons(web.decode_many(many(200), Unwatched()))
    assert clock.now() - began <= 20


def test_patience_ends_a_batch_that_hangs(make_web: MakeWeb, vpic_server: VpicServer) -> None:
    """The real clock, since a socket knows no other."""
    web = make_web(vpic_server.url, with_clock=None, batch_patience_s=0.15, rate_per_s=1e9)
    vpic_server.answer_with(FaultKind.HANG)
    outcomes = web.decode_many(many(60), Unwatched())
    assert set(reasons(outcomes)) == {VpicTimedOut}
    assert vpic_server.request_count == 1


@pytest.mark.parametrize("seed", range(8))
def test_a_bad_day(make_web: MakeWeb, vpic_server: VpicServer, seed: int) -> None:
    """Whatever goes wrong, an answer is true and a failure says so."""
    questions = many(170, seed)
    web = make_web(vpic_server.url, single_timeout_s=0.3, batch_timeout_s=0.5)
    vpic_server.random_faults(
        {Fault(kind, seconds=2): 0.3 / len(BAD_DAY) for kind in BAD_DAY}, seed
    )
    outcomes = web.decode_many(questions, Unwatched())
    answers = 0
    for outcome, question in zip(outcomes, questions, strict=True):
        if isinstance(outcome, Answer):
            assert_true(outcome, question, vpic_server)
            answers += 1
        else:
            assert outcome.question == question
    assert answers > 160
    assert vpic_server.violations == []


def test_cancelling_between_batches(web: VpicWeb, vpic_server: VpicServer) -> None:
    class After50(Watcher):
        @override
        def report(self, progress: Progress) -> None:
            super().report(progress)
            self.cancel()

    with pytest.raises(Cancelled):
        web.decode_many(many(120), After50())
    assert vpic_server.request_count == 1


def test_several_calls_share_the_pace_and_the_places(
    make_web: MakeWeb, vpic_server: VpicServer
) -> None:
    vpic_server.delay_s = 0.005
    web = make_web(vpic_server.url, rate_per_s=1e9, patience_s=math.inf)
    calls = [many(60, seed) for seed in range(4)]
    workers = [
        Background(lambda questions=questions: web.decode_many(questions, Unwatched()))
        for questions in calls
    ]
    assert web.decode(HONDA, Unwatched()).vehicle.vin == HONDA.vin
    for worker, questions in zip(workers, calls, strict=True):
        assert_all_true(worker.result(), questions, vpic_server)
    assert vpic_server.max_in_flight <= 2


def test_batches_leave_a_place_for_a_person(make_web: MakeWeb, vpic_server: VpicServer) -> None:
    vpic_server.delay_s = 0.005
    web = make_web(vpic_server.url, rate_per_s=1e9)
    workers = [
        Background(lambda seed=seed: web.decode_many(many(20, seed), Unwatched()))
        for seed in range(4)
    ]
    for worker in workers:
        worker.result()
    assert vpic_server.max_in_flight == 1
