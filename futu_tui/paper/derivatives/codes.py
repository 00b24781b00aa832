"""What a security's code alone says of contracts: whether it names one, and what one is for in money.

Cheap to import, and without the tables of classes until a code that looks like a contract's is asked about.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

from futu_tui.protocol import Market, Security


class Kind(IntEnum):
    """What sort of contract a code names."""

    OPTION = 1
    WARRANT = 2
    FUTURE = 3


@lru_cache(maxsize=8192)
def kind_of(security: Security) -> Kind | None:
    """What sort of contract a code names; None for what is none. It need not be listed."""
    code = security.code
    if code.isdecimal():
        is_warrant = security.market is Market.HK and len(code) == 5 and code[0] != "0" and code.isascii()
        return Kind.WARRANT if is_warrant else None
    if not (code[-1:].isdecimal() or code.endswith("main")):
        return None
    from futu_tui.paper.derivatives.contracts import read_future, read_option

    if read_option(security):
        return Kind.OPTION
    return Kind.FUTURE if read_future(security) else None


@lru_cache(maxsize=8192)
def contract_size(security: Security) -> int:
    """What a price is multiplied by to be money: shares an option is for, money a point of a future, else 1."""
    if kind_of(security) in (None, Kind.WARRANT):
        return 1
    from futu_tui.paper.derivatives.contracts import read_future, read_option

    option = read_option(security)
    if option:
        return option.of.size
    future = read_future(security)
    assert future is not None
    return future[0].size
