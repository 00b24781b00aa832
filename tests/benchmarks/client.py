"""Floors of the stream, each a program of its own: a bare `grpc.aio` loop, alone or inside a bare Textual app.

`python -m tests.benchmarks.client --target HOST:PORT --count N` reads and counts, and prints a `Taken` as JSON.
With `--screen` it also shows a list with a cursor on the terminal, which up and down move, and draws nothing else; x
sends a request that cancels an order.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from dataclasses import asdict, dataclass, field

import grpc
import grpc.aio

from futu_tui.protocol import ProtoId
from futu_tui.protocol.pb import trd_modify_order_pb2
from futu_tui.protocol.pb.futu_service_pb2 import FutuRequest, FutuResponse, PushEvent, SubscribePushRequest

ROWS = 40


@dataclass(slots=True)
class Taken:
    """What a client took of the stream, from its first event to the last it was to count."""

    events: int = 0
    seconds: float = 0.0
    busy: float = 0.0
    """CPU seconds of the whole process."""
    ticks: dict[str, int] = field(default_factory=dict)
    """Trades kept, by security key."""
    frames: int = 0
    """How often the screen was drawn."""


async def read(target: str, count: int) -> Taken:
    """Read so many events and do nothing with them."""
    taken = Taken()
    async with grpc.aio.insecure_channel(target) as channel:
        subscribe = channel.unary_stream(
            "/futu.service.FutuOpenD/SubscribePush",
            SubscribePushRequest.SerializeToString,
            PushEvent.FromString,
        )
        call = subscribe(SubscribePushRequest())
        await call.read()
        started, busy = time.perf_counter(), time.process_time()
        for _ in range(count - 1):
            await call.read()
        taken.seconds, taken.busy = time.perf_counter() - started, time.process_time() - busy
        taken.events = count
    return taken


def cancel() -> FutuRequest:
    """A request that cancels an order."""
    c2s = trd_modify_order_pb2.C2S(
        packetID={"connID": 1, "serialNo": 1},
        header={"trdEnv": 0, "accID": 1234, "trdMarket": 1},
        orderID=1,
        modifyOrderOp=2,
    )
    body = trd_modify_order_pb2.Request(c2s=c2s).SerializeToString()
    return FutuRequest(proto_id=ProtoId.TRD_MODIFY_ORDER, body=body)


def show(target: str, count: int) -> None:
    """The loop inside a bare Textual app."""
    from rich.segment import Segment
    from textual.app import App, ComposeResult
    from textual.binding import Binding
    from textual.geometry import Region
    from textual.strip import Strip
    from textual.widget import Widget

    class Rows(Widget, can_focus=True):
        """Rows of which one has the cursor's mark."""

        BINDINGS = [Binding("j", "move(1)"), Binding("k", "move(-1)"), Binding("x", "act")]
        cursor = 0

        def render_line(self, y: int) -> Strip:
            mark = "▌" if y == self.cursor else " "
            return Strip([Segment(f" {mark}row {y}".ljust(self.size.width))], self.size.width)

        def action_move(self, by: int) -> None:
            before, self.cursor = self.cursor, max(0, min(self.cursor + by, ROWS - 1))
            self.refresh(*(Region(0, y, self.size.width, 1) for y in (before, self.cursor)))

        async def action_act(self) -> None:
            await self.app.act()  # type: ignore[attr-defined]

    class BareApp(App[None]):
        ENABLE_COMMAND_PALETTE = False
        reading: asyncio.Task[Taken]

        def compose(self) -> ComposeResult:
            yield Rows()

        def on_mount(self) -> None:
            self.query_one(Rows).focus()
            self.reading = asyncio.create_task(read(target, count))
            channel = grpc.aio.insecure_channel(target)
            self._request = channel.unary_unary(
                "/futu.service.FutuOpenD/Request",
                FutuRequest.SerializeToString,
                FutuResponse.FromString,
            )

        async def act(self) -> None:
            """Send a cancel."""
            await self._request(cancel())

    BareApp().run()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--target", required=True)
    parser.add_argument("--count", type=int, required=True, help="events to read")
    parser.add_argument("--screen", action="store_true", help="inside a bare Textual app")
    options = parser.parse_args()
    if options.screen:
        show(options.target, options.count)
    else:
        print(json.dumps(asdict(asyncio.run(read(options.target, options.count)))))


if __name__ == "__main__":
    main()
