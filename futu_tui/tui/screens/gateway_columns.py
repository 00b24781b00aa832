"""The columns of the gateway's pages."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from rich.style import Style

from futu_tui.feed import Notice
from futu_tui.feed.lookups.commands import Command
from futu_tui.feed.lookups.delays import Delay
from futu_tui.feed.lookups.gateway_facts import Fact
from futu_tui.feed.lookups.quotas import Charged, Subscription
from futu_tui.tui.link_facts import sub_type_name
from futu_tui.tui.text import clean
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.columns import Column

BAR = "█"
HALF = "▌"


def _text(row: Any, palette: Palette) -> Style:
    return palette.text


def _dim(row: Any, palette: Palette) -> Style:
    return palette.dim


def _words(
    key: str, title: str, width: int, text: Callable[[Any], str], style: Any = _text, **more: Any
) -> Column[Any]:
    """A column of words."""
    return Column(
        key, title, width, lambda row, cells: clean(text(row)), style, align="left", sort=text, **more
    )


def _number(
    key: str, title: str, width: int, value: Callable[[Any], float | None], form: str, **more: Any
) -> Column[Any]:
    """A column of numbers, blank where there is none."""

    def text(row: Any, cells: int) -> str:
        number = value(row)
        return "" if number is None else format(number, form)

    return Column(key, title, width, text, _text, sort=value, **more)


def share_bar(percent: float | None, cells: int) -> str:
    """A bar of so many percent of the cells, to half a cell; a share above 0 is never without one."""
    if not percent or percent <= 0:
        return ""
    halves = max(round(min(percent, 100.0) / 100 * cells * 2), 1)
    return BAR * (halves // 2) + HALF * (halves % 2)


FACT_COLUMNS: tuple[Column[Fact], ...] = (
    _words("part", "Of", 13, lambda row: row.part, _dim),
    _words("item", "What", 22, lambda row: row.item),
    _words(
        "value", "Is", 24, lambda row: row.value,
        lambda row, palette: palette.warning if row.warns else palette.text, widest=70,
    ),
    _words("note", "Note", 20, lambda row: row.note, _dim, widest=36, rank=1),
)  # fmt: skip

DELAY_COLUMNS: tuple[Column[Delay], ...] = (
    _words("kind", "Of", 12, lambda row: row.kind, _dim),
    _words("what", "What", 20, lambda row: row.what, widest=34),
    _number("count", "Count", 7, lambda row: row.times, ",", widest=9),
    _number("mean", "Mean ms", 8, lambda row: row.mean, ",.1f", widest=10),
    _number("gateway", "Gateway", 8, lambda row: row.gateway, ",.1f", rank=2),
    _number("net", "Net", 8, lambda row: row.net, ",.1f", rank=2),
    _number("exchange", "Exchange", 8, lambda row: row.exchange, ",.1f", rank=2),
    _number("share", "%", 6, lambda row: row.share, ".1f"),
    _number("cumulative", "Up to %", 7, lambda row: row.cumulative, ".1f", rank=1),
    Column(
        "bar", "", 8, lambda row, cells: share_bar(row.share, cells),
        lambda row, palette: palette.accent, align="left", widest=30, rank=1,
    ),
)  # fmt: skip


class SubscriptionRow(NamedTuple):
    """A subscription, and what this program has to do with it."""

    subscription: Subscription
    name: str
    use: str


SUBSCRIPTION_COLUMNS: tuple[Column[SubscriptionRow], ...] = (
    _words("code", "Code", 10, lambda row: str(row.subscription.security), widest=18),
    _words("name", "Name", 10, lambda row: row.name, _dim, widest=24, rank=1),
    _words("type", "Of it", 12, lambda row: sub_type_name(row.subscription.sub_type), widest=14),
    _words(
        "holder", "Held by", 14,
        lambda row: "this program" if row.subscription.own else f"connection {row.subscription.connection}",
    ),
    _words("use", "For", 16, lambda row: row.use, _dim, widest=44),
)  # fmt: skip

HISTORY_COLUMNS: tuple[Column[Charged], ...] = (
    _words("code", "Code", 10, lambda row: str(row.security), widest=18),
    _words("name", "Name", 16, lambda row: row.name, _dim, widest=40),
    _words("asked", "Last asked for", 19, lambda row: row.asked),
)


def _at(seconds: float) -> str:
    return time.strftime("%H:%M:%S", time.localtime(seconds))


NOTICE_COLUMNS: tuple[Column[Notice], ...] = (
    Column("time", "Time", 8, lambda row, cells: _at(row.at), _dim, align="left", sort=lambda row: row.at),
    _words("source", "From", 8, lambda row: row.source, _dim),
    _words("kind", "About", 14, lambda row: row.kind, _dim, rank=1),
    _words("text", "Notice", 40, lambda row: row.text, widest=200),
)


class CommandRow(NamedTuple):
    """Something that can be sent, or what became of it."""

    command: Command
    at: float | None
    """When it was sent, in wall time; None for what can be."""
    sent: str
    answer: str
    failed: bool = False


COMMAND_COLUMNS: tuple[Column[CommandRow], ...] = (
    Column(
        "time", "Time", 8, lambda row, cells: "" if row.at is None else _at(row.at), _dim,
        align="left", sort=lambda row: row.at,
    ),
    _words("sent", "Command", 24, lambda row: row.sent, widest=40),
    _words("protocol", "Protocol", 8, lambda row: f"{int(row.command.proto_id)}", _dim),
    _words("scope", "Scope", 6, lambda row: "admin" if row.command.needs_admin else "any", _dim, rank=1),
    _words(
        "answer", "Answer", 24, lambda row: row.answer,
        lambda row, palette: palette.warning if row.failed else palette.text if row.at else palette.dim, widest=200,
    ),
)  # fmt: skip
