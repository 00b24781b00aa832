"""Floors of the stream, each a program of its own: a bare `grpc.aio` loop, alone or inside a bare Textual app.

`python -m tests.benchmarks.client --target HOST:PORT --count N` reads and counts, and prints a `Taken` as JSON.
With `--screen` it also shows a list with a cursor on the terminal, which j and k move, and draws nothing else; x sends
a request that cancels an order. With `--paint FILE` it draws one cell more: the price of each mark, as soon as it has
read it, and appends the moment it was told to draw to the file.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import grpc
import grpc.aio

from futu_tui.protocol import ProtoId
from futu_tui.protocol.pb import qot_update_basic_qot_pb2, trd_modify_order_pb2
from futu_tui.protocol.pb.futu_service_pb2 import FutuRequest, FutuResponse, PushEvent, SubscribePushRequest
from tests.benchmarks.scene import MARKED
from tests.benchmarks.ticks import Told

ROWS = 40
MARK_LABEL = "mark"
MARK_PLACE, MARK_WIDTH = 7, 9
"""Cells of the price in the first row."""


@dataclass(slots=True)
class Taken:
    """What a client took of the stream, from its first event to the last it was to count."""

    events: int = 0
    seconds: float = 0.0
    busy: float = 0.0
    """CPU seconds of the whole process."""
    ticks: dict[str, int] = field(default_factory=dict)
    """Trades kept, by security key."""
    left_out: dict[str, int] = field(default_factory=dict)
    """Trades that the program says it did not keep, by security key."""
    told: dict[str, Told | None] = field(default_factory=dict)
    """What each tape tells, by security key; None of one that has let go of its oldest trades."""
    frames: int = 0
    """How often the screen was drawn."""

    @classmethod
    def of_json(cls, line: str) -> Taken:
        """What was written as JSON."""
        values = json.loads(line)
        told = {key: each and Told(**each) for key, each in values.pop("told").items()}
        return cls(**values, told=told)


async def read(target: str, count: int, meet: Callable[[PushEvent], None] | None = None) -> Taken:
    """Read so many events and do nothing with them, but to hand them to `meet` if there is one."""
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
        if meet is None:
            for _ in range(count - 1):
                await call.read()
        else:
            for _ in range(count - 1):
                meet(await call.read())
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


def show(target: str, count: int, report: Path | None) -> None:
    """The loop inside a bare Textual app; marks are drawn where there is a file to tell of that."""
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
        price = 0.0

        def render_line(self, y: int) -> Strip:
            mark = "▌" if y == self.cursor else " "
            text = f" {mark}row {y}" if y else f" {mark}{MARK_LABEL} {self.price:,.2f}"
            return Strip([Segment(text.ljust(self.size.width))], self.size.width)

        def show(self, price: float) -> None:
            self.price = price
            self.refresh(Region(MARK_PLACE, 0, MARK_WIDTH, 1))

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
            self.reading = asyncio.create_task(read(target, count, None if report is None else self.meet))
            channel = grpc.aio.insecure_channel(target)
            self._request = channel.unary_unary(
                "/futu.service.FutuOpenD/Request",
                FutuRequest.SerializeToString,
                FutuResponse.FromString,
            )

        def meet(self, event: PushEvent) -> None:
            """Draw a mark."""
            if event.sec_key != MARKED.key:
                return
            price = qot_update_basic_qot_pb2.Response.FromString(event.body).s2c.basicQotList[0].curPrice
            assert report is not None
            with report.open("a") as file:
                file.write(f"{price} {time.monotonic()}\n")
            self.query_one(Rows).show(price)

        async def act(self) -> None:
            """Send a cancel."""
            await self._request(cancel())

    BareApp().run()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--target", required=True)
    parser.add_argument("--count", type=int, required=True, help="events to read")
    parser.add_argument("--screen", action="store_true", help="inside a bare Textual app")
    parser.add_argument("--paint", type=Path, metavar="FILE", help="draw marks and tell there when")
    options = parser.parse_args()
    if options.screen:
        show(options.target, options.count, options.paint)
    else:
        print(json.dumps(asdict(asyncio.run(read(options.target, options.count)))))


if __name__ == "__main__":
    main()
