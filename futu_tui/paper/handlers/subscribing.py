"""Subscriptions: take and drop them, turn their pushes on and off, tell who holds what."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from futu_tui.paper import wire
from futu_tui.paper.clients import Client
from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.subscriptions import Topic
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import qot_common_pb2, qot_get_sub_info_pb2, qot_reg_qot_push_pb2, qot_sub_pb2

_PLAIN_SUB_TYPES = frozenset(
    {
        qot_common_pb2.SubType_Basic,
        qot_common_pb2.SubType_OrderBook,
        qot_common_pb2.SubType_Ticker,
        qot_common_pb2.SubType_RT,
        qot_common_pb2.SubType_Broker,
    }
)
_UNTRADED = frozenset(
    {qot_common_pb2.SubType_OrderBook, qot_common_pb2.SubType_Ticker, qot_common_pb2.SubType_Broker}
)
"""What an index has none of."""


def subscribe(call: Call, c2s: qot_sub_pb2.C2S) -> qot_sub_pb2.S2C:
    subscriptions = call.gateway.subscriptions
    if c2s.isUnsubAll:
        subscriptions.unsubscribe(call.client, list(subscriptions.held_by(call.client)))
        return qot_sub_pb2.S2C()
    topics = _topics(call, c2s.securityList, c2s.subTypeList)
    if not c2s.isSubOrUnSub:
        subscriptions.unsubscribe(call.client, topics)
        return qot_sub_pb2.S2C()
    rehab_types = _rehab_types(c2s.regPushRehabTypeList)
    subscriptions.subscribe(call.client, topics)
    call.gateway.market.open_books(topic.security for topic in topics)
    if c2s.HasField("isRegOrUnRegPush"):
        _register(call, topics, c2s.isRegOrUnRegPush, rehab_types)
    if c2s.isRegOrUnRegPush and c2s.isFirstPush:
        call.gateway.push_first(call.client, topics)
    return qot_sub_pb2.S2C()


def register_push(call: Call, c2s: qot_reg_qot_push_pb2.C2S) -> qot_reg_qot_push_pb2.S2C:
    topics = _topics(call, c2s.securityList, c2s.subTypeList)
    _register(call, topics, c2s.isRegOrUnReg, _rehab_types(c2s.rehabTypeList))
    if c2s.isRegOrUnReg and c2s.isFirstPush:
        call.gateway.push_first(call.client, topics)
    return qot_reg_qot_push_pb2.S2C()


def get_sub_info(call: Call, c2s: qot_get_sub_info_pb2.C2S) -> qot_get_sub_info_pb2.S2C:
    gateway = call.gateway
    clients = list(gateway.clients) if c2s.isReqAllConn else [call.client]
    return qot_get_sub_info_pb2.S2C(
        connSubInfoList=[_held(call, client) for client in clients],
        totalUsedQuota=gateway.subscriptions.used,
        remainQuota=gateway.subscriptions.remaining,
    )


def _held(call: Call, client: Client) -> qot_common_pb2.ConnSubInfo:
    held = sorted((topic.sub_type, topic.security) for topic in call.gateway.subscriptions.held_by(client))
    return qot_common_pb2.ConnSubInfo(
        subInfoList=[
            qot_common_pb2.SubInfo(
                subType=sub_type, securityList=[wire.message_of(security) for _, security in group]
            )
            for sub_type, group in groupby(held, key=lambda each: each[0])
        ],
        usedQuota=len(held),
        isOwnConnData=client is call.client,
    )


def _register(call: Call, topics: list[Topic], on: bool, rehab_types: list[int]) -> None:
    if on:
        call.gateway.subscriptions.register(call.client, topics, rehab_types)
    else:
        call.gateway.subscriptions.unregister(call.client, topics)


def _topics(
    call: Call, securities: Iterable[qot_common_pb2.Security], sub_types: Iterable[int]
) -> list[Topic]:
    """Every security with every SubType. Raises Refusal for one that cannot be subscribed."""
    topics = [
        Topic(security, sub_type)
        for security in dict.fromkeys(map(Security.of, securities))
        for sub_type in dict.fromkeys(sub_types)
    ]
    if not topics:
        raise Refusal("securityList and subTypeList must each name one or more")
    for topic in topics:
        _check(call, topic)
    return topics


def _check(call: Call, topic: Topic) -> None:
    security, sub_type = topic
    instrument = call.instrument(security)
    if sub_type not in _PLAIN_SUB_TYPES and sub_type not in wire.KL_SUB_TYPES:
        raise Refusal(f"SubType {sub_type} is not supported by the paper gateway")
    if sub_type == qot_common_pb2.SubType_Broker and security.market is not Market.HK:
        raise Refusal(f"{security}: broker queues are of the Hong Kong market only")
    if sub_type == qot_common_pb2.SubType_Broker and not instrument.has_brokers:
        raise Refusal(f"{security}: options and futures have no broker queue")
    if instrument.is_index and sub_type in _UNTRADED:
        raise Refusal(f"{security} is an index or a plate: it has no order book, ticker or brokers")


def _rehab_types(rehab_types: Iterable[int]) -> list[int]:
    for rehab_type in rehab_types:
        if rehab_type not in qot_common_pb2.RehabType.values():
            raise Refusal(f"there is no RehabType {rehab_type}")
    return list(rehab_types)
