"""What stands behind the status lines: the link, the stream's counters, subscriptions, and what a limit holds back."""

from __future__ import annotations

from collections.abc import Iterator

from futu_tui.feed import Feed
from futu_tui.feed.lookups.gateway_facts import Fact
from futu_tui.market import Store
from futu_tui.protocol import PROTOCOLS
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.tui import format as fmt


def sub_type_name(sub_type: int) -> str:
    """As the wire names it, without the enum's own name in front: `OrderBook`."""
    known = qot.SubType.DESCRIPTOR.values_by_number.get(sub_type)
    return known.name.removeprefix("SubType_") if known else f"SubType {sub_type}"


def link_facts(feed: Feed, store: Store, now: float) -> Iterator[Fact]:
    """Everything that this program knows by itself, from the link inwards. `now` is monotonic seconds."""
    yield from _link(feed, now)
    yield from _stream(feed, store)
    yield from _subscriptions(feed)
    for protocol, seconds in feed.gateway.waiting:
        yield Fact("Held back", str(protocol.name), f"{fmt.milliseconds(seconds)} more", True, "by a limit")


def _link(feed: Feed, now: float) -> Iterator[Fact]:
    link, health = feed.health.link, feed.health
    yield Fact("Link", "target", feed.gateway.target)
    yield Fact("Link", "state", f"{link.state.value} for {fmt.age(now - link.since)}", not health.live)
    if link.error is not None:
        yield Fact("Link", "last error", str(link.error), True)
        yield Fact("Link", "attempts", str(link.attempt))
    yield Fact("Link", "round trip", fmt.milliseconds(health.round_trip))
    if health.silent_since is not None:
        yield Fact("Link", "silent for", fmt.age(now - health.silent_since), True)


def _stream(feed: Feed, store: Store) -> Iterator[Fact]:
    router = store.router
    yield Fact("Stream", "events a second", f"{feed.health.events_per_second:,.0f}")
    yield Fact("Stream", "received", f"{router.received:,}")
    yield Fact("Stream", "overtaken unread", f"{router.overtaken:,}")
    for proto_id, count in sorted(router.unknown.items()):
        name = PROTOCOLS[proto_id].name if proto_id in PROTOCOLS else "unknown protocol"
        yield Fact("Stream", f"not understood {proto_id}", f"{count:,}  {name}", True)
    for proto_id, count in sorted(store.bad_bodies.items()):
        yield Fact("Stream", f"broken body {proto_id}", f"{count:,}", True)
    for proto_id, count in sorted(store.unknown_securities.items()):
        yield Fact("Stream", f"unknown security {proto_id}", f"{count:,}", True)
    for proto_id, count in sorted(store.odd_numbers.items()):
        yield Fact("Stream", f"odd numbers {proto_id}", f"{count:,}", True)
    for proto_id, count in sorted(feed.accounts.bad_bodies.items()):
        yield Fact("Stream", f"broken body {proto_id}", f"{count:,}", True)
    if feed.accounts.strangers:
        yield Fact("Stream", "of unknown accounts", f"{feed.accounts.strangers:,}", True)


def _subscriptions(feed: Feed) -> Iterator[Fact]:
    subscriptions = feed.subscriptions
    quota = "unknown" if subscriptions.quota is None else f"{subscriptions.quota:,}"
    yield Fact("Subscriptions", "held of quota", f"{subscriptions.used:,} of {quota}")
    if subscriptions.unmet:
        yield Fact("Subscriptions", "no room for", f"{len(subscriptions.unmet):,}", True)
    for want, reason in sorted(subscriptions.refused.items()):
        words = f"{sub_type_name(want.sub_type)}: {reason}"
        yield Fact("Subscriptions", f"refused {want.security}", words, True)
