"""What is listed."""

from __future__ import annotations

import pytest

from futu_tui.paper.universe import SecurityType, choose_listings, real_listings
from futu_tui.protocol import Market, Security

from .conftest import APPLE, HANG_SENG, TENCENT


def test_shares_funds_and_indices_of_every_market() -> None:
    listings = real_listings().values()
    assert len(listings) >= 40
    kinds = {(listing.market, listing.sec_type) for listing in listings}
    listed = (SecurityType.EQUITY, SecurityType.TRUST, SecurityType.INDEX)
    assert kinds == {(m, t) for m in (Market.HK, Market.US, Market.SH, Market.SZ) for t in listed}


def test_names_are_given_in_either_language() -> None:
    tencent = real_listings()[TENCENT]
    assert (tencent.name("en"), tencent.name("zh")) == ("Tencent", "腾讯控股")


def test_lots_are_the_exchanges_own() -> None:
    listings = real_listings()
    assert listings[TENCENT].lot_size == 100
    assert listings[Security.parse("HK.00005")].lot_size == 400
    assert listings[APPLE].lot_size == 1


def test_some_can_be_chosen_and_an_index_brings_its_members() -> None:
    listings = choose_listings([APPLE, HANG_SENG])
    assert list(listings)[:2] == [APPLE, HANG_SENG]
    assert set(listings) == {APPLE, HANG_SENG, *(member for member, _ in listings[HANG_SENG].members)}


def test_one_that_is_not_real_is_refused() -> None:
    with pytest.raises(KeyError):
        choose_listings([Security.parse("HK.99999")])


def test_a_number_beyond_the_real_ones_is_made_up_the_same_each_time() -> None:
    listings = choose_listings(300)
    assert len(listings) == 300
    assert listings == choose_listings(300)
    assert len({listing.name_en for listing in listings.values()}) > 250
    assert all(listing.ticks.fits(listing.price) for listing in listings.values())


def test_a_small_number_is_taken_from_the_real_ones() -> None:
    assert set(choose_listings(5)) <= set(real_listings())
    assert len(choose_listings(5)) == 5
