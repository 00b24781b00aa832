"""`futu-tui call` and `futu-tui stream` as programs."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from click.testing import CliRunner, Result

from futu_tui.cli import main
from futu_tui.protocol.pb.futu_service_pb2 import FutuResponse, PushEvent
from tests.gateway.conftest import Paper
from tests.unit.opend.conftest import Context, ScriptedGateway, serving, success

TENCENT = {"securityList": [{"market": "HK_Security", "code": "00700"}]}
QUOTE = PushEvent(proto_id=3005, sec_key="1_00700", sub_type=1, event_type="quote", body=b"\x08\x00")


class Ended:
    """What a program printed, and its exit code."""

    def __init__(self, code: int | None, out: bytes, err: bytes) -> None:
        self.code, self.out, self.err = code, out.decode(), err.decode()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


PROGRAM = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("futu_tui", run_name="__main__", alter_sys=True)
"""
"""`python -m futu_tui` that hears ctrl+c: a test runner in the background ignores it, and so would all it starts."""


class Shell:
    """Where a person who has set a gateway and nothing else runs the program."""

    def __init__(self, folder: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FUTU_TUI_")}
        self.environment = kept | {"FUTU_TUI_CONFIG_DIR": str(folder)}

    def aim(self, target: str) -> None:
        self.environment["FUTU_TUI_GATEWAY_TARGET"] = target

    @asynccontextmanager
    async def running(self, *arguments: str, stdout: int = PIPE) -> AsyncIterator[Process]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", PROGRAM, *arguments,
            stdin=PIPE, stdout=stdout, stderr=PIPE, env=self.environment,
        )  # fmt: skip
        try:
            async with asyncio.timeout(20):
                yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()

    async def run(self, *arguments: str, stdin: str = "") -> Ended:
        async with self.running(*arguments) as process:
            return Ended(*await finish(process, stdin))


async def finish(process: Process, stdin: str = "") -> tuple[int | None, bytes, bytes]:
    out, err = await process.communicate(stdin.encode())
    return process.returncode, out or b"", err


async def said(process: Process) -> str:
    """The next line of standard error."""
    assert process.stderr is not None
    return (await process.stderr.readline()).decode().strip()


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
async def gateway(shell: Shell) -> AsyncIterator[ScriptedGateway]:
    """A gateway that takes every subscription and pushes what a test says."""
    async with serving() as gateway:
        gateway.answer(3001, success(3001))
        gateway.answer(3003, success(3003, totalUsedQuota=0, remainQuota=100))
        shell.aim(gateway.target)
        yield gateway


def misused(*arguments: str) -> Result:
    """A use that goes to no gateway."""
    result = CliRunner().invoke(main, arguments, env={"FUTU_TUI_CONFIG_DIR": "/nonexistent"})
    assert result.exit_code == 2, result.output
    return result


async def test_call_prints_the_answer_with_enum_names(paper: Paper, shell: Shell) -> None:
    shell.aim(paper.address)
    static = await shell.run("call", "QOT_GET_STATIC_INFO", json.dumps(TENCENT))
    assert (static.code, static.err) == (0, "")
    basic = json.loads(static.out)["staticInfoList"][0]["basic"]
    assert basic["security"] == {"market": "QotMarket_HK_Security", "code": "00700"}
    assert (basic["secType"], basic["lotSize"]) == ("SecurityType_Eqty", 100)


async def test_call_reads_its_fields_from_standard_input(paper: Paper, shell: Shell) -> None:
    shell.aim(paper.address)
    state = await shell.run("call", "1002", "-", stdin='{"userID": 0}')
    assert state.code == 0
    assert json.loads(state.out)["marketHK"].startswith("QotMarketState_")


@pytest.mark.parametrize(
    ("protocol", "fields", "list_name"),
    [
        ("3004", TENCENT, "basicQotList"),
        (
            "3006",
            {"security": TENCENT["securityList"][0], "rehabType": 1, "klType": 6, "reqNum": 2},
            "klList",
        ),
        ("3012", {"security": TENCENT["securityList"][0], "num": 1}, "orderBookBidList"),
    ],
)
async def test_call_subscribes_what_is_answered_only_while_subscribed(
    paper: Paper, shell: Shell, protocol: str, fields: dict[str, Any], list_name: str
) -> None:
    shell.aim(paper.address)
    answer = await shell.run("call", protocol, json.dumps(fields))
    assert answer.code == 0
    assert json.loads(answer.out)[list_name]
    assert "Subscribed first" in answer.err


async def test_a_refused_call_fails_with_the_gateways_words(gateway: ScriptedGateway, shell: Shell) -> None:
    gateway.answer(3004, FutuResponse(ret_type=-1, ret_msg="subscribe first\x1b[31m"))
    refused = await shell.run("call", "3004", json.dumps(TENCENT))
    assert (refused.code, refused.out) == (1, "")
    assert (
        "the gateway refused 3004 QOT_GET_BASIC_QOT: subscribe first\\u001b[31m (ret_type -1)" in refused.err
    )


async def test_a_call_to_nobody_fails_with_advice(gateway: ScriptedGateway, shell: Shell) -> None:
    await gateway.stop()
    unreachable = await shell.run("call", "1004", '{"time": 1}')
    assert (unreachable.code, unreachable.out) == (1, "")
    assert f"nothing listens on {gateway.target}" in unreachable.err


async def test_a_body_without_definition_is_taken_and_given_as_bytes(
    gateway: ScriptedGateway, shell: Shell
) -> None:
    gateway.answer(3016, FutuResponse(body=b"\x08\xff"))
    detail = await shell.run("call", "3016", '{"bytes": "0a00"}')
    assert (detail.code, json.loads(detail.out)) == (0, {"bytes": "08ff"})
    assert gateway.requests == [b"\x0a\x00"]


async def test_the_key_comes_from_the_environment(gateway: ScriptedGateway, shell: Shell) -> None:
    shell.environment["FUTU_TUI_API_KEY"] = "fc_secret"
    assert (await shell.run("call", "1004", '{"time": 1}')).code == 0
    assert gateway.metadata[0]["authorization"] == "Bearer fc_secret"


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["4711"], "There is no protocol '4711'"),
        (["qot_get_basic_quote"], "Did you mean QOT_GET_BASIC_QOT (3004)?"),
        (["3004", '{"securityList": [}'], "line 1, column 19"),
        (["3004", '{"securityLst": []}'], "Did you mean securityList?"),
        (["3004", '{"securityList": [{"market": "hong kong"}]}'], "'hong kong' is no QotMarket"),
        (["1004"], "lacks time"),
        (["3005"], "is a push"),
        (["3016", '{"bytes": "xyz"}'], "hexadecimal"),
        (["1004", '{"time": 1}', "--target", "nowhere"], "--target"),
    ],
)
def test_a_wrong_call_says_what_is_right(arguments: list[str], advice: str) -> None:
    assert advice in misused("call", *arguments).stderr


@pytest.mark.parametrize(
    ("sub", "advice"),
    [
        ("HK.00700", "write HK.00700:basic,book"),
        ("HK.00700:basic,books", "'books' is no kind of push; write HK.00700:basic,book"),
        ("00700:basic", "HK.00700"),
    ],
)
def test_a_wrong_subscription_says_what_is_right(sub: str, advice: str) -> None:
    assert advice in misused("stream", "--sub", sub).stderr


async def test_stream_prints_what_it_subscribed(paper: Paper, shell: Shell) -> None:
    shell.aim(paper.address)
    streamed = await shell.run(
        "stream", "--sub", "HK.00700:basic,book", "--sub", "US.AAPL:basic", "--count", "3"
    )
    assert streamed.code == 0
    assert streamed.err.strip() == f"connected to {paper.address}"
    assert {(line["sec_key"], line["sub_type"]) for line in streamed.lines} == {
        ("1_00700", "SubType_Basic"),
        ("1_00700", "SubType_OrderBook"),
        ("11_AAPL", "SubType_Basic"),
    }


async def test_stream_leaves_out_what_others_subscribed(gateway: ScriptedGateway, shell: Shell) -> None:
    gateway.push(PushEvent(proto_id=3005, sec_key="11_AAPL", sub_type=1, event_type="quote"))
    gateway.push(PushEvent(proto_id=3013, sec_key="1_00700", sub_type=2, event_type="quote"))
    gateway.push(PushEvent(proto_id=2208, acc_id=5, event_type="trade"))
    gateway.push(QUOTE)
    streamed = await shell.run("stream", "--sub", "HK.00700:basic", "--count", "1")
    assert [line["sec_key"] for line in streamed.lines] == ["1_00700"]


async def test_stream_without_sub_prints_what_concerns_the_accounts(
    gateway: ScriptedGateway, shell: Shell
) -> None:
    accounts = [{"trdEnv": 0, "accID": number} for number in (9, 7)]
    gateway.answer(2001, success(2001, accList=accounts))

    async def push_then(c2s: Any, context: Context) -> FutuResponse:
        gateway.push(QUOTE)
        gateway.push(PushEvent(proto_id=2208, acc_id=7, event_type="trade"))
        gateway.push(PushEvent(proto_id=1003, event_type="notify"))
        return success(2008)

    gateway.answers[2008] = push_then
    streamed = await shell.run("stream", "--count", "2")
    assert [line["name"] for line in streamed.lines] == ["TRD_UPDATE_ORDER", "NOTIFY"]
    assert streamed.lines[0]["acc_id"] == "7"
    assert [list(c2s.accIDList) for c2s in gateway.requests if hasattr(c2s, "accIDList")] == [[7, 9]]


async def test_stream_survives_the_gateway_and_subscribes_again(
    gateway: ScriptedGateway, shell: Shell
) -> None:
    subscribed: asyncio.Queue[Any] = asyncio.Queue()

    async def subscribe(c2s: Any, context: Context) -> FutuResponse:
        subscribed.put_nowait(c2s)
        return success(3001)

    gateway.answers[3001] = subscribe
    async with shell.running("stream", "--sub", "HK.00700:basic") as process:
        assert process.stdout is not None
        assert await said(process) == f"connected to {gateway.target}"
        first = await subscribed.get()
        gateway.push(QUOTE)
        assert json.loads(await process.stdout.readline())["sec_key"] == "1_00700"
        await gateway.stop()
        assert "Trying again" in await said(process)
        await gateway.start()
        while "connected" not in await said(process):
            pass
        assert await subscribed.get() == first
        gateway.push(QUOTE)
        assert json.loads(await process.stdout.readline())["sec_key"] == "1_00700"


async def test_control_c_ends_a_stream_well(gateway: ScriptedGateway, shell: Shell) -> None:
    async with shell.running("stream", "--sub", "HK.00700:basic") as process:
        await said(process)
        process.send_signal(signal.SIGINT)
        assert await finish(process) == (0, b"", b"")


async def test_a_reader_that_leaves_ends_a_stream_well(gateway: ScriptedGateway, shell: Shell) -> None:
    reading, writing = os.pipe()
    async with shell.running("stream", "--sub", "HK.00700:basic", stdout=writing) as process:
        os.close(writing)
        await said(process)
        os.close(reading)
        gateway.push(QUOTE)
        assert await finish(process) == (0, b"", b"")


async def test_a_stream_of_which_all_is_refused_fails(gateway: ScriptedGateway, shell: Shell) -> None:
    gateway.answer(3001, FutuResponse(ret_type=-1, ret_msg="no quote right"))
    refused = await shell.run("stream", "--sub", "HK.00700:basic,book")
    assert (refused.code, refused.out) == (1, "")
    assert "HK.00700 SubType_Basic: " in refused.err
    assert "no quote right" in refused.err


async def test_a_stream_with_a_bad_key_fails(gateway: ScriptedGateway, shell: Shell) -> None:
    gateway.refuse(1001, grpc.StatusCode.UNAUTHENTICATED, "no key")
    gateway.turn_stream_away = (grpc.StatusCode.UNAUTHENTICATED, "no key")
    refused = await shell.run("stream", "--sub", "HK.00700:basic")
    assert (refused.code, refused.out) == (1, "")
    assert "asks for an API key" in refused.err
