"""The plates of a market by kind, each with its quote; opening one shows its securities."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from futu_tui.feed.lookups.plates import Plate, PlateKind, plates_of_market
from futu_tui.protocol import Market, Security
from futu_tui.tui.screens.choice_pages import Choice, ChoicePage, ChoicesScreen
from futu_tui.tui.screens.plate_members import PlateScreen
from futu_tui.tui.widgets.plate_columns import KINDS
from futu_tui.tui.widgets.quoted_records import CODE, NAME, PLATE_QUOTE, QuotedRecords, of_thing

MARKETS = (
    Choice(Market.HK, "Hong Kong"),
    Choice(Market.US, "United States"),
    Choice(Market.SH, "Mainland China"),
    Choice(Market.SG, "Singapore"),
    Choice(Market.JP, "Japan"),
    Choice(Market.AU, "Australia"),
    Choice(Market.MY, "Malaysia"),
    Choice(Market.CA, "Canada"),
)
"""Shanghai and Shenzhen have one set of plates."""
SHOWN = (PlateKind.INDUSTRY, PlateKind.REGION, PlateKind.CONCEPT, PlateKind.ALL)


def place_of(market: Market) -> int:
    """Where a market stands in `MARKETS`; the first place for one that is not there."""
    asked = Market.SH if market is Market.SZ else market
    return next((place for place, choice in enumerate(MARKETS) if choice.value is asked), 0)


class PlatesScreen(ChoicesScreen[Security]):
    """Answers the security that is to be current, if one is chosen on the way."""

    def __init__(self, market: Market) -> None:
        """Begins with the plates of this market."""
        self._market_at = place_of(market)
        super().__init__("Plates")

    def make_pages(self) -> Sequence[ChoicePage]:
        return [
            ChoicePage(
                f"plates-{kind.name.lower()}", KINDS[kind],
                QuotedRecords((of_thing(CODE), of_thing(NAME), *PLATE_QUOTE), lambda: self.store),
                self._asker(kind), "There are no plates of this kind in this market.",
                security=lambda row: row.security, live=True, choices=MARKETS, at=self._market_at,
                opens=True,
            )
            for kind in SHOWN
        ]  # fmt: skip

    def _asker(self, kind: PlateKind) -> Callable[[Market], Awaitable[Sequence[Plate]]]:
        async def ask(market: Market) -> Sequence[Plate]:
            rows = await plates_of_market(self.gateway, market, kind)
            self.bring_quotes(self.page, [row.security for row in rows])
            return rows

        return ask

    def chosen_anew(self) -> None:
        """The market is that of all pages."""
        for page in self.pages:
            page.at, page.loaded = self.page.at, False
        super().chosen_anew()

    def open_row(self, row: Any) -> None:
        """Show a plate's securities."""
        self.push(PlateScreen(row.security, row.thing.name))
