"""Finding a security by what a person types."""

from __future__ import annotations

import pytest

from futu_tui.market import Listing
from futu_tui.protocol import Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.tui.listing_index import ListingIndex, typed_security

SHARE, FUND, INDEX, WARRANT = (
    qot.SecurityType_Eqty,
    qot.SecurityType_Trust,
    qot.SecurityType_Index,
    qot.SecurityType_Warrant,
)


def listing(code: str, name: str, kind: int = SHARE, delisted: bool = False) -> Listing:
    return Listing(Security.parse(code), name, 100, kind, "2004-06-16", delisted=delisted)


LISTINGS = {
    each.security: each
    for each in (
        listing("HK.00700", "Tencent 腾讯控股"),
        listing("HK.07000", "Seven Thousand"),
        listing("HK.80700", "Tencent-R 腾讯控股-R"),
        listing("HK.13700", "Bank TENCENT call", WARRANT),
        listing("HK.09988", "Alibaba-W 阿里巴巴-W"),
        listing("US.BABA", "Alibaba ADR 阿里巴巴"),
        listing("US.AAPL", "Apple 苹果"),
        listing("US.APLE", "Apple Hospitality"),
        listing("US.TME", "Tencent Music 腾讯音乐"),
        listing("SH.600519", "Kweichow Moutai 贵州茅台"),
        listing("HK.800000", "Hang Seng Index 恒生指数", INDEX),
        listing("HK.02800", "Tracker Fund of Hong Kong 盈富基金", FUND),
        listing("HK.00999", "Gone Apple", delisted=True),
    )
}


def found(text: str) -> list[str]:
    return [str(each.security) for each in ListingIndex(LISTINGS).search(text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("700", ["HK.00700", "HK.07000"]),
        ("00700", ["HK.00700"]),
        ("HK.700", ["HK.00700", "HK.07000"]),
        ("hk.00700", ["HK.00700"]),
        ("tenc", ["HK.00700", "HK.80700", "US.TME", "HK.13700"]),
        ("us tencent", ["US.TME"]),
        ("腾讯", ["HK.00700", "HK.80700", "US.TME"]),
        ("茅台", ["SH.600519"]),
        ("aapl", ["US.AAPL"]),
        ("apple", ["US.AAPL", "US.APLE"]),
        ("apple hosp", ["US.APLE"]),
        ("seng hang", ["HK.800000"]),
        ("fund", ["HK.02800"]),
        ("hong kong tracker", ["HK.02800"]),
        ("alibaba", ["HK.09988", "US.BABA"]),
        ("999", ["HK.00999"]),
        ("gone", []),
        ("qqqq", []),
        ("", []),
        ("   ", []),
    ],
)
def test_the_likeliest_stand_first(text: str, first: list[str]) -> None:
    assert found(text) == first


def test_a_market_alone_lists_it() -> None:
    assert set(found("US.")) == {"US.BABA", "US.AAPL", "US.APLE", "US.TME"}


def test_what_comes_in_later_is_found() -> None:
    listings = {}
    index = ListingIndex(listings)
    assert index.search("apple") == []
    listings.update(LISTINGS)
    assert str(index.search("apple")[0].security) == "US.AAPL"


def test_no_more_than_asked_for() -> None:
    assert len(ListingIndex(LISTINGS).search("HK.", limit=3)) == 3


def test_a_whole_code_is_a_security_even_unlisted() -> None:
    assert typed_security(" hk.01234 ") == Security.parse("HK.01234")
    assert typed_security("1234") is None


def test_a_name_is_found_by_what_can_be_read_of_it() -> None:
    odd = listing("HK.00001", "Ten\x1b[2Jcent")
    [match] = ListingIndex({odd.security: odd}).search("ten[2jcent")
    assert match is odd
