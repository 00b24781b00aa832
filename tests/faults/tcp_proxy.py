"""A road for bytes between a program and a gateway on which anything can happen to them.

It runs in a thread of its own, so that tests of every kind use it alike: each act returns when it is done. It may speak
TLS with the program, and is plain towards the gateway.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TypeVar

_T = TypeVar("_T")

HEADER = 9
"""Bytes of an HTTP/2 frame before its payload: three of length, type, flags, four of stream."""
DATA, GOAWAY = 0, 7
NO_ERROR, INTERNAL_ERROR = 0, 2
_ALL_STREAMS = 2**31 - 1
_CHUNK = 65_536
_PATIENCE = 10.0


class FaultProxy:
    """Listens on a loopback port and passes on to `target`. The faults can be changed at any time."""

    def __init__(self, target: str, port: int = 0, certificate: ssl.SSLContext | None = None) -> None:
        """`target` is HOST:PORT; `port` is where to listen, any free one if 0; with `certificate` by TLS."""
        self._host, _, far = target.rpartition(":")
        self._far_port = int(far)
        self.port = port
        self.accepted = 0
        """Connections that were taken since the start."""
        self._pace: float | None = None
        self._delay = 0.0
        self._swallows = False
        self._answer: bytes | None = None
        self._certificate = certificate
        self._server: asyncio.Server | None = None
        self._ways: set[_Way] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fault proxy", daemon=True)
        self._thread.start()
        self.open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def target(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def connections(self) -> int:
        """How many are open."""
        return len(self._ways)

    def close(self) -> None:
        """Break everything, and end the thread."""
        self.refuse()
        self._do(self._ended())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)
        self._loop.close()

    # What happens to connections that come

    def open(self) -> None:
        """Take connections, on the same port as before, and pass bytes on. What is lost stays so."""
        self._pace, self._delay, self._swallows, self._answer = None, 0.0, False, None
        self._do(self._listen())

    def refuse(self) -> None:
        """Nothing listens any more, and what is open ends."""
        self._do(self._deafen())
        self.end()

    def present(self, certificate: ssl.SSLContext | None) -> None:
        """Show connections that come another certificate, or speak no TLS; those that are open end."""
        self._certificate = certificate
        self.refuse()
        self.open()

    def answer(self, data: bytes) -> None:
        """Another program listens here now: it says this to whatever it is told, and hangs up."""
        self._answer = data
        self.end()

    def half_open(self) -> None:
        """The host is gone without a word: connections are taken, bytes swallowed, and none ever comes back."""
        self._swallows = True
        self._each(_Way.swallow)

    def mute(self) -> None:
        """What the program says on its connections arrives, and nothing comes back."""
        self._each(lambda way: way.mute())

    # What happens to bytes

    def slow(self, pace: float, delay: float = 0.0) -> None:
        """Pass `pace` bytes a second in each direction, each piece `delay` seconds late."""
        self._pace, self._delay = pace, delay

    def fast(self) -> None:
        self._pace, self._delay = None, 0.0

    def hold(self) -> None:
        """Pass nothing on, and lose nothing."""
        self._each(lambda way: way.free.clear())

    def let_go(self) -> None:
        """Pass on what was held, and everything after it."""
        self._each(lambda way: way.free.set())

    # What happens to connections that are open

    def end(self) -> None:
        """End every connection as a program does that leaves."""
        self._each(lambda way: way.end())

    def reset(self) -> None:
        """Break every connection with a reset."""
        self._each(lambda way: way.end(reset=True))

    def cut_in_message(self, after: int = 4) -> None:
        """End each connection in the middle of the next message to the program: so many bytes into a DATA frame."""
        self._each(lambda way: way.downward.at_next_data(after, way.end))

    def go_away(self, *, at_once: bool = False) -> None:
        """Have each connection told that the gateway takes no more calls on it: calls that run may end, or end now."""
        last, code = (0, INTERNAL_ERROR) if at_once else (_ALL_STREAMS, NO_ERROR)
        frame = frame_of(GOAWAY, struct.pack(">II", last, code) + b"a drill")
        self._each(lambda way: way.downward.between_frames(frame))

    def _each(self, act: Callable[[_Way], None]) -> None:
        async def acts() -> None:
            for way in tuple(self._ways):
                act(way)

        self._do(acts())

    def _do(self, work: Coroutine[Any, Any, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE)

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(
                self._join, "127.0.0.1", self.port, ssl=self._certificate
            )
            self.port = self._server.sockets[0].getsockname()[1]

    async def _deafen(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _ended(self) -> None:
        """When every connection is over."""
        while self._ways:
            await asyncio.gather(*(way.over.wait() for way in self._ways))

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        if self._answer is not None:
            await reader.read(_CHUNK)
            writer.write(self._answer)
            writer.close()
            return
        way = _Way(self, reader, writer)
        self._ways.add(way)
        try:
            await way.carry(self._host, self._far_port, swallowed=self._swallows)
        finally:
            self._ways.discard(way)
            way.over.set()

    async def late(self, size: int) -> None:
        """The time that so many bytes take on the road."""
        pace, delay = self._pace, self._delay
        if pace is not None:
            await asyncio.sleep(delay + size / pace)

    @property
    def piece(self) -> int:
        """How many bytes to take at once: what passes in some tenth of a second."""
        return _CHUNK if self._pace is None else max(1, min(_CHUNK, int(self._pace / 10)))


class _Way:
    """One connection of the program, and the one to the gateway that goes with it."""

    def __init__(self, proxy: FaultProxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.free = asyncio.Event()
        self.free.set()
        self.over = asyncio.Event()
        self.downward = _Frames()
        self._proxy = proxy
        self._near = reader, writer
        self._far: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._swallowed = False
        self._muted = False
        self._ended = False

    async def carry(self, host: str, port: int, *, swallowed: bool) -> None:
        """Until either end is over."""
        self._swallowed = swallowed
        try:
            self._far = await asyncio.open_connection(host, port)
        except OSError:
            self.end()
            return
        upward = asyncio.ensure_future(self._carry(self._near[0], self._far[1], None))
        downward = asyncio.ensure_future(self._carry(self._far[0], self._near[1], self.downward))
        await asyncio.wait((upward, downward), return_when=asyncio.FIRST_COMPLETED)
        if self._swallowed and not self._ended:
            await upward  # the gateway may see an end; the program must not
        self.end()
        for way in (upward, downward):
            way.cancel()
        await asyncio.gather(upward, downward, return_exceptions=True)

    def swallow(self) -> None:
        self._swallowed = True

    def mute(self) -> None:
        self._muted = True

    def end(self, *, reset: bool = False) -> None:
        """Close both ends; the program's with a reset where asked for. What is held is lost."""
        self._ended = True
        self._swallowed |= not self.free.is_set()
        self.free.set()
        for writer in (self._near[1], self._far[1] if self._far else None):
            if writer is None:
                continue
            if reset:
                with suppress(OSError):
                    linger = struct.pack("ii", 1, 0)
                    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                writer.transport.abort()
            else:
                writer.close()

    async def _carry(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, frames: _Frames | None
    ) -> None:
        with suppress(OSError):
            while data := await source.read(self._proxy.piece):
                await self._proxy.late(len(data))
                await self.free.wait()
                if self._swallowed or (self._muted and frames is not None):
                    continue
                if frames is None:
                    sink.write(data)
                else:
                    for piece, then in frames.pieces(data):
                        sink.write(piece)
                        if then is not None:
                            then()
                            return
                await sink.drain()


class _Frames:
    """Where in the frames of HTTP/2 a direction is, and what is to happen at one of their places."""

    def __init__(self) -> None:
        self._header = b""
        self._left = 0
        """Bytes of the payload that are still to come."""
        self._inserted: bytes = b""
        self._cut: tuple[int, Callable[[], None]] | None = None

    def between_frames(self, frame: bytes) -> None:
        """Put this in where the frame under way ends."""
        self._inserted = frame

    def at_next_data(self, after: int, then: Callable[[], None]) -> None:
        """Pass so many bytes of the next DATA frame that is longer, then do this instead of passing more."""
        self._cut = after, then

    def pieces(self, data: bytes) -> list[tuple[bytes, Callable[[], None] | None]]:
        """What to pass on of these bytes, and what to do after each piece."""
        made: list[tuple[bytes, Callable[[], None] | None]] = []
        while data:
            if not self._header and not self._left and self._inserted:
                made.append((self._inserted, None))
                self._inserted = b""
            if self._left:
                part, data = data[: self._left], data[self._left :]
                self._left -= len(part)
                made.append((part, None))
                continue
            need = HEADER - len(self._header)
            part, data = data[:need], data[need:]
            self._header += part
            made.append((part, None))
            if len(self._header) < HEADER:
                break
            self._left, kind = int.from_bytes(self._header[:3], "big"), self._header[3]
            self._header = b""
            if self._cut is not None and kind == DATA and self._left > self._cut[0]:
                after, then = self._cut
                # What of the frame has not come yet would be passed by the next call; it never is.
                made.append((data[:after], then))
                return made
        return made


def frame_of(kind: int, payload: bytes, stream: int = 0) -> bytes:
    """A frame of HTTP/2 without flags."""
    return len(payload).to_bytes(3, "big") + bytes((kind, 0)) + stream.to_bytes(4, "big") + payload
