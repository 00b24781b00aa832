"""Rows of static information, as several protocols answer with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from futu_tui.market import Listing
from futu_tui.protocol import Security, SecurityError


def read_listings(rows: Iterable[Any]) -> Iterator[Listing]:
    """Rows of qot_common.SecurityStaticInfo, without those of markets unknown."""
    for row in rows:
        try:
            security = Security.of(row.basic.security)
        except SecurityError:
            continue
        yield Listing.of_static(security, row)
