"""The first and the last line of the dashboard: what is connected, what is live, and whose money is in play."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from futu_tui.feed import LinkHealth
from futu_tui.market import session_of
from futu_tui.opend import LinkState
from futu_tui.protocol import Market, Security
from futu_tui.trading import Account
from futu_tui.tui import format as fmt
from futu_tui.tui.badge import Part, account_parts, exposure_parts
from futu_tui.tui.compositor import FinishedLines
from futu_tui.tui.text import clean, fit, width
from futu_tui.tui.theme import Palette, palette_of

DOT = "●"
HOLLOW = "○"
ALL_CLOCKS = 110
"""Columns from which every market's clock has room; from `SECONDS` on with seconds."""
SECONDS = 140
FIGURES = 110
"""Columns from which the last line tells the quota and the frame."""
GAP = 2
"""Cells that stay free between the two ends of a line."""
BETWEEN = "  "
"""What the keymap puts between two hints."""
LOCKED = "locked"


class Status(Struct, frozen=True):
    """What the status lines tell, read once a frame. Times ending in `_at` are monotonic seconds."""

    target: str
    health: LinkHealth
    now: float
    wall: float
    """Epoch seconds"""
    stale_since: float | None
    states: dict[Market, int]
    """qot_common.QotMarketState of each market"""
    account: Account | None
    used: int
    quota: int | None
    unmet: int
    """Subscriptions that find no room in the quota"""
    held_back: int
    """Requests waiting for a published limit."""
    odd: int
    """Pushes that could not be read: unknown ids, unknown securities, broken bodies."""
    frame_cost: float
    frames: float
    behind: float | None
    """Seconds that trades are late while more comes in than can be taken; None while all is taken."""
    left_out: int
    """Ticks left out since that began."""
    slow_line: bool
    """Whether bytes to the terminal are saved."""
    read_only: bool
    current: Security | None
    lock: str = ""
    """Of real trading: locked, unlocked, or empty while nothing is known of it."""
    unknown_acts: int = 0
    """Acts that were sent and whose outcome is not known."""
    exposed: bool = False
    """Whether others on the way can read the connection."""
    refused: int = 0
    """Subscriptions that the gateway said no to"""

    @property
    def news(self) -> tuple[object, ...]:
        """What is told as soon as it differs; a pace or a time of milliseconds waits for the clock's next second."""
        health = self.health
        return (
            int(self.wall), self.target, health.link, health.live, health.silent_since, self.stale_since,
            tuple(self.states.items()), self.account, self.used, self.quota, self.unmet, self.held_back, self.odd,
            self.read_only, self.current, self.lock, self.unknown_acts,
        )  # fmt: skip


class StatusLine(FinishedLines):
    """One line with a left and a right end; redrawn only when its words change."""

    DEFAULT_CSS = "StatusLine { height: 1; width: 1fr; }"

    _parts: tuple[tuple[Part, ...], tuple[Part, ...]] = ((), ())

    def show(self, left: Sequence[Part], right: Sequence[Part]) -> None:
        """Put these at the two ends; the left one is cut first when they meet."""
        parts = (tuple(left), tuple(right))
        if parts != self._parts:
            self._parts = parts
            self.refresh(self.size.region)

    def render_line(self, y: int) -> Strip:
        palette = palette_of(self.app)
        left, right = self._parts
        blank = self.size.width - cells(right)
        if cells(left) > blank:
            left = self.cut(left, blank - GAP)
        segments = [Segment(part.text, part.style) for part in left]
        segments.append(Segment(" " * max(blank - cells(left), 0), palette.text))
        segments.extend(Segment(part.text, part.style) for part in right)
        strip = Strip(segments).adjust_cell_length(self.size.width, palette.text)
        return strip.apply_style(self.rich_style)  # the ground of where it stands

    def cut(self, parts: Sequence[Part], room: int) -> tuple[Part, ...]:
        """What is shown of the left end where it meets the right one."""
        return _cut(parts, room)


class HintLine(StatusLine):
    """A line whose left end is keys and what they do: one that does not fit whole is left out."""

    def show_hints(self, hints: str, style: Style, right: Sequence[Part]) -> None:
        """`hints` as the keymap joins them, two blanks between them."""
        self.show([Part(hints, style)], right)

    def cut(self, parts: Sequence[Part], room: int) -> tuple[Part, ...]:
        hints = parts[0].text.split(BETWEEN)
        while hints and width(BETWEEN.join(hints)) > room:
            hints.pop()
        return (Part(BETWEEN.join(hints), parts[0].style),)


def cells(parts: Sequence[Part]) -> int:
    """How many terminal cells the parts take in a row."""
    return sum(width(part.text) for part in parts)


def _cut(parts: Sequence[Part], room: int) -> tuple[Part, ...]:
    """As many of the parts as the room takes, the last of them with an ellipsis where it does not fit whole."""
    kept: list[Part] = []
    for part in parts:
        if (needed := width(part.text)) > room:
            kept.append(Part(fit(part.text, max(room, 0)), part.style))
            break
        kept.append(part)
        room -= needed
    return tuple(kept)


def header(status: Status, columns: int, palette: Palette) -> tuple[list[Part], list[Part]]:
    """The first line: link and pace at the left; market clocks, environment and account at the right.

    Clocks give way where the link has more to say than usual.
    """
    left = link_parts(status, columns, palette)
    account = exposure_parts(status.exposed, palette)
    account += account_parts(status.account, palette, read_only=status.read_only)
    if status.lock:
        account.append(Part(f"{status.lock} ", palette.dim if status.lock == LOCKED else palette.warning))
    room = columns - cells(left) - cells(account) - GAP
    clocks = clock_parts(status, columns, palette)
    if cells(clocks) > room:
        clocks = clock_parts(status, 0, palette)
    return left, [*(clocks if cells(clocks) <= room else []), *account]


def footer(
    status: Status, columns: int, palette: Palette, hints: Sequence[tuple[str, str]]
) -> tuple[list[Part], list[Part]]:
    """The last line: quota, frame and freshness at the left; the keys of everywhere at the right.

    What warns has its place before what informs.
    """
    right: list[Part] = []
    for key, label in hints:
        right.append(Part(f"{key} ", palette.accent))
        right.append(Part(f"{label}   ", palette.dim))
    quota: list[Part] = []
    frame: list[Part] = []
    if columns >= FIGURES:
        of = f"/{status.quota}" if status.quota else ""
        quota.append(Part(f" quotes {status.used}{of} sub  ", palette.dim))
        saving = " (ssh)" if status.slow_line else ""
        pace = f" frame {fmt.milliseconds(status.frame_cost)} · {status.frames:.0f} fps{saving}  "
        frame.append(Part(pace, palette.dim))
    state = [Part(" ", palette.dim), freshness_part(status, palette)]
    if status.unknown_acts:
        acts = "1 outcome" if status.unknown_acts == 1 else f"{status.unknown_acts} outcomes"
        state.append(Part(f"   {acts} unknown", palette.danger))
    if status.behind is not None:
        ticks = f", {status.left_out:,} ticks left out" if status.left_out else ""
        state.append(Part(f"   overload: {status.behind:.0f} s late{ticks}", palette.danger))
    if status.unmet:
        state.append(Part(f"   {status.unmet} over quota", palette.warning))
    if status.held_back:
        state.append(Part(f"   {status.held_back} waiting for a limit", palette.warning))
    if status.odd:
        state.append(Part(f"   {status.odd} unread", palette.warning))
    if status.refused:
        state.append(Part(f"   {status.refused} refused", palette.dim))
    if status.slow_line and not frame:
        state.append(Part("   ssh", palette.dim))
    room = columns - cells(right) - GAP
    for left in ([*quota, *frame, *state], [*quota, *state], state):
        if cells(left) <= room:
            break
    return left, right


def link_parts(status: Status, columns: int, palette: Palette) -> list[Part]:
    """The link's dot, then in words what it is doing."""
    health, link = status.health, status.health.link
    target = f"{clean(status.target)}  " if columns >= 100 else ""
    if link.state is LinkState.UP and health.silent_since is not None:
        silence = fmt.age(status.now - health.silent_since)
        return [Part(f" {HOLLOW} ", palette.danger), Part(f"{target}no answer for {silence}", palette.danger)]
    if link.state is LinkState.UP:
        dot = Part(f" {DOT} ", palette.warning if health.restoring else palette.accent)
        pace = f"   {health.events_per_second:,.0f} ev/s" if columns >= 100 else ""
        doing = "restoring" if health.restoring else fmt.milliseconds(health.round_trip)
        return [dot, Part(f"{target}{doing}", palette.text), Part(pace, palette.dim)]
    if link.state is LinkState.CONNECTING and not health.ever_up:
        return [Part(f" {HOLLOW} ", palette.warning), Part(f"{target}connecting", palette.warning)]
    left = link.since + (link.retry_in or 0.0) - status.now
    wait = f"retry in {fmt.age(math.ceil(left))}" if left > 0 else "retrying"
    state = "disconnected"
    if link.error is not None:
        why = clean(link.error.brief)
        state = f"{state}: {why}" if columns >= 100 else why
    return [Part(f" {HOLLOW} ", palette.danger), Part(f"{target}{state} · {wait}", palette.danger)]


def clock_parts(status: Status, columns: int, palette: Palette) -> list[Part]:
    """Each market's state and local time; where there is no room, only the current security's market."""
    places = {
        market: market.name for market in sorted(status.states) if session_of(status.states[market]).label
    }
    if status.states.get(Market.SH) == status.states.get(Market.SZ) and Market.SH in places:
        # One country, one clock, one session: one entry.
        places.pop(Market.SZ)
        places[Market.SH] = "CN"
    if columns < ALL_CLOCKS:
        own = status.current.market if status.current else None
        own = Market.SH if own is Market.SZ and own not in places else own
        places = {market: name for market, name in places.items() if market is own}
    parts: list[Part] = []
    for market, name in places.items():
        session = session_of(status.states[market])
        local = fmt.clock(status.wall, market.timezone, seconds=columns >= SECONDS or columns < ALL_CLOCKS)
        parts.append(
            Part(f"{name} {session.label} {local}   ", palette.text if session.open else palette.dim)
        )
    return parts


def freshness_part(status: Status, palette: Palette) -> Part:
    """Whether what stands on the screen is the market now, and if not, since when it is not."""
    if status.health.barred and status.health.live:
        since = "" if status.stale_since is None else f" for {fmt.age(status.now - status.stale_since)}"
        return Part(f"no quotes{since}: {clean(status.health.barred)}", palette.danger)
    if status.stale_since is not None:
        if not status.health.ever_up:
            return Part("no data yet", palette.dim)
        return Part(f"all data stale for {fmt.age(status.now - status.stale_since)}", palette.danger)
    if status.health.restoring:
        return Part("fetching what was missed", palette.warning)
    return Part("all data live" if status.health.live else "no data yet", palette.dim)
