"""A gateway that answers and tells nothing: logged out of its broker, or with a key whose rights are gone."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from futu_tui.feed import feed as feed_module
from futu_tui.feed import service
from futu_tui.paper.keys import make_key
from futu_tui.protocol import ProtoId, Scope
from tests.gateway.conftest import OpenPaper, Paper
from tests.unit.feed.conftest import EVERYTHING, TENCENT, Follow, Following

READER = frozenset({Scope.QOT_READ, Scope.ACC_READ})


@pytest.fixture
def seldom(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is looked at by itself: only what the gateway tells counts."""
    monkeypatch.setattr(feed_module, "SNAPSHOT_EVERY", 600.0)
    monkeypatch.setattr(feed_module, "STATES_EVERY", 600.0)


def log_out(paper: Paper) -> None:
    paper.gateway.login.lose(None)
    paper.gateway.tell_login()
    paper.gateway.step()


def log_in(paper: Paper) -> None:
    paper.gateway.login.regain()
    paper.gateway.tell_login()
    paper.gateway.step()


async def test_a_gateway_that_says_it_is_logged_out_makes_all_old_until_it_is_back(
    seldom: None, paper: Paper, follow: Follow
) -> None:
    async with follow(paper) as following:
        await following.subscribed(EVERYTHING)
        log_out(paper)
        await following.until(lambda: following.feed.health.barred == service.LOGGED_OUT)
        current = following.accounts.current
        assert current is not None
        assert following.store.is_old(following.store.quotes[TENCENT])
        assert current.old_funds
        assert following.feed.account_sync.refusal
        paper.run(5.0)  # trades that nobody is told of
        log_in(paper)
        await following.until(lambda: following.live and not following.feed.health.barred)
        await following.until(lambda: not current.old_funds)
        assert not following.feed.account_sync.refusal
        assert missing(following) == set()
        assert following.told.count("Log in at the gateway") == 1


async def test_without_a_word_of_the_gateway_its_state_says_so(
    quick: None, paper: Paper, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "STATES_EVERY", 0.2)
    async with follow(paper) as following:
        paper.gateway.login.lose(None)
        await following.until(lambda: following.feed.health.barred == service.LOGGED_OUT)
        paper.gateway.login.regain()
        await following.until(lambda: following.live and not following.feed.health.barred)


async def test_nothing_but_the_state_is_asked_of_a_gateway_that_is_logged_out(
    quick: None, paper: Paper, follow: Follow
) -> None:
    paper.gateway.login.lose(None)
    async with follow(paper, wait=False) as following:
        following.want(*EVERYTHING)
        following.feed.watch({TENCENT})
        await following.until(lambda: following.feed.health.barred == service.LOGGED_OUT)
        await following.until(lambda: following.asked[ProtoId.GET_GLOBAL_STATE] > 2)
        assert not following.asked[ProtoId.QOT_GET_SECURITY_SNAPSHOT]
        assert not following.asked[ProtoId.TRD_GET_ACC_LIST]
        paper.gateway.login.regain()
        await following.until(lambda: TENCENT in following.store.quotes and following.live)
        assert following.accounts.current is not None


class Rights:
    """The right to quotes of the one key of a file."""

    def __init__(self, keys: Path) -> None:
        self._keys = keys
        self.key = make_key(keys, "reader", READER)
        self._whole = keys.read_text()

    def take(self) -> None:
        self._keys.write_text(self._whole.replace('"qot:read"', '"trade:simulate"'))

    def give(self) -> None:
        self._keys.write_text(self._whole)


@asynccontextmanager
async def reading(
    open_paper: OpenPaper, follow: Follow, folder: Path
) -> AsyncIterator[tuple[Following, Rights]]:
    """A feed that shows Tencent, its first trades on the tape, by a key whose rights can go."""
    rights = Rights(folder / "keys.json")
    async with open_paper(folder / "keys.json") as paper, follow(paper, rights.key) as following:
        await following.subscribed(EVERYTHING)
        await following.until(lambda: TENCENT in following.store.tapes, market=1.0)
        yield following, rights


async def test_trades_of_a_blink_without_the_right_are_fetched(
    seldom: None, open_paper: OpenPaper, follow: Follow, tmp_path: Path
) -> None:
    """Rights that come and go between two looks leave no trace but what the gateway tells of them."""
    async with reading(open_paper, follow, tmp_path) as (following, rights):
        rights.take()
        following.paper.gateway.tidy()
        following.paper.trade(str(TENCENT))
        rights.give()
        following.paper.gateway.tidy()
        assert missing(following)
        await following.until(lambda: not missing(following))


async def test_where_pushes_come_back_later_than_answers_the_trades_between_are_fetched(
    quick: None, open_paper: OpenPaper, follow: Follow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(open_paper, follow, tmp_path) as (following, rights):
        rights.take()
        await following.until(lambda: following.feed.health.barred)
        for of_streams in ("hold_streams", "tidy"):
            monkeypatch.setattr(following.paper.gateway, of_streams, lambda *shown: None)
        rights.give()
        await following.until(lambda: following.live and not following.feed.health.barred)
        following.paper.trade(str(TENCENT))
        assert missing(following)
        assert following.feed.service.due <= time.monotonic() + service.SETTLED
        following.feed.service.due = 0.0  # the time has come
        await following.until(lambda: not missing(following))


def missing(following: Following) -> set[int]:
    """Numbers of the gateway's trades since the first one known that are not on the tape."""
    following.frame()
    known = {tick.sequence for tick in following.store.tapes[TENCENT]}
    theirs = {tick.sequence for tick in following.paper.gateway.market.ticks(TENCENT, 1000)}
    return {sequence for sequence in theirs if sequence > min(known)} - known
