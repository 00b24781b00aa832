"""The futures that there are: terms and hours, and live what they trade at against their underlyings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.widgets import Static

from futu_tui.feed.lookups.futures import Future, known_futures, terms
from futu_tui.protocol import Security
from futu_tui.tui.broker_time import market_date
from futu_tui.tui.screens.contracts import ContractsScreen
from futu_tui.tui.screens.pages import Page
from futu_tui.tui.text import clean
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.future_columns import future_columns, in_order
from futu_tui.tui.widgets.live_records import LiveRecords

if TYPE_CHECKING:
    from futu_tui.market import Changes, Store


def facts(future: Future) -> str:
    """A future's terms in three lines: what it is, what a contract is, and when it trades."""
    behind = f"follows {future.origin}" if future.origin else f"trades until {future.last_trade}"
    if future.is_main and future.origin is None:
        behind = "continuous"
    on = f"on {future.owner or future.underlying}" if future.owner or future.underlying else ""
    size = f"{future.currency}, {future.size:,.10g} {future.size_unit}"
    tick = f"tick {future.tick:.10g} {future.tick_unit}"
    hours = f"Hours  {f'{future.hours_text} {future.zone}'.strip() or 'not told'}"
    lines = ((future.name, f"{future.exchange} {future.kind}", on), (size, tick, behind), (hours,))
    return "\n".join("   ".join(clean(word) for word in line if word) for line in lines)


class FuturesScreen(ContractsScreen):
    """Answers a future that was made current."""

    DEFAULT_CSS = """
    FuturesScreen #facts { height: 4; color: $dim; padding: 0 1; }
    """

    def __init__(self, store: Store) -> None:
        self._facts = Static("", id="facts", markup=False)
        self._told: Future | None = None
        self._records = LiveRecords(store, future_columns(store, partial(market_date, store)))
        super().__init__("Futures")

    def make_pages(self) -> Sequence[Page]:
        return (
            Page(
                "futures", "Futures", self._records, self._ask,
                "The gateway lists no futures, or gives no quote right for their markets.",
                above=self._facts, security=lambda row: row.security, live=True,
            ),
        )  # fmt: skip

    async def _ask(self) -> Sequence[Future]:
        listings = await known_futures(self.gateway)
        self.store.learn(listings)
        return in_order(await terms(self.gateway, [listing.security for listing in listings]))

    def contracts_of(self, row: Any) -> Iterable[Security]:
        return (row.security,)

    def underlyings_of(self, row: Any) -> Iterable[Security]:
        return (row.owner,) if row.owner is not None else ()

    def apply_changes(self, changes: Changes, now: float) -> None:
        super().apply_changes(changes, now)
        self._tell()

    def show(self) -> None:
        super().show()
        self._told = None
        self._tell()

    def _tell(self) -> None:
        """The terms of the future at the cursor."""
        records = self.page.records
        key = records.cursor_key
        future = records.row(key) if key is not None else None
        if future != self._told:
            self._told = future
            text = facts(future) if future is not None else ""
            self._facts.update(Text(text, palette_of(self.app).dim), layout=False)
