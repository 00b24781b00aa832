"""The least of HTTP/2 that a gRPC client needs of a server, for sending faster than any client reads.

A gRPC server in Python spends about as much on a message as the client does, so it could not tell the two clients
apart that are to be compared. Here a message that was framed beforehand costs about a microsecond. Each message
goes in a frame of its own, as servers that write one at a time send it. Header blocks are not read: which method is
called follows from the message, since only SubscribePush has an empty one.
"""

from __future__ import annotations

import asyncio
import struct
from collections import deque
from collections.abc import Callable, Sequence
from enum import IntEnum

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
FRAME_HEADER = 9
LARGEST_FRAME = 16_384
"""Bytes of payload; a server may send more only where the client says so."""
FIRST_WINDOW = 65_535
OUR_WINDOW = 2**31 - 1 - FIRST_WINDOW
"""Bytes a client may send us altogether without waiting: all it ever will."""

END_STREAM, END_HEADERS, ACK = 0x1, 0x4, 0x1
INITIAL_WINDOW_SIZE = 4
"""The SETTINGS entry"""

# HPACK without its table of strings and without Huffman codes: `:status: 200` is in the static table, the rest literal.
HEADERS_BLOCK = b"\x88\x0f\x10" + b"\x10application/grpc"
TRAILERS_BLOCK = b"\x00\x0bgrpc-status\x010"


class Kind(IntEnum):
    """Frame types that matter here."""

    DATA = 0
    HEADERS = 1
    RST_STREAM = 3
    SETTINGS = 4
    PING = 6
    WINDOW_UPDATE = 8


def frame(kind: Kind, flags: int, stream: int, payload: bytes = b"") -> bytes:
    """One HTTP/2 frame."""
    return struct.pack(">IBI", len(payload) << 8 | kind, flags, stream) + payload


def grpc_message(body: bytes) -> bytes:
    """A message with gRPC's own prefix: not compressed, so long."""
    return b"\x00" + len(body).to_bytes(4, "big") + body


class Connection(asyncio.Protocol):
    """One client: answers each unary request from `answer`, and tells `opened` when it opens the push stream."""

    def __init__(self, answer: Callable[[bytes], bytes], opened: Callable[[Connection], None]) -> None:
        self._answer = answer
        self._opened = opened
        self._transport: asyncio.Transport | None = None
        self._input = bytearray()
        self._greeted = False
        self._requests: dict[int, bytearray] = {}
        self._replies: dict[int, deque[bytes]] = {}
        """Frames of answers that wait for room, by stream."""
        self._initial_window = FIRST_WINDOW
        self._window = FIRST_WINDOW
        self._windows: dict[int, int] = {}
        self._push_stream = 0
        self._choked = False
        self.room = asyncio.Event()
        """Set when there may be room for more pushes."""
        self.closed = False

    def push(self, messages: Sequence[bytes], start: int) -> int:
        """Send as many `grpc_message`s, from `start` on, as the client lets us; answers how many those were."""
        assert self._transport is not None
        stream = self._push_stream
        window = min(self._window, self._windows.get(stream, 0))
        out = []
        place = start
        while place < len(messages) and not self._choked:
            size = len(messages[place])
            if size > window:
                break
            out.append(struct.pack(">IBI", size << 8 | Kind.DATA, 0, stream))
            out.append(messages[place])
            window -= size
            self._window -= size
            self._windows[stream] -= size
            place += 1
        if out:
            self._transport.write(b"".join(out))
        if place < len(messages):
            self.room.clear()
        return place - start

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(
            frame(Kind.SETTINGS, 0, 0) + frame(Kind.WINDOW_UPDATE, 0, 0, struct.pack(">I", OUR_WINDOW))
        )

    def connection_lost(self, error: Exception | None) -> None:
        self.closed = True
        self.room.set()

    def pause_writing(self) -> None:
        self._choked = True

    def resume_writing(self) -> None:
        self._choked = False
        self.room.set()

    def data_received(self, data: bytes) -> None:
        self._input += data
        if not self._greeted:
            if len(self._input) < len(PREFACE):
                return
            del self._input[: len(PREFACE)]
            self._greeted = True
        while len(self._input) >= FRAME_HEADER:
            size_and_kind, flags, stream = struct.unpack_from(">IBI", self._input)
            end = FRAME_HEADER + (size_and_kind >> 8)
            if len(self._input) < end:
                return
            payload = bytes(self._input[FRAME_HEADER:end])
            del self._input[:end]
            self._take(size_and_kind & 0xFF, flags, stream, payload)

    def _take(self, kind: int, flags: int, stream: int, payload: bytes) -> None:
        assert self._transport is not None
        match kind:
            case Kind.SETTINGS if not flags & ACK:
                self._take_settings(payload)
                self._transport.write(frame(Kind.SETTINGS, ACK, 0))
            case Kind.PING if not flags & ACK:
                self._transport.write(frame(Kind.PING, ACK, 0, payload))
            case Kind.HEADERS:
                self._windows[stream] = self._initial_window
                self._requests[stream] = bytearray()
            case Kind.DATA:
                self._requests[stream] += payload
                if flags & END_STREAM:
                    self._serve(stream, bytes(self._requests.pop(stream)))
            case Kind.WINDOW_UPDATE:
                self._widen(stream, int.from_bytes(payload, "big"))
            case Kind.RST_STREAM:
                self._requests.pop(stream, None)
                self._replies.pop(stream, None)
                self._windows.pop(stream, None)

    def _take_settings(self, payload: bytes) -> None:
        for key, value in struct.iter_unpack(">HI", payload):
            if key == INITIAL_WINDOW_SIZE:
                wider, self._initial_window = value - self._initial_window, value
                for stream in self._windows:
                    self._windows[stream] += wider
        self._flush()

    def _widen(self, stream: int, by: int) -> None:
        if stream == 0:
            self._window += by
        elif stream in self._windows:
            self._windows[stream] += by
        self._flush()
        self.room.set()

    def _serve(self, stream: int, request: bytes) -> None:
        assert self._transport is not None
        self._transport.write(frame(Kind.HEADERS, END_HEADERS, stream, HEADERS_BLOCK))
        body = request[5:]
        if not body:
            self._push_stream = stream
            self._opened(self)
            return
        message = grpc_message(self._answer(body))
        parts = (message[i : i + LARGEST_FRAME] for i in range(0, len(message), LARGEST_FRAME))
        self._replies[stream] = deque(frame(Kind.DATA, 0, stream, part) for part in parts)
        self._flush()

    def _flush(self) -> None:
        """Send what waits of answers, as far as the client lets us."""
        assert self._transport is not None
        for stream, frames in list(self._replies.items()):
            while frames:
                size = len(frames[0]) - FRAME_HEADER
                if size > min(self._window, self._windows[stream]):
                    break
                self._window -= size
                self._windows[stream] -= size
                self._transport.write(frames.popleft())
            if not frames:
                self._transport.write(frame(Kind.HEADERS, END_HEADERS | END_STREAM, stream, TRAILERS_BLOCK))
                del self._replies[stream], self._windows[stream]
