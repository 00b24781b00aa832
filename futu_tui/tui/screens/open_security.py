"""Opens the page of a security over the screen that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen

    from futu_tui.protocol import Security


def open_security(screen: Screen[Any], security: Security) -> None:
    """Open the page of a security; one that is made current in it closes the screens below it too."""
    # The page is a screen of lists, and each of those can open one.
    from futu_tui.tui.screens.pages import PagesScreen
    from futu_tui.tui.screens.security import SecurityScreen

    page = SecurityScreen(security)
    if isinstance(screen, PagesScreen):
        screen.push(page)
        return

    def chosen(current: Security | None) -> None:
        if current is not None:
            screen.app.dashboard.make_current(current)  # type: ignore[attr-defined]

    screen.app.push_screen(page, chosen)
