"""Corporate actions and the price adjustment ("rehab") they call for.

The wire's factors turn one price into the other as `price * A + B`. For a cash dividend `d` a share and a change of
each share into `r` shares, the forward factors are A = 1/r and B = -d/r, and the backward ones their inverse,
A = r and B = d. Everything here is exact until the last rounding, to one price unit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from futu_tui.paper.periods import RehabType
from futu_tui.paper.sessions import midnight
from futu_tui.paper.views import UNIT, RehabEvent
from futu_tui.protocol import Market

Ratio = tuple[int, int]
"""(base, ert), as the wire has it."""


class CompanyAct:
    """qot_common.CompanyAct flags."""

    SPLIT = 1
    BONUS = 4
    TRANSFER = 8
    DIVIDEND = 64


@dataclass(frozen=True, slots=True)
class CorporateAction:
    """What happens to a share on its ex date."""

    ex_date: date
    split: Ratio | None = None
    """Base shares become ert."""
    bonus: Ratio | None = None
    """Ert new shares for each base, paid out of profit."""
    transfer: Ratio | None = None
    """Ert new shares for each base, paid out of reserves."""
    dividend: int = 0
    """Cash in price units for each share held before the shares change in number."""

    @property
    def shares_ratio(self) -> Fraction:
        """Shares after for one share before."""
        ratio = Fraction(self.split[1], self.split[0]) if self.split else Fraction(1)
        new = sum(
            (Fraction(ert, base) for base, ert in filter(None, (self.bonus, self.transfer))), Fraction(0)
        )
        return ratio * (1 + new)

    @property
    def forward(self) -> tuple[Fraction, Fraction]:
        """(A, B) in price units: from a price before the ex date to one after it."""
        a = 1 / self.shares_ratio
        return a, -self.dividend * a

    @property
    def backward(self) -> tuple[Fraction, Fraction]:
        """(A, B) in price units: from a price after the ex date to one before it."""
        return self.shares_ratio, Fraction(self.dividend)

    def event(self, market: Market) -> RehabEvent:
        """As the wire tells it."""
        act = (
            CompanyAct.SPLIT * bool(self.split)
            | CompanyAct.BONUS * bool(self.bonus)
            | CompanyAct.TRANSFER * bool(self.transfer)
            | CompanyAct.DIVIDEND * bool(self.dividend)
        )
        (forward_a, forward_b), (backward_a, backward_b) = self.forward, self.backward
        return RehabEvent(
            time=midnight(market, self.ex_date),
            company_act=act,
            forward_a=float(forward_a),
            forward_b=float(forward_b / UNIT),
            backward_a=float(backward_a),
            backward_b=float(backward_b / UNIT),
            split=self.split,
            bonus=self.bonus,
            transfer=self.transfer,
            dividend=self.dividend / UNIT,
        )


class Line:
    """price * a + b in whole numbers: (price * numerator + offset) / denominator, rounded half up."""

    __slots__ = ("denominator", "is_identity", "numerator", "offset")

    def __init__(self, a: Fraction, b: Fraction) -> None:
        self.is_identity = a == 1 and b == 0
        self.denominator = 2 * a.denominator * b.denominator
        self.numerator = 2 * a.numerator * b.denominator
        self.offset = 2 * b.numerator * a.denominator + self.denominator // 2

    def __call__(self, price: int) -> int:
        return (price * self.numerator + self.offset) // self.denominator


class Adjustment:
    """Adjusts the prices of one security, by the day they are from."""

    def __init__(self, actions: Sequence[CorporateAction], rehab: RehabType) -> None:
        """`actions` in the order of their ex dates."""
        self._ex_dates = [action.ex_date for action in actions] if rehab is not RehabType.NONE else []
        lines = [_identity()]
        a, b = Fraction(1), Fraction(0)
        if rehab is RehabType.FORWARD:
            for action in reversed(actions):
                event_a, event_b = action.forward
                a, b = event_a * a, event_b * a + b
                lines.append(Line(a, b))
            lines.reverse()
        elif rehab is RehabType.BACKWARD:
            for action in actions:
                event_a, event_b = action.backward
                a, b = event_a * a, event_b * a + b
                lines.append(Line(a, b))
        self._lines = lines

    def on(self, day: date) -> Line:
        """A function from an unadjusted price of a day to the adjusted one, both in price units."""
        return self._lines[bisect_right(self._ex_dates, day)]


def _identity() -> Line:
    return Line(Fraction(1), Fraction(0))
