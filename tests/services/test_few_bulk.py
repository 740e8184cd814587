"""Short lists with the automatic choice: vPIC answers, and the embedded copy where it cannot."""

from collections.abc import Sequence
from unittest.mock import Mock

import pytest
from msgspec.structs import replace
from typing_extensions import override

from tests.fakes.vpic_faults import Fault, FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.services.conftest import MakeBench
from tests.services.import_desk import AUTO_PLAN, PLAN, Bench
from tests.services.test_importing import COUNTACH, HONDA, KENWORTH, MANY, PETERBILT
from tests.store.samples import Clock
from tests.vpic.watching import Watcher
from vindesk.domain.errors import DiskFull, VpicUnreachable
from vindesk.domain.monitor import Cancelled, Monitor, Unwatched
from vindesk.domain.vehicle import MOST_FOR_THE_WEB, Question, SourceChoice, SourceName
from vindesk.store.import_items import ImportItems
from vindesk.vpic.automatic import Automatic
from vindesk.vpic.embedded import Embedded
from vindesk.vpic.source import Answer, Failure, Source
from vindesk.vpic.web import VpicWeb

FEW = [PETERBILT, KENWORTH, HONDA, COUNTACH]


@pytest.fixture
def auto(make_bench: MakeBench, web: VpicWeb, moment: Clock) -> Bench:
    return make_bench(automatic=Automatic(web, Embedded(moment)), web=web)


def sources(bench: Bench, vins: list[str]) -> set[SourceName]:
    return {bench.get(vin).source for vin in vins}


def test_few_are_answered_by_vpic(auto: Bench, vpic_server: VpicServer) -> None:
    report = auto.take([*FEW, "nonsense", PETERBILT], AUTO_PLAN)
    assert (report.failed, report.record.answered, report.rejected) == (0, len(FEW), 1)
    assert report.record.position == report.record.items
    assert sources(auto, FEW) == {SourceName.WEB}
    assert vpic_server.request_count == 1


def test_more_than_few_go_to_the_embedded_copy(auto: Bench, vpic_server: VpicServer) -> None:
    report = auto.take(MANY[: MOST_FOR_THE_WEB + 1], AUTO_PLAN)
    assert report.record.answered == MOST_FOR_THE_WEB + 1
    assert sources(auto, MANY[:5]) == {SourceName.EMBEDDED}
    assert vpic_server.request_count == 0


def test_it_is_those_to_be_asked_about_that_count(auto: Bench, vpic_server: VpicServer) -> None:
    known, new = MANY[:100], MANY[100 : 100 + MOST_FOR_THE_WEB]
    auto.take(known, PLAN)
    report = auto.take([*known, *new], AUTO_PLAN)
    assert (report.record.answered, report.kept) == (len(new), len(known))
    assert sources(auto, new) == {SourceName.WEB}


def test_where_vpic_is_away_the_embedded_copy_stands_in(
    auto: Bench, vpic_server: VpicServer
) -> None:
    vpic_server.answer_with(Fault(FaultKind.CUSTOM, status=503), times=9)
    report = auto.take(FEW, AUTO_PLAN)
    assert (report.failed, report.record.answered) == (0, len(FEW))
    assert sources(auto, FEW) == {SourceName.EMBEDDED}
    assert {auto.get(vin).data_version for vin in FEW} == {Embedded().data_month()}


@pytest.mark.parametrize("choice", [SourceChoice.EMBEDDED, SourceChoice.WEB])
def test_whoever_chose_is_answered_by_that(
    auto: Bench, vpic_server: VpicServer, choice: SourceChoice
) -> None:
    auto.take(FEW, replace(AUTO_PLAN, source=choice))
    assert (vpic_server.request_count > 0) is (choice is SourceChoice.WEB)


class Moody:
    """Answers nobody the first time."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._is_first = True

    def decode(self, question: Question, monitor: Monitor) -> Answer:
        return self._source.decode(question, monitor)

    def decode_many(
        self, questions: Sequence[Question], monitor: Monitor
    ) -> Sequence[Answer | Failure]:
        was_first, self._is_first = self._is_first, False
        if was_first:
            reason = VpicUnreachable("Nobody is there.")
            return [Failure(question, reason) for question in questions]
        return self._source.decode_many(questions, monitor)


def test_what_failed_is_asked_about_again_where_it_is_little(
    make_bench: MakeBench, web: VpicWeb, moment: Clock
) -> None:
    bench = make_bench(automatic=Moody(Automatic(web, Embedded(moment))))
    number = bench.read(FEW, AUTO_PLAN)
    report = bench.run(number)
    assert (report.failed, report.record.answered) == (len(FEW), 0)
    report = bench.importer.retry_failed(number, Unwatched())
    assert (report.failed, report.record.answered) == (0, len(FEW))
    assert sources(bench, FEW) == {SourceName.WEB}


def test_what_was_not_answered_again_stays_listed_where_the_retry_breaks_off(
    make_bench: MakeBench, web: VpicWeb, moment: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Choosy(Moody):
        """Then all but one."""

        @override
        def decode_many(
            self, questions: Sequence[Question], monitor: Monitor
        ) -> Sequence[Answer | Failure]:
            reason = VpicUnreachable("Not this one.")
            return [
                Failure(question, reason) if question.vin.text == HONDA else outcome
                for question, outcome in zip(
                    questions, super().decode_many(questions, monitor), strict=True
                )
            ]

    bench = make_bench(automatic=Choosy(Automatic(web, Embedded(moment))))
    number = bench.read(FEW, AUTO_PLAN)
    bench.run(number)
    full = DiskFull("The disk is full.")
    monkeypatch.setattr(ImportItems, "finish", Mock(side_effect=full))
    with pytest.raises(DiskFull):
        bench.importer.retry_failed(number, Unwatched())
    assert [failed.vin for failed in bench.imports.failed(number, 9)] == [HONDA]
    report = bench.imports.report(number)
    assert (report.record.answered, report.kept) == (len(FEW) - 1, 0)


def test_who_cancels_keeps_what_came(make_bench: MakeBench, web: VpicWeb, moment: Clock) -> None:
    watcher = Watcher()

    class Late(Moody):
        @override
        def decode_many(
            self, questions: Sequence[Question], monitor: Monitor
        ) -> Sequence[Answer | Failure]:
            self._is_first = False
            outcomes = super().decode_many(questions, monitor)
            watcher.cancel()
            return outcomes

    bench = make_bench(automatic=Late(Automatic(web, Embedded(moment))))
    number = bench.read(FEW, AUTO_PLAN)
    with pytest.raises(Cancelled):
        bench.run(number, watcher)
    assert sources(bench, FEW) == {SourceName.WEB}
