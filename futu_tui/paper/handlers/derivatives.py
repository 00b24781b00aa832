"""Option chains and expirations, warrants, futures' terms, and the contracts that refer to a security."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date

from futu_tui.paper import wire
from futu_tui.paper.derivatives.classes import OptionClass
from futu_tui.paper.derivatives.contracts import Future, Warrant
from futu_tui.paper.derivatives.option_filter import OptionFilter
from futu_tui.paper.derivatives.related import related_futures, related_warrants
from futu_tui.paper.derivatives.warrant_query import SORT_FIELDS, Row, WarrantQuery, warrant_data
from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.handlers.reference import static_info
from futu_tui.paper.market import Instrument
from futu_tui.paper.sessions import local, midnight, regular_hours
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import (
    qot_common_pb2,
    qot_get_future_info_pb2,
    qot_get_option_chain_pb2,
    qot_get_option_expiration_date_pb2,
    qot_get_reference_pb2,
    qot_get_warrant_pb2,
)

_LONGEST_SPAN = 30
"""Days between the first and the last expiry that one request may ask for."""
_MOST_WARRANTS = 200
_STRIKES_A_STEP = 20
_ROWS_A_STEP = 40
_EXCHANGES = {"HKEX": "https://www.hkex.com.hk", "CME": "https://www.cmegroup.com"}


def get_option_chain(
    call: Call, c2s: qot_get_option_chain_pb2.C2S
) -> Generator[None, None, qot_get_option_chain_pb2.S2C]:
    """Every strike of the expiries in a span; a side that the filters do not let through is left out. In steps."""
    of = _option_class(call, c2s.owner, c2s.indexOptionType)
    first, last = _day("beginTime", c2s.beginTime), _day("endTime", c2s.endTime)
    if not 0 <= (last - first).days <= _LONGEST_SPAN:
        raise Refusal(f"endTime must be from beginTime to {_LONGEST_SPAN} days after it, not {c2s.endTime!r}")
    derivatives = call.gateway.market.derivatives
    wanted = OptionFilter(call.gateway.market, c2s)
    s2c = qot_get_option_chain_pb2.S2C()
    for day, _ in derivatives.expirations(of):
        if not first <= day <= last:
            continue
        chain = s2c.optionChain.add(strikeTime=f"{day:%Y-%m-%d}", strikeTimestamp=midnight(of.market, day))
        for number, pair in enumerate(derivatives.chain(of, day)):
            if number % _STRIKES_A_STEP == 0:
                yield
            shown = [call.access.sees(each.security) and wanted.passes(each) for each in pair]
            if any(shown):
                item = chain.option.add()
                for message, instrument, is_shown in zip((item.call, item.put), pair, shown, strict=True):
                    if is_shown:
                        message.CopyFrom(static_info(call, instrument))
    return s2c


def get_option_expirations(
    call: Call, c2s: qot_get_option_expiration_date_pb2.C2S
) -> qot_get_option_expiration_date_pb2.S2C:
    """The days on which an underlying's options expire, in order."""
    of = _option_class(call, c2s.owner, c2s.indexOptionType)
    today = _today(call, of.market)
    s2c = qot_get_option_expiration_date_pb2.S2C()
    for day, cycle in call.gateway.market.derivatives.expirations(of):
        s2c.dateList.add(
            strikeTime=f"{day:%Y-%m-%d}",
            strikeTimestamp=midnight(of.market, day),
            optionExpiryDateDistance=(day - today).days,
            cycle=cycle,
        )
    return s2c


def get_warrant(call: Call, c2s: qot_get_warrant_pb2.C2S) -> Generator[None, None, qot_get_warrant_pb2.S2C]:
    """A page of the warrants that pass the filters. In steps."""
    if not 1 <= c2s.num <= _MOST_WARRANTS:
        raise Refusal(f"num must be from 1 to {_MOST_WARRANTS}, not {c2s.num}")
    if c2s.begin < 0:
        raise Refusal(f"begin must be 0 or more, not {c2s.begin}")
    if c2s.sortField not in SORT_FIELDS:
        raise Refusal(f"sortField {c2s.sortField} is nothing that warrants have")
    try:
        query = WarrantQuery(c2s, _today(call, Market.HK))
    except ValueError as error:
        raise Refusal(f"maturityTimeMin and maturityTimeMax are days such as 2026-11-30: {error}") from None
    owner = call.instrument(Security.of(c2s.owner)).security if c2s.HasField("owner") else None
    market = call.gateway.market
    rows = []
    for number, instrument in enumerate(market.derivatives.warrants(owner)):
        if number % _ROWS_A_STEP == 0:
            yield
        assert isinstance(instrument.contract, Warrant)
        if call.access.sees(instrument.security) and query.takes(instrument.contract):
            name = call.gateway.language.call(instrument)
            row = Row.of(instrument, market.quote(instrument.security), name)
            if query.passes(row):
                rows.append(row)
    page = query.order(rows)[c2s.begin : c2s.begin + c2s.num]
    return qot_get_warrant_pb2.S2C(
        lastPage=c2s.begin + c2s.num >= len(rows),
        allCount=len(rows),
        warrantDataList=[_warrant(row) for row in page],
    )


def get_future_info(call: Call, c2s: qot_get_future_info_pb2.C2S) -> qot_get_future_info_pb2.S2C:
    """Terms, and the hours that the paper market trades them in: those of the market's shares."""
    s2c = qot_get_future_info_pb2.S2C()
    for each in c2s.securityList:
        instrument = call.instrument(Security.of(each))
        contract = instrument.contract
        if not isinstance(contract, Future):
            raise Refusal(f"{instrument.security} is no future: HK.HSImain and US.ESmain are")
        s2c.futureInfoList.append(_future_info(call, instrument, contract))
    return s2c


def get_reference(call: Call, c2s: qot_get_reference_pb2.C2S) -> qot_get_reference_pb2.S2C:
    """The warrants on a security, or the months of a future."""
    instrument = call.instrument(Security.of(c2s.security))
    derivatives = call.gateway.market.derivatives
    if c2s.referenceType == qot_get_reference_pb2.ReferenceType_Warrant:
        found = related_warrants(derivatives, instrument)
    elif c2s.referenceType == qot_get_reference_pb2.ReferenceType_Future:
        found = related_futures(derivatives, instrument)
    else:
        raise Refusal(f"referenceType {c2s.referenceType} is unknown: 1 is warrants, 2 is futures")
    return qot_get_reference_pb2.S2C(
        staticInfoList=[static_info(call, each) for each in found if call.access.sees(each.security)]
    )


def _option_class(call: Call, owner: qot_common_pb2.Security, index_type: int) -> OptionClass:
    """Raises Refusal where an underlying has no options."""
    instrument = call.instrument(Security.of(owner))
    classes = call.gateway.market.derivatives.option_classes(instrument.security)
    wanted = [of for of in classes if index_type in (0, of.index_type) or not of.is_index]
    if not wanted:
        raise Refusal(f"{instrument.security} has no options")
    return wanted[0]


def _day(field: str, text: str) -> date:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise Refusal(f"{field} must be a day such as 2026-11-30, not {text!r}") from None


def _today(call: Call, market: Market) -> date:
    return local(market, call.gateway.market.now()).date()


def _warrant(row: Row) -> qot_get_warrant_pb2.WarrantData:
    contract, security = row.contract, row.instrument.security
    return qot_get_warrant_pb2.WarrantData(
        stock=wire.message_of(security),
        owner=wire.message_of(contract.owner),
        maturityTime=f"{contract.expiry:%Y-%m-%d}",
        maturityTimestamp=midnight(security.market, contract.expiry),
        listTime=f"{contract.listed:%Y-%m-%d}",
        listTimestamp=midnight(security.market, contract.listed),
        lastTradeTime=f"{contract.last_trade:%Y-%m-%d}",
        lastTradeTimestamp=midnight(security.market, contract.last_trade),
        **warrant_data(row),
    )


def _future_info(call: Call, instrument: Instrument, contract: Future) -> qot_get_future_info_pb2.FutureInfo:
    of, market = contract.of, instrument.market
    info = qot_get_future_info_pb2.FutureInfo(
        name=call.gateway.language.call(instrument),
        security=wire.message_of(instrument.security),
        lastTradeTime="" if contract.is_main else f"{contract.expiry:%Y-%m-%d}",
        owner=wire.message_of(contract.owner),
        ownerOther="",
        exchange=of.exchange,
        contractType="Index Futures",
        contractSize=contract.size,
        contractSizeUnit="index points",
        quoteCurrency=instrument.currency,
        minVar=of.ticks.step(0) / UNIT,
        minVarUnit="points",
        quoteUnit="points",
        timeZone="HKT" if market is Market.HK else "EST",
        exchangeFormatUrl=_EXCHANGES[of.exchange],
    )
    if contract.is_main:
        info.origin.CopyFrom(wire.message_of(contract.origin))
    else:
        info.lastTradeTimestamp = midnight(market, contract.expiry)
    for begin, end in regular_hours(market):
        info.tradeTime.add(begin=begin, end=end)
    return info
