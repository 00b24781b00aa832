"""A history goes on as long as its settled bars are the same."""

from __future__ import annotations

from futu_tui.market.columns import Columns
from futu_tui.tui.charts.settled import Settled
from tests.benchmarks.charts import bars


def test_a_moving_bar_and_bars_on_the_right_go_on_with_a_history() -> None:
    known, more = bars(51).part(0, 50), bars(51)
    settled = Settled()
    first = settled.history(known, "key", 1)
    known.close[-1] += 1  # it settled a little higher than it was last seen
    assert settled.history(known, "key", 1) == first
    known.join(more.part(50, 51))
    assert settled.history(known, "key", 2) == first


def test_a_corrected_bar_older_bars_and_another_series_begin_a_new_one() -> None:
    all_bars = bars(60)
    known = all_bars.part(20, 60)
    settled = Settled()
    numbers = [settled.history(known, "key", 1)]
    known.close[3] += 0.1
    numbers.append(settled.history(known, "key", 2))
    known.join(all_bars.part(0, 20))
    numbers.append(settled.history(known, "key", 3))
    numbers.append(settled.history(known, "other", 3))
    known.replace(0, len(known), Columns())
    numbers.append(settled.history(known, "other", 4))
    assert len(set(numbers)) == len(numbers)
