"""The accounts' records as messages of the wire: one function a message, for answers and pushes alike."""

from __future__ import annotations

from futu_tui.paper import wire
from futu_tui.paper.accounts import Account, Holding, money, units
from futu_tui.paper.market import Fill, OrderType, PaperMarket, PersonOrder, QuoteState
from futu_tui.protocol.pb import trd_common_pb2


def header(account: Account) -> trd_common_pb2.TrdHeader:
    return trd_common_pb2.TrdHeader(
        trdEnv=trd_common_pb2.TrdEnv_Simulate, accID=account.acc_id, trdMarket=account.venue.trade_market
    )


def trading_account(account: Account) -> trd_common_pb2.TrdAcc:
    return trd_common_pb2.TrdAcc(
        trdEnv=trd_common_pb2.TrdEnv_Simulate,
        accID=account.acc_id,
        trdMarketAuthList=[account.venue.trade_market],
        accType=trd_common_pb2.TrdAccType_Cash,
        cardNum=account.card,
        securityFirm=trd_common_pb2.SecurityFirm_Unknown,
        simAccType=trd_common_pb2.SimAccType_Stock,
        uniCardNum=account.card,
        accStatus=trd_common_pb2.TrdAccStatus_Active,
        accRole=trd_common_pb2.TrdAccRole_Normal,
    )


def order(account: Account, name: str, placed: PersonOrder) -> trd_common_pb2.Order:
    security = placed.security
    message = trd_common_pb2.Order(
        trdSide=placed.side,
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
        timeInForce=trd_common_pb2.TimeInForce_DAY,
        currency=account.venue.currency,
        trdMarket=account.venue.trade_market,
    )
    if placed.type is OrderType.LIMIT:
        message.price = placed.price
    return message


def order_fill(account: Account, name: str, fill: Fill) -> trd_common_pb2.OrderFill:
    security = fill.security
    message = trd_common_pb2.OrderFill(
        trdSide=fill.side,
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
        trdMarket=account.venue.trade_market,
    )
    if fill.counter_broker:
        message.counterBrokerID = fill.counter_broker
    return message


def position(
    account: Account, number: int, name: str, holding: Holding, quote: QuoteState
) -> trd_common_pb2.Position:
    """`number` is the holding's place among the account's, which it keeps."""
    last = units(quote.last)
    value = last * holding.qty
    profit = value - holding.cost
    average = money(holding.cost) / holding.qty if holding.qty else 0.0
    return trd_common_pb2.Position(
        positionID=account.acc_id * 1_000 + number,
        positionSide=trd_common_pb2.PositionSide_Long,
        code=holding.security.code,
        name=name,
        qty=holding.qty,
        canSellQty=account.can_sell(holding.security),
        price=quote.last,
        costPrice=average,
        val=money(value),
        plVal=money(profit),
        plRatio=profit / holding.cost * 100 if holding.cost else 0.0,
        secMarket=holding.security.trade_market,
        td_plVal=money(holding.today_profit(last, units(quote.prev_close))),
        td_trdVal=money(holding.today_bought + holding.today_sold),
        td_buyVal=money(holding.today_bought),
        td_buyQty=holding.today_bought_qty,
        td_sellVal=money(holding.today_sold),
        td_sellQty=holding.today_sold_qty,
        unrealizedPL=money(profit),
        realizedPL=money(holding.realized),
        currency=account.venue.currency,
        trdMarket=account.venue.trade_market,
        dilutedCostPrice=average,
        averageCostPrice=average,
        averagePlRatio=profit / holding.cost * 100 if holding.cost else 0.0,
        accID=account.acc_id,
    )


def funds(account: Account, market: PaperMarket) -> trd_common_pb2.Funds:
    values = {
        holding.security: units(market.quote(holding.security).last) * holding.qty
        for holding in account.holdings.values()
    }
    value = sum(values.values())
    free = account.cash - account.frozen_cash
    return trd_common_pb2.Funds(
        power=money(free),
        totalAssets=money(account.cash + value),
        cash=money(account.cash),
        marketVal=money(value),
        frozenCash=money(account.frozen_cash),
        debtCash=0,
        avlWithdrawalCash=money(free),
        currency=account.venue.currency,
        availableFunds=money(free),
        unrealizedPL=money(value - sum(holding.cost for holding in account.holdings.values())),
        realizedPL=money(sum(holding.realized for holding in account.holdings.values())),
        riskLevel=trd_common_pb2.CltRiskLevel_AbsoluteSafe,
        cashInfoList=[
            trd_common_pb2.AccCashInfo(
                currency=account.venue.currency,
                cash=money(account.cash),
                availableBalance=money(free),
                netCashPower=money(free),
            )
        ],
        netCashPower=money(free),
        longMv=money(value),
        shortMv=0,
        maxWithdrawal=money(free),
        securitiesAssets=money(value),
        marketInfoList=[
            trd_common_pb2.AccMarketInfo(
                trdMarket=account.venue.trade_market, assets=money(account.cash + value)
            )
        ],
    )


def order_id_ex(order_id: int) -> str:
    return f"PO{order_id:012d}"
