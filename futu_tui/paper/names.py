"""What a security or a broker is called on the wire, where a name is one string in one language."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Named(Protocol):
    """What has a name in each language."""

    @property
    def name_en(self) -> str: ...
    @property
    def name_cn(self) -> str: ...


class Language(StrEnum):
    """The language that names are answered in."""

    EN = "en"
    ZH = "zh"
    BOTH = "both"
    """English beside prices and orders; both, as in "Tencent 腾讯控股", in static information (3202), so that a search
    over it finds either."""

    def call(self, named: Named) -> str:
        """What stands beside prices and orders."""
        return named.name_cn if self is Language.ZH else named.name_en

    def full_name(self, named: Named) -> str:
        """What static information says."""
        if self is Language.BOTH and named.name_cn != named.name_en:
            return f"{named.name_en} {named.name_cn}"
        return self.call(named)
