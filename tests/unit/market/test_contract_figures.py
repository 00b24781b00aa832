"""What quotes and snapshots tell of contracts reaches the store, by name, and only when it differs."""

from __future__ import annotations

import math

from futu_tui.market import Store
from futu_tui.market.contract_figures import FutureFigures, OptionFigures, WarrantFigures
from futu_tui.protocol import Security
from tests.tui.contract_data import code_of, future_quote, option_snapshot
from tests.unit.market.wire import basic

CALL = Security.parse(f"HK.{code_of(510.0, True)}")


def test_an_options_figures_come_with_snapshots_and_quotes_alike() -> None:
    store = Store()
    store.apply_snapshot([option_snapshot(510.0, True, 512.5)])
    assert "contract" in store.drain(1.0).quotes[CALL]
    told = store.quotes[CALL].contract
    assert isinstance(told, OptionFigures)
    assert (told.strike, told.size, told.net_open_interest, told.days) == (510.0, 100, None, None)

    row = basic(CALL, 8.4)
    row.optionExData.CopyFrom(row.optionExData)  # present, if empty
    for field in ("strikePrice", "contractSize", "openInterest", "impliedVolatility", "premium", "rho"):
        setattr(row.optionExData, field, 5)
    row.optionExData.delta, row.optionExData.gamma = -0.6, math.nan
    row.optionExData.vega = row.optionExData.theta = math.inf
    store.apply_basic([row])
    told = store.quotes[CALL].contract
    assert isinstance(told, OptionFigures)
    assert (told.delta, told.gamma, told.vega, told.theta) == (-0.6, None, None, None)

    store.drain(2.0)
    store.apply_basic([row])
    assert "contract" not in store.drain(3.0).quotes.get(CALL, set())


def test_no_volatility_is_unknown_and_not_none_at_all() -> None:
    snapshot = option_snapshot(510.0, True, 512.5)
    snapshot.optionExData.impliedVolatility = 0.0
    store = Store()
    store.apply_snapshot([snapshot])
    told = store.quotes[CALL].contract
    assert isinstance(told, OptionFigures)
    assert told.iv is None


def test_futures_and_warrants_have_figures_of_their_own_and_shares_none() -> None:
    store = Store()
    row = basic(last=0.8)
    row.warrantExData.premium = 2.5
    store.apply_basic([future_quote("HSI2612", 25_790.0, 25_760.0), row, basic(Security.parse("HK.09988"))])
    hsi, bear, share = (store.quotes[Security.parse(f"HK.{code}")] for code in ("HSI2612", "00700", "09988"))
    assert hsi.contract == FutureFigures(25_760.0, 130_200, -5_018)
    assert bear.contract == WarrantFigures(2.5, None, None)
    assert share.contract is None
