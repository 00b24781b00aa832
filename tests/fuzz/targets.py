"""Every target by its name: what it takes apart, what it begins with, and its share of a long run.

A target is a function of bytes that returns; what it raises is a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from futu_tui.protocol import PROTOCOLS
from futu_tui.protocol.pb.futu_service_pb2 import FutuResponse, PushEvent
from futu_tui.tui.theme import bundled_folder
from tests.fuzz import file_targets as files
from tests.fuzz import wire_targets as wire
from tests.fuzz.hostile import NUMBERS, TIMES, WORDS, seeded


class Target(NamedTuple):
    run: Callable[[bytes], None]
    share: int
    """Parts in a thousand of a long run; those that cost little get many."""
    seeds: Callable[[], Iterator[bytes]]
    longest: int = 400
    """Bytes of an input."""


def _envelopes() -> Iterator[bytes]:
    for number, proto_id in enumerate(wire.PUSH_IDS):
        response = PROTOCOLS[proto_id].response
        assert response is not None
        body = seeded(response(), number).SerializePartialToString()
        event = PushEvent(
            proto_id=proto_id, sec_key="1_00700", sub_type=1, body=body, event_type="quote", acc_id=1
        )
        yield b"\x01" + event.SerializeToString()
    for number, proto_id in enumerate(wire.ANSWER_IDS[:12]):
        response = PROTOCOLS[proto_id].response
        assert response is not None
        body = seeded(response(), number, 80).SerializePartialToString()
        yield b"\x00" + FutuResponse(proto_id=proto_id, body=body, ret_msg="no").SerializeToString()


def _bodies() -> Iterator[bytes]:
    for number in range(len(wire.PUSH_IDS)):
        yield bytes((0, number, 0)) + bytes(range(1, 200, 3))
        yield bytes((0, number, 7)) + b"\x08\x00\x12\x00"


def _answers() -> Iterator[bytes]:
    for number in range(64):
        yield bytes((number, 0)) + bytes(range(0, 250, 5))


def _words() -> Iterator[bytes]:
    for number, word in enumerate(WORDS):
        yield bytes((number * 7 % 50, number)) + word.encode()[:200]


def _config() -> Iterator[bytes]:
    yield b'\x00[gateway]\ntarget = "127.0.0.1:22500"\n[display]\nfps = 30\n[keys]\nchart.zoom_in = "i"\n'
    yield b"\x00a = " + b"[" * 300
    yield b"\x00a = " + b"{b = " * 80
    yield b"\x00[display]\nfps = " + b"9" * 300
    for number in range(16):
        yield bytes((5, *range(number, 90, 3), 1))


def _themes() -> Iterator[bytes]:
    for path in sorted(bundled_folder().glob("*.toml")):
        yield b"\x01" + path.read_bytes()
    yield b"\x00\x00\x10\x03\x04"


def _watchlists() -> Iterator[bytes]:
    yield b'\x00[groups]\nCore = ["HK.00700", "US.AAPL"]\n"\\u4e2d" = []\n# a comment\nHeld = ["X"]\n'
    yield b"\x00groups = 1\n"
    yield b"\x10[groups]\na.b = 1\nc = [[1], 2]\n"


def _recordings() -> Iterator[bytes]:
    for kind in range(files.KINDS):
        for number in range(4):
            yield bytes((kind, *range(number, 200, 7)))
        yield bytes((kind, 0)) + b'{"a": [1, {"b": null}], "style": 1}'
        yield bytes((kind, 0)) + b"[" * 300


def _keymap() -> Iterator[bytes]:
    for number in range(12):
        yield bytes(range(number, 60, 5))


def _console() -> Iterator[bytes]:
    for number in range(len(wire.ANSWER_IDS)):
        yield bytes((number, 1, *range(0, 120, 4)))


TARGETS: dict[str, Target] = {
    "envelope": Target(wire.envelope, 350, _envelopes),
    "bodies": Target(wire.bodies, 150, _bodies),
    "answers": Target(wire.answers, 120, _answers),
    "console": Target(wire.console, 20, _console, 200),
    "words": Target(wire.words, 300, _words, 200),
    "config": Target(files.config, 15, _config, 300),
    "keymap": Target(files.keymap, 8, _keymap, 100),
    "themes": Target(files.themes, 15, _themes, 1_500),
    "watchlists": Target(files.watchlists, 7, _watchlists, 300),
    "recordings": Target(files.recordings, 15, _recordings, 300),
}

DICTIONARY = (
    *(word.encode()[:64] for word in WORDS if word),
    *(time.encode() for time in TIMES if time),
    *(repr(number).encode() for number in NUMBERS),
)
"""What mutations put in."""
