"""A gateway, the road to it, and the program on it; and what must be as it was after every row of faults."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from futu_tui.opend import TLS, OpenD
from futu_tui.protocol import ProtoId, Security
from futu_tui.trading import Account
from futu_tui.trading.acts import EntryFilter, Result
from futu_tui.trading.journal import FILE_NAME, Journal
from futu_tui.trading.order_status import OrderStatus
from futu_tui.tui.theme import DEFAULT_THEME, Themes
from tests.faults.glass import Glass
from tests.faults.keys_on_disk import KeysOnDisk
from tests.faults.tcp_proxy import FaultProxy
from tests.terminal.paper import Paper

SYMBOLS = ("HK.00700", "HK.01810", "US.AAPL", "SH.600519")
PRICED = (1, 2, 3, 5)
"""The panes whose every price is the present one, and in doubt without a link."""
STALE_WITHIN = 2.0
"""Seconds within which everything must look stale when the gateway is gone."""
SLACK = 0.5
"""Seconds that a busy machine adds to that."""


@dataclass(frozen=True)
class Choices:
    """What the person has chosen, and must find again."""

    security: str
    listed: tuple[str, ...]
    period: str
    theme: str
    front: int
    orders: frozenset[int]


class Stage:
    """One of each, for all rows of a file."""

    def __init__(
        self,
        folder: Path,
        *,
        target: Callable[[int], str] = "127.0.0.1:{}".format,
        certificate: ssl.SSLContext | None = None,
        tls: TLS | None = None,
        command: Sequence[str] = (),
    ) -> None:
        """`target` makes what the program is told of the proxy's port; `certificate` is the proxy's, and `tls` how the
        program trusts it. `command` is what serves the gateway in place of the program's own command.
        """
        self.folder = folder
        self._stack = ExitStack()
        self.keys = KeysOnDisk(folder / "keys.json")
        self._options = (
            "--symbols", ",".join(SYMBOLS), "--rate", "60",
            "--keys-file", str(self.keys.path), "--state", str(folder / "gateway.state"),
        )  # fmt: skip
        self._command = command
        self.gateway = Paper(*self._options, command=command)
        self._stack.callback(lambda: self.gateway.kill())
        self._stack.callback(lambda: self.gateway.thaw())
        self.proxy = self._stack.enter_context(FaultProxy(self.gateway.target, certificate=certificate))
        self.glass = self._stack.enter_context(
            Glass(target(self.proxy.port), SYMBOLS, key=self.keys.plaintext, tls=tls, data=folder)
        )
        self.wait_live()
        self.glass.wait_for(lambda: self.lively == set(PRICED), what="prices in their colours")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def restart(self) -> None:
        """Start the gateway again where it was."""
        self.gateway = Paper(*self._options, port=self.gateway.port, command=self._command)

    # What is seen

    @property
    def live(self) -> bool:
        return "all data live" in self.glass.lines[-1]

    def wait_live(self) -> None:
        self.glass.wait_for(lambda: self.live, what="all data live")

    @property
    def lively(self) -> set[int]:
        """The panes that show something in the colours of live prices."""
        palette = Themes.load().palette(DEFAULT_THEME)
        live = {palette.colours[name].lower() for name in ("up", "down")}
        return {number for number in PRICED if self.glass.colours(number) & live}

    def wait_stale(self, *said: str) -> None:
        """Within two seconds the last line says so, no pane looks live, and the first line says what is wrong."""
        glass = self.glass
        took = glass.wait_for("all data stale", within=STALE_WITHIN + SLACK)
        glass.wait_for(lambda: not self.lively, within=STALE_WITHIN + SLACK - took, what="no lively price")
        assert "stale" in glass.app.dashboard.tape.border_title or "stale" in glass.text
        for words in said:
            glass.wait_for(words)

    def wait_told(self, *said: str) -> None:
        """A notice on the screen says these words."""
        for words in said:
            self.glass.wait_for(lambda words=words: words in self.glass.notices, what=f"a notice: {words!r}")

    # What must not be lost

    def note(self) -> Choices:
        app = self.glass.app
        portfolio = app.accounts.current
        return self.glass.do(
            lambda: Choices(
                str(app.dashboard.security),
                tuple(map(str, app.dashboard.watchlist.securities)),
                app.dashboard.chart.period.name,
                app.theme,
                app.dashboard._in_front.NUMBER,
                frozenset(portfolio.orders) if portfolio else frozenset(),
            )
        )

    def check_nothing_lost(self, before: Choices) -> None:
        """Choices as they were; trades, orders and positions as the gateway has them; no act without an outcome."""
        self.wait_live()
        self.glass.wait_for(lambda: self.lively == set(PRICED), what="prices in their colours")
        assert self.note() == before
        differing: list[str] = []

        def agreed() -> bool:
            differing[:] = self._differences()
            return not differing

        try:
            self.glass.wait_for(agreed, what="all is as the gateway has it")
        except AssertionError as error:
            raise AssertionError(f"differing: {differing}; {error}") from None
        assert not self.open_acts()

    def open_acts(self) -> list[int]:
        """Acts of the journal without an outcome."""
        path = self.folder / FILE_NAME
        if not path.exists():
            return []
        book = Journal.open(path, read_only=True)
        try:
            return [entry.act_id for entry in book.entries(EntryFilter(result=Result.OPEN))]
        finally:
            book.close()

    def _differences(self) -> list[str]:
        return asyncio.run(differences(self.gateway.target, self.keys.plaintext, self.glass))


async def differences(target: str, key: str, glass: Glass) -> list[str]:
    """Where the program knows something else than the gateway, which is asked around it."""
    app, found = glass.app, []
    async with OpenD(target, key) as gateway:
        security = app.dashboard.security
        wire = {"market": int(security.market), "code": security.code}
        theirs = await gateway.request(ProtoId.QOT_GET_TICKER, {"security": wire, "maxRetNum": 1000})

        def of_tape() -> list[int]:
            tape = app.store.tapes[security]
            return [tick.sequence for tick in list(tape)[max(tape.gaps, default=0) :]]

        known = await asyncio.to_thread(glass.do, of_tape)
        told = {row.sequence for row in theirs.tickerList if known and row.sequence >= known[0]}
        if not known or told - set(known):
            found.append(f"trades of {security}: {len(told - set(known))} missing without a gap")
        listed = (await gateway.request(ProtoId.TRD_GET_ACC_LIST, {"userID": 0})).accList
        portfolio = app.accounts.current
        if portfolio is None:
            return [*found, "no account"]
        account = next(each for each in map(Account.of, listed) if each.acc_id == portfolio.account.acc_id)
        header = {"header": account.header()}
        orders = (await gateway.request(ProtoId.TRD_GET_ORDER_LIST, header)).orderList
        positions = (await gateway.request(ProtoId.TRD_GET_POSITION_LIST, header)).positionList
        own, held = await asyncio.to_thread(
            glass.do,
            lambda: (
                {number: (order.status, float(order.filled)) for number, order in portfolio.orders.items()},
                {(key.security, key.side): float(each.qty) for key, each in portfolio.positions.items()},
            ),
        )
        if {row.orderID: (OrderStatus.of(row.orderStatus), row.fillQty) for row in orders} != own:
            found.append("orders")
        theirs_held = {
            (Security.parse(f"{qot_market(row)}.{row.code}"), row.positionSide): row.qty for row in positions
        }
        if theirs_held != held:
            found.append(f"positions: {theirs_held} {held}")
    return found


def qot_market(row: Any) -> str:
    """The prefix of a security of a position: by its trading market (trd_common.TrdSecMarket)."""
    return {1: "HK", 2: "US", 31: "SH", 32: "SZ"}[row.secMarket]
