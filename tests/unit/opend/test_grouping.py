"""Many wants in few calls."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from futu_tui.opend.grouping import Call, Want, group
from futu_tui.protocol import Security

BASIC, BOOK, TICKER, KL_DAY, KL_1M = 1, 2, 4, 6, 11
SECURITIES = [Security.parse(text) for text in ("HK.00700", "HK.09988", "SH.600519", "US.AAPL", "US.NVDA")]
TENCENT, ALIBABA, MOUTAI, APPLE, NVIDIA = SECURITIES

wants = st.lists(
    st.builds(Want, st.sampled_from(SECURITIES), st.sampled_from([BASIC, BOOK, TICKER, KL_DAY])), max_size=25
)


@given(wants)
def test_the_calls_hold_every_want_once_and_nothing_else(wants: list[Want]) -> None:
    held = [want for call in group(wants) for want in call.wants]
    assert sorted(held) == sorted(set(wants))


@given(wants)
def test_there_are_never_more_calls_than_sets_of_sub_types(wants: list[Want]) -> None:
    kinds: dict[Security, set[int]] = {}
    for security, sub_type in wants:
        kinds.setdefault(security, set()).add(sub_type)
    sets = {(frozenset(those), security.market.name == "US") for security, those in kinds.items()}
    assert len(group(wants)) <= len(sets)


def test_securities_that_want_the_same_share_a_call() -> None:
    assert group([Want(security, kind) for security in (TENCENT, ALIBABA) for kind in (BOOK, BASIC)]) == [
        Call((TENCENT, ALIBABA), (BASIC, BOOK))
    ]


def test_sub_types_share_a_call_where_that_takes_fewer() -> None:
    overlapping = [Want(TENCENT, BASIC), Want(ALIBABA, BASIC), Want(ALIBABA, BOOK), Want(MOUTAI, BOOK)]
    assert group(overlapping) == [Call((TENCENT, ALIBABA), (BASIC,)), Call((ALIBABA, MOUTAI), (BOOK,))]


def test_only_us_ticks_and_candles_ask_for_all_sessions_in_calls_of_their_own() -> None:
    ticks = group([Want(TENCENT, TICKER), Want(APPLE, TICKER)])
    assert [call.subscribe().extendedTime for call in ticks] == [False, True]
    assert [call.subscribe().session for call in ticks] == [0, 3]
    [quotes] = group([Want(TENCENT, BASIC), Want(APPLE, BASIC)])
    assert not quotes.subscribe().HasField("extendedTime")


def test_a_subscription_is_pushed_at_once_and_candles_come_forward_adjusted() -> None:
    c2s = Call((TENCENT,), (BASIC, KL_1M)).subscribe()
    assert (c2s.isSubOrUnSub, c2s.isRegOrUnRegPush, c2s.isFirstPush) == (True, True, True)
    assert list(c2s.regPushRehabTypeList) == [1]
    assert [(security.market, security.code) for security in c2s.securityList] == [(1, "00700")]
    assert not Call((TENCENT,), (BASIC,)).subscribe().regPushRehabTypeList


def test_a_release_ends_the_push_too() -> None:
    c2s = Call((TENCENT,), (BASIC,)).unsubscribe()
    assert (c2s.isSubOrUnSub, c2s.isRegOrUnRegPush) == (False, False)


@given(wants.filter(lambda wants: len(set(wants)) > 1))
def test_halves_are_smaller_and_together_the_whole(wants: list[Want]) -> None:
    for call in group(wants):
        if len(call.wants) > 1:
            first, second = call.halves()
            assert first.wants
            assert second.wants
            assert sorted(first.wants + second.wants) == sorted(call.wants)


def test_candles_that_are_adjusted_otherwise_go_in_a_call_of_their_own() -> None:
    wants = [Want(TENCENT, BASIC), Want(TENCENT, KL_DAY), Want(ALIBABA, KL_DAY), Want(ALIBABA, BASIC)]
    rehabs = {Want(ALIBABA, KL_DAY): {2, 0}, Want(ALIBABA, BASIC): {2}}
    calls = group(wants, rehabs)
    assert sorted(want for call in calls for want in call.wants) == sorted(wants)
    (other,) = [call for call in calls if call.rehabs != (1,)]
    assert other == Call((ALIBABA,), (KL_DAY,), rehabs=(0, 2))
    assert list(other.subscribe().regPushRehabTypeList) == [0, 2]


def test_the_halves_of_a_call_are_adjusted_as_the_whole() -> None:
    for call in (Call((TENCENT, ALIBABA), (KL_DAY,), (2,)), Call((TENCENT,), (KL_DAY, KL_1M), (2,))):
        assert [half.rehabs for half in call.halves()] == [(2,), (2,)]
