"""The subscription table: one quota for all, each client holding its own, sixty seconds at least."""

from __future__ import annotations

import pytest

from futu_tui.paper.clients import LEFT_SECONDS, SILENT_SECONDS, Clients
from futu_tui.paper.subscriptions import HOLD_SECONDS, SubscriptionError, Subscriptions, Topic
from futu_tui.protocol import Security
from futu_tui.protocol.pb.qot_common_pb2 import (
    RehabType_Backward,
    RehabType_Forward,
    SubType_Basic,
    SubType_KL_Day,
    SubType_OrderBook,
)

TENCENT = Security.parse("HK.00700")
QUOTE, BOOK, DAY = (Topic(TENCENT, each) for each in (SubType_Basic, SubType_OrderBook, SubType_KL_Day))


class Now:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def clients(now: Now) -> Clients:
    return Clients(now)


@pytest.fixture
def table(now: Now) -> Subscriptions:
    return Subscriptions(now, quota=2)


def test_what_two_clients_hold_costs_one(table: Subscriptions, clients: Clients) -> None:
    for peer in ("one", "two"):
        table.subscribe(clients.seen(peer, None), [QUOTE])
    assert (table.used, table.remaining) == (1, 1)


def test_too_much_is_refused_whole(table: Subscriptions, clients: Clients) -> None:
    client = clients.seen("one", None)
    table.subscribe(client, [QUOTE])
    with pytest.raises(SubscriptionError, match="2 more needed, 1 of 2 left"):
        table.subscribe(client, [BOOK, DAY])
    assert BOOK not in table
    table.subscribe(client, [QUOTE, BOOK])
    assert table.remaining == 0


def test_a_subscription_is_held_for_sixty_seconds(table: Subscriptions, clients: Clients, now: Now) -> None:
    client = clients.seen("one", None)
    table.subscribe(client, [QUOTE])
    now.seconds += HOLD_SECONDS - 1
    with pytest.raises(SubscriptionError, match="in 1 s"):
        table.unsubscribe(client, [QUOTE])
    assert QUOTE in table
    now.seconds += 1
    table.unsubscribe(client, [QUOTE])
    assert QUOTE not in table


def test_subscribing_again_does_not_hold_longer(table: Subscriptions, clients: Clients, now: Now) -> None:
    client = clients.seen("one", None)
    table.subscribe(client, [QUOTE])
    now.seconds += HOLD_SECONDS
    table.subscribe(client, [QUOTE])
    table.unsubscribe(client, [QUOTE])


def test_one_that_is_too_new_keeps_all(table: Subscriptions, clients: Clients, now: Now) -> None:
    client = clients.seen("one", None)
    table.subscribe(client, [QUOTE])
    now.seconds += HOLD_SECONDS
    table.subscribe(client, [BOOK])
    with pytest.raises(SubscriptionError):
        table.unsubscribe(client, [QUOTE, BOOK])
    assert QUOTE in table


def test_what_another_holds_stays(table: Subscriptions, clients: Clients, now: Now) -> None:
    one, two = clients.seen("one", None), clients.seen("two", None)
    for client in (one, two):
        table.subscribe(client, [QUOTE])
        table.register(client, [QUOTE])
    now.seconds += HOLD_SECONDS
    table.unsubscribe(one, [QUOTE])
    assert QUOTE in table
    assert SubType_Basic in table.pushed(TENCENT)
    table.release(two)
    assert QUOTE not in table
    assert table.pushed(TENCENT) == {}


def test_nothing_is_pushed_that_is_not_subscribed(table: Subscriptions, clients: Clients) -> None:
    one, two = clients.seen("one", None), clients.seen("two", None)
    table.subscribe(one, [QUOTE])
    with pytest.raises(SubscriptionError, match="not subscribed"):
        table.register(two, [QUOTE])
    assert table.pushed(TENCENT) == {}


def test_pushes_are_adjusted_as_each_client_asked(table: Subscriptions, clients: Clients) -> None:
    one, two = clients.seen("one", None), clients.seen("two", None)
    for client in (one, two):
        table.subscribe(client, [DAY])
    table.register(one, [DAY])
    table.register(two, [DAY], [RehabType_Backward])
    assert table.pushed(TENCENT) == {SubType_KL_Day: {RehabType_Forward, RehabType_Backward}}
    table.unregister(one, [DAY])
    assert table.pushed(TENCENT) == {SubType_KL_Day: {RehabType_Backward}}


def test_a_client_whose_stream_ended_is_gone_a_minute_later(clients: Clients, now: Now) -> None:
    client = clients.seen("one", None)
    clients.stream_opened(client)
    now.seconds += 10 * SILENT_SECONDS
    assert clients.take_gone() == []
    clients.stream_closed(client)
    now.seconds += LEFT_SECONDS
    assert clients.take_gone() == []
    now.seconds += 1
    assert clients.take_gone() == [client]
    assert list(clients) == []


def test_a_client_without_a_stream_may_think_for_a_while(clients: Clients, now: Now) -> None:
    client = clients.seen("one", None)
    now.seconds += SILENT_SECONDS
    clients.seen("one", None)
    now.seconds += SILENT_SECONDS
    assert clients.take_gone() == []
    now.seconds += 1
    assert clients.take_gone() == [client]
