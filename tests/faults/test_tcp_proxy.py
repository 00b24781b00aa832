"""The proxy does to bytes what it says: else the rows that stand on it would show nothing."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.faults.tcp_proxy import DATA, FaultProxy, frame_of

HELLO = frame_of(4, b"") + frame_of(DATA, b"x" * 20, 1)
"""As a gateway begins: settings, then a message."""


class Ends:
    """A program's socket, the proxy, and the gateway's socket behind it."""

    def __init__(self, stack: ExitStack) -> None:
        self._listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.proxy = stack.enter_context(FaultProxy(f"127.0.0.1:{self._listener.getsockname()[1]}"))
        self._stack = stack

    def connect(self) -> tuple[socket.socket, socket.socket]:
        """The program's end and the gateway's."""
        near = self._stack.enter_context(socket.create_connection(("127.0.0.1", self.proxy.port), timeout=5))
        self._listener.settimeout(5)
        far = self._stack.enter_context(self._listener.accept()[0])
        far.settimeout(5)
        return near, far


@pytest.fixture
def ends() -> Iterator[Ends]:
    with ExitStack() as stack:
        yield Ends(stack)


def read(end: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size and (more := end.recv(size - len(data))):
        data += more
    return data


def test_bytes_pass_both_ways_and_an_end_is_passed_on(ends: Ends) -> None:
    near, far = ends.connect()
    near.sendall(b"ask")
    assert read(far, 3) == b"ask"
    far.sendall(HELLO)
    assert read(near, len(HELLO)) == HELLO
    far.close()
    assert near.recv(1) == b""


def test_slow_takes_the_time_that_it_says(ends: Ends) -> None:
    near, far = ends.connect()
    ends.proxy.slow(500)
    begin = time.monotonic()
    far.sendall(b"x" * 100)
    assert read(near, 100) == b"x" * 100
    assert 0.15 < time.monotonic() - begin < 2.0


def test_held_bytes_come_later_and_all(ends: Ends) -> None:
    near, far = ends.connect()
    ends.proxy.hold()
    far.sendall(HELLO)
    near.settimeout(0.05)
    with pytest.raises(TimeoutError):
        near.recv(1)
    ends.proxy.let_go()
    near.settimeout(5)
    assert read(near, len(HELLO)) == HELLO


def test_a_message_is_cut_in_its_middle(ends: Ends) -> None:
    near, far = ends.connect()
    ends.proxy.cut_in_message(after=4)
    far.sendall(HELLO)
    assert read(near, 100) == HELLO[: 9 + 9 + 4]


def test_a_go_away_stands_between_two_frames(ends: Ends) -> None:
    near, far = ends.connect()
    far.sendall(HELLO[:15])
    assert read(near, 15) == HELLO[:15]
    ends.proxy.go_away()
    far.sendall(HELLO[15:] + HELLO)
    told = read(near, 2 * len(HELLO) - 15 + 9 + 8 + 7)
    assert told.startswith(HELLO[15:] + (15).to_bytes(3, "big") + b"\x07")
    assert told.endswith(b"a drill" + HELLO)


def test_half_open_takes_everything_and_says_nothing(ends: Ends) -> None:
    near, far = ends.connect()
    ends.proxy.half_open()
    near.sendall(b"anybody there?")
    far.close()
    near.settimeout(0.05)
    with pytest.raises(TimeoutError):
        near.recv(1)


def test_muted_it_passes_what_is_asked_and_no_answer(ends: Ends) -> None:
    near, far = ends.connect()
    ends.proxy.mute()
    near.sendall(b"ask")
    assert read(far, 3) == b"ask"
    far.sendall(HELLO)
    near.settimeout(0.05)
    with pytest.raises(TimeoutError):
        near.recv(1)


def test_a_reset_is_one(ends: Ends) -> None:
    near, _ = ends.connect()
    ends.proxy.reset()
    with pytest.raises(ConnectionResetError):
        near.recv(1)


def test_another_program_answers_and_hangs_up(ends: Ends) -> None:
    ends.proxy.answer(b"SSH-2.0\r\n")
    with socket.create_connection(("127.0.0.1", ends.proxy.port), timeout=5) as near:
        near.sendall(b"PRI * HTTP/2.0")
        assert read(near, 100) == b"SSH-2.0\r\n"


def test_nothing_listens_and_then_it_does_again(ends: Ends) -> None:
    near, _ = ends.connect()
    ends.proxy.refuse()
    assert near.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", ends.proxy.port), timeout=5)
    ends.proxy.open()
    ends.connect()
