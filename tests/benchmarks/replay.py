"""The replay gateway, a process of its own: sends a scene's events as fast as the client reads, or at a given pace.

`python -m tests.benchmarks.replay` first prints `listening on HOST:PORT`, prints `opened` when a client opens its push
stream, and starts when it reads a line of its input. When all events are sent, or the client has left, it prints a
`Sent` as JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from itertools import islice

from tests.benchmarks.answers import CLOSED, OPEN, Answers
from tests.benchmarks.http2 import Connection, grpc_message
from tests.benchmarks.scene import STEP, SYMBOLS, Scene

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
    marks: list[tuple[float, float]] = field(default_factory=list)
    """The price of each mark, and when it was written, in monotonic seconds."""


class Replay:
    """One run of a scene for one client."""

    def __init__(self, scene: Scene, count: int, rate: float, prebuilt: bool, marks: float) -> None:
        """`rate` is events a second, 0 for as fast as the client reads; `prebuilt` makes all of them beforehand.

        `marks` is the seconds between two marks, on average; 0 for none.
        """
        self._scene = scene
        self._count = count
        self._rate = rate
        events = map(grpc_message, islice(scene.events(), count))
        self._events: Iterator[bytes] = iter(list(events)) if prebuilt else events
        self._every = marks
        self._next_mark = 0.0
        self._marks: list[tuple[float, float]] = []
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
        self._next_mark = time.monotonic() + self._every
        while not client.closed and sent < self._count:
            due = self._due(sent, started)
            batch = list(islice(self._events, min(due, BATCH, self._count - sent)))
            done = 0
            while done < len(batch) and not client.closed:
                done += client.push(batch, done)
                await (asyncio.sleep(0) if client.room.is_set() else client.room.wait())
            sent += done
            if self._every and time.monotonic() >= self._next_mark:
                await self._mark(client)
            if due < BATCH:
                await asyncio.sleep(BEAT)
        seconds = time.perf_counter() - started
        return Sent(sent, dict(self._scene.ticks), seconds, time.process_time() - busy, self._marks)

    async def _mark(self, client: Connection) -> None:
        """Send the next mark; when the one after it is due has nothing to do with anybody's frames."""
        price, event = self._scene.mark()
        message = [grpc_message(event)]
        while not client.closed:
            at = time.monotonic()
            if client.push(message, 0):
                self._marks.append((price, at))
                break
            await client.room.wait()
        self._next_mark = time.monotonic() + random.uniform(0.5, 1.5) * self._every

    def _due(self, sent: int, started: float) -> int:
        if not self._rate:
            return BATCH
        return max(0, int((time.perf_counter() - started) * self._rate) - sent)


async def serve(options: argparse.Namespace) -> None:
    """Serve until the input ends."""
    loop = asyncio.get_running_loop()
    scene = Scene(
        securities=options.securities,
        as_subscribed=options.as_subscribed,
        marked=options.marks > 0,
        step=timedelta(seconds=1 / options.rate) if options.in_time else STEP,
    )
    answers = Answers(CLOSED if options.closed else OPEN)
    replay = Replay(scene, options.count, options.rate, options.prebuilt, options.marks)
    server = await loop.create_server(lambda: Connection(answers.answer, replay.opened), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    print(f"listening on {host}:{port}", flush=True)
    if not options.at_once:
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
    parser.add_argument("--securities", type=int, default=len(SYMBOLS), help="how many trade")
    parser.add_argument(
        "--marks", type=float, default=0, metavar="SECONDS", help="send a marked quote about so often"
    )
    parser.add_argument(
        "--in-time", action="store_true", help="market time goes with the pace, so late trades can be told"
    )
    parser.add_argument("--closed", action="store_true", help="say that all markets are closed")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
