"""How long the gateway's pushes, answers and orders took (1006)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from futu_tui.protocol import PROTOCOLS, ProtoId
from futu_tui.protocol.numbers import amount_or_none
from futu_tui.protocol.pb import get_delay_statistics_pb2 as delays
from futu_tui.trading.open_acts import Gateway

STAGES: dict[int, str] = {
    delays.QotPushStage_SR2CS: "exchange to here",
    delays.QotPushStage_SR2SS: "inside the broker",
    delays.QotPushStage_SS2CR: "broker to gateway",
    delays.QotPushStage_CR2CS: "inside the gateway",
    delays.QotPushStage_SS2CS: "broker to here",
}
"""Parts of a push's way, by QotPushStage; the first is the whole of it. SR and SS: the broker's server receives and
sends. CR and CS: the gateway does."""
SEGMENTS = (5, 10, 20, 50, 100, 200, 500, 1_000, -1)
"""Upper bounds of what pushes are counted by, in milliseconds; -1 for no bound."""
PUSHES = {
    delays.QotPushType_Price: "quotes",
    delays.QotPushType_Ticker: "ticks",
    delays.QotPushType_OrderBook: "books",
    delays.QotPushType_Broker: "brokers",
}


class Delay(NamedTuple):
    """One line: a segment of the pushes of a kind, the answers to one protocol, or an order. Times in milliseconds."""

    kind: str
    what: str
    times: int
    mean: float | None
    """What it took on the whole."""
    gateway: float | None = None
    """Of it, what was spent in the gateway."""
    net: float | None = None
    """A usual round trip to the broker."""
    exchange: float | None = None
    """Of an order: from the answer until it was at the exchange."""
    share: float | None = None
    """Percent of the pushes that fall into the segment."""
    cumulative: float | None = None
    """Percent that took no longer than the segment's end."""


def delay_rows(answer: Any, stage: str = "all") -> Iterator[Delay]:
    """The lines of get_delay_statistics.S2C, whose pushes are of this `stage`.

    Of each kind of push the whole comes first, then its segments that hold any.
    """
    for push in answer.qotPushStatisticsList:
        kind = PUSHES.get(push.qotPushType, f"push {push.qotPushType}")
        yield Delay(f"push {kind}", stage, push.count, amount_or_none(push.delayAvg))
        for item in push.itemList:
            if item.count:
                yield Delay(
                    f"push {kind}", _segment(item.begin, item.end), item.count, None,
                    share=amount_or_none(item.proportion), cumulative=amount_or_none(item.cumulativeRatio),
                )  # fmt: skip
    for reply in answer.reqReplyStatisticsList:
        known = PROTOCOLS.get(reply.protoID)
        name = f"{reply.protoID} {known.name if known else ''}".rstrip()
        net = None if reply.isLocalReply else amount_or_none(reply.netDelayAvg)
        yield Delay(
            "answer",
            name,
            reply.count,
            amount_or_none(reply.totalCostAvg),
            amount_or_none(reply.openDCostAvg),
            net,
        )
    for order in answer.placeOrderStatisticsList:
        yield Delay(
            "order",
            order.orderID,
            1,
            *map(amount_or_none, (order.totalCost, order.openDCost, order.netDelay, order.updateCost)),
        )


def _segment(begin: int, end: int) -> str:
    return f"{begin:,} ms and more" if end < 0 else f"{begin:,} to {end:,} ms"


async def ask_delays(gateway: Gateway, stage: int) -> list[Delay]:
    """1006, pushes by this QotPushStage. Raises `futu_tui.opend.errors.GatewayError`."""
    kinds = [
        delays.DelayStatisticsType_QotPush,
        delays.DelayStatisticsType_ReqReply,
        delays.DelayStatisticsType_PlaceOrder,
    ]
    body = {"typeList": kinds, "qotPushStage": stage, "segmentList": list(SEGMENTS)}
    return list(delay_rows(await gateway.request(ProtoId.GET_DELAY_STATISTICS, body), STAGES[stage]))
