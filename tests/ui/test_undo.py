"""What can be undone and redone, in which order, and when something fails."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from vindesk.domain.errors import DiskFull
from vindesk.jobs.runner import JobRunner
from vindesk.ui.undo import MOST_KEPT, Change, UndoHistory


class Counter:
    """Something that is changed, and what was said of it."""

    def __init__(self) -> None:
        self.value = 0
        self.told: list[str] = []
        self.trouble: Exception | None = None

    def change(self, text: str) -> Change:
        return Change(
            text,
            apply=lambda: self._by(1),
            revert=lambda: self._by(-1),
            told=lambda _count: self.told.append("done"),
            taken_back=lambda _count: self.told.append("taken back"),
        )

    def _by(self, step: int) -> int:
        if self.trouble is not None:
            raise self.trouble
        self.value += step
        return 1


@pytest.fixture
def history(inline_runner: JobRunner) -> UndoHistory:
    return UndoHistory(inline_runner)


def test_a_change_that_was_made_already_is_not_made_again(history: UndoHistory) -> None:
    counter = Counter()
    heard: list[str | None] = []
    history.changed.connect(lambda: heard.append(history.undo_text))
    history.made(counter.change("Refresh"))
    assert (counter.value, counter.told, heard) == (0, [], ["Refresh"])


def test_it_is_taken_back_and_made_again_like_any_other(history: UndoHistory) -> None:
    counter = Counter()
    history.made(counter.change("Refresh"))
    history.undo()
    assert (counter.value, history.undo_text, history.redo_text) == (-1, None, "Refresh")
    history.redo()
    assert (counter.value, history.undo_text, history.redo_text) == (0, "Refresh", None)
    assert counter.told == ["taken back", "done"]


def test_what_had_been_undone_cannot_be_redone_after_it(history: UndoHistory) -> None:
    counter = Counter()
    history.do(counter.change("Remove"))
    history.undo()
    history.made(counter.change("Refresh"))
    assert (history.undo_text, history.redo_text) == ("Refresh", None)


def test_only_so_many_are_kept(history: UndoHistory) -> None:
    counter = Counter()
    for number in range(MOST_KEPT + 20):
        history.do(counter.change(f"Remove {number}"))
    undone = 0
    while history.undo_text is not None:
        history.undo()
        undone += 1
    assert undone == MOST_KEPT
    assert history.redo_text == "Remove 20"
    assert counter.value == 20


FULL = DiskFull("There is no room left. Nothing was changed.")


def test_what_could_not_be_undone_can_be_undone_later(history: UndoHistory) -> None:
    counter = Counter()
    failures: list[Exception] = []
    history.failed.connect(failures.append)
    for name in ("Remove 1", "Remove 2"):
        history.do(counter.change(name))
    counter.trouble = FULL
    history.undo()
    assert failures == [FULL]
    assert (counter.value, history.undo_text, history.redo_text) == (2, "Remove 2", None)
    counter.trouble = None
    history.undo()
    assert (counter.value, history.undo_text, history.redo_text) == (1, "Remove 1", "Remove 2")


def test_what_could_not_be_redone_can_be_redone_later(history: UndoHistory) -> None:
    counter = Counter()
    history.do(counter.change("Remove"))
    history.undo()
    counter.trouble = FULL
    history.redo()
    assert (counter.value, history.undo_text, history.redo_text) == (0, None, "Remove")
    counter.trouble = None
    history.redo()
    assert (counter.value, history.undo_text, history.redo_text) == (1, "Remove", None)


def test_what_could_not_be_done_cannot_be_undone(history: UndoHistory) -> None:
    counter = Counter()
    counter.trouble = FULL
    history.do(counter.change("Remove"))
    assert (counter.told, history.undo_text, history.redo_text) == ([], None, None)


def test_what_failed_after_the_vehicles_were_exchanged_is_gone(history: UndoHistory) -> None:
    def fail() -> int:
        history.clear()
        raise FULL

    nobody = Counter().change("Remove")
    history.made(Change("Remove", nobody.apply, fail, nobody.told, nobody.taken_back))
    history.undo()
    assert (history.undo_text, history.redo_text) == (None, None)


def test_a_change_of_nothing_is_told_and_cannot_be_undone(history: UndoHistory) -> None:
    counter = Counter()
    history.do(counter.change("Remove 1"))
    history.undo()
    told: list[int] = []
    history.do(Change("Remove 2", lambda: 0, lambda: 0, told.append, told.append))
    assert (told, history.undo_text, history.redo_text) == ([0], None, "Remove 1")


@pytest.mark.parametrize("done", ["made", "undone", "redone"])
def test_what_is_done_to_earlier_vehicles_can_neither_be_undone_nor_redone(
    threaded_runner: JobRunner, qtbot: QtBot, done: str
) -> None:
    history, counter = UndoHistory(threaded_runner), Counter()

    def until_done(act: Callable[[], object]) -> None:
        act()
        qtbot.waitUntil(lambda: not threaded_runner.busy)

    def do() -> None:
        history.do(counter.change("Remove"))

    steps = {"made": [do], "undone": [do, history.undo], "redone": [do, history.undo, history.redo]}
    *before, last = steps[done]
    for step in before:
        until_done(step)
    last()
    history.clear()
    qtbot.waitUntil(lambda: not threaded_runner.busy)
    assert (history.undo_text, history.redo_text) == (None, None)
    assert len(counter.told) == len(steps[done])
    until_done(do)
    assert history.undo_text == "Remove"
