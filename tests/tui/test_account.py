"""Choosing the account in play."""

from __future__ import annotations

from msgspec.structs import replace

from futu_tui.trading import Account, Portfolio
from futu_tui.tui.screens.account import AccountScreen
from tests.tui.shell_app import PLAY, REAL, ShellApp


def with_accounts(*accounts: Account) -> ShellApp:
    app = ShellApp()
    app.accounts.list = list(accounts)
    app.accounts.portfolios = {account.acc_id: Portfolio(account) for account in accounts}
    return app


async def test_enter_uses_a_simulated_account_at_once() -> None:
    app = with_accounts(REAL, PLAY)
    app.accounts.open(REAL)
    chosen: list[Account | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(AccountScreen(app.accounts), chosen.append)
        await pilot.pause()
        assert "▌REAL       HK Margin 8881                    active               in use" in app.screen_text
        await pilot.press("j", "enter")
        assert chosen == [PLAY]


async def test_status_broker_and_use_stand_beside_each_other() -> None:
    closed = replace(REAL, active=False, firm=1)
    app = with_accounts(PLAY, closed)
    app.accounts.open(closed)
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(AccountScreen(app.accounts))
        await pilot.pause()
        assert "REAL       HK Margin 8881                    not active Futu HK   in use" in app.screen_text


async def test_the_cursor_stays_on_the_first_account_when_the_list_is_shown_anew() -> None:
    app = with_accounts(PLAY, REAL)
    app.accounts.open(REAL)
    chosen: list[Account | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        screen = AccountScreen(app.accounts)
        app.push_screen(screen, chosen.append)
        await pilot.pause()
        await pilot.press("k")
        screen.show()
        await pilot.press("enter")
        assert chosen == [PLAY]


async def test_real_money_is_asked_about_twice() -> None:
    app = with_accounts(PLAY, REAL)
    app.accounts.open(PLAY)
    chosen: list[Account | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(AccountScreen(app.accounts), chosen.append)
        await pilot.pause()
        await pilot.press("j", "enter")
        await pilot.pause()
        assert chosen == []
        assert "This is real money. ⏎ once more to use HK Margin 8881." in app.screen_text
        await pilot.press("k", "j", "enter")
        assert chosen == []
        await pilot.press("enter")
        assert chosen == [REAL]


async def test_the_account_in_use_and_escape_change_nothing() -> None:
    app = with_accounts(PLAY, REAL)
    app.accounts.open(PLAY)
    chosen: list[Account | None] = []
    async with app.run_test() as pilot:
        for key in ("enter", "escape"):
            app.push_screen(AccountScreen(app.accounts), chosen.append)
            await pilot.pause()
            await pilot.press(key)
        assert chosen == [None, None]


async def test_a_refusal_stands_where_the_accounts_would() -> None:
    app = ShellApp()
    async with app.run_test() as pilot:
        app.push_screen(AccountScreen(app.accounts, "The key lacks acc:read."))
        await pilot.pause()
        assert "The key lacks acc:read." in app.screen_text
        await pilot.press("enter", "j", "escape")
