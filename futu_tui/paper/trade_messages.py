"""The accounts' records as messages of the wire: one function a message, for answers and pushes alike."""

from __future__ import annotations

from datetime import date

from futu_tui.paper import triggers, wire
from futu_tui.paper.accounts import Account, Holding, money, units
from futu_tui.paper.currencies import Currency, currency_of, exchange
from futu_tui.paper.derivatives.codes import contract_size
from futu_tui.paper.market import Fill, OrderType, PaperMarket, PersonOrder, QuoteState, Side
from futu_tui.paper.valuation import Valuation
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Security
from futu_tui.protocol.pb import trd_common_pb2


def header(account: Account, security: Security) -> trd_common_pb2.TrdHeader:
    """Of a push about one of the account's orders."""
    return trd_common_pb2.TrdHeader(
        trdEnv=environment(account), accID=account.acc_id, trdMarket=_trade_market(account, security)
    )


def account_header(account: Account) -> trd_common_pb2.TrdHeader:
    """Of a push about the account as a whole: its first market stands for all."""
    return trd_common_pb2.TrdHeader(
        trdEnv=environment(account), accID=account.acc_id, trdMarket=account.venues[0].trade_market
    )


def trading_account(account: Account) -> trd_common_pb2.TrdAcc:
    return trd_common_pb2.TrdAcc(
        trdEnv=environment(account),
        accID=account.acc_id,
        trdMarketAuthList=[venue.trade_market for venue in account.venues],
        accType=trd_common_pb2.TrdAccType_Margin if account.margin else trd_common_pb2.TrdAccType_Cash,
        cardNum=account.card,
        securityFirm=trd_common_pb2.SecurityFirm_Unknown,
        simAccType=trd_common_pb2.SimAccType_Unknown if account.real else trd_common_pb2.SimAccType_Stock,
        uniCardNum=account.card,
        accStatus=trd_common_pb2.TrdAccStatus_Active,
        accRole=trd_common_pb2.TrdAccRole_Normal,
        competitionAccName="paper-real" if account.real else "paper",
    )


def environment(account: Account) -> int:
    """trd_common.TrdEnv"""
    return trd_common_pb2.TrdEnv_Real if account.real else trd_common_pb2.TrdEnv_Simulate


def order(account: Account, name: str, placed: PersonOrder) -> trd_common_pb2.Order:
    security = placed.security
    message = trd_common_pb2.Order(
        trdSide=_side(placed),
        orderType=placed.type,
        orderStatus=placed.status,
        orderID=placed.order_id,
        orderIDEx=order_id_ex(placed.order_id),
        code=security.code,
        name=name,
        qty=placed.qty,
        createTime=wire.local_time(security.market, placed.created),
        updateTime=wire.local_time(security.market, placed.updated),
        fillQty=placed.filled,
        fillAvgPrice=placed.average_price,
        secMarket=security.trade_market,
        createTimestamp=placed.created,
        updateTimestamp=placed.updated,
        remark=placed.remark,
        timeInForce=placed.tif,
        fillOutsideRTH=placed.outside_rth,
        currency=currency_of(security),
        trdMarket=_trade_market(account, security),
    )
    if placed.type.has_price or (placed.type is OrderType.TRAILING_STOP_LIMIT and placed.triggered):
        message.price = placed.price
    if placed.type.is_trailing:
        message.auxPrice = triggers.trigger_price(placed) / UNIT
        message.trailType = placed.trail_type
        message.trailValue = placed.trail_value
        message.trailSpread = placed.trail_spread
    elif placed.type.is_conditional:
        message.auxPrice = placed.trigger
    if placed.hours:
        message.session = placed.hours
    if placed.expires is not None:
        message.expireTime = f"{placed.expires:%Y-%m-%d}"
    if placed.error:
        message.lastErrMsg = placed.error
    return message


def _side(placed: PersonOrder) -> int:
    """trd_common.TrdSide"""
    if not placed.short:
        return placed.side
    short, back = trd_common_pb2.TrdSide_SellShort, trd_common_pb2.TrdSide_BuyBack
    return back if placed.side is Side.BUY else short


def _trade_market(account: Account, security: Security) -> int:
    """trd_common.TrdMarket"""
    venue = account.venue_of(security.market)
    return venue.trade_market if venue else trd_common_pb2.TrdMarket_Unknown


def order_fill(account: Account, name: str, fill: Fill) -> trd_common_pb2.OrderFill:
    security = fill.security
    placed = account.orders.get(fill.order_id)
    message = trd_common_pb2.OrderFill(
        trdSide=_side(placed) if placed else fill.side,
        fillID=fill.fill_id,
        fillIDEx=f"PF{fill.fill_id:012d}",
        orderID=fill.order_id,
        orderIDEx=order_id_ex(fill.order_id),
        code=security.code,
        name=name,
        qty=fill.qty,
        price=fill.price,
        createTime=wire.local_time(security.market, fill.time),
        secMarket=security.trade_market,
        createTimestamp=fill.time,
        updateTimestamp=fill.time,
        status=trd_common_pb2.OrderFillStatus_OK,
        trdMarket=_trade_market(account, security),
    )
    if fill.counter_broker:
        message.counterBrokerID = fill.counter_broker
    return message


def position(
    account: Account, number: int, name: str, holding: Holding, quote: QuoteState, day: date
) -> trd_common_pb2.Position:
    """`number` is the holding's place among the account's, which it keeps; `day` is the trade date in progress."""
    short = holding.qty < 0
    security = holding.security
    size = contract_size(security)
    last = units(quote.last) * size
    value = last * holding.qty
    profit = value - holding.cost
    average = money(holding.cost) / holding.qty / size if holding.qty else 0.0
    diluted = money(holding.cost - holding.realized) / holding.qty / size if holding.qty else 0.0
    ratio = profit / abs(holding.cost) * 100 if holding.cost else 0.0
    return trd_common_pb2.Position(
        positionID=account.acc_id * 1_000 + number,
        positionSide=trd_common_pb2.PositionSide_Short if short else trd_common_pb2.PositionSide_Long,
        code=security.code,
        name=name,
        qty=holding.qty,
        canSellQty=-account.can_buy_back(security) if short else account.can_sell(security, day),
        price=quote.last,
        costPrice=average,
        val=money(value),
        plVal=money(profit),
        plRatio=ratio,
        secMarket=security.trade_market,
        td_plVal=money(holding.today_profit(last, units(quote.prev_close) * size)),
        td_trdVal=money(holding.today_bought + holding.today_sold),
        td_buyVal=money(holding.today_bought),
        td_buyQty=holding.today_bought_qty,
        td_sellVal=money(holding.today_sold),
        td_sellQty=holding.today_sold_qty,
        unrealizedPL=money(profit),
        realizedPL=money(holding.realized),
        currency=currency_of(security),
        trdMarket=_trade_market(account, security),
        dilutedCostPrice=diluted,
        averageCostPrice=average,
        averagePlRatio=ratio,
        accID=account.acc_id,
    )


def funds(account: Account, market: PaperMarket, currency: Currency) -> trd_common_pb2.Funds:
    """Pooled in `currency`, and each currency and market by itself."""
    valuation = Valuation(account, market, currency)
    withdrawable = {each: valuation.withdrawable(each) for each in account.cash}
    can_withdraw = sum(exchange(amount, each, currency) for each, amount in withdrawable.items())
    pending = sum(exchange(valuation.unsettled(each), each, currency) for each in account.cash)
    cash_power = sum(exchange(valuation.net_cash_power(each), each, currency) for each in account.cash)
    securities = valuation.long_value + valuation.short_value
    return trd_common_pb2.Funds(
        power=money(valuation.power),
        totalAssets=money(valuation.assets),
        cash=money(valuation.cash),
        marketVal=money(securities),
        frozenCash=money(valuation.frozen),
        debtCash=money(valuation.debt),
        avlWithdrawalCash=money(can_withdraw),
        currency=currency,
        availableFunds=money(max(valuation.free, 0)),
        unrealizedPL=money(valuation.unrealized),
        realizedPL=money(valuation.realized),
        riskLevel=trd_common_pb2.CltRiskLevel_Unknown,
        riskStatus=valuation.risk_level,
        initialMargin=money(valuation.initial_margin if account.margin else 0),
        maintenanceMargin=money(valuation.maintenance_margin if account.margin else 0),
        marginCallMargin=money(valuation.margin_call if account.margin else 0),
        maxPowerShort=money(valuation.short_power),
        netCashPower=money(cash_power),
        longMv=money(valuation.long_value),
        shortMv=money(valuation.short_value),
        pendingAsset=money(pending),
        maxWithdrawal=money(max(can_withdraw, 0)),
        securitiesAssets=money(securities),
        fundAssets=0,
        bondAssets=0,
        cashInfoList=[
            trd_common_pb2.AccCashInfo(
                currency=each,
                cash=money(amount),
                availableBalance=money(withdrawable[each]),
                netCashPower=money(valuation.net_cash_power(each)),
            )
            for each, amount in account.cash.items()
        ],
        marketInfoList=[
            trd_common_pb2.AccMarketInfo(
                trdMarket=venue.trade_market,
                assets=money(exchange(valuation.assets_in(venue.currency), venue.currency, currency)),
            )
            for venue in account.venues
        ],
    )


def order_id_ex(order_id: int) -> str:
    return f"PO{order_id:012d}"
