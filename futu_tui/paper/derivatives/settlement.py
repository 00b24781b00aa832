"""What becomes of a holding whose contract has ended: it is paid out in cash at what the contract came to, and gone.

Options that the exchange would settle with shares are paid in cash too.
"""

from __future__ import annotations

from futu_tui.paper.accounts import Account, settlement_day
from futu_tui.paper.currencies import currency_of
from futu_tui.paper.derivatives.codes import contract_size, kind_of
from futu_tui.paper.market import PaperMarket
from futu_tui.paper.views import UNIT


def settle_contracts(account: Account, market: PaperMarket) -> bool:
    """Pay out an account's holdings of contracts that have expired or were called; whether there was any."""
    ended = False
    for security, holding in account.holdings.items():
        if not holding.qty or kind_of(security) is None:
            continue
        price = market.floor.settlement(security)
        if price is None:
            continue
        ended = True
        qty = holding.qty
        paid = round(price * UNIT) * abs(qty) * contract_size(security)
        day = market.trade_date(security.market)
        holding.begin(day)
        words = f"{abs(qty)} {security} at {price:g}"
        settled, currency = settlement_day(security.market, day), currency_of(security)
        if qty > 0:
            holding.sell(qty, paid)
            account.move(day, settled, currency, paid, "Settlement", words)
        else:
            holding.buy(-qty, paid)
            account.move(day, settled, currency, -paid, "Settlement", words)
    return ended
