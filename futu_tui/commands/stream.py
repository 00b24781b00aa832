"""`futu-tui stream`: the gateway's pushes as JSON lines."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from futu_tui.commands.connection import open_gateway
from futu_tui.commands.options import settings_flags
from futu_tui.config import Loaded
from futu_tui.masking import mask, mask_known
from futu_tui.printable import printable
from futu_tui.protocol import ProtoId, Security, SecurityError
from futu_tui.protocol.wire_json import push_object, to_json

if TYPE_CHECKING:
    from futu_tui.opend import Link, OpenD, Subscriptions, Want
    from futu_tui.protocol.pb.futu_service_pb2 import PushEvent

KINDS = {
    "basic": 1,
    "book": 2,
    "book_odd": 22,
    "ticker": 4,
    "rt": 5,
    "broker": 14,
    "kl_1m": 11,
    "kl_3m": 17,
    "kl_5m": 7,
    "kl_10m": 18,
    "kl_15m": 8,
    "kl_30m": 9,
    "kl_60m": 10,
    "kl_120m": 19,
    "kl_180m": 20,
    "kl_240m": 21,
    "kl_day": 6,
    "kl_week": 12,
    "kl_month": 13,
    "kl_quarter": 15,
    "kl_year": 16,
}
"""What can be pushed of a security; the numbers are qot_common.SubType's."""

Pair = tuple[Security, int]
"""A security and a SubType."""


def parse_subs(ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]) -> list[Pair]:
    """What `HK.00700:basic,book` and more of its like ask for."""
    return [pair for text in texts for pair in _parse_sub(text)]


def _parse_sub(text: str) -> list[Pair]:
    code, _, kinds = text.partition(":")
    try:
        security = Security.parse(code)
    except SecurityError as error:
        raise click.BadParameter(str(error)) from None
    names = [kind.strip().casefold() for kind in kinds.split(",")]
    for name in names:
        if name not in KINDS:
            raise click.BadParameter(
                f"{name!r} is no kind of push; write {security}:basic,book. There are {', '.join(KINDS)}."
            )
    return [(security, KINDS[name]) for name in names]


@click.command()
@click.option(
    "--sub", "pairs", multiple=True, callback=parse_subs, metavar="SECURITY:KIND,...",
    help="Subscribe, as in HK.00700:basic,book; can be given many times.",
)  # fmt: skip
@click.option("--count", type=click.IntRange(min=1), metavar="N", help="Stop after N lines.")
@settings_flags("gateway")
def command(pairs: list[Pair], count: int | None, read_settings: Callable[[], Loaded]) -> None:
    """Print pushes as JSON lines until stopped.

    With --sub these are the quotes subscribed; without, what concerns the accounts and the gateway: orders,
    fills, notices, price reminders. A lost connection is made anew; standard error tells of it.

    Kinds are basic, book, book_odd, ticker, rt, broker and, for K-lines, kl_1m, kl_3m, kl_5m, kl_10m, kl_15m,
    kl_30m, kl_60m, kl_120m, kl_180m, kl_240m, kl_day, kl_week, kl_month, kl_quarter, kl_year.
    """
    gateway = open_gateway(read_settings().settings)
    try:
        asyncio.run(follow(gateway, pairs, count))
    except KeyboardInterrupt:
        pass
    except BrokenPipeError:
        # Whoever read has left. Python's own flush at the end must not stumble over that again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


async def follow(gateway: OpenD, pairs: list[Pair], count: int | None) -> None:
    """Print until `count` lines are out. Raises ClickException where no push can ever come."""
    from futu_tui.opend import PushStream, Subscriptions, Want

    async with gateway as gw:
        wants = frozenset(Want(*pair) for pair in pairs)
        printer = Printer(wants, count)
        teller = Teller(gw.target, wants, printer.over)
        work = [PushStream(gw, printer.push, teller.tell_link).run()]
        if wants:
            subscriptions = Subscriptions(gw, on_change=lambda: teller.tell_refusals(subscriptions))
            work += [subscriptions.run(), _keep_subscribed(subscriptions, wants, teller.up)]
        else:
            work += [_keep_accounts_pushed(gw, teller)]
        tasks = [asyncio.ensure_future(each) for each in work]
        try:
            await asyncio.wait([*tasks, printer.over], return_when=asyncio.FIRST_COMPLETED)
            for future in (printer.over, *tasks):
                if future.done():
                    future.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


class Printer:
    """Puts the pushes that were asked for on standard output, each at once."""

    def __init__(self, wants: frozenset[Want], count: int | None) -> None:
        """Without wants it is what concerns no security."""
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done when `count` lines are out."""
        self._wants = wants
        self._keys = {want.security.key for want in wants}
        self._left = count

    def push(self, event: PushEvent) -> None:
        if self.over.done() or not self._is_wanted(event):
            return
        sys.stdout.write(mask_known(to_json(push_object(event))) + "\n")
        sys.stdout.flush()
        if self._left is not None:
            self._left -= 1
            if self._left == 0:
                self.over.set_result(None)

    def _is_wanted(self, event: PushEvent) -> bool:
        """A gateway may push what other programs subscribed as well."""
        is_quote = event.event_type == "quote"
        if not self._wants or not is_quote:
            return not self._wants and not is_quote
        return event.sec_key in self._keys and (
            not event.sub_type or (Security.from_key(event.sec_key), event.sub_type) in self._wants
        )


class Teller:
    """Tells on standard error how the link and the subscriptions are."""

    def __init__(self, target: str, wants: frozenset[Want], over: asyncio.Future[None]) -> None:
        self.up = asyncio.Event()
        """Set each time the link comes up."""
        self._target = target
        self._wants = wants
        self._over = over
        self._told: set[str] = set()

    def tell_link(self, link: Link) -> None:
        from futu_tui.opend import LinkState
        from futu_tui.opend.errors import NoKey, NoScope, NotServed

        if link.state is LinkState.UP:
            self._told.clear()
            self.tell(f"connected to {self._target}")
            self.up.set()
        elif isinstance(link.error, NoKey | NoScope | NotServed):
            self._fail(str(link.error))
        elif link.state is LinkState.DOWN:
            self.tell(f"{link.error} Trying again until it answers.")

    def tell_refusals(self, subscriptions: Subscriptions) -> None:
        from futu_tui.protocol.pb.qot_common_pb2 import SubType

        for want, words in subscriptions.refused.items():
            self.tell(f"{want.security} {SubType.Name(want.sub_type)}: {words}")
        if subscriptions.unmet:
            self.tell(
                f"the subscription quota of {subscriptions.quota} has no room for {len(subscriptions.unmet)} more"
            )
        if subscriptions.refused.keys() == self._wants:
            self._fail("the gateway refused every subscription")

    def tell(self, text: str) -> None:
        """Say it, unless it was said since the link was last up."""
        if text not in self._told:
            self._told.add(text)
            click.echo(printable(mask(text)), err=True)

    def _fail(self, text: str) -> None:
        if not self._over.done():
            self._over.set_exception(click.ClickException(text))


async def _keep_subscribed(subscriptions: Subscriptions, wants: frozenset[Want], up: asyncio.Event) -> None:
    """Subscribe anew each time the link comes up."""
    await up.wait()
    subscriptions.want("command line", wants)
    while True:
        up.clear()
        await subscriptions.restore()
        await up.wait()


async def _keep_accounts_pushed(gw: OpenD, teller: Teller) -> None:
    """Ask for the pushes of all accounts each time the link comes up."""
    from futu_tui.opend.errors import GatewayError

    while True:
        await teller.up.wait()
        teller.up.clear()
        try:
            accounts = (await gw.request(ProtoId.TRD_GET_ACC_LIST, {"userID": 0})).accList
            ids = sorted({account.accID for account in accounts})
            await gw.request(ProtoId.TRD_SUB_ACC_PUSH, {"accIDList": ids})
        except GatewayError as error:
            teller.tell(f"no pushes of accounts: {error}")
