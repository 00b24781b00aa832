"""`futu-tui gateway` as a person runs it."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc._cython.cygrpc as cygrpc
import grpc.aio
import pytest
from click.testing import CliRunner, Result

from futu_tui.commands.gateway import command, is_news
from futu_tui.paper.faults import Fault
from tests.gateway.conftest import Paper
from tests.gateway.desk import BUY, Desk

BRIEF = ("--symbols", "HK.00700")


@contextmanager
def running(*flags: str) -> Iterator[subprocess.Popen[str]]:
    """The command as a process."""
    with subprocess.Popen(
        [sys.executable, "-m", "futu_tui", "gateway", *BRIEF, *flags],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


@pytest.fixture(autouse=True)
def _signals_and_log_as_before() -> Iterator[None]:
    """The command sets both for the process that it takes to be its own."""
    signals = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    handlers = list(logging.root.handlers)
    yield
    logging.root.handlers[:] = handlers
    for number, handler in signals.items():
        signal.signal(number, handler)


def invoke(*flags: str) -> Result:
    return CliRunner().invoke(command, flags)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_says_where_it_listens_answers_and_ends_on_a_signal(
    paper: Paper, number: signal.Signals
) -> None:
    with running("--port", "0") as process:
        said, _, address = first_line(process).strip().rpartition(" ")
        assert said == "listening on"
        paper.address = address
        async with paper.caller() as caller:
            assert [each.basic.security.code for each in (await caller.ask(3202)).staticInfoList] == ["00700"]
            await caller.open_pushes()
            process.send_signal(number)
            assert process.wait(5) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_it_ends_with_the_program_that_started_it() -> None:
    with running("--port", "0", "--exit-with-stdin") as process:
        first_line(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(5) == 0


def test_a_port_in_use_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = invoke(*BRIEF, "--port", port)
    assert result.exit_code == 1
    assert f"127.0.0.1:{port}" in result.stderr
    assert "listening" not in result.stdout


@pytest.mark.parametrize(
    ("flags", "named"),
    [
        (["--port", "65536"], "--port"),
        (["--rate", "-1"], "--rate"),
        (["--clock", "slow"], "--clock"),
        (["--symbols", "Tencent"], "HK.00700"),
        (["--symbols", "HK.99999"], "HK.99999"),
        (["--keys-file", "missing.json"], "missing.json"),
        (["--tls-cert", "missing.pem"], "missing.pem"),
        (["--tls-cert", __file__], "--tls-key"),
        (["--tls-client-ca", __file__], "--tls-key"),
        (["--scopes", "qot:read"], "--make-key"),
        (["--make-key", "me", "--scopes", "qot:read"], "--keys-file"),
        (["--make-key", "me", "--keys-file", "keys.json"], "--scopes"),
        (["--make-key", "me", "--keys-file", "keys.json", "--scopes", "all"], "qot:read"),
    ],
)
def test_a_wrong_flag_is_named(flags: list[str], named: str) -> None:
    result = invoke(*flags)
    assert result.exit_code == 2
    assert named in result.stderr


def test_a_key_is_made_with_what_restricts_it(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    result = invoke(
        *("--make-key", "desk", "--keys-file", str(path), "--scopes", "qot:read,acc:read"),
        *("--allow-markets", "HK,US", "--allow-accounts", "7000001", "--hours", "09:00-16:30"),
    )
    assert result.exit_code == 0
    assert result.stdout.startswith("fc_")
    [key] = json.loads(path.read_text())["keys"]
    assert key["name"] == "desk"
    assert set(key["scopes"]) == {"qot:read", "acc:read"}
    assert set(key["markets"]) == {"HK", "US"}
    assert (key["accounts"], key["hours"]) == ([7_000_001], "09:00-16:30")
    assert result.stdout.strip() not in path.read_text()


def test_help_names_every_fault() -> None:
    text = invoke("--help").output
    assert all(f"\n  {fault} " in text for fault in Fault)


@pytest.mark.parametrize("flags", [("--chaos", "meteor=1"), ("--state", "/nowhere/at/all")])
def test_a_drill_that_makes_no_sense_does_not_start(flags: tuple[str, ...]) -> None:
    result = invoke(*BRIEF, *flags)
    assert result.exit_code == 2
    assert flags[0] in result.output


async def drill(desk: Desk, taken: list[int]) -> None:
    """Place orders until that fails."""
    while True:
        c2s = desk.order(BUY, 100, 400.0, remark=f"drill {len(taken)}")
        taken.append((await desk.caller.ask(2202, **c2s)).orderID)
        await asyncio.sleep(0.021)


async def test_a_gateway_that_kills_itself_comes_back_with_what_was_done(
    paper: Paper, tmp_path: Path
) -> None:
    state = ("--port", "0", "--state", str(tmp_path / "state"))
    taken: list[int] = []
    with running(*state, "--chaos", "process-killed=0.3", "--chaos-seed", "2") as process:
        paper.address = first_line(process).rpartition(" ")[2].strip()
        async with paper.caller() as caller:
            desk = Desk(paper, caller)
            with pytest.raises(grpc.aio.AioRpcError):
                await drill(desk, taken)
        assert process.wait(5) == -signal.SIGKILL
    with running(*state) as process:
        paper.address = first_line(process).rpartition(" ")[2].strip()
        async with paper.caller() as caller:
            rows = (await caller.ask(2201, header=Desk(paper, caller).header)).orderList
    found = {row.orderID: row.remark for row in rows if row.remark.startswith("drill")}
    assert taken
    assert found.items() >= {order_id: f"drill {n}" for n, order_id in enumerate(taken)}.items()
    assert len(found) == len(taken) + 1  # the last was done before its answer


@pytest.mark.parametrize(
    ("logger", "kind", "told"),
    [
        ("grpc._cython.cygrpc", cygrpc.ExecuteBatchError, False),
        ("grpc._cython.cygrpc", ValueError, True),
        ("futu_tui.paper.dispatch", cygrpc.ExecuteBatchError, True),
        ("grpc._cython.cygrpc", None, True),
    ],
)
def test_a_client_that_left_while_it_was_answered_is_no_news(
    logger: str, kind: type[Exception] | None, told: bool
) -> None:
    error = kind and (kind, kind("failed"), None)
    record = logging.LogRecord(logger, logging.ERROR, __file__, 1, "raised in a method", None, error)
    assert is_news(record) is told
