"""On a slow line nothing moves by itself: no flash, no blinking cursor, no animation."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input

from futu_tui.tui.cell_app import CellApp
from futu_tui.tui.flashes import FLASH_SECONDS, flash_seconds


class FieldApp(CellApp):
    def compose(self) -> ComposeResult:
        yield Input()


async def test_on_a_slow_line_nothing_moves_by_itself() -> None:
    app = FieldApp(slow_line=True)
    async with app.run_test() as pilot:
        app.query_one(Input).focus()
        await pilot.pause()
        assert not app.query_one(Input).cursor_blink
        assert app.animation_level == "none"
        assert flash_seconds(app) == 0.0


async def test_elsewhere_it_does() -> None:
    app = FieldApp()
    async with app.run_test() as pilot:
        app.query_one(Input).focus()
        await pilot.pause()
        assert app.query_one(Input).cursor_blink
        assert flash_seconds(app) == FLASH_SECONDS
