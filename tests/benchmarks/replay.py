"""The replay gateway, a process of its own: sends a scene's events as fast as the client reads, or at a given pace.

`python -m tests.benchmarks.replay` first prints `listening on HOST:PORT`, prints `opened` when a client opens its push
stream, and starts when it reads a line of its input. When all events are sent it prints a `Sent` as JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import islice

from tests.benchmarks.answers import Answers
from tests.benchmarks.http2 import Connection, grpc_message
from tests.benchmarks.scene import STEP, Scene

BEAT = 0.004
"""Seconds between two looks at what is due at a given pace."""
BATCH = 256
"""Events sent between two looks at what clients say."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What the gateway sent."""

    events: int
    ticks: dict[str, int]
    """Trades by security key."""
    seconds: float
    busy: float
    """CPU seconds that the sending took."""


class Replay:
    """One run of a scene for one client."""

    def __init__(self, scene: Scene, count: int, rate: float, prebuilt: bool) -> None:
        """`rate` is events a second, 0 for as fast as the client reads; `prebuilt` makes all of them beforehand."""
        self._scene = scene
        self._count = count
        self._rate = rate
        events = map(grpc_message, islice(scene.events(), count))
        self._events: Iterator[bytes] = iter(list(events)) if prebuilt else events
        self._client: asyncio.Future[Connection] = asyncio.get_running_loop().create_future()

    def opened(self, connection: Connection) -> None:
        """A client opened its push stream; the last one counts."""
        if self._client.done():
            self._client = asyncio.get_running_loop().create_future()
        self._client.set_result(connection)
        print("opened", flush=True)

    async def send(self) -> Sent:
        """Send everything to the client; gives up when it leaves."""
        client = await self._client
        started, busy = time.perf_counter(), time.process_time()
        sent = 0
        while not client.closed and (batch := list(islice(self._events, self._due(sent, started)))):
            done = 0
            while done < len(batch) and not client.closed:
                done += client.push(batch, done)
                await (asyncio.sleep(0) if client.room.is_set() else client.room.wait())
            sent += done
            if self._rate:
                await asyncio.sleep(BEAT)
        return Sent(sent, dict(self._scene.ticks), time.perf_counter() - started, time.process_time() - busy)

    def _due(self, sent: int, started: float) -> int:
        if not self._rate:
            return BATCH
        return max(1, int((time.perf_counter() - started) * self._rate) - sent)


async def serve(
    count: int, rate: float, prebuilt: bool, at_once: bool, as_subscribed: bool, in_time: bool
) -> None:
    """Serve until the input ends."""
    loop = asyncio.get_running_loop()
    scene = Scene(as_subscribed=as_subscribed, step=timedelta(seconds=1 / rate) if in_time and rate else STEP)
    answers = Answers()
    replay = Replay(scene, count, rate, prebuilt)
    server = await loop.create_server(lambda: Connection(answers.answer, replay.opened), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    print(f"listening on {host}:{port}", flush=True)
    if not at_once:
        await asyncio.to_thread(sys.stdin.readline)
    print(json.dumps(asdict(await replay.send())), flush=True)
    await asyncio.to_thread(sys.stdin.read)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, required=True, help="events to send")
    parser.add_argument(
        "--rate", type=float, default=0, help="events a second; 0 is as fast as the client reads"
    )
    parser.add_argument("--prebuilt", action="store_true", help="make all events before listening")
    parser.add_argument("--at-once", action="store_true", help="start when a client opens its stream")
    parser.add_argument("--as-subscribed", action="store_true", help="only what a dashboard subscribes")
    parser.add_argument(
        "--in-time", action="store_true", help="market time goes with the pace, so late trades can be told"
    )
    asyncio.run(serve(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()
