"""All about one security: its facts, plates, adjustments, changes of code, holders, and what refers to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from textual.content import Content

from futu_tui.feed.lookups.adjustments import Adjustment, adjustments
from futu_tui.feed.lookups.code_changes import CodeChange, code_changes
from futu_tui.feed.lookups.facts import PRICE, ask_facts, live
from futu_tui.feed.lookups.figures import Figure, Value
from futu_tui.feed.lookups.holders import HolderKind, HoldingChange, holding_changes
from futu_tui.feed.lookups.plates import Plate, plates_of
from futu_tui.feed.lookups.related import RelatedKind, related
from futu_tui.market import Quote
from futu_tui.protocol import Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.tui import format
from futu_tui.tui.broker_time import market_date
from futu_tui.tui.pane import Priority, Wish
from futu_tui.tui.screens.choice_pages import Choice, ChoicePage, ChoicesScreen
from futu_tui.tui.screens.open_security import open_security
from futu_tui.tui.screens.plate_members import PlateScreen
from futu_tui.tui.text import clean
from futu_tui.tui.widgets.fact_sheet import FactSheet
from futu_tui.tui.widgets.plate_columns import KIND
from futu_tui.tui.widgets.quoted_records import CODE, NAME, PLATE_QUOTE, QUOTE, QuotedRecords, of_thing
from futu_tui.tui.widgets.records import Records
from futu_tui.tui.widgets.security_columns import CODE_COLUMNS, HOLDER_COLUMNS, adjustment_columns

if TYPE_CHECKING:
    from futu_tui.market import Changes, Listing

HOLDERS = (
    Choice(HolderKind.INSTITUTIONS, "Institutions"),
    Choice(HolderKind.FUNDS, "Funds"),
    Choice(HolderKind.MANAGERS, "Managers"),
)
RELATED = (Choice(RelatedKind.WARRANTS, "Warrants"), Choice(RelatedKind.FUTURES, "Futures"))
SOURCES = (Choice(False, "The broker's"), Choice(True, "Downloads (3702)"))
"""Of adjustments: by the protocol of now, and by the older one."""
NO_CODES = "No change of code is known of this time.\nOnly Hong Kong's are told."
WHOSE = (Choice(False, "This one"), Choice(True, "All of Hong Kong"))
"""Of changes of code."""
YEARS = (1, 3, 10)
PLATE_COLUMNS = (of_thing(CODE), of_thing(NAME), of_thing(KIND), *PLATE_QUOTE)
RELATED_COLUMNS = (of_thing(CODE), of_thing(NAME), *QUOTE)
_BASIC, _BOOK = qot.SubType_Basic, qot.SubType_OrderBook


class SecurityScreen(ChoicesScreen[Security]):
    """Answers the security that is to be current, if one is chosen."""

    def __init__(self, security: Security) -> None:
        self.security = security
        self._figures: list[Figure] = []
        """As they were told when they were asked for."""
        self._follows_own = False
        super().__init__(str(security))

    def make_pages(self) -> Sequence[ChoicePage]:
        me = self.security
        self._sheet = FactSheet(me.market.currency, self._decimals, lambda: self.is_old)
        return (
            ChoicePage(
                "facts", "Facts", self._sheet, self._facts, f"The gateway knows nothing of {me}.",
                security=lambda row: row.security or me,
            ),
            ChoicePage(
                "plates", "Plates", QuotedRecords(PLATE_COLUMNS, self._store),
                self._plates, f"{me} belongs to no plate.", security=lambda row: row.security, live=True,
                opens=True,
            ),
            ChoicePage(
                "adjustments", "Adjust", Records(adjustment_columns(me.market.currency)), self._adjustments,
                f"Nothing ever adjusted the prices of {me}.", choices=SOURCES,
            ),
            ChoicePage(
                "codes", "Codes", Records(CODE_COLUMNS), self._codes, NO_CODES,
                security=lambda row: row.related if row.security == me else row.security,
                choices=WHOSE, years=YEARS, years_at=len(YEARS) - 1, opens=True,
            ),
            ChoicePage(
                "holders", "Holders", Records(HOLDER_COLUMNS), self._holders,
                "No change of a large holding was published in this time.", choices=HOLDERS, years=YEARS,
            ),
            ChoicePage(
                "related", "Related", QuotedRecords(RELATED_COLUMNS, self._store),
                self._related, f"Nothing of this kind refers to {me}.",
                security=lambda row: row.security, live=True, choices=RELATED, opens=True,
            ),
        )  # fmt: skip

    def _store(self) -> Any:
        return self.store

    def show(self) -> None:
        super().show()
        self.query_one(".dialog").border_title = Content(f"{self.security}  {clean(self._called)}".rstrip())

    @property
    def _called(self) -> str:
        listing = self.store.listings.get(self.security)
        return listing.name if listing is not None else str(self._told("Security", "Name") or "")

    def _told(self, group: str, label: str) -> Value:
        """A figure of the facts; None before it is told."""
        return next((figure.value for figure in self._figures if figure.place == (group, label)), None)

    @property
    def today(self) -> date:
        """The date in the security's market."""
        return market_date(self.store, self.security.market)

    def _decimals(self) -> int:
        quote = self.store.quotes.get(self.security)
        if quote is None or not quote.tick:
            tick = self._told(PRICE, "Tick")
            quote = Quote(self.security, tick=tick if isinstance(tick, float) else 0.0)
        return quote.decimals

    # What is asked

    async def _facts(self) -> Sequence[Figure]:
        self._figures = await ask_facts(self.gateway, self.security, self.today)
        self.show()
        return self._of_now()

    async def _plates(self) -> Sequence[Plate]:
        rows = await plates_of(self.gateway, self.security)
        self.bring_quotes(self.page, [row.security for row in rows])
        return rows

    async def _adjustments(self, older: bool) -> Sequence[Adjustment]:
        return await adjustments(self.gateway, self.security, older=older)

    async def _codes(self, all: bool, years: int) -> Sequence[CodeChange]:
        since = self.today - timedelta(days=365 * years)
        return await code_changes(self.gateway, None if all else self.security, since=since)

    async def _holders(self, kind: HolderKind, years: int) -> Sequence[HoldingChange]:
        begin = self.today - timedelta(days=365 * years)
        return await holding_changes(self.gateway, self.security, kind, begin, self.today)

    async def _related(self, kind: RelatedKind) -> Sequence[Listing]:
        rows = await related(self.gateway, self.security, kind)
        self.bring_quotes(self.page, [row.security for row in rows])
        return rows

    # The facts as they move

    def _of_now(self) -> list[Figure]:
        quote = self.store.quotes.get(self.security)
        return live(self._figures, quote) if quote is not None else self._figures

    def apply_changes(self, changes: Changes, now: float) -> None:
        super().apply_changes(changes, now)
        self._want_own()
        if self.page.records is self._sheet and self.page.loaded:
            if self.security in changes.quotes:
                self._sheet.move(self._of_now(), now)
                self.show_head()
            self._sheet.settle(now)

    def _want_own(self) -> None:
        """Have the quote and the top of the book pushed while the facts are in view."""
        feed, facts = self.feed, self.page.records is self._sheet
        if feed is not None and facts != self._follows_own:
            self._follows_own = facts
            wishes = [Wish(self.security, kind, Priority.ROW) for kind in (_BASIC, _BOOK)] if facts else []
            feed.want(self._own, wishes)

    @property
    def _own(self) -> str:
        return f"security {id(self)}"

    def on_unmount(self) -> None:
        if (feed := self.feed) is not None:
            feed.want(self._own, ())

    def about(self) -> str:
        quote = self.store.quotes.get(self.security)
        if self.page.records is not self._sheet or quote is None or quote.price is None:
            return super().about()
        price = format.price(quote.price, quote.decimals)
        change = format.percent(quote.price_change_pct)
        return " ".join(filter(None, (quote.price_label, price, f"{change} %"))) + "   "

    # Rows

    def page_hints(self) -> tuple[str, ...]:
        own = self.page.records is self._sheet
        return tuple(hint for hint in super().page_hints() if not own or hint != "pages.security_page")

    def action_security_page(self) -> None:
        """Open the page of the row's security, unless that is this one."""
        if self.row_security != self.security:
            super().action_security_page()

    def open_row(self, row: Any) -> None:
        """Open what the row names: a plate's securities, another security's page; else make this one current."""
        match self.page.name:
            case "plates":
                self.push(PlateScreen(row.security, row.thing.name))
            case "facts":
                if row.security in (None, self.security):
                    self.dismiss(self.security)
                else:
                    open_security(self, row.security)
            case "codes":
                open_security(self, row.related if row.security == self.security else row.security)
            case "related":
                open_security(self, row.security)
