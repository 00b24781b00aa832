"""The indicators of a chart, as pure functions over columns of bars.

A `Spec` says which one and over how many bars ("MACD 12 26 9"); it makes a `Calculator`, whose `lines` hold one
double for each bar, NaN where too few bars are behind it. A chart keeps the calculators of what it shows and has
each of them follow its bars once a frame:

    spec = Spec.parse("BOLL 20 2")
    calculator = spec.calculator()
    ...
    calculator.follow(columns, version=candles.version, history=(security, period, candles.rewritten))
    for line, values in zip(spec.lines, calculator.lines):
        draw(line.name, line.drawn, values[first:end])

`version` is anything that differs when any bar does; `history` anything that differs when a bar other than the last
did, or when bars came in anywhere but on the right. Out of these a calculator sees for itself whether nothing is to
be done, only the last bar moved, bars were added on the right (the one that was last may have moved too), or
everything is to be reckoned again, as after older bars were paged in. All but the last take the same time however
many bars there are. For very many bars that too can be spread over frames: `most` limits how many bars one call
takes in, and `calculator.reckoned` says how many have values so far.

What each kind is called, takes and draws is in `INDICATORS`. Definitions are those of TA-Lib (ta-lib.org) where it has
the indicator; each module says where its own are from.
"""

from futu_tui.tui.charts.indicators.calculator import Calculator
from futu_tui.tui.charts.indicators.columns import Columns
from futu_tui.tui.charts.indicators.means import sma
from futu_tui.tui.charts.indicators.registry import INDICATORS, Drawn, Indicator, Line, Parameter
from futu_tui.tui.charts.indicators.spec import Spec, SpecError

__all__ = [
    "INDICATORS",
    "Calculator",
    "Columns",
    "Drawn",
    "Indicator",
    "Line",
    "Parameter",
    "Spec",
    "SpecError",
    "sma",
]
