"""A month of a market's calendar, a line a week: what trades, what trades in half, and what is a holiday."""

from __future__ import annotations

from datetime import date

from rich.style import Style
from rich.text import Text
from textual.widgets import Static

from futu_tui.feed.lookups.months import Day, Month
from futu_tui.tui.theme import Palette, palette_of

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MOST_WEEKS = 6
CELL = 8
"""Cells of a day: a mark of today, the day's number, its sign, room."""
SIGNS = {
    Day.WHOLE: " ",
    Day.MORNING: "◐",
    Day.AFTERNOON: "◑",
    Day.HOLIDAY: "×",
    Day.WEEKEND: " ",
    Day.UNKNOWN: "?",
}
"""Behind a day's number, so that colour is not the only sign. A weekend's number is told by its column."""
TODAY = ("[", "]")


def style_of(day: Day, palette: Palette) -> Style:
    """The colour of a day."""
    return {
        Day.WHOLE: palette.text,
        Day.MORNING: palette.accent,
        Day.AFTERNOON: palette.accent,
        Day.HOLIDAY: palette.warning,
    }.get(day, palette.faint)


def month_text(month: Month, market: str, today: date, palette: Palette, at: date | None = None) -> Text:
    """The month's name, its weeks from Monday on, and what the signs mean; `at` is the day of the cursor."""
    text = Text(f"  {date(month.year, month.number, 1):%B %Y}", palette.text)
    text.append(f"   {market}\n\n", palette.dim)
    text.append("".join(f"{name:>5}   " for name in WEEKDAYS).rstrip() + "\n", palette.header)
    for week in month.weeks:
        for day in week:
            text.append_text(_cell(month, day, today, palette, at))
        text.append("\n")
    text.append("\n" * (MOST_WEEKS - len(month.weeks)))
    for kind in (Day.MORNING, Day.AFTERNOON, Day.HOLIDAY, Day.UNKNOWN):
        if kind in month.days.values():
            text.append(f"  {SIGNS[kind]} ", style_of(kind, palette))
            text.append(f"{kind.value} ", palette.dim)
    text.append(f"  {TODAY[0]} {TODAY[1]}", palette.text)
    text.append(" today", palette.dim)
    return text


def _cell(month: Month, day: date | None, today: date, palette: Palette, at: date | None) -> Text:
    if day is None:
        return Text(" " * CELL)
    kind = month.days[day]
    before, behind = TODAY if day == today else (" ", "")
    style = style_of(kind, palette)
    if day == at:
        style += palette.cursor
    cell = Text("  ")
    cell.append(f"{before}{day.day:2}{behind}{SIGNS[kind]}", style)
    cell.append(" " * (CELL - len(cell)))
    return cell


class MonthView(Static):
    """Shows one month."""

    DEFAULT_CSS = "MonthView { height: 10; margin-bottom: 1; }"

    def show(self, month: Month | None, market: str, today: date, at: date | None = None) -> None:
        """Show a month of a market, or nothing while none is known."""
        self.update("" if month is None else month_text(month, market, today, palette_of(self.app), at))
