"""Keys over the wire: what a key does not allow is neither answered nor pushed."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import grpc
import grpc.aio
import pytest

from futu_tui.paper.keys import make_key
from futu_tui.paper.market import OrderType, PersonOrder, Side
from futu_tui.protocol import PROTOCOLS, Scope, Security
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.protocol.pb.qot_common_pb2 import SubType_Basic, SubType_Ticker
from tests.gateway.conftest import Caller, OpenPaper, Paper, securities

QUOTES = frozenset({Scope.QOT_READ})
ACCOUNTS = frozenset({Scope.ACC_READ})


@pytest.fixture
def keys_file(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


async def status(answer: Any) -> grpc.StatusCode:
    """With what a request or a stream is turned away."""
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await answer
    return error.value.code()


async def first_push(caller: Caller) -> PushEvent:
    return await (await caller.open_pushes()).next()


def exchange(keys_file: Path, scope: Scope, other: Scope) -> None:
    """Whoever had this scope has the other one."""
    keys_file.write_text(keys_file.read_text().replace(scope, other))


def revoke_all(keys_file: Path) -> None:
    keys_file.write_text('{"keys": []}')


def is_notice(event: PushEvent) -> bool:
    return event.proto_id == 1003


async def asked(paper: Paper, key: str | None, proto_id: int, **c2s: Any) -> grpc.StatusCode | None:
    async with paper.caller(key) as caller:
        try:
            await caller.answer(proto_id, **c2s)
        except grpc.aio.AioRpcError as error:
            return error.code()
    return None


async def test_without_a_key_nothing_is_answered_or_pushed(open_paper: OpenPaper, keys_file: Path) -> None:
    make_key(keys_file, "someone", QUOTES)
    async with open_paper(keys_file) as paper:
        for key in (None, "fc_wrong"):
            assert await asked(paper, key, 1004, time=1) is grpc.StatusCode.UNAUTHENTICATED
            async with paper.caller(key) as caller:
                assert await status(first_push(caller)) is grpc.StatusCode.UNAUTHENTICATED


async def test_each_scope_opens_its_own_protocols(open_paper: OpenPaper, keys_file: Path) -> None:
    quotes, accounts = make_key(keys_file, "quotes", QUOTES), make_key(keys_file, "accounts", ACCOUNTS)
    denied = grpc.StatusCode.PERMISSION_DENIED
    async with open_paper(keys_file) as paper:
        for key, answered in ((quotes, (1004, 3003)), (accounts, (1004, 2001))):
            for proto_id, c2s in {1004: {"time": 1}, 3003: {}, 2001: {"userID": 0}}.items():
                expected = None if proto_id in answered else denied
                assert await asked(paper, key, proto_id, **c2s) is expected


async def test_a_read_key_may_not_trade_and_no_key_asks_the_unknown(
    open_paper: OpenPaper, keys_file: Path
) -> None:
    key = make_key(keys_file, "reader", QUOTES | ACCOUNTS)
    async with open_paper(keys_file) as paper, paper.caller(key) as caller:
        for proto_id in (2202, 2205, 2237, 2005, 9999):
            assert await status(caller.send(proto_id, b"")) is grpc.StatusCode.PERMISSION_DENIED


async def test_simulated_orders_need_the_simulated_scope(open_paper: OpenPaper, keys_file: Path) -> None:
    key = make_key(keys_file, "trader", frozenset({Scope.TRADE_SIMULATE}))
    request = PROTOCOLS[2202].request
    assert request is not None
    async with open_paper(keys_file) as paper, paper.caller(key) as caller:
        for env, refused in ((0, False), (1, True)):
            c2s = {
                "packetID": {"connID": 1, "serialNo": 1},
                "header": {"trdEnv": env, "accID": 1, "trdMarket": 1},
                "trdSide": 1,
                "orderType": 1,
                "code": "00700",
                "qty": 100,
            }
            body = request(c2s=c2s).SerializeToString()
            if refused:
                assert await status(caller.send(2202, body)) is grpc.StatusCode.PERMISSION_DENIED
            else:
                assert "acc_id" in (await caller.send(2202, body)).ret_msg


async def test_a_key_sees_its_securities_only(open_paper: OpenPaper, keys_file: Path) -> None:
    key = make_key(keys_file, "reader", QUOTES, markets=["HK"])
    async with open_paper(keys_file) as paper:
        async with paper.caller(key) as caller:
            listed = (await caller.ask(3202)).staticInfoList
            assert {each.basic.security.market for each in listed} == {1}
            await caller.ask(3203, securityList=securities("HK.00700"))
        code = await asked(paper, key, 3203, securityList=securities("HK.00700", "US.AAPL"))
        assert code is grpc.StatusCode.PERMISSION_DENIED


async def test_a_key_sees_its_accounts_only(open_paper: OpenPaper, keys_file: Path) -> None:
    key = make_key(keys_file, "reader", ACCOUNTS, accounts=[7_000_002])
    async with open_paper(keys_file) as paper, paper.caller(key) as caller:
        found = (await caller.ask(2001, userID=0)).accList
        assert [acc.accID for acc in found] == [7_000_002]
        headers = [{"trdEnv": 0, "accID": 7_000_000 + n, "trdMarket": n} for n in (1, 2)]
        assert await status(caller.ask(2101, header=headers[0])) is grpc.StatusCode.PERMISSION_DENIED
        await caller.ask(2101, header=headers[1])
        assert await status(caller.ask(2008, accIDList=[7_000_001])) is grpc.StatusCode.PERMISSION_DENIED


async def test_a_used_up_rate_is_a_status(open_paper: OpenPaper, keys_file: Path) -> None:
    key = make_key(keys_file, "reader", QUOTES, requests_per_minute=1)
    async with open_paper(keys_file) as paper, paper.caller(key) as caller:
        await caller.ask(1004, time=1)
        assert await status(caller.ask(1004, time=1)) is grpc.StatusCode.RESOURCE_EXHAUSTED


async def test_pushes_are_filtered_by_the_key(open_paper: OpenPaper, keys_file: Path) -> None:
    keys = {
        "everything": make_key(keys_file, "everything", QUOTES | ACCOUNTS),
        "quotes": make_key(keys_file, "quotes", QUOTES),
        "accounts": make_key(keys_file, "accounts", ACCOUNTS),
        "apple": make_key(keys_file, "apple", QUOTES, symbols=["US.AAPL"]),
    }
    async with AsyncExitStack() as open_things:
        paper = await open_things.enter_async_context(open_paper(keys_file))
        callers = {
            name: await open_things.enter_async_context(paper.caller(key)) for name, key in keys.items()
        }
        streams = {name: await caller.open_pushes() for name, caller in callers.items()}
        caller = callers["everything"]
        await caller.subscribe("HK.00700", "US.AAPL", to=[SubType_Ticker])
        await caller.ask(2008, accIDList=[7_000_001])
        paper.run(0.1)
        for pushes in streams.values():
            await pushes.of(1003)
        paper.gateway.market.place(
            PersonOrder(900, 7_000_001, Security.parse("HK.00700"), Side.BUY, OrderType.MARKET, 0.0, 100)
        )
        paper.trade("HK.00700", "US.AAPL")
        quiet = {"securityList": securities("HK.01810"), "subTypeList": [SubType_Basic]}
        await caller.ask(3001, isSubOrUnSub=True, **quiet)
        paper.run(0.1)  # the notice of this marks the end, for every key
        kinds = {
            name: {(event.event_type, event.sec_key) for event in await pushes.until(is_notice)}
            for name, pushes in streams.items()
        }
    notice, tencent, apple = ("notify", ""), ("quote", "1_00700"), ("quote", "11_AAPL")
    trade = ("trade", "")
    assert kinds["everything"] >= {notice, tencent, apple, trade}
    assert kinds["quotes"] == {notice, tencent, apple}
    assert kinds["accounts"] == {notice, trade}
    assert kinds["apple"] == {notice, apple}


async def test_a_revoked_key_ends_its_stream(open_paper: OpenPaper, keys_file: Path) -> None:
    key = make_key(keys_file, "reader", QUOTES)
    async with open_paper(keys_file) as paper, paper.caller(key) as caller:
        pushes = await caller.open_pushes()
        revoke_all(keys_file)
        paper.gateway.tidy()
        assert await status(pushes.next()) is grpc.StatusCode.UNAUTHENTICATED


async def test_who_is_answered_with_new_rights_is_pushed_to_with_them(
    open_paper: OpenPaper, keys_file: Path
) -> None:
    """Else trades between the answer and the first push would be told by neither."""
    key = make_key(keys_file, "reader", frozenset({Scope.ACC_READ}))
    async with open_paper(keys_file) as paper, paper.caller(key) as caller:
        pushes = await caller.open_pushes()
        exchange(keys_file, Scope.ACC_READ, Scope.QOT_READ)
        await caller.subscribe("HK.00700", to=[SubType_Ticker])
        paper.trade("HK.00700")
        assert await pushes.of(3011)


async def test_a_key_that_no_push_could_reach_opens_no_stream(open_paper: OpenPaper, keys_file: Path) -> None:
    key = make_key(keys_file, "trader", frozenset({Scope.TRADE_SIMULATE}))
    async with open_paper(keys_file) as paper, paper.caller(key) as caller:
        assert await status(first_push(caller)) is grpc.StatusCode.PERMISSION_DENIED
