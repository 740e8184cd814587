"""A second start is heard; whatever else speaks to the window is not."""

import json
import os
import socket
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from tests.conftest import carry_out_deletions
from vindesk.app import handover
from vindesk.app.handover import LONGEST, VERSION, Handover, Receiver

Speak = Callable[[bytes], socket.socket]


@pytest.fixture
def address(tmp_path: Path) -> Path:
    return tmp_path / "socket"


@pytest.fixture
def receiver(qtbot: QtBot, address: Path) -> Iterator[Receiver]:
    receiver = Receiver()
    assert receiver.listen(str(address))
    yield receiver
    receiver.close()
    receiver.deleteLater()
    carry_out_deletions()


@pytest.fixture
def speak(address: Path, receiver: Receiver) -> Iterator[Speak]:
    """Connect, and say some bytes."""
    speakers: list[socket.socket] = []

    def say(data: bytes) -> socket.socket:
        speaker = socket.socket(socket.AF_UNIX)
        speaker.connect(str(address))
        speaker.setblocking(False)
        for start in range(0, len(data), 1000):
            try:
                speaker.send(data[start : start + 1000])
            except BlockingIOError:
                break
        speakers.append(speaker)
        return speaker

    yield say
    for speaker in speakers:
        speaker.close()


def framed(content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + content


def message(*inputs: bytes, late_s: float = -60) -> bytes:
    good_until = time.time() - late_s
    return framed(msgspec.json.encode(Handover(inputs=inputs, good_until=good_until)))


def heard_from(speaker: socket.socket) -> bytes | None:
    """What came back, b"" at the end of the connection, None for nothing yet."""
    try:
        return speaker.recv(1000)
    except BlockingIOError:
        return None
    except ConnectionResetError:
        return b""


def until_hung_up(qtbot: QtBot, speaker: socket.socket) -> bytes:
    answer = bytearray()

    def ended() -> bool:
        heard = heard_from(speaker)
        answer.extend(heard or b"")
        return heard == b""

    qtbot.waitUntil(ended)
    return bytes(answer)


def test_what_is_handed_over_arrives_and_is_acknowledged(
    qtbot: QtBot, receiver: Receiver, speak: Speak
) -> None:
    with qtbot.waitSignal(receiver.received) as received:
        speaker = speak(message(b"1XPWD40X1ED215307", b"/tmp/\xff.parquet"))

    assert received.args is not None
    assert received.args[0].inputs == (b"1XPWD40X1ED215307", b"/tmp/\xff.parquet")
    receipt = json.loads(until_hung_up(qtbot, speaker)[4:])
    assert receipt == {"version": VERSION, "taken": True}


def test_a_message_may_come_in_pieces(qtbot: QtBot, receiver: Receiver, speak: Speak) -> None:
    rest = memoryview(message(b"x" * 1_000_000))
    speaker = speak(bytes(rest[:2]))
    rest = rest[2:]

    def all_is_said() -> bool:
        nonlocal rest
        with suppress(BlockingIOError):
            rest = rest[speaker.send(rest) :]
        return not rest

    with qtbot.waitSignal(receiver.received) as received:
        qtbot.waitUntil(all_is_said)

    assert received.args is not None
    assert received.args[0].inputs == (b"x" * 1_000_000,)


NO_MESSAGES = {
    "no JSON": framed(b"not json"),
    "a list": framed(b"[]"),
    "nothing in it": framed(b"{}"),
    "no time": framed(b'{"version": 1}'),
    "no base64": framed(b'{"version": 1, "inputs": ["***"], "good_until": 1e300}'),
    "a number for a list": framed(b'{"version": 1, "inputs": 5, "good_until": 1e300}'),
    "no UTF-8": framed(b"\xff\xfe"),
    "no UTF-8 in a text": framed(b'{"version": 1, "activation_token": "\xff", "good_until": 9}'),
    "too deep": framed(b'{"version": 1, "x": ' + b"[" * 20_000),
    "a browser": b"GET / HTTP/1.1\r\n\r\n",
    "too long": (LONGEST + 1).to_bytes(4, "big"),
    "late": message(b"1XPWD40X1ED215307", late_s=1),
}


@pytest.mark.parametrize("data", NO_MESSAGES.values(), ids=NO_MESSAGES)
def test_what_is_no_message_for_us_is_hung_up_on_in_silence(
    qtbot: QtBot, receiver: Receiver, speak: Speak, data: bytes
) -> None:
    with qtbot.assertNotEmitted(receiver.received):
        assert until_hung_up(qtbot, speak(data)) == b""

    with qtbot.waitSignal(receiver.received):
        speak(message())


def test_half_a_message_is_waited_for_but_not_for_ever(
    qtbot: QtBot, receiver: Receiver, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "_CALLER_PATIENCE_MS", 10)
    with qtbot.assertNotEmitted(receiver.received):
        assert until_hung_up(qtbot, speak(message()[:-1])) == b""


def test_who_hangs_up_in_the_middle_is_forgotten(
    qtbot: QtBot, receiver: Receiver, speak: Speak
) -> None:
    speak(message()[:-1]).close()
    speak(b"").close()
    with qtbot.waitSignal(receiver.received):
        speak(message())
    qtbot.waitUntil(lambda: not receiver._callers)


def test_a_crowd_that_says_nothing_does_not_keep_others_out(
    qtbot: QtBot, receiver: Receiver, speak: Speak
) -> None:
    crowd = [speak(b"") for _ in range(40)]
    with qtbot.waitSignal(receiver.received):
        speak(message())
    assert len(receiver._callers) <= 17
    until_hung_up(qtbot, crowd[0])


def test_another_version_is_told_that_it_was_not_understood(
    qtbot: QtBot, receiver: Receiver, speak: Speak
) -> None:
    with qtbot.assertNotEmitted(receiver.received):
        answer = until_hung_up(qtbot, speak(framed(b'{"version": 2, "anything": [1, {}]}')))
    assert json.loads(answer[4:]) == {"version": VERSION, "taken": False}


def test_the_socket_is_the_users_alone(receiver: Receiver, address: Path) -> None:
    mode = address.stat().st_mode
    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) & 0o077 == 0
    assert address.stat().st_uid == os.getuid()


def test_after_closing_nobody_is_heard(receiver: Receiver, address: Path) -> None:
    receiver.close()
    assert not address.exists()


def test_an_address_that_cannot_be_had_is_no_disaster(
    qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    receiver = Receiver()
    assert not receiver.listen(str(tmp_path / "no folder" / "socket"))
    assert "will not find this window" in caplog.text
    receiver.close()
