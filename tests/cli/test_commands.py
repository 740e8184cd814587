"""The command line, called as the command ``vindesk`` calls it."""

import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import ultravin

from tests.cli.test_terminal import Screen
from tests.e2e.test_first_day import SIX
from tests.fakes.vpic_faults import FaultKind
from tests.fakes.vpic_server import VpicServer
from vindesk.__main__ import run
from vindesk.domain.errors import VpicBusy
from vindesk.domain.monitor import Cancelled, Monitor, Progress
from vindesk.domain.vehicle import MOST_FOR_THE_WEB, MOST_PER_REQUEST, Question, SourceChoice
from vindesk.domain.vin import find_fault
from vindesk.services.found import Found
from vindesk.services.lookup import Lookup

NOBODY = "http://127.0.0.1:9/api/vehicles"
SOUND = [vin for vin in ultravin.generate(140, seed=9) if find_fault(vin) is None]


class Shell:
    def __init__(self, data: Path, url: str) -> None:
        self._common = ["--data-dir", str(data), "--vpic-url", url]
        self.errors = ""

    def run(self, *argv: str, code: int = 0, errors: StringIO | None = None) -> list[str]:
        """The lines that a command prints; it must end with ``code``."""
        out, errors = StringIO(), errors or StringIO()
        with redirect_stdout(out), redirect_stderr(errors):
            try:
                ended = run([*self._common, *argv])
            except SystemExit as end:  # so argparse ends
                ended = end.code
        self.errors = errors.getvalue()
        assert ended == code, self.errors
        return out.getvalue().splitlines()

    def run_apart(self, *argv: str) -> list[str]:
        """As ``run``, in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "vindesk", *self._common, *argv],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr == ""
        return done.stdout.splitlines()

    def json(self, *argv: str, code: int = 0) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.run(*argv, "--json", code=code)]


@pytest.fixture
def shell(tmp_path: Path, vpic_server: VpicServer) -> Shell:
    return Shell(tmp_path / "data", vpic_server.url)


def test_lookup_answers_from_the_source_and_then_from_the_cache(
    shell: Shell, vpic_server: VpicServer
) -> None:
    first = shell.json("lookup", *SIX)
    again = shell.json("lookup", *SIX)

    assert [answer["vin"] for answer in first] == list(SIX)
    assert [answer["cached_result"] for answer in first] == [False] * 6
    assert [answer["cached_result"] for answer in again] == [True] * 6
    assert vpic_server.request_count == 1, "six together are one request"
    assert again[5] == {
        "vin": "ZA9CA05AXJLA12340",
        "make": "LAMBORGHINI",
        "model": None,
        "model_year": 1988,
        "body_class": None,
        "cached_result": True,
        "source": "vpic-web",
        "quality": "partial",
        "error_codes": [8],
    }


def test_more_than_the_web_may_be_asked_for_go_to_the_embedded_copy(
    shell: Shell, vpic_server: VpicServer
) -> None:
    vins = SOUND[: MOST_FOR_THE_WEB + 1]
    answers = shell.json("lookup", *vins)
    assert [answer["vin"] for answer in answers] == vins
    assert {answer["source"] for answer in answers} == {"embedded"}
    assert vpic_server.request_count == 0


def test_by_the_web_alone_they_go_fifty_at_a_time(shell: Shell, vpic_server: VpicServer) -> None:
    vins = SOUND[: 2 * MOST_PER_REQUEST]
    answers = shell.json("lookup", *vins, "--source", "web")
    assert [answer["vin"] for answer in answers] == vins
    assert vpic_server.request_count == 2


def test_it_is_the_same_in_a_process_of_its_own(shell: Shell) -> None:
    vin = "1XPWD40X1ED215307"
    shell.run("lookup", vin)
    assert shell.run_apart("lookup", vin) == shell.run("lookup", vin)


def test_a_bad_vin_does_not_stop_the_others(shell: Shell) -> None:
    good, bad = shell.json("lookup", "1xpwd40x1ed215307", "1XPWD40X1ED21530", code=1)
    assert good["make"] == "PETERBILT"
    assert bad["vin"] == "1XPWD40X1ED21530"
    assert "16 of 17" in str(bad["error"])


def test_a_vin_may_stand_in_a_text(shell: Shell) -> None:
    texts = ("VIN: 1XPWD40X1ED215307", "1XPWD40X1ED215307,2014")
    assert [answer["vin"] for answer in shell.json("lookup", *texts)] == ["1XPWD40X1ED215307"] * 2
    (removed,) = shell.json("remove", texts[0])
    assert removed == {"vin": "1XPWD40X1ED215307", "cache_delete_success": True}


def test_a_text_may_hold_several_vins_and_what_is_none(shell: Shell) -> None:
    text = "1XPWD40X1ED215307, 1XPWD40X1ED2153O7; 1XKWDB0X57J211825"
    first, second, bad = shell.json("lookup", text, code=1)
    assert [first["vin"], second["vin"]] == ["1XPWD40X1ED215307", "1XKWDB0X57J211825"]
    assert (bad["vin"], "no VIN has I, O or Q" in str(bad["error"])) == ("1XPWD40X1ED2153O7", True)
    removed = shell.json("remove", text, code=1)
    assert [one["cache_delete_success"] for one in removed] == [True, True, False]


@pytest.mark.parametrize("command", ["lookup", "remove"])
def test_a_text_without_a_vin_is_told_why(shell: Shell, command: str) -> None:
    shell.run(command, "1XPWD40X1ED21530", code=1)
    assert shell.errors.startswith("1XPWD40X1ED21530: That is not a VIN: ")
    assert "looked up" not in shell.errors


def test_people_get_a_line_and_no_data_is_a_dash(shell: Shell) -> None:
    (line,) = shell.run("lookup", "ZA9CA05AXJLA12340")
    assert line.split() == [
        "ZA9CA05AXJLA12340", "LAMBORGHINI", "—", "1988", "—", "partial", "vpic-web",
    ]  # fmt: skip


def test_the_web_alone_fails_with_a_reason_and_stores_nothing(
    shell: Shell, vpic_server: VpicServer
) -> None:
    vpic_server.answer_with(FaultKind.NOT_FOUND)
    (answer,) = shell.json("lookup", "1XPWD40X1ED215307", "--source", "web", code=1)
    assert "error" in answer
    vpic_server.answer_truthfully()
    (answer,) = shell.json("lookup", "1XPWD40X1ED215307")
    assert answer["cached_result"] is False


def test_the_embedded_copy_asks_nobody(shell: Shell, vpic_server: VpicServer) -> None:
    (answer,) = shell.json("--source", "embedded", "lookup", "1XPWD40X1ED215307")
    assert answer["source"] == "embedded"
    assert vpic_server.request_count == 0


def test_with_a_proxy_that_is_none_only_the_embedded_copy_is_asked(
    shell: Shell, vpic_server: VpicServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VINDESK_PROXY", "proxy.example:8080")
    first, second, third, *_ = SIX
    for source, vin in (("embedded", first), ("auto", second)):
        (answer,) = shell.json("--source", source, "lookup", vin)
        assert answer["source"] == "embedded"
        assert shell.errors.startswith("proxy = 'proxy.example:8080' in the environment cannot be")
    (answer,) = shell.json("--source", "web", "lookup", third, code=1)
    assert "proxy.example:8080 is not the address of a proxy." in str(answer["error"])
    (tmp_path / "list.txt").write_text("\n".join(SIX))
    shell.run("--source", "web", "import", str(tmp_path / "list.txt"), code=3)
    assert "proxy.example:8080 is not the address of a proxy." in shell.errors
    assert vpic_server.request_count == 0


def test_a_year_that_is_given_is_another_question(shell: Shell, vpic_server: VpicServer) -> None:
    (usual,) = shell.json("lookup", "1HGCM82633A004352")
    (hinted,) = shell.json("lookup", "1HGCM82633A004352", "--year", "1995")
    (same,) = shell.json("lookup", "1HGCM82633A004352", "--year", "1995")
    (without,) = shell.json("lookup", "1HGCM82633A004352")
    assert (usual["model_year"], hinted["model_year"]) == (2003, 1995)
    assert hinted["quality"] == "doubtful"
    assert [a["cached_result"] for a in (hinted, same, without)] == [False, True, True]
    assert vpic_server.request_count == 2


def test_import_reads_any_text_and_reports_every_line(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "mail.txt"
    file.write_text(
        "Dear all,\nthe tractor 1XPWD40X1ED215307 and (1XKWDB0X57J211825).\n"
        "1XPWD40X1ED215307\n1XPWD40X1ED2153O7\n"
    )
    target = tmp_path / "out.parquet"
    *problems, counts, exported = shell.json("import", str(file), "--export", str(target), code=1)
    assert [(problem["vin"], problem["row"]) for problem in problems] == [("1XPWD40X1ED2153O7", 4)]
    assert counts == {
        "import": "mail.txt",
        "vins": 2,
        "from_cache": 0,
        "fetched": 2,
        "failed": 0,
        "rejected": 1,
        "duplicates": 1,
    }
    assert exported["rows"] == 4
    makes = ["PETERBILT", "KENWORTH", "PETERBILT", None]
    assert pq.read_table(target).column("make").to_pylist() == makes


def test_people_are_told_the_line_of_what_is_no_vin(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "mail.txt"
    file.write_text("1XPWD40X1ED215307\n1XPWD40X1ED2153O7\n")
    shell.run("import", str(file), code=1)
    assert "line 2: 1XPWD40X1ED2153O7: That is not a VIN: " in shell.errors


def test_import_takes_one_column_of_a_csv_file(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "fleet.csv"
    file.write_text('Unit;"VIN";Old\n1;1XPWD40X1ED215307;1XKWDB0X57J211825\n2;;\n')
    counts = shell.json("import", str(file), "--column", "vin", code=1)[-1]
    assert (counts["vins"], counts["rejected"]) == (1, 1)
    shell.run("import", str(file), "--column", "chassis", code=3)
    assert "has no column 'chassis'" in shell.errors


def test_a_file_that_is_not_there_is_said_to_be_missing(shell: Shell, tmp_path: Path) -> None:
    shell.run("import", str(tmp_path / "none.txt"), code=3)
    assert "none.txt does not exist" in shell.errors


def test_remove_says_what_was_there(shell: Shell) -> None:
    shell.run("lookup", "1XPWD40X1ED215307")
    answers = shell.json("remove", "1XPWD40X1ED215307", "1XPWD40X1ED215307", code=1)
    assert [answer["cache_delete_success"] for answer in answers] == [True, False]


def test_export_of_an_empty_cache_is_a_file_of_no_rows(shell: Shell, tmp_path: Path) -> None:
    target = tmp_path / "none.parquet"
    shell.run("export", str(target))
    assert pq.read_metadata(target).num_rows == 0


def test_an_export_that_cannot_be_written_says_why(shell: Shell, tmp_path: Path) -> None:
    shell.run("export", str(tmp_path / "no" / "folder.parquet"), code=3)
    assert "The export was not written" in shell.errors


@pytest.mark.parametrize(
    ("outcome", "code", "told"),
    [
        (VpicBusy("Too many."), 1, "1XPWD40X1ED215307: vPIC asks to slow down: Too many.\n"),
        (Cancelled(), 1, "Cancelled. Answers that had not been saved yet were dropped.\n"),
        (None, 0, ""),
    ],
)
def test_the_bar_of_a_wait_is_taken_away_before_the_outcome_is_told(
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
    outcome: Exception | None,
    code: int,
    told: str,
) -> None:
    find = Lookup.find

    def wait(self: Lookup, question: Question, choice: SourceChoice, monitor: Monitor) -> Found:
        monitor.report(Progress(0, 0, "vPIC asks to wait"))
        if outcome is not None:
            raise outcome
        return find(self, question, choice, monitor)

    monkeypatch.setattr(Lookup, "find", wait)
    screen = Screen()
    source = ("--source", "embedded")
    shell.run(*source, "lookup", "1XPWD40X1ED215307", code=code, errors=screen)
    assert "vPIC asks to wait" in screen.getvalue()
    assert screen.last() == told


def test_wrong_use_ends_with_two(shell: Shell) -> None:
    shell.run("lookup", "--nonsense", code=2)
