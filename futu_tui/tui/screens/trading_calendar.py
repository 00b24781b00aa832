"""The days on which markets trade, a month at a time: half days, holidays, today."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.style import Style
from textual.binding import BindingType

from futu_tui.feed.lookups.months import CALENDARS, CalendarMarket, Day, Month
from futu_tui.protocol import Market, Security
from futu_tui.tui import keymap
from futu_tui.tui.broker_time import market_date
from futu_tui.tui.screens.pages import Page, PagesScreen
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.columns import Column
from futu_tui.tui.widgets.month_view import SIGNS, MonthView, style_of
from futu_tui.tui.widgets.records import Records

if TYPE_CHECKING:
    from futu_tui.feed.calendars import Calendars
    from futu_tui.market import Changes


class DayRow(NamedTuple):
    """A day that is no weekend, or that trades on one."""

    day: date
    kind: Day


def _style(row: DayRow, palette: Palette) -> Style:
    return style_of(row.kind, palette)


def _dim(row: Any, palette: Palette) -> Style:
    return palette.dim


COLUMNS: tuple[Column[DayRow], ...] = (
    Column("day", "Day", 10, lambda row, cells: row.day.isoformat(), _style, align="left", sort=lambda row: row.day),
    Column("weekday", "Weekday", 9, lambda row, cells: f"{row.day:%A}", _dim, align="left"),
    Column("sign", "", 1, lambda row, cells: SIGNS[row.kind], _style, align="left"),
    Column(
        "kind", "Trades", 14, lambda row, cells: row.kind.value, _style,
        align="left", widest=24, sort=lambda row: row.kind.value,
    ),
)  # fmt: skip


class CalendarScreen(PagesScreen[Security]):
    """A page a calendar; all show the same month."""

    CONTEXT = "calendar"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("calendar")]
    MONTH_HINTS = ("calendar.previous_month", "calendar.next_month", "calendar.this_month")

    def __init__(self, calendars: Calendars, market: Market) -> None:
        """`market` is whose calendar is shown first."""
        self._calendars = calendars
        self._month: Month | None = None
        self._met: Month | None = None
        """The month that the cursor was last placed in: on today, if that is in it."""
        self._again = False
        self._shown: tuple[object, ...] = ()
        super().__init__("Trading calendar")
        at = next((at for at, each in enumerate(CALENDARS) if each.market == _home(market)), 0)
        self._at = at
        self._year, self._number = self.today.year, self.today.month

    def make_pages(self) -> Sequence[Page]:
        return tuple(
            Page(
                f"calendar-{each.short.lower()}", each.short, Records(COLUMNS), self._asking(each), "",
                above=MonthView(markup=False),
            )
            for each in CALENDARS
        )  # fmt: skip

    @property
    def calendar(self) -> CalendarMarket:
        """The one in view."""
        return CALENDARS[self._at]

    @property
    def today(self) -> date:
        """The date where the market is."""
        return market_date(self.store, self.calendar.market)

    def hint_text(self) -> str:
        return keymap.keymap_of(self.app).hint(
            *self.HINTS, *self.MONTH_HINTS, *self.PAGE_HINTS, "pages.export", "pages.filter"
        )

    def count(self) -> str:
        month = self._month
        if month is None:
            return ""
        kinds = list(month.days.values())
        trading = sum(kind.trades for kind in kinds)
        half = trading - kinds.count(Day.WHOLE)
        return f"{trading} trading days{f', {half} half' if half else ''}" if month.told else "not known"

    # Days

    def _asking(self, calendar: CalendarMarket) -> Callable[[], Awaitable[Sequence[DayRow]]]:
        return partial(self._load_days, calendar)

    async def _load_days(self, calendar: CalendarMarket) -> Sequence[DayRow]:
        again, self._again = self._again, False
        trading = await self._calendars.year(calendar.number, self._year, again=again)
        month = Month.of(self._year, self._number, trading)
        if calendar is not self.calendar:
            return ()
        self._month = month
        self.page.empty = f"The gateway tells no trading days of {date(self._year, self._number, 1):%B %Y}."
        self._shown = ()
        return (
            [DayRow(day, kind) for day, kind in month.days.items() if kind is not Day.WEEKEND]
            if month.told
            else ()
        )

    def action_reload(self) -> None:
        """Ask for the days of the month in view. Those of its year that are known are asked for again only where they
        stand there already."""
        self._again = self.page.loaded
        self._month = None
        self._shown = ()
        super().action_reload()

    def show(self) -> None:
        self._shown = ()
        super().show()

    def show_head(self) -> None:
        super().show_head()
        self._show_month()

    def apply_changes(self, changes: Changes, now: float) -> None:
        super().apply_changes(changes, now)
        self._show_month()

    def _show_month(self) -> None:
        """Draw the month where it, today or the cursor's day changed."""
        records = self.page.records
        if self._month is not self._met:
            self._met = self._month
            days = [records.row(key).day for key in records.keys]
            records.move_cursor(days.index(self.today) if self.today in days else 0)
        key = records.cursor_key
        at = records.row(key).day if key is not None else None
        state = (self._month, self.today, at, self._at)
        if state != self._shown and isinstance(view := self.page.above, MonthView):
            self._shown = state
            view.show(self._month, self.calendar.name, self.today, at)

    # Keys

    def action_next_month(self) -> None:
        self._go(1)

    def action_previous_month(self) -> None:
        self._go(-1)

    def action_this_month(self) -> None:
        self._go((self.today.year - self._year) * 12 + self.today.month - self._number)

    def _go(self, months: int) -> None:
        at = self._year * 12 + self._number - 1 + months
        if not months or not 1 < at // 12 < 9999:
            return
        self._year, self._number = divmod(at, 12)
        self._number += 1
        for page in self.pages:
            page.loaded = False
        self.action_reload()


def _home(market: Market) -> Market:
    return Market.SH if market is Market.SZ else market
