"""What a market is doing, from the number that the gateway gives for it (qot_common.QotMarketState)."""

from __future__ import annotations

from msgspec import Struct


class Session(Struct, frozen=True):
    """One state of a market."""

    label: str
    """A short word for the status bar; empty while nothing is known."""
    open: bool
    """Orders meet: continuous trading, extended hours, or an auction that is matching."""
    rhythm: float
    """Seconds after which a quote of this session is old."""
    extended: str = ""
    """Which of a quote's extended hours this is: "pre", "after", "night"; empty for the regular session."""

    @property
    def over(self) -> bool:
        """Nothing more is traded today."""
        return self.label == "closed"


_CONTINUOUS = 60.0
"""A share that people trade moves several times a minute; one that does not is shown as old, which it is."""
_THIN = 300.0
"""Extended hours and auctions: minutes pass between trades of large companies."""

_UNKNOWN = Session("", True, _CONTINUOUS)
"""Until the gateway has told, a quote is judged by its age alone."""

_OPEN = Session("open", True, _CONTINUOUS)
_AUCTION = Session("auction", True, _THIN)
_WAITING = Session("wait", False, _THIN)
_LUNCH = Session("lunch", False, _THIN)
_BREAK = Session("break", False, _THIN)
_CLOSED = Session("closed", False, _THIN)
_PRE = Session("pre", True, _THIN, "pre")
_AFTER = Session("after", True, _THIN, "after")
_NIGHT = Session("night", True, _THIN, "night")

_SESSIONS = {
    1: _AUCTION,
    2: _WAITING,  # between the opening auction and the open
    3: _OPEN,  # morning
    4: _LUNCH,
    5: _OPEN,  # afternoon; the whole of the US regular session
    6: _CLOSED,
    8: _PRE,
    9: _WAITING,  # pre-market over
    10: _AFTER,
    11: _CLOSED,  # after hours over
    12: _CLOSED,  # the exchange changes its date
    13: Session("night", True, _CONTINUOUS),  # a futures night session
    14: _CLOSED,
    15: _OPEN,  # futures, day
    16: _BREAK,
    17: _CLOSED,
    18: _WAITING,
    19: _AUCTION,  # Hong Kong's closing auction
    20: _WAITING,
    21: _OPEN,
    22: _CLOSED,
    23: _OPEN,
    24: _BREAK,
    25: _OPEN,
    26: _CLOSED,
    27: _WAITING,  # Shanghai and Shenzhen after hours, at the closing price
    28: Session("after", True, _THIN),
    29: _CLOSED,
    30: _AUCTION,
    31: _CLOSED,
    32: _NIGHT,
    33: _NIGHT,
    34: _CLOSED,
    35: _AUCTION,  # trading at the last price
    36: _AUCTION,
    37: _NIGHT,
}


def session_of(state: int | None) -> Session:
    """The session of a qot_common.QotMarketState; None and numbers not known count as unknown."""
    return _SESSIONS.get(state, _UNKNOWN) if state is not None else _UNKNOWN
