"""The first and the last line: what they say in each state, and what gives way where there is no room for all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.style import Style

from futu_tui.feed import LinkHealth
from futu_tui.opend import Link, LinkState
from futu_tui.opend.errors import Untrusted
from futu_tui.protocol import Market
from futu_tui.trading import Account, TrdEnv
from futu_tui.tui.badge import Part
from futu_tui.tui.keymap import DEFAULT
from futu_tui.tui.text import width
from futu_tui.tui.theme import DEFAULT_THEME, Themes
from futu_tui.tui.widgets.status_bar import GAP, HintLine, Status, StatusLine, cells, footer, header
from tests.tui.grid_harness import OneWidget
from tests.tui.scene import APPLE, START, TARGET, TENCENT, WALL

PALETTE = Themes.load().palette(DEFAULT_THEME)
PLAY = Account(281_001_234, TrdEnv.SIMULATE, (1,), "Cash", "", 0, True, "")
REAL = Account(283_445_538_881, TrdEnv.REAL, (1, 2, 4), "Margin", "1001100580128881", 0, True, "")
MORNING, LUNCH, CLOSED, PRE, OVERNIGHT = 3, 4, 6, 8, 37


def health(state: LinkState = LinkState.UP, **more: Any) -> LinkHealth:
    link = {key: more.pop(key) for key in ("attempt", "retry_in", "error") if key in more}
    whole = LinkHealth(Link(state, START - 10, **link), **{"round_trip": 0.012, "ever_up": True, **more})
    for second in range(3):
        whole.count(842 * second, START - 2 + second)
    return whole


STATUS = Status(
    target=TARGET,
    health=health(),
    now=START,
    wall=WALL,
    stale_since=None,
    states={Market.HK: MORNING, Market.US: OVERNIGHT, Market.SH: MORNING, Market.SZ: MORNING},
    account=PLAY,
    used=37,
    quota=300,
    unmet=0,
    held_back=0,
    odd=0,
    frame_cost=0.0042,
    frames=30.0,
    behind=None,
    left_out=0,
    slow_line=False,
    read_only=False,
    current=TENCENT,
)


def text(parts: list[Part]) -> str:
    return "".join(part.text for part in parts)


def first(columns: int = 160, **status: Any) -> str:
    """The first line's two ends with a bar between them."""
    left, right = header(replace(STATUS, **status), columns, PALETTE)
    return f"{text(left)}|{text(right)}"


def last(columns: int = 160, **status: Any) -> str:
    left, right = footer(replace(STATUS, **status), columns, PALETTE, DEFAULT.footer_hints(columns))
    return f"{text(left)}|{text(right)}"


def style_of(parts: list[Part], words: str) -> Style:
    return next(part.style for part in parts if words in part.text)


# The link


def test_a_live_link_tells_its_round_trip_and_its_pace() -> None:
    assert first().startswith(f" ● {TARGET}  12 ms   842 ev/s|")


def test_a_live_link_is_not_in_a_colour_of_rising_or_falling_prices() -> None:
    left, _ = header(STATUS, 160, PALETTE)
    assert style_of(left, "●") not in (PALETTE.up, PALETTE.down)


@pytest.mark.parametrize(
    ("state", "words", "style"),
    [
        (health(LinkState.CONNECTING, ever_up=False), "○ 127.0.0.1:22500  connecting", PALETTE.warning),
        (health(restoring=True), "● 127.0.0.1:22500  restoring", PALETTE.text),
        (health(silent_since=START - 7), "○ 127.0.0.1:22500  no answer for 7 s", PALETTE.danger),
        (
            health(LinkState.DOWN, attempt=3, retry_in=14.0),
            "○ 127.0.0.1:22500  disconnected · retry in 4 s",
            PALETTE.danger,
        ),
        (health(LinkState.CONNECTING), "○ 127.0.0.1:22500  disconnected · retrying", PALETTE.danger),
    ],
    ids=["connecting", "restoring", "silent", "down", "trying again"],
)
def test_every_other_state_of_the_link_is_said_in_words(state: LinkHealth, words: str, style: Style) -> None:
    left, _ = header(replace(STATUS, health=state), 160, PALETTE)
    assert text(left).strip().startswith(words)
    assert style_of(left, words.split()[2]) == style


def test_the_wait_for_the_next_try_counts_down() -> None:
    state = health(LinkState.DOWN, attempt=1, retry_in=12.5)
    waits = [first(health=state, now=START + passed).partition("retry")[2] for passed in (0, 1, 2.2, 2.6)]
    assert [wait.partition("|")[0] for wait in waits] == [" in 3 s", " in 2 s", " in 1 s", "ing"]


# Markets


def test_each_market_tells_its_session_and_its_own_time_and_mainland_china_is_one() -> None:
    assert "HK open 10:42:07   US night 21:42:07   CN open 10:42:07   " in first()
    assert "HK open 10:42   US night 21:42   CN open 10:42   " in first(120)


def test_shanghai_and_shenzhen_stand_apart_while_they_differ() -> None:
    states = {Market.SH: MORNING, Market.SZ: CLOSED}
    assert "SH open 10:42:07   SZ closed 10:42:07" in first(states=states)


def test_a_closed_market_is_dim() -> None:
    _, right = header(replace(STATUS, states={Market.HK: LUNCH, Market.US: PRE}), 160, PALETTE)
    assert style_of(right, "HK lunch") == PALETTE.dim
    assert style_of(right, "US pre") == PALETTE.text


def test_in_a_narrow_window_only_the_current_securitys_market_has_a_clock() -> None:
    assert first(80).endswith("|HK open 10:42:07    SIMULATE  HK Cash 1234 ")
    assert first(80, current=APPLE).endswith("|US night 21:42:07    SIMULATE  HK Cash 1234 ")


def test_clocks_give_way_to_what_is_wrong_with_the_link() -> None:
    state = health(LinkState.DOWN, attempt=1, retry_in=14.0)
    assert "US night" in first(120)
    assert "US night" not in first(120, health=state)
    assert "disconnected · retry in 4 s|HK open" in first(120, health=state)


# Accounts


def test_real_money_is_inverted_in_the_danger_colour_and_play_money_is_calm() -> None:
    _, right = header(replace(STATUS, account=REAL), 120, PALETTE)
    assert text(right).endswith(" REAL  Universal Margin 8881 ")
    assert style_of(right, "REAL").reverse
    _, right = header(STATUS, 120, PALETTE)
    assert not style_of(right, "SIMULATE").reverse


def test_without_accounts_it_says_whether_there_may_be_some() -> None:
    assert first(account=None).endswith(" no account ")
    assert first(account=None, read_only=True).endswith(" read-only ")


def test_an_account_of_which_nothing_is_told_any_more_is_marked() -> None:
    assert first(read_only=True).endswith(" HK Cash 1234 read-only ")
    assert "read-only" not in first()


def test_a_market_that_nothing_is_known_of_has_no_clock() -> None:
    _, right = header(
        replace(STATUS, states={Market.HK: MORNING, Market.SH: MORNING, Market.SZ: 0}), 160, PALETTE
    )
    assert "SH open" in text(right)
    assert "SZ" not in text(right)


# The last line


def test_quota_frame_and_freshness_stand_at_the_left_and_keys_at_the_right() -> None:
    assert last() == (
        " quotes 37/300 sub   frame 4 ms · 30 fps   all data live"
        "|? keys   ctrl+p commands   t theme   q quit   "
    )
    assert last(80) == " all data live|/ find   ? keys   q quit   "


def test_a_quota_that_nobody_told_is_left_out() -> None:
    assert last(quota=None).startswith(" quotes 37 sub ")


def test_stale_data_is_told_with_its_age() -> None:
    state = health(LinkState.DOWN, attempt=1, retry_in=4.0)
    line = footer(replace(STATUS, health=state, stale_since=START - 75), 160, PALETTE, [])[0]
    assert text(line).endswith("all data stale for 1 min")
    assert style_of(line, "stale") == PALETTE.danger


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ({"health": health(LinkState.CONNECTING, ever_up=False)}, "no data yet"),
        ({"health": health(LinkState.DOWN, ever_up=False), "stale_since": START}, "no data yet"),
        ({"health": health(restoring=True)}, "fetching what was missed"),
    ],
    ids=["at first", "no gateway", "restoring"],
)
def test_what_is_not_live_does_not_say_so(status: dict[str, Any], words: str) -> None:
    assert last(**status).partition("|")[0].endswith(words)


def test_what_warns_is_shown_before_what_informs() -> None:
    line = last(120, unmet=2, held_back=1, odd=3)
    assert line.startswith(" all data live   2 over quota   1 waiting for a limit   3 unread|")
    assert last(160, unmet=2).startswith(" quotes 37/300 sub   frame 4 ms · 30 fps   all data live   2 over")


def test_why_the_link_is_down_is_told_in_a_few_words_in_any_window() -> None:
    lost = health(LinkState.DOWN, retry_in=14.0, error=Untrusted("...", brief="certificate expired"))
    assert "disconnected: certificate expired · retry in 4 s" in first(160, health=lost)
    assert first(80, health=lost).startswith(" ○ certificate expired · retry in 4 s")


def test_quotes_that_a_key_may_not_read_are_told_though_the_link_is_up() -> None:
    barred = health(barred="the API key lacks qot:read")
    assert last(80, health=barred).startswith(" no quotes: the API key lacks qot:read")
    assert "no quotes for 7 s: the API key lacks qot:read" in last(160, health=barred, stale_since=START - 7)


def test_subscriptions_that_the_gateway_refused_are_counted() -> None:
    assert "all data live   12 refused" in last(120, refused=12)


def test_what_warns_is_shown_in_a_narrow_window_too() -> None:
    assert "2 over quota" in last(80, unmet=2)
    assert "3 unread" in last(80, odd=3)


# Both lines on the screen


@given(
    columns=st.integers(80, 220),
    unmet=st.integers(0, 400),
    odd=st.integers(0, 100_000),
    state=st.sampled_from(
        [health(), health(restoring=True), health(LinkState.DOWN, attempt=9, retry_in=24.0)]
    ),
    target=st.sampled_from([TARGET, "opend.trading-desk.example.com:22500"]),
    account=st.sampled_from([PLAY, REAL, None]),
)
def test_the_two_ends_never_meet(
    columns: int, unmet: int, odd: int, state: LinkHealth, target: str, account: Account | None
) -> None:
    status = replace(STATUS, unmet=unmet, odd=odd, health=state, target=target, account=account)
    left, right = header(status, columns, PALETTE)
    assert cells(left) + cells(right) + GAP <= columns
    hints = DEFAULT.footer_hints(columns)
    left, right = footer(status, columns, PALETTE, hints)
    assert cells(right) == sum(width(f"{key} {label}   ") for key, label in hints)
    assert cells(left) + cells(right) + GAP <= columns or "quotes" not in text(left) + text(right)


async def test_a_line_cuts_its_left_end_and_keeps_a_gap() -> None:
    line = StatusLine()
    async with OneWidget(line).run_test(size=(22, 3)):
        line.show([Part("one ", Style()), Part("twenty-two", Style())], [Part("right end", Style())])
        assert line.render_line(0).text == "one twen…  right end"
        line.show([Part("one ", Style())], [Part("right end", Style())])
        assert line.render_line(0).text == "one        right end"


async def test_a_hint_that_does_not_fit_whole_is_left_out() -> None:
    line = HintLine()
    async with OneWidget(line).run_test(size=(42, 3)):
        line.show_hints("⏎ send  esc close  x cancel", Style(), [Part("SIMULATE", Style())])
        assert line.render_line(0).text == "⏎ send  esc close  x cancel     SIMULATE"
        line.show_hints("⏎ send  esc close  x cancel", Style(), [Part("SIMULATE  HK 1234", Style())])
        assert line.render_line(0).text == "⏎ send  esc close      SIMULATE  HK 1234"


async def test_a_line_is_drawn_anew_only_when_its_words_change(monkeypatch: pytest.MonkeyPatch) -> None:
    line = StatusLine()
    async with OneWidget(line).run_test(size=(22, 3)):
        drawn = []
        monkeypatch.setattr(line, "refresh", lambda *_: drawn.append(1))
        for words in ("12 ms", "12 ms", "13 ms"):
            line.show([Part(words, Style())], [])
        assert len(drawn) == 2


def test_a_slow_line_is_told_beside_the_pace_and_where_there_is_none_by_itself() -> None:
    assert "30 fps (ssh)" in last(slow_line=True)
    assert "   ssh" in last(90, slow_line=True)
    assert "ssh" not in last() + last(90)


def test_overload_is_told_while_it_lasts_with_what_it_cost() -> None:
    assert "overload: 4 s late, 1,204 ticks left out" in last(behind=4.2, left_out=1204)
    assert "overload: 3 s late" in last(80, behind=2.6)
    assert "overload" not in last(left_out=1204)
