"""Hong Kong brokers: who stands behind the orders of a broker queue.

Numbers are of the exchange's four-digit kind and the houses are real, but which number is whose is only a likeness.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple


class BrokerHouse(NamedTuple):
    id: int
    name_en: str
    name_cn: str
    share: int
    """Its part of the order flow, against the others'."""


HOUSES = (
    BrokerHouse(8461, "Futu", "富途证券", 9),
    BrokerHouse(6387, "China Investment", "中投信息", 10),
    BrokerHouse(6699, "China Innovation", "中国创盈", 9),
    BrokerHouse(4374, "Barclays", "巴克莱亚洲", 4),
    BrokerHouse(5465, "JPMorgan", "摩根大通", 6),
    BrokerHouse(3436, "Goldman Sachs", "高盛亚洲", 6),
    BrokerHouse(1799, "Bright Smart", "耀才证券", 4),
    BrokerHouse(2846, "Morgan Stanley", "摩根士丹利", 6),
    BrokerHouse(8577, "HSBC", "汇丰证券", 7),
    BrokerHouse(2330, "UBS", "瑞银证券", 6),
    BrokerHouse(8738, "Merrill Lynch", "美林远东", 4),
    BrokerHouse(6996, "CITIC Securities", "中信证券", 4),
    BrokerHouse(9056, "BOCI", "中银国际", 5),
    BrokerHouse(1196, "Phillip", "辉立证券", 3),
    BrokerHouse(1446, "Hang Seng", "恒生证券", 4),
    BrokerHouse(4090, "Citigroup", "花旗环球", 4),
    BrokerHouse(7389, "Haitong", "海通国际", 3),
    BrokerHouse(3320, "CICC", "中金香港", 4),
    BrokerHouse(4993, "Standard Chartered", "渣打证券", 3),
    BrokerHouse(3688, "Guotai Junan", "国泰君安", 3),
    BrokerHouse(8304, "Huatai", "华泰金融", 3),
    BrokerHouse(5999, "Macquarie", "麦格理资本", 2),
)
"""The first is the house of a person's orders."""

PERSONS_HOUSE = 0
_DRAW = tuple(index for index, house in enumerate(HOUSES) for _ in range(house.share))
_DRAWS = len(_DRAW)


def draw(random: Random) -> int:
    """The index of the house that an order of the flow comes through."""
    return _DRAW[int(random.random() * _DRAWS)]
