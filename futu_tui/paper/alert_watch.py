"""Looks at the market for the price alerts: what each waits for now comes to, and which are to be told of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from futu_tui.paper.alerts import Alert, Alerts
from futu_tui.paper.market import ExtendedQuote, KLType, PaperMarket, QuoteState
from futu_tui.paper.sessions import Phase
from futu_tui.protocol import Security
from futu_tui.protocol.alerts import AlertSession, AlertType

_MINUTES = {
    AlertType.CHANGE_5MIN_UP: 5,
    AlertType.CHANGE_5MIN_DOWN: 5,
    AlertType.CHANGE_3MIN_UP: 3,
    AlertType.CHANGE_3MIN_DOWN: 3,
}

_SESSIONS = {
    Phase.PRE: AlertSession.US_PRE,
    Phase.AFTER: AlertSession.US_AFTER,
    Phase.OVERNIGHT: AlertSession.US_NIGHT,
}


class Fired(NamedTuple):
    """An alert that came true."""

    alert: Alert
    price: float
    change_rate: float
    """Of the day, or of the session outside regular hours; percent."""
    current: float
    """What the alert's kind came to; percent with its sign."""
    session: AlertSession


class AlertWatch:
    """The alerts of one market."""

    def __init__(self, market: PaperMarket, alerts: Alerts) -> None:
        self._market = market
        self._alerts = alerts

    def look(self, security: Security) -> Iterator[Fired]:
        """The alerts of a security that come true at this moment of the market."""
        alerts = [alert for alert in self._alerts.of(security) if alert.enabled]
        phase = self._market.phase(security.market) if alerts else Phase.CLOSED
        if phase is Phase.CLOSED:
            return
        session = _SESSIONS.get(phase, AlertSession.OPEN)
        quote = self._market.quote(security)
        extended = _extended(quote, phase) if phase.is_extended else None
        if phase.is_extended and extended is None:
            return
        price = extended.price if extended else quote.last
        change = extended.change_rate if extended else (quote.last / quote.prev_close - 1) * 100
        day, now = self._market.trade_date(security.market), self._market.now()
        for alert in alerts:
            current = self._current(alert.kind, quote, extended, price, change)
            if current is None:
                continue
            if alert.observe(-current if alert.kind.is_fall else current, session, day, now):
                yield Fired(alert, price, change, current, session)

    def _current(
        self,
        kind: AlertType,
        quote: QuoteState,
        extended: ExtendedQuote | None,
        price: float,
        change: float,
    ) -> float | None:
        """What a kind of alert waits for; None where there is no such thing now."""
        match kind:
            case AlertType.PRICE_UP | AlertType.PRICE_DOWN:
                return price
            case AlertType.CHANGE_UP | AlertType.CHANGE_DOWN:
                return change
            case AlertType.VOLUME_UP:
                return extended.volume if extended else quote.volume
            case AlertType.TURNOVER_UP:
                return extended.turnover if extended else quote.turnover
            case AlertType.TURNOVER_RATE_UP:
                return None if extended else quote.turnover_rate
            case AlertType.BID_UP:
                return quote.bid or None
            case AlertType.ASK_DOWN:
                return quote.ask or None
            case AlertType.BID_SIZE_UP:
                return quote.bid_size or None
            case AlertType.ASK_SIZE_UP:
                return quote.ask_size or None
            case _:
                return None if extended else self._recent_change(quote, _MINUTES[kind])

    def _recent_change(self, quote: QuoteState, minutes: int) -> float | None:
        """Percent since the opening of the oldest minute that began so many minutes ago or later; None where nothing
        traded since."""
        since = self._market.now() - minutes * 60
        bars = self._market.bars(quote.security, KLType.MIN_1, minutes)
        opens = [bar.open for bar in bars if bar.time - 60 >= since]
        return (quote.last / opens[0] - 1) * 100 if opens else None


def _extended(quote: QuoteState, phase: Phase) -> ExtendedQuote | None:
    if phase is Phase.PRE:
        return quote.pre
    return quote.after if phase is Phase.AFTER else quote.overnight
