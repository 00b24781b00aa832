"""Options, warrants and futures of a paper gateway, asked for and followed by the client over loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from futu_tui.feed.lookups import futures, options, warrant_filter, warrants
from futu_tui.feed.lookups.options import IndexClass, OptionFilter, OptionSide
from futu_tui.feed.lookups.warrant_filter import WarrantFilter
from futu_tui.market.contract_figures import OptionFigures
from futu_tui.opend import OpenD
from futu_tui.opend.errors import Refused
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.tui.pane import Priority, Wish
from tests.gateway.conftest import Paper, start_paper
from tests.unit.feed.conftest import TENCENT, Following

pytestmark = pytest.mark.asyncio(loop_scope="module")

HSI = Security.parse("HK.800000")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared() -> AsyncIterator[Paper]:
    async with start_paper(symbols=("HK.00700", "HK.00939", "HK.800000")) as paper:
        yield paper


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def gateway(shared: Paper) -> AsyncIterator[OpenD]:
    async with OpenD(shared.address) as gateway:
        yield gateway


async def test_a_chain_is_what_an_expiry_lists_and_a_filter_leaves(gateway: OpenD) -> None:
    days = await options.expirations(gateway, TENCENT, IndexClass.USUAL)
    assert days[0].day < days[1].day
    whole = await options.chain(gateway, TENCENT, days[0].day, OptionFilter())
    puts = await options.chain(gateway, TENCENT, days[0].day, OptionFilter(OptionSide.PUTS))
    assert [strike.price for strike in puts.strikes] == [strike.price for strike in whole.strikes]
    assert {strike.call for strike in puts.strikes} == {None}
    assert len(whole.listings) == 2 * len(whole.strikes) == 2 * len(puts.listings)
    assert {listing.owner for listing in whole.listings} == {TENCENT}


async def test_small_index_options_have_a_chain_of_their_own(gateway: OpenD) -> None:
    days = await options.expirations(gateway, HSI, IndexClass.SMALL)
    chain = await options.chain(gateway, HSI, days[0].day, OptionFilter(index=IndexClass.SMALL))
    assert {listing.lot_size for listing in chain.listings} == {10}


async def test_what_has_no_options_says_so(gateway: OpenD) -> None:
    with pytest.raises(Refused, match="no options"):
        await options.expirations(gateway, Security.parse("HK.00939"), IndexClass.USUAL)


async def test_warrants_are_found_by_what_the_form_says_page_by_page(
    gateway: OpenD, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warrant_filter, "PAGE", 7)
    wanted = WarrantFilter.of(
        {"owner": "700", "types": "bull bear", "sort": "call price", "order": "smallest first"}
    )
    found: list[warrants.Warrant] = []
    while True:
        page = await warrants.warrants(gateway, wanted, len(found))
        found += page.warrants
        if page.is_last:
            break
        assert len(page.warrants) == 7
    assert len(found) == page.found > 7
    prices = [each.call_price or 0 for each in found]
    assert prices == sorted(prices)
    assert {each.type for each in found} == {"bull", "bear"}
    assert {each.owner for each in found} == {TENCENT}
    narrow = WarrantFilter.of({"owner": "700", "recoveryPrice": f"{prices[1]}..{prices[3]}"})
    assert {each.call_price for each in (await warrants.warrants(gateway, narrow)).warrants} == set(
        prices[1:4]
    )


async def test_every_sort_field_is_one_that_the_gateway_sorts_by(shared: Paper, gateway: OpenD) -> None:
    for number in warrant_filter.SORTS:
        page = await warrants.warrants(gateway, WarrantFilter(TENCENT, sort=number))
        assert page.found
    shared.wait(30)


async def test_futures_are_listed_with_their_terms(gateway: OpenD) -> None:
    listed = await futures.known_futures(gateway)
    found = await futures.terms(gateway, [listing.security for listing in listed])
    assert {each.security for each in found} == {listing.security for listing in listed}
    (main,) = [each for each in found if str(each.security) == "HK.HSImain"]
    assert (main.owner, main.size, main.is_main) == (HSI, 50.0, True)
    assert main.origin in {each.security for each in found}
    assert main.hours_text.startswith("09:30-12:00")


@pytest.mark.asyncio(loop_scope="function")
async def test_contracts_in_view_have_figures_and_tops_subscribed_or_not(following: Following) -> None:
    gateway, feed, store = following.feed.gateway, following.feed, following.store
    (expiry, *_) = await options.expirations(gateway, TENCENT, IndexClass.USUAL)
    chain = await options.chain(gateway, TENCENT, expiry.day, OptionFilter())
    pushed, glanced = chain.strikes[5].call, chain.strikes[5].put
    assert pushed is not None
    assert glanced is not None
    feed.want("chain", [Wish(pushed, qot.SubType_Basic, Priority.ROW)])
    feed.glance("chain", {glanced})

    def known(security: Security) -> bool:
        quote = store.quotes.get(security)
        return quote is not None and isinstance(quote.contract, OptionFigures)

    await following.until(lambda: known(pushed) and known(glanced))
    assert store.quotes[glanced].ask is not None
    asked = following.asked[ProtoId.QOT_GET_SECURITY_SNAPSHOT]
    await following.until(lambda: following.asked[ProtoId.QOT_GET_SECURITY_SNAPSHOT] > asked + 1)
    feed.glance("chain", ())
    assert not feed._glances
