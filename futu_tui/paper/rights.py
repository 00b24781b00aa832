"""The quote rights that a caller has: those of the gateway's account, as far as the key's markets go."""

from __future__ import annotations

from futu_tui.paper.access import Access
from futu_tui.paper.market import PaperMarket
from futu_tui.protocol import Market, Scope
from futu_tui.protocol.pb.qot_common_pb2 import QotRight_Level2, QotRight_No

_FIELDS: dict[str, tuple[Market, ...]] = {
    "hkQotRight": (Market.HK,),
    "usQotRight": (Market.US,),
    "usIndexQotRight": (Market.US,),
    "cnQotRight": (Market.SH, Market.SZ),
    "shQotRight": (Market.SH,),
    "szQotRight": (Market.SZ,),
}
"""Fields that 1005 and 1003 spell alike, and the markets that one needs any of."""
_OPTIONS = {"hkOptionQotRight": Market.HK, "usOptionQotRight": Market.US}
_FUTURES = {"hkFutureQotRight": Market.HK, "usCMEFutureQotRight": Market.US}


def quote_rights(market: PaperMarket, access: Access) -> dict[str, int]:
    """qot_common.QotRight by the wire's field: level 2 of what is listed here and seen by the key, else none."""
    seen = {each for each in Market if market.state(each) and access.sees_market(each)}
    if not access.has(Scope.QOT_READ):
        seen.clear()
    contracts = market.derivatives
    has = {field: bool(seen.intersection(markets)) for field, markets in _FIELDS.items()}
    for field, each in _OPTIONS.items():
        owners = (security for security in market.listings if security.market is each)
        has[field] = each in seen and any(map(contracts.option_classes, owners))
    for field, each in _FUTURES.items():
        has[field] = each in seen and bool(contracts.futures(each))
    rights = {field: QotRight_Level2 if there else QotRight_No for field, there in has.items()}
    return rights | {"hasUSOptionQotRight": has["usOptionQotRight"]}
