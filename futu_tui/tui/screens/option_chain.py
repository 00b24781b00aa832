"""The option chain of an underlying: an expiry at a time, live around the money, and traded from its cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from futu_tui.feed.lookups.bounds import Bounds
from futu_tui.feed.lookups.options import (
    RANGES,
    Expiry,
    IndexClass,
    Moneyness,
    OptionFilter,
    OptionSide,
    Strike,
    chain,
    expirations,
)
from futu_tui.protocol import Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.tui import format, keymap
from futu_tui.tui.badge import Part
from futu_tui.tui.pane import Wish
from futu_tui.tui.screens.contracts import ContractsScreen
from futu_tui.tui.screens.filter_form import Asked, FilterForm
from futu_tui.tui.screens.pages import Page
from futu_tui.tui.text import clean
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.expirations import Expirations
from futu_tui.tui.widgets.option_chain import OptionChain, Side
from futu_tui.tui.widgets.status_bar import StatusLine

if TYPE_CHECKING:
    from futu_tui.market import Changes, Store

KEPT = "options"
"""Under which what was looked for is remembered."""
SIDES = {"calls and puts": OptionSide.BOTH, "calls": OptionSide.CALLS, "puts": OptionSide.PUTS}
MONEY = {"in and out": Moneyness.ANY, "in the money": Moneyness.IN, "out of the money": Moneyness.OUT}
CLASSES = {"usual": IndexClass.USUAL, "large": IndexClass.NORMAL, "small": IndexClass.SMALL}

FORM = (
    Asked("side", "Options", "Calls, puts or both.", options=tuple(SIDES)),
    Asked("money", "Money", "Those in the money, out of it, or both.", options=tuple(MONEY)),
    Asked(
        "index",
        "Index class",
        "Of Hang Seng indices: the large contracts or the small ones.",
        options=tuple(CLASSES),
    ),
    *(
        Asked(name, label, f"{label}: from..to, such as 1..5, 1.. or ..5; empty for any.", read=Bounds.parse)
        for name, label in RANGES.items()
    ),
)


def option_filter(texts: Mapping[str, str]) -> OptionFilter:
    """What the form's texts say; what cannot be read, such as of an older version, does not narrow."""
    ranges = {}
    for name in RANGES:
        try:
            bounds = Bounds.parse(texts.get(name, ""))
        except ValueError:
            continue
        if bounds != Bounds():
            ranges[name] = bounds
    return OptionFilter(
        SIDES.get(texts.get("side", ""), OptionSide.BOTH),
        MONEY.get(texts.get("money", ""), Moneyness.ANY),
        CLASSES.get(texts.get("index", ""), IndexClass.USUAL),
        ranges,
    )


def place_of(days: Sequence[Expiry], day: date | None) -> int:
    """The place of a day that was in view; else of the next expiry to come."""
    came_back = (place for place, expiry in enumerate(days) if expiry.day == day)
    to_come = (place for place, expiry in enumerate(days) if expiry.days >= 0)
    return next(came_back, next(to_come, 0))


class ChainHead(Vertical):
    """The expirations, and which side is which."""

    DEFAULT_CSS = "ChainHead { height: 2; }"

    def __init__(self) -> None:
        super().__init__()
        self.days = Expirations()
        self.sides = StatusLine()

    def compose(self) -> ComposeResult:
        yield self.days
        yield self.sides


class OptionChainScreen(ContractsScreen):
    """Answers a security that was made current: the underlying, or a contract."""

    CONTEXT = "chain"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("chain")]
    HINTS = (
        "dialog.close", "chain.previous_expiry", "chain.next_expiry", "chain.narrow", "chain.make_current",
        "pages.security_page", "pages.watch", "chain.centre", "pages.help",
    )  # fmt: skip
    NAMED_HINTS = ()
    ROW_HINTS = ("pages.filter", "pages.export")

    def __init__(self, owner: Security, store: Store, kept: Mapping[str, str]) -> None:
        """`kept` are texts of the form, as they stood the last time."""
        self.owner = owner
        self.wanted = option_filter(kept)
        self._texts = dict(kept)
        self.chain = OptionChain(store, owner)
        self.head = ChainHead()
        self.days: Sequence[Expiry] | None = None
        """Those on which options expire; None before they are known."""
        self.at = 0
        """Which of them is in view."""
        self._day: date | None = None
        """That day, to be found again among those that are told anew."""
        super().__init__("Option chain")

    def make_pages(self) -> Sequence[Page]:
        return (
            Page(
                f"options-{self.owner}", str(self.owner), self.chain, self._ask, "",
                above=self.head, security=self.chain.contract, live=True,
            ),
        )  # fmt: skip

    @property
    def expiry(self) -> Expiry | None:
        """The one in view."""
        return self.days[self.at] if self.days else None

    async def _ask(self) -> Sequence[Strike]:
        page, wanted = self.page, self.wanted
        if self.days is None:
            self.days = await expirations(self.gateway, self.owner, wanted.index)
            self.at = place_of(self.days, self._day)
            self.show_head()
        expiry = self.expiry
        if expiry is None:
            page.empty = f"No option on {self.owner} expires on any day."
            return ()
        self._day = expiry.day
        page.name = f"options-{self.owner}-{expiry.day}"
        found = await chain(self.gateway, self.owner, expiry.day, wanted)
        self.store.learn(found.listings)
        page.empty = f"No option that expires on {expiry.day} passes: {wanted.words or 'none is listed'}.\n"
        page.empty += keymap.keymap_of(self.app).hint("chain.narrow")
        return found.strikes

    # What stands above the strikes

    def about(self) -> str:
        quote, expiry = self.chain.owner_quote, self.expiry
        words = [clean(quote.name)] if quote is not None and quote.name else []
        if quote is not None:
            words.append(format.price(quote.price, quote.decimals))
            words.append(f"{format.percent(quote.price_change_pct)} %")
        if expiry is not None:
            words.append(" ".join(part for part in (f"{expiry.day}", expiry.cycle) if part))
        return "".join(f"{word}   " for word in words)

    def count(self) -> str:
        shown, there = self.chain.count
        strikes = f"{shown:,} of {there:,}" if shown != there else f"{there:,}"
        return f"{strikes} strikes" if there != 1 else "1 strike"

    def show_head(self) -> None:
        super().show_head()
        self.head.days.show(self.days or (), self.at)
        palette = palette_of(self.app)
        narrowed = f"   {self.wanted.words}" if self.wanted.words else ""
        chosen = {Side.CALL: palette.accent, Side.PUT: palette.accent}
        marks = {side: chosen[side] if self.chain.side is side else palette.dim for side in chosen}
        self.head.sides.show(
            [Part(" Calls", marks[Side.CALL]), Part(narrowed, palette.warning)],
            [Part("Puts ", marks[Side.PUT])],
        )

    def apply_changes(self, changes: Changes, now: float) -> None:
        super().apply_changes(changes, now)
        if self.owner in changes.quotes:
            self.chain.follow_spot(now)
            self.show_head()

    def contracts_of(self, row: Any) -> Iterable[Security]:
        return (side for side in row.sides if side is not None) if isinstance(row, Strike) else ()

    def wishes(self, contracts: Collection[Security], underlyings: Collection[Security]) -> list[Wish]:
        return [Wish(self.owner, qot.SubType_Basic), *super().wishes(contracts, underlyings)]

    # Expirations

    def action_previous_expiry(self) -> None:
        """Show the expiry before."""
        self._show_expiry(self.at - 1)

    def action_next_expiry(self) -> None:
        """Show the expiry after."""
        self._show_expiry(self.at + 1)

    def on_expirations_chosen(self, message: Expirations.Chosen) -> None:
        message.stop()
        self._show_expiry(message.at)

    def _show_expiry(self, at: int) -> None:
        if self.days and 0 <= at < len(self.days) and at != self.at:
            self.at = at
            self.show_head()
            super().action_reload()

    def action_reload(self) -> None:
        """Ask the gateway for the expirations and the chain in view."""
        self.days = None
        super().action_reload()

    # The cursor

    def action_previous_page(self) -> None:
        """There is one page; the keys go along the line, towards the call."""
        self._step_side(-1)

    def action_next_page(self) -> None:
        """Towards the put."""
        self._step_side(1)

    def _step_side(self, by: int) -> None:
        self.chain.step_side(by)
        self.show_head()

    def action_centre(self) -> None:
        """Back to the strike at the money."""
        self.chain.look_at(self.chain.spot)

    def open_row(self, row: Any) -> None:
        """The list's own key does what the screen's does."""
        self.run_worker(self.action_ticket())

    async def action_ticket(self) -> None:
        """Write an order to buy the call or the put at the cursor; on the strike make the underlying current."""
        if self.chain.side is Side.STRIKE:
            self.dismiss(self.owner)
        else:
            await self.action_buy()

    def action_make_current(self) -> None:
        """Make the contract at the cursor current, or with the strike the underlying."""
        if (security := self.row_security) is not None:
            self.dismiss(security)

    # What is looked for

    async def action_narrow(self) -> None:
        """Choose which options to show."""
        form = FilterForm(f"Options on {self.owner}", FORM, self._texts)
        await self.app.push_screen(form, self._narrowed)

    def _narrowed(self, texts: dict[str, str] | None) -> None:
        if texts is None:
            return
        self._texts = texts
        self.filters.keep(KEPT, texts)
        wanted = option_filter(texts)
        self.wanted = wanted
        self.action_reload()
        self.show_head()
