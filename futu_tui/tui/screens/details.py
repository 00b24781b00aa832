"""What stands behind the status lines: the link, the stream's counters, subscriptions, limits and notices."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import ClassVar

from rich.console import Group
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from futu_tui.feed import Feed
from futu_tui.market import Store
from futu_tui.protocol import PROTOCOLS
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.tui import format as fmt
from futu_tui.tui import keymap
from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.text import clean
from futu_tui.tui.theme import palette_of

REFRESH = 0.5
"""Seconds between two looks."""
NOTICES = 12
LABELS = 26
"""Cells for what a fact is of, so that what is told of it keeps its place from one look to the next."""


class DetailsScreen(Dialog[None]):
    """Read anew twice a second while it is open."""

    CONTEXT = "details"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("details")]

    DEFAULT_CSS = """
    DetailsScreen > .dialog { height: 90%; }
    DetailsScreen VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; margin-bottom: 1; }
    DetailsScreen #facts { height: auto; }
    """

    def __init__(self, feed: Feed, store: Store) -> None:
        super().__init__("Link and data")
        self.feed = feed
        self.store = store

    def contents(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(id="facts")

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(REFRESH, self.show)

    def show(self) -> None:
        """Read everything anew."""
        super().show()
        palette = palette_of(self.app)
        blocks: list[Text | Table] = []
        for title, rows in sections(self.feed, self.store, time.monotonic()):
            table = Table.grid(padding=(0, 2, 0, 0), expand=True)
            table.add_column(width=LABELS, overflow="fold")
            table.add_column(ratio=1, overflow="fold")
            for label, value, wrong in rows:
                style = palette.warning if wrong else palette.text
                table.add_row(Text(f"  {clean(label)}", palette.dim), Text(clean(value), style))
            blocks += [Text(), Text(title, palette.accent), table]
        self.query_one("#facts", Static).update(Group(*blocks[1:]))


def sub_type_name(sub_type: int) -> str:
    """As the wire names it, without the enum's own name in front: `OrderBook`."""
    known = qot.SubType.DESCRIPTOR.values_by_number.get(sub_type)
    return known.name.removeprefix("SubType_") if known else f"SubType {sub_type}"


Row = tuple[str, str, bool]
"""A label, its value, and whether it is out of order."""


def sections(feed: Feed, store: Store, now: float) -> Iterator[tuple[str, list[Row]]]:
    """The titled groups of facts, from the link inwards. `now` is monotonic seconds."""
    yield "Link", list(_link(feed, now))
    yield "Stream", list(_stream(feed, store))
    yield "Subscriptions", list(_subscriptions(feed))
    held = [
        (str(protocol.name), f"{fmt.milliseconds(seconds)} more", True)
        for protocol, seconds in feed.gateway.waiting
    ]
    if held:
        yield "Held back by a limit of the gateway", held
    notices = list(feed.notices)[-NOTICES:]
    if notices:
        yield (
            "Notices",
            [
                (time.strftime("%H:%M:%S", time.localtime(notice.at)), notice.text, True)
                for notice in reversed(notices)
            ],
        )


def _link(feed: Feed, now: float) -> Iterator[Row]:
    link, health = feed.health.link, feed.health
    yield "target", feed.gateway.target, False
    yield "state", f"{link.state.value} for {fmt.age(now - link.since)}", not health.live
    if link.error is not None:
        yield "last error", str(link.error), True
        yield "attempts", str(link.attempt), False
    yield "round trip", fmt.milliseconds(health.round_trip), False
    if health.silent_since is not None:
        yield "silent for", fmt.age(now - health.silent_since), True


def _stream(feed: Feed, store: Store) -> Iterator[Row]:
    router = store.router
    yield "events a second", f"{feed.health.events_per_second:,.0f}", False
    yield "received", f"{router.received:,}", False
    yield "overtaken unread", f"{router.overtaken:,}", False
    for proto_id, count in sorted(router.unknown.items()):
        name = PROTOCOLS[proto_id].name if proto_id in PROTOCOLS else "unknown protocol"
        yield f"not understood {proto_id}", f"{count:,}  {name}", True
    for proto_id, count in sorted(store.bad_bodies.items()):
        yield f"broken body {proto_id}", f"{count:,}", True
    for proto_id, count in sorted(store.unknown_securities.items()):
        yield f"unknown security {proto_id}", f"{count:,}", True
    for proto_id, count in sorted(feed.accounts.bad_bodies.items()):
        yield f"broken body {proto_id}", f"{count:,}", True
    if feed.accounts.strangers:
        yield "of unknown accounts", f"{feed.accounts.strangers:,}", True


def _subscriptions(feed: Feed) -> Iterator[Row]:
    subscriptions = feed.subscriptions
    quota = "unknown" if subscriptions.quota is None else f"{subscriptions.quota:,}"
    yield "held of quota", f"{subscriptions.used:,} of {quota}", False
    if subscriptions.unmet:
        yield "no room for", f"{len(subscriptions.unmet):,}", True
    for want, reason in sorted(subscriptions.refused.items()):
        yield f"refused {want.security}", f"{sub_type_name(want.sub_type)}: {reason}", True
