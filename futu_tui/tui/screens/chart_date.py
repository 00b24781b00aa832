"""Asks for the day that a chart is to go to."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.widgets import Input, Static

from futu_tui.tui.screens.dialog import Dialog


class ChartDate(Dialog[date]):
    """Answers the day; None when the person gives up."""

    HINTS = ("search.choose", "dialog.close")

    DEFAULT_CSS = """
    ChartDate > .dialog { width: 52; }
    ChartDate Input { border: none; height: 1; padding: 0 1; background: $surface; }
    ChartDate Input:focus { border: none; }
    ChartDate #problem { color: $warning; height: 2; margin-top: 1; }
    """

    def __init__(self, today: date) -> None:
        """`today` is the market's."""
        super().__init__("Go to a day")
        self._today = today

    def contents(self) -> ComposeResult:
        yield Input(placeholder=f"{self._today}, or 11-05, or 2020", max_length=10)
        yield Static(id="problem", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        try:
            day = read_day(event.value, self._today)
        except ValueError as error:
            self.query_one("#problem", Static).update(str(error))
        else:
            self.dismiss(day)


def read_day(text: str, today: date) -> date:
    """A day as typed: whole, without its year (the latest such one), or a month or a year alone (its first day).

    Raises ValueError, whose message shows the right form.
    """
    text = text.strip().replace("/", "-").replace(".", "-")
    parts = text.split("-")
    wrong = ValueError(f"{text!r} is no day; write it like {today}, 11-05 or 2020.")
    if not all(part.isdecimal() for part in parts):
        raise wrong
    numbers = [int(part) for part in parts]
    try:
        match [len(parts[0]), *numbers]:
            case [4, year]:
                day = date(year, 1, 1)
            case [4, year, month]:
                day = date(year, month, 1)
            case [4, year, month, number]:
                day = date(year, month, number)
            case [1 | 2, month, number]:
                day = date(today.year, month, number)
                day = day if day <= today else date(today.year - 1, month, number)
            case _:
                raise wrong
    except ValueError:
        raise wrong from None
    if day > today:
        raise ValueError(f"{day} has not come yet.")
    return day
