"""Rights and quotas go away while the program runs: what the person is told, what goes on, and that all comes back."""

from __future__ import annotations

import pytest

from futu_tui.feed import account_sync
from futu_tui.feed import feed as feed_module
from futu_tui.protocol import Scope
from tests.faults.commands import command
from tests.faults.keys_on_disk import EVERYTHING
from tests.faults.stage import Stage


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is looked at every few seconds is looked at sooner."""
    monkeypatch.setattr(feed_module, "SNAPSHOT_EVERY", 0.5)
    monkeypatch.setattr(account_sync, "LOOK_EVERY", 0.5)
    monkeypatch.setattr(account_sync, "LOOK_SELDOM", 0.5)


def tell(stage: Stage, text: str) -> None:
    """Give the gateway one of its own commands."""
    command(stage.gateway.target, stage.keys.plaintext, text)


def test_key_revoked(stage: Stage) -> None:
    before = stage.note()
    stage.keys.revoke()
    try:
        stage.glass.wait_for("disconnected: API key not accepted", within=3.0)
        stage.wait_stale()
        stage.wait_told("this key is unknown or was revoked", "It may be mistyped, revoked or expired")
        assert stage.keys.plaintext not in stage.glass.text
    finally:
        stage.keys.give_back()
    stage.check_nothing_lost(before)


def test_quotes_scope_taken_away(stage: Stage) -> None:
    before = stage.note()
    stage.keys.allow(EVERYTHING - {Scope.QOT_READ})
    try:
        stage.glass.wait_for("no quotes for", within=3.0)
        assert "the API key lacks qot:read" in stage.glass.lines[-1]
        stage.glass.wait_for(lambda: not stage.lively, what="no price looks live")
        assert "Submitted" in stage.glass.pane(6), "orders are still told"
        assert "takes a key with the scope qot:read" in notices(stage)
    finally:
        stage.keys.give_back()
    stage.check_nothing_lost(before)


def test_accounts_scope_taken_away(stage: Stage) -> None:
    before = stage.note()
    stage.keys.allow(EVERYTHING - {Scope.ACC_READ})
    try:
        stage.glass.wait_for(lambda: "acc:read" in stage.glass.pane(6), what="the orders' pane says why")
        for number in (5, 6):
            assert "Read-only" in stage.glass.pane(number)
        assert "Submitted" not in stage.glass.pane(6), "nothing that may not be so any more"
        assert stage.live
        assert {1, 2, 3} <= stage.lively, "the market goes on"
    finally:
        stage.keys.give_back()
    stage.check_nothing_lost(before)


def test_trading_scope_taken_away(stage: Stage) -> None:
    before = stage.note()
    stage.keys.allow(EVERYTHING - {Scope.TRADE_SIMULATE})
    try:
        stage.glass.press("1", "b", "enter")
        stage.wait_told("trade:simulate")
    finally:
        stage.keys.give_back()
    stage.glass.press("escape", "escape", "1")
    stage.check_nothing_lost(before)


def test_gateway_logged_out(stage: Stage) -> None:
    before = stage.note()
    tell(stage, "logout")
    try:
        stage.glass.wait_for("no quotes for", within=3.0)
        assert "the gateway is not logged in" in stage.glass.lines[-1]
        stage.glass.wait_for(lambda: not stage.lively, what="no price looks live")
        stage.glass.wait_for(lambda: "read-only" in stage.glass.lines[0])
        assert "Submitted" in stage.glass.pane(6), "orders may be old, but they may work all the same"
        assert "Log in at the gateway" in notices(stage)
        assert notices(stage).count("not logged in for trading") == 1
    finally:
        tell(stage, "login")
    stage.check_nothing_lost(before)


def test_gateway_logged_out_before_the_program_comes(stage: Stage) -> None:
    before = stage.note()
    tell(stage, "logout")
    try:
        connections = stage.proxy.accepted
        stage.proxy.reset()
        stage.glass.wait_for(lambda: stage.proxy.accepted > connections, what="a new connection")
        stage.glass.wait_for("the gateway is not logged in")
        assert not stage.lively
    finally:
        tell(stage, "login")
    stage.check_nothing_lost(before)


def test_quotes_scope_taken_away_as_the_gateway_tells(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a look, which may come too late to see that pushes stood still."""
    before = stage.note()
    monkeypatch.setattr(feed_module, "SNAPSHOT_EVERY", 600.0)
    stage.keys.allow(EVERYTHING - {Scope.QOT_READ})
    try:
        tell(stage, "help")  # where a key is used, the gateway sees what it says
        stage.glass.wait_for("no quotes for", within=3.0)
    finally:
        stage.keys.give_back()
    tell(stage, "help")
    stage.check_nothing_lost(before)


def test_quota_used_up(stage: Stage) -> None:
    before = stage.note()
    used = len(stage.glass.feed.subscriptions.active)
    tell(stage, f"quota {used - 3} 100")
    try:
        stage.proxy.reset()
        stage.glass.wait_for("3 over quota")
        stage.wait_live()
        stage.glass.wait_for(lambda: {2, 3} <= stage.lively, what="what is looked at has the quota first")
    finally:
        tell(stage, "quota 500 100")
    connections = stage.proxy.accepted
    stage.proxy.reset()
    stage.glass.wait_for(lambda: stage.proxy.accepted > connections, what="a new connection")
    stage.check_nothing_lost(before)
    stage.glass.wait_for(lambda: "over quota" not in stage.glass, what="there is room for all")


def test_limit_of_the_key_hit(stage: Stage) -> None:
    before = stage.note()
    stage.keys.limit(requests_per_minute=1)
    try:
        stage.glass.wait_for(lambda: "is used up" in notices(stage), what="a notice of the limit")
        assert "this key may make 1 requests a minute" in notices(stage)
        assert stage.glass.feed.health.live, "a refusal is an answer too"
    finally:
        stage.keys.give_back()
    stage.check_nothing_lost(before)


def notices(stage: Stage) -> str:
    """What the program has told, as the gateway's page lists it."""
    return "\n".join(notice.text for notice in list(stage.glass.feed.notices))
