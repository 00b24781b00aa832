"""The short way of our terminal shows what pyte's own way would, whatever it is sent and however that is cut."""

from __future__ import annotations

import pyte
from hypothesis import given
from hypothesis import strategies as st

from tests.terminal.emulator import Screen, Stream

COLUMNS, LINES = 20, 6

numbers = st.integers(0, 255)
controls = st.one_of(
    st.tuples(st.integers(0, 8), st.integers(0, 24)).map("\x1b[{0[0]};{0[1]}H".format),
    st.lists(numbers, max_size=3).map(lambda codes: f"\x1b[{';'.join(map(str, codes))}m"),
    st.tuples(st.sampled_from((38, 48)), numbers, numbers, numbers).map(
        "\x1b[{0[0]};2;{0[1]};{0[2]};{0[3]}m".format
    ),
    st.sampled_from(
        (
            "\x1b[2J",
            "\x1b[K",
            "\x1b[?7l",
            "\x1b[?7h",
            "\x1b[4h",
            "\x1b[4l",
            "\x1b[3A",
            "\x1b[2;4H",
            "\x1b[B",
            "\x1b[2B",
            "\x1b[C",
            "\x1b[0C",
            "\x1b[7C",
            "\x1b[D",
            "\x1b[3D",
            "\x1b[G",
            "\x1b[9G",
        )
    ),
    st.sampled_from(
        ("\x1b(0", "\x1b(B", "\x1b]0;a title;\x07", "\x1bc", "\x1b7", "\x1b8", "\r", "\n", "\x08")
    ),
)
texts = st.text("aZ9 ─│┃▌▄⣿é·◆●中文腾讯e\u0301", max_size=30)
sent = st.lists(st.one_of(controls, texts), max_size=30).map("".join)


@given(text=sent, cut=st.integers(0, 400))
def test_it_shows_what_pyte_shows(text: str, cut: int) -> None:
    data = text.encode()
    plain = pyte.Screen(COLUMNS, LINES)
    short = Screen(COLUMNS, LINES)
    plain_stream, short_stream = pyte.ByteStream(plain), Stream(short)
    for part in (data[:cut], data[cut:]):
        plain_stream.feed(part)
        short_stream.feed(part)
    assert short.buffer == plain.buffer
    assert (short.cursor.x, short.cursor.y, short.title) == (plain.cursor.x, plain.cursor.y, plain.title)
