"""What those need who keep something in the store equal to the gateway's."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import NamedTuple

from futu_tui.market import Store
from futu_tui.opend import OpenD


class Tools(NamedTuple):
    """The same for all of them."""

    gateway: OpenD
    store: Store
    report: Callable[[str], None]
    """Hears of refusals that a person should know of."""
    start: Callable[[Coroutine[None, None, None]], object]
    """Runs something beside what is going on; the link's failures are its to report."""
