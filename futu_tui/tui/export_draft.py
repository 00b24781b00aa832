"""An export of bars being written: what a person chooses and types, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from futu_tui.feed.lookups.bars import Plan, Source, StandIn
from futu_tui.market import Period, Rehab, has_extended_hours
from futu_tui.protocol import Security, SecurityError

MOST_TIMES = 100


class Trouble(NamedTuple):
    """What is wrong with a field."""

    field: str
    text: str


class DraftError(ValueError):
    """Text that cannot be; it says what would be."""


@dataclass
class ExportDraft:
    """Texts as they were typed. Dates and times are the market's."""

    group: str = ""
    """The watchlist group whose securities are meant; empty where they are typed."""
    codes: str = ""
    source: Source = Source.BROKER
    period: Period = Period.DAY
    rehab: Rehab = Rehab.FORWARD
    begin: str = ""
    end: str = ""
    extended: bool = False
    times: str = ""
    stand_in: StandIn = StandIn.NOTHING
    parquet: bool = False
    together: bool = False

    @property
    def has_times(self) -> bool:
        """Whether bars at given times are asked for, and not all of some days."""
        return self.source is Source.POINTS

    def troubles(self, held: Sequence[Security]) -> Iterator[Trouble]:
        """What is wrong, by field; `held` is what the chosen group holds."""
        try:
            chosen = self.securities(held)
        except DraftError as problem:
            yield Trouble("codes", str(problem))
        else:
            if not chosen:
                empty = f"{self.group} is empty" if self.group else "type codes, such as HK.00700 US.AAPL"
                yield Trouble("codes", empty)
        if self.has_times:
            try:
                read_times(self.times)
            except DraftError as problem:
                yield Trouble("times", str(problem))
            return
        days = {}
        for field in ("begin", "end"):
            try:
                days[field] = read_day(getattr(self, field))
            except DraftError as problem:
                yield Trouble(field, str(problem))
        if len(days) == 2 and days["begin"] > days["end"]:
            yield Trouble("begin", "is after the last day")

    def securities(self, held: Sequence[Security]) -> tuple[Security, ...]:
        """Those that are meant, each once. Raises DraftError."""
        return tuple(dict.fromkeys(held if self.group else read_codes(self.codes)))

    def has_hours(self, securities: Sequence[Security]) -> bool:
        """Whether bars of hours around the regular ones can be asked for."""
        return self.source is Source.BROKER and any(
            has_extended_hours(each.market, self.period) for each in securities
        )

    def plan(self, held: Sequence[Security]) -> Plan | None:
        """What is to be exported; None while something is wrong."""
        if any(True for _ in self.troubles(held)):
            return None
        times = read_times(self.times) if self.has_times else ()
        first, last = (min(times)[:10], max(times)[:10]) if times else (self.begin, self.end)
        securities = self.securities(held)
        return Plan(
            self.source,
            securities,
            self.period,
            self.rehab,
            read_day(first),
            read_day(last),
            self.extended and self.has_hours(securities),
            times,
            self.stand_in,
        )


def read_codes(text: str) -> list[Security]:
    """Codes with blanks or commas between them. Raises DraftError."""
    found = []
    for word in text.replace(",", " ").split():
        try:
            found.append(Security.parse(word.upper()))
        except SecurityError as error:
            raise DraftError(str(error)) from None
    return found


def read_day(text: str) -> date:
    """Raises DraftError."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise DraftError("write a day like 2026-01-05") from None


def read_times(text: str) -> tuple[str, ...]:
    """Days, or days with a time behind a T, with blanks or commas between them; as the wire has them, in order.

    Raises DraftError.
    """
    found = []
    for word in text.replace(",", " ").split():
        try:
            found.append(
                f"{datetime.fromisoformat(word):%Y-%m-%d %H:%M:%S}" if "T" in word else f"{read_day(word)}"
            )
        except ValueError:
            raise DraftError("write times like 2026-01-05 or 2026-01-05T10:30") from None
    if not found:
        raise DraftError("write times like 2026-01-05 or 2026-01-05T10:30")
    if len(found) > MOST_TIMES:
        raise DraftError(f"{len(found)} times are too many; {MOST_TIMES} are the most")
    return tuple(dict.fromkeys(sorted(found)))
