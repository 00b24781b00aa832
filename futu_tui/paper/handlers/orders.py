"""Acts on orders: place, change, cancel, confirm again; and the lock of the accounts that play real ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from futu_tui.paper import trade_messages
from futu_tui.paper.accounts import Account, units
from futu_tui.paper.derivatives.codes import contract_size
from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.handlers.lookups import account_of, security_of
from futu_tui.paper.market import (
    Hours,
    Instrument,
    OrderRejected,
    OrderType,
    PersonOrder,
    Side,
    TimeInForce,
    TrailType,
)
from futu_tui.paper.views import UNIT
from futu_tui.protocol.pb import (
    common_pb2,
    trd_common_pb2,
    trd_modify_order_pb2,
    trd_place_order_pb2,
    trd_reconfirm_order_pb2,
    trd_unlock_trade_pb2,
)

REMARK_BYTES = 64
_SIDES: dict[int, Side] = {
    trd_common_pb2.TrdSide_Buy: Side.BUY,
    trd_common_pb2.TrdSide_Sell: Side.SELL,
    trd_common_pb2.TrdSide_SellShort: Side.SELL,
    trd_common_pb2.TrdSide_BuyBack: Side.BUY,
}


def unlock_trade(call: Call, c2s: trd_unlock_trade_pb2.C2S) -> trd_unlock_trade_pb2.S2C:
    """Unlock with the MD5 of the password, or lock; every real account at once."""
    if c2s.unlock and not call.gateway.brokerage.unlocks(c2s.pwdMD5):
        raise Refusal("Unlock failed: the trade password is wrong")
    call.gateway.lock(locked=not c2s.unlock)
    return trd_unlock_trade_pb2.S2C()


def place_order(call: Call, c2s: trd_place_order_pb2.C2S) -> trd_place_order_pb2.S2C:
    """A large order is answered with its number too, but waits unsubmitted for 2237; its lastErrMsg says so."""
    account = _trading_account(call, c2s.header, c2s.packetID)
    wanted = _wanted(call, account, c2s)
    _require_allowed(call, wanted, wanted.qty)
    with _doing(call, c2s.packetID):
        order = call.gateway.brokerage.place(account, wanted)
    call.gateway.doorkeeper.count_order(call.access, _value(call, order, order.qty))
    return trd_place_order_pb2.S2C(
        header=c2s.header, orderID=order.order_id, orderIDEx=trade_messages.order_id_ex(order.order_id)
    )


def modify_order(call: Call, c2s: trd_modify_order_pb2.C2S) -> trd_modify_order_pb2.S2C:
    """Change, cancel, disable, enable or delete one order, or cancel all of them."""
    account = _trading_account(call, c2s.header, c2s.packetID)
    with _doing(call, c2s.packetID):
        order_id = _cancel_all(call, account, c2s) if c2s.forAll else _change(call, account, c2s)
    return trd_modify_order_pb2.S2C(
        header=c2s.header, orderID=order_id, orderIDEx=trade_messages.order_id_ex(order_id)
    )


def reconfirm_order(call: Call, c2s: trd_reconfirm_order_pb2.C2S) -> trd_reconfirm_order_pb2.S2C:
    """Send an order that was held back, for the reason that its lastErrMsg gave."""
    account = _trading_account(call, c2s.header, c2s.packetID)
    with _doing(call, c2s.packetID):
        call.gateway.brokerage.reconfirm(account, c2s.orderID, c2s.reconfirmReason)
    return trd_reconfirm_order_pb2.S2C(header=c2s.header, orderID=c2s.orderID)


def _trading_account(call: Call, header: trd_common_pb2.TrdHeader, packet: common_pb2.PacketID) -> Account:
    """Whose act it is. Raises Refusal for a replay and a locked account."""
    account = account_of(call, header)
    if not call.gateway.packets.take(packet.connID, packet.serialNo):
        raise Refusal(
            f"Repeated packetID {packet.connID}/{packet.serialNo}: this request was received before"
        )
    if account.real and call.gateway.brokerage.locked:
        raise Refusal("Trade is locked: unlock trade first")
    return account


@contextmanager
def _doing(call: Call, packet: common_pb2.PacketID) -> Iterator[None]:
    """Around what the house does: kept on the disk before it is answered, with the packetID where it was done."""
    try:
        yield
        call.gateway.note_done(packet.connID, packet.serialNo)
    except OrderRejected as error:
        raise Refusal(str(error)) from None
    finally:
        call.gateway.settle()


# placing


def _wanted(call: Call, account: Account, c2s: trd_place_order_pb2.C2S) -> PersonOrder:
    security = security_of(account, c2s.header, c2s.secMarket, c2s.code)
    instrument = call.instrument(security)
    side = _SIDES.get(c2s.trdSide)
    if side is None:
        raise Refusal(f"trdSide {c2s.trdSide} is unknown")
    if c2s.trdSide == trd_common_pb2.TrdSide_SellShort and account.held(security) > 0:
        raise Refusal(f"{security} is held: sell what is held before selling short")
    if len(c2s.remark.encode()) > REMARK_BYTES:
        raise Refusal(f"The remark is longer than {REMARK_BYTES} bytes")
    try:
        order_type, tif = OrderType(c2s.orderType), TimeInForce(c2s.timeInForce)
        hours, trail = Hours(c2s.session), TrailType(c2s.trailType)
    except ValueError as error:
        raise Refusal(f"The paper gateway does not know this: {error}") from None
    price = c2s.price
    if order_type.has_price and c2s.adjustPrice:
        price = adjusted(price, instrument, c2s.adjustSideAndLimit)
    return PersonOrder(
        order_id=0,
        account=account.acc_id,
        security=security,
        side=side,
        type=order_type,
        price=price if order_type.has_price else 0.0,
        qty=_whole(c2s.qty),
        remark=c2s.remark,
        tif=tif,
        expires=_day(c2s.expireTime) if tif is TimeInForce.GTD else None,
        outside_rth=c2s.fillOutsideRTH,
        hours=hours,
        trigger=c2s.auxPrice if order_type.is_conditional and not order_type.is_trailing else 0.0,
        trail_type=trail if order_type.is_trailing else TrailType.NONE,
        trail_value=c2s.trailValue if order_type.is_trailing else 0.0,
        trail_spread=c2s.trailSpread if order_type is OrderType.TRAILING_STOP_LIMIT else 0.0,
    )


def adjusted(price: float, instrument: Instrument, side_and_limit: float) -> float:
    """A price moved onto the tick, up for a limit of 0 or more, else down. Raises Refusal where that is further than
    the limit, a fraction of the price; 0 limits nothing."""
    at = round(price * UNIT)
    step = instrument.tick_at(max(at, 0))
    excess = at % step
    if not excess:
        return price
    moved = (step - excess) if side_and_limit >= 0 else -excess
    if side_and_limit and abs(moved) > abs(side_and_limit) * at:
        raise Refusal(
            f"{price:g} is off the tick, and adjustSideAndLimit does not reach {(at + moved) / UNIT:g}"
        )
    return (at + moved) / UNIT


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise Refusal(
            f"A good-till-date order needs an expireTime such as 2026-11-30, not {text!r}"
        ) from None


def _whole(qty: float) -> int:
    if not 0 < qty < 1e12 or qty != int(qty):
        raise Refusal(f"The quantity must be a whole number of shares above 0, not {qty:g}")
    return int(qty)


# changing


def _change(call: Call, account: Account, c2s: trd_modify_order_pb2.C2S) -> int:
    order = _order(account, c2s)
    house = call.gateway.brokerage
    operations: dict[int, Callable[[Account, int], None]] = {
        trd_common_pb2.ModifyOrderOp_Cancel: house.cancel,
        trd_common_pb2.ModifyOrderOp_Disable: house.disable,
        trd_common_pb2.ModifyOrderOp_Enable: house.enable,
        trd_common_pb2.ModifyOrderOp_Delete: house.delete,
    }
    if c2s.modifyOrderOp == trd_common_pb2.ModifyOrderOp_Normal:
        changed = _changed(call, order, c2s)
        _require_allowed(call, changed, changed.qty, growth=max(changed.qty - order.qty, 0))
        house.modify(account, order.order_id, changed)
    elif c2s.modifyOrderOp in operations:
        _require_allowed(call, order, 0)
        operations[c2s.modifyOrderOp](account, order.order_id)
    else:
        raise Refusal(f"modifyOrderOp {c2s.modifyOrderOp} is unknown")
    return order.order_id


def _order(account: Account, c2s: trd_modify_order_pb2.C2S) -> PersonOrder:
    for order in account.orders.values():
        if order.order_id == c2s.orderID or trade_messages.order_id_ex(order.order_id) == c2s.orderIDEx:
            return order
    raise Refusal(f"Order {c2s.orderIDEx or c2s.orderID} does not exist in the account {account.acc_id}")


def _changed(call: Call, order: PersonOrder, c2s: trd_modify_order_pb2.C2S) -> PersonOrder:
    """The order with what the request names; the rest stays."""
    price = order.price
    if c2s.HasField("price") and order.type.has_price:
        price = c2s.price
        if c2s.adjustPrice:
            price = adjusted(price, call.instrument(order.security), c2s.adjustSideAndLimit)
    trailing = order.type.is_trailing
    try:
        trail_type = TrailType(c2s.trailType) if trailing and c2s.HasField("trailType") else order.trail_type
    except ValueError as error:
        raise Refusal(str(error)) from None
    triggered_by_price = order.type.is_conditional and not trailing
    return replace(
        order,
        price=price,
        qty=_whole(c2s.qty) if c2s.HasField("qty") else order.qty,
        trigger=c2s.auxPrice if c2s.HasField("auxPrice") and triggered_by_price else order.trigger,
        trail_type=trail_type,
        trail_value=c2s.trailValue if trailing and c2s.HasField("trailValue") else order.trail_value,
        trail_spread=c2s.trailSpread if trailing and c2s.HasField("trailSpread") else order.trail_spread,
    )


def _cancel_all(call: Call, account: Account, c2s: trd_modify_order_pb2.C2S) -> int:
    """Cancel every working order, of one market where one is named."""
    if c2s.modifyOrderOp != trd_common_pb2.ModifyOrderOp_Cancel:
        raise Refusal("forAll is for cancelling only")
    for order in list(account.working_orders()):
        venue = account.venue_of(order.security.market)
        if not c2s.trdMarket or (venue is not None and venue.trade_market == c2s.trdMarket):
            call.gateway.brokerage.cancel(account, order.order_id)
    return 0


# what the key allows


def _require_allowed(call: Call, order: PersonOrder, qty: int, *, growth: int | None = None) -> None:
    value = _value(call, order, qty)
    added = value if growth is None else _value(call, order, growth)
    call.gateway.doorkeeper.check_order(call.access, order.security, order.side.name.lower(), value, added)


def _value(call: Call, order: PersonOrder, qty: int) -> float:
    """In the security's currency, at the last price where the order has none."""
    price = order.price or units(call.gateway.market.quote(order.security).last) / UNIT
    return price * qty * contract_size(order.security)
