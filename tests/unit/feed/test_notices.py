"""What the gateway says unasked is there for a person, in words, as it comes."""

from __future__ import annotations

from futu_tui.feed.notices import ACCOUNT, GATEWAY
from tests.gateway.conftest import Caller
from tests.unit.feed.conftest import Following


async def test_events_of_the_gateway_are_kept_with_what_the_program_says(
    following: Following, caller: Caller
) -> None:
    following.feed.report("something of the program's own")
    await caller.ask(1008, cmd="event", paramStr="KickedOut logged in elsewhere")
    await following.until(lambda: "Kicked out: logged in elsewhere" in following.told, market=0.05)
    notice = following.feed.notices[-1]
    assert (notice.source, notice.kind) == (GATEWAY, "Gateway")
    assert any(each.text == "something of the program's own" for each in following.feed.notices)


async def test_a_lock_of_an_account_is_told_too(following: Following, caller: Caller) -> None:
    password = "e10adc3949ba59abbe56e057f20f883e"
    for unlock in (True, False):
        await caller.ask(2005, unlock=unlock, pwdMD5=password)
    await following.until(lambda: any(each.source == ACCOUNT for each in following.feed.notices), market=0.05)
    assert following.told.count("in use:") <= 1
