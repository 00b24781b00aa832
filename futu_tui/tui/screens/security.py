"""All about one security."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from futu_tui.feed.lookups.plates import Plate, plates_of
from futu_tui.protocol import Security
from futu_tui.tui.screens.pages import Page, PagesScreen
from futu_tui.tui.widgets.plate_columns import CODE, KIND, NAME
from futu_tui.tui.widgets.records import Records


class SecurityScreen(PagesScreen[Security]):
    """Answers the security that is to be current, if one is chosen."""

    def __init__(self, security: Security) -> None:
        self.security = security
        super().__init__(str(security))

    def make_pages(self) -> Sequence[Page]:
        return (
            Page(
                "plates", "Plates", Records((CODE, NAME, KIND)), self._plates,
                f"{self.security} belongs to no plate.", security=lambda row: row.security,
            ),
        )  # fmt: skip

    async def _plates(self) -> Sequence[Plate]:
        return await plates_of(self.gateway, self.security)

    def open_row(self, row: Any) -> None:
        if self.page.name == "plates":
            self.dismiss(row.security)
