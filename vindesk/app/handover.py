"""What a second start hands to the first window, and how: one message, one receipt.

A message is its length in four bytes, then JSON. What is garbage, too long, late or never
complete is dropped without an answer. This module alone imports QtNetwork, which start-up
does not need.
"""

import logging
import time
from enum import Enum, auto
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

VERSION: Final = 1
LONGEST: Final = 4 * 1024 * 1024
_LENGTH: Final = 4
_CALLERS: Final = 16
_CALLER_PATIENCE_MS: Final = 3_000


class Handover(msgspec.Struct, frozen=True, kw_only=True):
    """What the second start was given; bytes, since not every file name is text."""

    version: int = VERSION
    inputs: tuple[bytes, ...] = ()
    activation_token: str = ""
    """What allows the first window to come to the front, where windows need that."""

    good_until: float
    """The time when the sender will have given up; a message read later is not for us."""


class _Version(msgspec.Struct, frozen=True):
    version: int


class _Receipt(msgspec.Struct, frozen=True):
    version: int
    taken: bool


class Answer(Enum):
    TAKEN = auto()
    NOT_UNDERSTOOD = auto()
    NONE = auto()


def send(address: str, handover: Handover, patience_s: float) -> Answer:
    """Hand over and wait for the receipt; needs no event loop."""
    deadline = time.monotonic() + patience_s

    def left_ms() -> int:
        return max(int((deadline - time.monotonic()) * 1e3), 0)

    socket = QLocalSocket()
    socket.connectToServer(address)
    try:
        if not socket.waitForConnected(left_ms()):
            return Answer.NONE
        socket.write(_framed(handover))
        frame = _Frame()
        while not frame.complete:
            if not socket.waitForReadyRead(left_ms()):
                return Answer.NONE
            frame.add(bytes(socket.readAll().data()))
        receipt = msgspec.json.decode(frame.content, type=_Receipt)
    except (msgspec.DecodeError, RecursionError, _TooLong):
        return Answer.NONE
    finally:
        socket.abort()
    return Answer.TAKEN if receipt.taken else Answer.NOT_UNDERSTOOD


class Receiver(QObject):
    """Takes what second starts hand over, at an address that only this user can reach."""

    received = Signal(Handover)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)
        self._callers: list[_Caller] = []

    def listen(self, address: str) -> bool:
        """Whether it can be heard now. Nobody else may be listening at ``address``."""
        QLocalServer.removeServer(address)
        if self._server.listen(address):
            return True
        log.warning("A second start will not find this window: %s", self._server.errorString())
        return False

    def close(self) -> None:
        self._server.close()
        for caller in tuple(self._callers):
            caller.drop()

    @Slot()
    def _welcome(self) -> None:
        while self._server.hasPendingConnections():
            caller = _Caller(self._server.nextPendingConnection(), self)
            caller.said.connect(self.received)
            caller.left.connect(self._forget)
            self._callers.append(caller)
            if len(self._callers) > _CALLERS:
                self._callers[0].drop()
            caller.listen()

    @Slot(QObject)
    def _forget(self, caller: "_Caller") -> None:
        if caller in self._callers:
            self._callers.remove(caller)
            caller.deleteLater()


class _Caller(QObject):
    """One connection, until its message is complete or it has taken too long."""

    said = Signal(Handover)
    left = Signal(QObject)

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        socket.setParent(self)
        socket.setReadBufferSize(LONGEST + _LENGTH)
        self._socket = socket
        self._frame = _Frame()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.drop)

    def listen(self) -> None:
        self._socket.readyRead.connect(self._read)
        self._socket.disconnected.connect(self.drop)
        self._patience.start(_CALLER_PATIENCE_MS)
        self._read()

    @Slot()
    def drop(self) -> None:
        self._patience.stop()
        self._socket.abort()
        self.left.emit(self)

    @Slot()
    def _read(self) -> None:
        if self._frame.complete:
            return
        try:
            self._frame.add(bytes(self._socket.readAll().data()))
            if self._frame.complete:
                self._take(self._frame.content)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, _TooLong) as error:
            log.info("Something that is no vindesk spoke to this window: %s", error)
            self.drop()

    def _take(self, content: bytes) -> None:
        if msgspec.json.decode(content, type=_Version).version != VERSION:
            self._answer(taken=False)
            return
        handover = msgspec.json.decode(content, type=Handover)
        if time.time() > handover.good_until:
            self.drop()
            return
        self._answer(taken=True)
        self.said.emit(handover)

    def _answer(self, *, taken: bool) -> None:
        self._socket.write(_framed(_Receipt(VERSION, taken)))
        self._socket.disconnectFromServer()


class _TooLong(Exception):
    """More was announced than anybody has to say."""


class _Frame:
    """Bytes as they come, until what was announced is there."""

    def __init__(self) -> None:
        self._data = bytearray()

    def add(self, data: bytes) -> None:
        self._data += data
        if self._announced > LONGEST:
            raise _TooLong(f"{self._announced} bytes announced")

    @property
    def complete(self) -> bool:
        return len(self._data) >= _LENGTH + self._announced

    @property
    def content(self) -> bytes:
        return bytes(self._data[_LENGTH : _LENGTH + self._announced])

    @property
    def _announced(self) -> int:
        known = len(self._data) >= _LENGTH
        return int.from_bytes(self._data[:_LENGTH], "big") if known else 1


def _framed(message: msgspec.Struct) -> bytes:
    content = msgspec.json.encode(message)
    return len(content).to_bytes(_LENGTH, "big") + content
