"""Price alerts as the wire numbers them ("price reminders"): what they wait for, how often and when they tell, and the
published limits."""

from __future__ import annotations

from enum import Enum, IntEnum

MOST_OF_A_TYPE = 10
"""Alerts of one type that a security can have."""
NOTE_CHARACTERS = 20
"""The longest note."""


class Unit(Enum):
    """What the value of an alert counts."""

    PRICE = "price"
    PERCENT = "percent"
    SHARES = "shares"
    MONEY = "money"


class AlertType(IntEnum):
    """What an alert waits for, by its qot_common.PriceReminderType number."""

    PRICE_UP = 1
    PRICE_DOWN = 2
    CHANGE_UP = 3
    """Of the day, as `CHANGE_DOWN`; a fall of so many percent has a positive value."""
    CHANGE_DOWN = 4
    CHANGE_5MIN_UP = 5
    CHANGE_5MIN_DOWN = 6
    VOLUME_UP = 7
    TURNOVER_UP = 8
    TURNOVER_RATE_UP = 9
    BID_UP = 10
    ASK_DOWN = 11
    BID_SIZE_UP = 12
    ASK_SIZE_UP = 13
    CHANGE_3MIN_UP = 14
    CHANGE_3MIN_DOWN = 15

    @property
    def unit(self) -> Unit:
        return _UNITS.get(self, Unit.PERCENT)

    @property
    def is_floor(self) -> bool:
        """Whether it waits for a price to come down to its value; a fall of percent grows up to it."""
        return self in (AlertType.PRICE_DOWN, AlertType.ASK_DOWN)

    @property
    def is_fall(self) -> bool:
        """Whether it waits for a fall of so many percent."""
        return self in (AlertType.CHANGE_DOWN, AlertType.CHANGE_5MIN_DOWN, AlertType.CHANGE_3MIN_DOWN)

    @property
    def of_orders(self) -> bool:
        """Whether it is about orders or shares, which an index has none of."""
        return self.unit is Unit.SHARES or self in _OF_ORDERS


_UNITS = {
    AlertType.PRICE_UP: Unit.PRICE,
    AlertType.PRICE_DOWN: Unit.PRICE,
    AlertType.BID_UP: Unit.PRICE,
    AlertType.ASK_DOWN: Unit.PRICE,
    AlertType.VOLUME_UP: Unit.SHARES,
    AlertType.BID_SIZE_UP: Unit.SHARES,
    AlertType.ASK_SIZE_UP: Unit.SHARES,
    AlertType.TURNOVER_UP: Unit.MONEY,
}
_OF_ORDERS = frozenset({AlertType.TURNOVER_RATE_UP, AlertType.BID_UP, AlertType.ASK_DOWN})


class AlertFrequency(IntEnum):
    """How often an alert tells, by its qot_common.PriceReminderFreq number."""

    ALWAYS = 1
    """Each time that it comes true, having been untrue."""
    ONCE_A_DAY = 2
    ONCE = 3


class AlertSession(IntEnum):
    """In which hours an alert waits, by its qot_common.PriceReminderMarketStatus number."""

    OPEN = 1
    US_PRE = 2
    US_AFTER = 3
    US_NIGHT = 4
