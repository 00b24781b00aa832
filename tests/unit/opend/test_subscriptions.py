"""Who wants what, against a model of a gateway that enforces its rules, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from futu_tui.opend import Subscriptions, Want, errors
from futu_tui.opend.grouping import group
from futu_tui.opend.subscriptions import NotReleased
from futu_tui.protocol import Market, ProtoId, Security
from futu_tui.protocol.pb import qot_get_sub_info_pb2, qot_sub_pb2
from tests.unit.opend.virtual_time import run

BASIC, BOOK, TICKER, KL_DAY, BROKER = 1, 2, 4, 6, 14
NONE, FORWARD = 0, 1
"""qot_common.RehabType"""
TENCENT, ALIBABA, MEITUAN = (Security.parse(text) for text in ("HK.00700", "HK.09988", "HK.03690"))
HELD_BY_OTHERS = Want(Security.parse("US.TSLA"), BASIC)


def now() -> float:
    return asyncio.get_running_loop().time()


class ModelGateway:
    """Answers 3001 and 3003 by the published rules, and remembers who broke one."""

    def __init__(self, quota: int = 1000) -> None:
        self.quota = quota
        self.held: dict[Want, float] = {}
        self.others = 0
        """How much of the quota other programs use."""
        self.calls: list[tuple[bool, frozenset[Want]]] = []
        self.rehabs: list[list[int]] = []
        """How K-lines were to be adjusted, by each call that said so."""
        self.broken_rules: list[str] = []
        self.forbidden: Callable[[Want], bool] = lambda want: False
        self.failure: errors.GatewayError | None = None
        """What every request fails with, before the gateway sees it."""
        self.of_lost: dict[Want, float] = {}
        """What is still held for a connection that was lost."""
        self.lost_answers = 0
        """How many answers to 3001 are lost after the gateway acted."""
        self.latency = 0.003

    @property
    def subscribes(self) -> list[frozenset[Want]]:
        return [wants for subscribe, wants in self.calls if subscribe]

    @property
    def releases(self) -> list[frozenset[Want]]:
        return [wants for subscribe, wants in self.calls if not subscribe]

    async def request(self, protocol: int, c2s: Any) -> Any:
        await asyncio.sleep(self.latency)
        if self.failure:
            raise self.failure
        answer = self._sub_info() if protocol == ProtoId.QOT_GET_SUB_INFO else self._sub(c2s)
        await asyncio.sleep(self.latency)
        return answer

    def _used(self, more: frozenset[Want] = frozenset()) -> int:
        return len(self.held.keys() | self.of_lost.keys() | more) + self.others

    def _sub_info(self) -> qot_get_sub_info_pb2.S2C:
        s2c = qot_get_sub_info_pb2.S2C(totalUsedQuota=self._used(), remainQuota=self.quota - self._used())
        for held, own in ((self.held, True), (self.of_lost, False)):
            connection = s2c.connSubInfoList.add(usedQuota=len(held), isOwnConnData=own)
            for want in held:
                connection.subInfoList.add(subType=want.sub_type, securityList=[want.security.message()])
        return s2c

    def lose_connection(self) -> None:
        """What was held stays held for a while, by a connection that is no more."""
        self.of_lost, self.held = self.held, {}

    def _sub(self, c2s: qot_sub_pb2.C2S) -> qot_sub_pb2.S2C:
        wants = frozenset(
            Want(Security.of(security), sub_type)
            for security in c2s.securityList
            for sub_type in c2s.subTypeList
        )
        self.calls.append((c2s.isSubOrUnSub, wants))
        if c2s.regPushRehabTypeList:
            self.rehabs.append(list(c2s.regPushRehabTypeList))
        if c2s.isSubOrUnSub:
            if any(map(self.forbidden, wants)):
                raise refused("no right for this market")
            if wants - self.held.keys() - self.of_lost.keys() and self._used(wants) > self.quota:
                self.broken_rules.append(f"{now()}: over the quota")
                raise refused("quota exceeded")
            self.held.update(dict.fromkeys(wants, now()))
        else:
            for want in wants:
                if want not in self.held:
                    raise refused("not subscribed")
                if now() - self.held[want] < 60:
                    self.broken_rules.append(f"{now()}: {want} released after {now() - self.held[want]} s")
                    raise refused("hold it for a minute")
            for want in wants:
                del self.held[want]
        if self.lost_answers:
            self.lost_answers -= 1
            raise errors.TimedOut("no answer in time")
        return qot_sub_pb2.S2C()


def refused(words: str) -> errors.Refused:
    return errors.Refused(words, ret_type=-1, ret_msg=words)


@asynccontextmanager
async def managing(model: ModelGateway, quota: int | None = None) -> AsyncIterator[Subscriptions]:
    gw: Any = model
    subscriptions = Subscriptions(gw, quota)
    task = asyncio.create_task(subscriptions.run())
    try:
        yield subscriptions
    finally:
        task.cancel()
        await asyncio.wait({task})
        assert task.cancelled()


def wants_of(securities: Collection[Security], *sub_types: int) -> list[Want]:
    return [Want(security, sub_type) for security in securities for sub_type in sub_types]


def test_what_two_panes_want_costs_one_subscription() -> None:
    async def main() -> None:
        model = ModelGateway()
        async with managing(model) as subscriptions:
            subscriptions.want("watchlist", wants_of([TENCENT], BASIC))
            subscriptions.want("book", wants_of([TENCENT], BASIC))
            await asyncio.sleep(1)
            subscriptions.want("positions", wants_of([TENCENT], BASIC))
            await asyncio.sleep(1)
            assert model.subscribes == [frozenset(wants_of([TENCENT], BASIC))]
            assert (subscriptions.used, subscriptions.active) == (1, frozenset(wants_of([TENCENT], BASIC)))

    run(main())


def test_wants_of_one_moment_go_in_one_call() -> None:
    async def main() -> None:
        model = ModelGateway()
        told: list[Collection[Want]] = []
        async with managing(model) as subscriptions:
            subscriptions.on_active = told.append
            for number in range(300):
                subscriptions.want(f"row {number}", [Want(Security(Market.HK, f"{number:05}"), BASIC)])
                await asyncio.sleep(0.0001)
            await asyncio.sleep(1)
            assert [len(wants) for wants in model.subscribes] == [300]
            assert [len(wants) for wants in told] == [300]

    run(main())


def test_another_adjustment_of_the_same_candles_is_asked_for_without_more_of_the_quota() -> None:
    async def main() -> None:
        model = ModelGateway(quota=1)
        told: list[tuple[Collection[Want], frozenset[int]]] = []
        (want,) = wants_of([TENCENT], KL_DAY)
        async with managing(model) as subscriptions:
            subscriptions.on_active = lambda wants: told.append((wants, subscriptions.rehabs(want)))
            await subscriptions.restore()
            subscriptions.want("chart", [want], rehab=FORWARD)
            await asyncio.sleep(1)
            subscriptions.want("chart beside", [want], rehab=NONE)
            await asyncio.sleep(1)
            subscriptions.want("chart", [], rehab=FORWARD)
            await asyncio.sleep(1)
            assert told == [([want], {FORWARD}), ([want], {NONE, FORWARD})]
            assert model.rehabs == [[FORWARD], [NONE, FORWARD]]
            assert (subscriptions.used, subscriptions.unmet) == (1, frozenset())
            subscriptions.want("chart beside", [want], rehab=FORWARD)
            await asyncio.sleep(120)
            assert len(model.calls) == 2

    run(main())


def test_what_nobody_wants_is_released_after_a_minute_and_not_before() -> None:
    async def main() -> None:
        model = ModelGateway()
        async with managing(model) as subscriptions:
            subscriptions.want("book", wants_of([TENCENT, ALIBABA], BOOK))
            await asyncio.sleep(1)
            subscriptions.want("book", [])
            await asyncio.sleep(58)
            assert model.releases == []
            assert subscriptions.used == 2
            await asyncio.sleep(2)
            assert model.releases == [frozenset(wants_of([TENCENT, ALIBABA], BOOK))]
            assert (subscriptions.used, subscriptions.active) == (0, frozenset())

    run(main())


def test_what_is_wanted_again_within_the_minute_costs_no_call() -> None:
    async def main() -> None:
        model = ModelGateway()
        async with managing(model) as subscriptions:
            for security in (TENCENT, ALIBABA, TENCENT, ALIBABA, TENCENT):
                subscriptions.want("book", wants_of([security], BOOK))
                await asyncio.sleep(5)
            assert len(model.calls) == 2
            await asyncio.sleep(120)
            assert model.held.keys() == {Want(TENCENT, BOOK)}

    run(main())


def test_a_short_quota_goes_to_the_highest_priority() -> None:
    async def main() -> None:
        model = ModelGateway(quota=2)
        async with managing(model) as subscriptions:
            await subscriptions.restore()
            subscriptions.want("rows", wants_of([TENCENT, ALIBABA, MEITUAN], BASIC), priority=10)
            subscriptions.want("current", wants_of([MEITUAN], BOOK), priority=20)
            await asyncio.sleep(1)
            assert subscriptions.active == {Want(MEITUAN, BOOK), Want(TENCENT, BASIC)}
            assert subscriptions.unmet == {Want(ALIBABA, BASIC), Want(MEITUAN, BASIC)}
            assert (subscriptions.used, subscriptions.quota) == (2, 2)
            assert len(model.subscribes) == 2  # none was tried that has no room

    run(main())


def test_a_higher_priority_takes_the_place_of_a_lower_one_once_it_may() -> None:
    async def main() -> None:
        model = ModelGateway(quota=1)
        async with managing(model) as subscriptions:
            await subscriptions.restore()
            subscriptions.want("rows", wants_of([TENCENT], BASIC), priority=10)
            await asyncio.sleep(1)
            subscriptions.want("current", wants_of([ALIBABA], BOOK), priority=20)
            await asyncio.sleep(50)
            assert subscriptions.active == {Want(TENCENT, BASIC)}
            assert subscriptions.unmet == {Want(ALIBABA, BOOK)}
            await asyncio.sleep(15)
            assert subscriptions.active == {Want(ALIBABA, BOOK)}
            assert subscriptions.unmet == {Want(TENCENT, BASIC)}

    run(main())


def test_among_equals_what_is_subscribed_keeps_its_place() -> None:
    async def main() -> None:
        model = ModelGateway(quota=1)
        async with managing(model) as subscriptions:
            await subscriptions.restore()
            subscriptions.want("first", wants_of([TENCENT], BASIC))
            await asyncio.sleep(1)
            subscriptions.want("second", wants_of([ALIBABA], BASIC))
            subscriptions.want("first", [])
            subscriptions.want("first", wants_of([TENCENT], BASIC))
            await asyncio.sleep(120)
            assert subscriptions.active == {Want(TENCENT, BASIC)}
            assert len(model.calls) == 1

    run(main())


def test_a_persons_own_cap_is_kept_below_the_gateways() -> None:
    async def main() -> None:
        model = ModelGateway(quota=100)
        async with managing(model, quota=1) as subscriptions:
            await subscriptions.restore()
            subscriptions.want("rows", wants_of([TENCENT, ALIBABA], BASIC))
            await asyncio.sleep(1)
            assert (len(model.held), subscriptions.quota) == (1, 1)

    run(main())


def test_quota_that_others_took_meanwhile_is_noticed_and_waited_for() -> None:
    async def main() -> None:
        model = ModelGateway(quota=2)
        async with managing(model) as subscriptions:
            await subscriptions.restore()
            model.others = 1
            subscriptions.want("rows", wants_of([TENCENT, ALIBABA], BASIC))
            await asyncio.sleep(30)
            assert (len(subscriptions.active), len(subscriptions.unmet), subscriptions.refused) == (1, 1, {})
            assert len(model.subscribes) == 2
            model.others = 0
            await asyncio.sleep(60)
            assert (len(subscriptions.active), subscriptions.unmet) == (2, frozenset())

    run(main())


def test_a_refused_security_is_told_and_spoils_nothing_for_the_rest() -> None:
    async def main() -> None:
        model = ModelGateway()
        model.forbidden = lambda want: want == Want(ALIBABA, BOOK)
        everything = wants_of([TENCENT, ALIBABA, MEITUAN], BASIC, BOOK)
        async with managing(model) as subscriptions:
            subscriptions.want("panes", everything)
            await asyncio.sleep(1)
            assert subscriptions.refused == {Want(ALIBABA, BOOK): "no right for this market"}
            assert subscriptions.active == set(everything) - {Want(ALIBABA, BOOK)}
            tried = len(model.calls)
            await asyncio.sleep(600)
            assert len(model.calls) == tried
            model.forbidden = lambda want: False
            subscriptions.want("panes", [])
            subscriptions.want("panes", everything)
            await asyncio.sleep(1)
            assert subscriptions.active == set(everything)
            assert subscriptions.refused == {}

    run(main())


def test_a_key_without_the_scope_is_refused_in_one_call() -> None:
    async def main() -> None:
        model = ModelGateway()
        model.failure = errors.NoScope("the API key does not allow 3001 QOT_SUB", scope="qot:read")
        rows = [Want(Security(Market.HK, f"{number:05}"), BASIC) for number in range(100)]
        async with managing(model) as subscriptions:
            subscriptions.want("rows", rows)
            await asyncio.sleep(600)
            assert set(subscriptions.refused) == set(rows)
            assert subscriptions.used == 0

    run(main())


def test_an_unreachable_gateway_is_asked_ever_more_seldom() -> None:
    async def main() -> None:
        model = ModelGateway()
        asked = 0
        model.failure = errors.Unreachable("nothing listens")
        request = model.request

        async def counted(protocol: int, c2s: Any) -> Any:
            nonlocal asked
            asked += 1
            return await request(protocol, c2s)

        model.request = counted  # type: ignore[method-assign]
        async with managing(model) as subscriptions:
            subscriptions.want("book", wants_of([TENCENT], BOOK))
            await asyncio.sleep(150)
            assert 10 <= asked <= 16
            assert subscriptions.active == frozenset()
            model.failure = None
            await asyncio.sleep(16)
            assert subscriptions.active == {Want(TENCENT, BOOK)}

    run(main())


def test_the_gateways_own_limit_is_waited_for() -> None:
    async def main() -> None:
        model = ModelGateway()
        model.failure = errors.Limited("too many", retry_after=30)
        async with managing(model) as subscriptions:
            subscriptions.want("book", wants_of([TENCENT], BOOK))
            await asyncio.sleep(1)
            model.failure = None
            await asyncio.sleep(28)
            assert model.calls == []
            await asyncio.sleep(2)
            assert subscriptions.active == {Want(TENCENT, BOOK)}

    run(main())


def test_an_answer_lost_on_the_way_leaks_no_quota() -> None:
    async def main() -> None:
        model = ModelGateway()
        async with managing(model) as subscriptions:
            model.lost_answers = 1
            subscriptions.want("book", wants_of([TENCENT], BOOK))
            await asyncio.sleep(0.5)
            assert model.held.keys() == {Want(TENCENT, BOOK)}
            assert subscriptions.active == frozenset()
            subscriptions.want("book", [])
            await asyncio.sleep(120)
            assert model.held == {}
            assert subscriptions.used == 0

    run(main())


@pytest.mark.parametrize("gateway_forgot", [True, False])
def test_a_restore_subscribes_what_is_wanted_and_releases_the_rest(gateway_forgot: bool) -> None:
    async def main() -> None:
        model = ModelGateway(quota=4)
        told: list[Want] = []
        async with managing(model) as subscriptions:
            await subscriptions.restore()
            subscriptions.want("book", wants_of([TENCENT], BOOK, TICKER))
            await asyncio.sleep(1)
            if gateway_forgot:
                model.held.clear()
            subscriptions.want("book", wants_of([TENCENT], BOOK, BROKER))
            subscriptions.on_active = told.extend
            await subscriptions.restore()
            assert set(told) == subscriptions.active == {Want(TENCENT, BOOK), Want(TENCENT, BROKER)}
            assert subscriptions.used == len(model.held)
            assert subscriptions.quota == 4
            await asyncio.sleep(120)
            assert model.held.keys() == subscriptions.active

    run(main())


def test_a_restore_counts_what_others_hold_as_theirs() -> None:
    async def main() -> None:
        model = ModelGateway(quota=10)
        model.others, model.held = 3, {HELD_BY_OTHERS: now()}
        async with managing(model) as subscriptions:
            await subscriptions.restore()
            assert (subscriptions.quota, subscriptions.used) == (6, 0)

    run(main())


SECURITIES = [Security(Market.HK, f"{number:05}") for number in range(6)]
a_want = st.builds(Want, st.sampled_from(SECURITIES), st.sampled_from([BASIC, BOOK, TICKER]))
a_change = st.tuples(
    st.sampled_from(["a", "b", "c"]),
    st.lists(a_want, max_size=8),
    st.integers(0, 2),
    st.sampled_from([0.0, 0.01, 1.0, 20.0, 61.0]),
)


@settings(max_examples=150)
@given(changes=st.lists(a_change, min_size=1, max_size=12), quota=st.integers(1, 20), lost=st.integers(0, 2))
def test_whatever_is_wanted_the_gateways_rules_are_kept_and_the_wants_met(
    changes: list[tuple[str, list[Want], int, float]], quota: int, lost: int
) -> None:
    async def main() -> None:
        model = ModelGateway(quota)
        async with managing(model) as subscriptions:
            await subscriptions.restore()
            model.lost_answers = lost
            for owner, wants, priority, pause in changes:
                subscriptions.want(owner, wants, priority)
                await asyncio.sleep(pause)
                assert subscriptions.active <= model.held.keys()
            await asyncio.sleep(300)
            final = {owner: (priority, wants) for owner, wants, priority, _ in changes}
            wanted: dict[Want, int] = {}
            for priority, wants in final.values():
                for want in wants:
                    wanted[want] = max(priority, wanted.get(want, 0))
            active = subscriptions.active
            assert active == model.held.keys()
            assert len(active) == min(quota, len(wanted))
            assert active <= wanted.keys()
            assert subscriptions.unmet == wanted.keys() - active
            if subscriptions.unmet:
                assert min(wanted[want] for want in active) >= max(
                    wanted[want] for want in subscriptions.unmet
                )
            assert subscriptions.refused == {}
            assert model.broken_rules == []

    run(main())


@settings(max_examples=60)
@given(st.lists(a_want, min_size=1, max_size=15))
def test_the_first_subscribing_takes_no_more_calls_than_groups(wants: list[Want]) -> None:
    async def main() -> None:
        model = ModelGateway()
        async with managing(model) as subscriptions:
            subscriptions.want("all", wants)
            await asyncio.sleep(1)
            assert len(model.calls) == len(group(wants))
            assert model.held.keys() == set(wants)

    run(main())


def test_one_that_nobody_wants_is_let_go_of_on_demand_once_it_may() -> None:
    async def main() -> None:
        model = ModelGateway()
        (basic,) = wants_of([TENCENT], BASIC)
        (foreign,) = wants_of([ALIBABA], BOOK)
        model.held[foreign] = now() - 61  # this connection's too, but subscribed by hand
        async with managing(model) as subscriptions:
            subscriptions.want("watchlist", [basic])
            await asyncio.sleep(1)
            assert subscriptions.owners_of(basic) == ["watchlist"]
            with pytest.raises(NotReleased, match="in view needs it"):
                await subscriptions.release(basic)
            subscriptions.want("watchlist", ())
            with pytest.raises(NotReleased, match="by itself in 59 s"):
                await subscriptions.release(basic)
            assert not model.releases
            await subscriptions.release(foreign)
            assert model.releases == [frozenset({foreign})]
            with pytest.raises(errors.Refused, match="not subscribed"):
                await subscriptions.release(foreign)
            assert not model.broken_rules

    run(main())


def test_what_a_lost_connection_still_holds_costs_no_quota_when_it_is_subscribed_anew() -> None:
    async def main() -> None:
        model = ModelGateway(quota=3)
        wants = wants_of([TENCENT, ALIBABA, MEITUAN], BASIC)
        async with managing(model) as subscriptions:
            await subscriptions.restore()
            subscriptions.want("watchlist", wants)
            await asyncio.sleep(1)
            assert subscriptions.active == set(wants)
            model.lose_connection()
            await subscriptions.restore()
            assert subscriptions.active == set(wants)
            assert subscriptions.unmet == frozenset()
            model.quota = 2
            await subscriptions.restore()
            assert (subscriptions.quota, len(subscriptions.unmet)) == (2, 1)
            assert not model.broken_rules

    run(main())


def test_a_quota_that_is_cut_below_what_others_use_leaves_nothing_and_not_less() -> None:
    async def main() -> None:
        model = ModelGateway(quota=3)
        model.others = 5
        async with managing(model) as subscriptions:
            await subscriptions.restore()
            assert subscriptions.quota == 0

    run(main())
