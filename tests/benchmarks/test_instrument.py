"""The instrument's own parts: the gateway keeps its pace, marks are found again, readers and meters tell the truth."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from futu_tui.protocol.pb import qot_update_basic_qot_pb2
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from tests.benchmarks.client import read
from tests.benchmarks.gateway import ReplayProcess
from tests.benchmarks.marks import BARE, Marks, shown
from tests.benchmarks.processes import cpu_seconds, resident
from tests.benchmarks.runs import bare_screen
from tests.benchmarks.scene import CURRENT, MARKED, Scene, symbols
from tests.benchmarks.terminal import Terminal, environment


def test_the_gateway_keeps_its_pace_and_marks_are_nobody_elses() -> None:
    met: list[tuple[float, float]] = []

    def meet(event: PushEvent) -> None:
        if event.sec_key == MARKED.key:
            rows = qot_update_basic_qot_pb2.Response.FromString(event.body).s2c.basicQotList
            met.append((rows[0].curPrice, time.monotonic()))

    with ReplayProcess(10_000, 200, "--marks", "0.05", "--at-once", "--securities", "60") as gateway:
        taken = asyncio.run(read(gateway.target, 150, meet))
        sent = gateway.sent_till_left()
    assert taken.events == 150
    assert 100 < sent.events / sent.seconds <= 205
    assert len(met) >= 5
    assert [price for price, _ in met] == [price for price, _ in sent.marks[: len(met)]]
    delays = [came - at for (_, at), (_, came) in zip(sent.marks, met, strict=False)]
    assert all(0 < delay < 5 for delay in delays)


def test_a_bare_app_paints_each_mark_and_tells_when_it_was_asked_to(tmp_path: Path) -> None:
    report = tmp_path / "paints"
    with ReplayProcess(100_000, 500, "--marks", "0.1") as gateway:
        with bare_screen(gateway, gateway.count, "--paint", str(report)) as terminal:
            gateway.go()
            terminal.drain(1.0)
        sent = gateway.sent_till_left()
    calls = [[float(word) for word in line.split()] for line in report.read_text().splitlines()]
    seen = shown(terminal.outputs, BARE)
    assert [price for price, _ in calls] == [price for price, _ in sent.marks[: len(calls)]]
    paints = Marks(calls, seen).latencies()
    assert len(paints) >= 4
    assert all(0 < seconds < 1 for seconds in paints)


def test_events_that_run_out_are_no_measure() -> None:
    with ReplayProcess(20, 0, "--at-once") as gateway:
        asyncio.run(read(gateway.target, 20))
        with pytest.raises(RuntimeError, match="all 20 events were sent before"):
            gateway.sent_till_left()


def test_a_scene_has_as_many_securities_as_wanted_and_leaves_the_marked_one_alone() -> None:
    scene = Scene(securities=100, marked=True)
    assert len(scene.stocks) == len(set(symbols(100))) == 100
    events = scene.events()
    keys = {PushEvent.FromString(next(events)).sec_key for _ in range(500)}
    assert MARKED.key not in keys
    assert CURRENT.key in keys
    prices = [scene.mark()[0] for _ in range(3)]
    assert prices == [200.0, 200.1, 200.2]


def test_a_slow_terminal_takes_no_more_than_its_rate(tmp_path: Path) -> None:
    with Terminal(("yes", "no end of it"), environment(str(tmp_path))) as terminal:
        terminal.trickle(2_000, 0.5)
        taken = sum(len(output.data) for output in terminal.outputs)
    assert 500 < taken <= 1_000


def test_cpu_is_that_of_a_process_and_its_children() -> None:
    busy = "import time\nwhile time.process_time() < 0.25: pass\nprint(flush=True)\ninput()"
    command = [sys.executable, "-c", busy]
    before = cpu_seconds(os.getpid())
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert 0.2 < cpu_seconds(child.pid) < 0.5
        assert cpu_seconds(os.getpid()) - before > 0.2
        assert 2 < resident(child.pid) < 200
        child.communicate(b"\n")
    with pytest.raises(ProcessLookupError, match=f"no process {child.pid}"):
        cpu_seconds(child.pid)
