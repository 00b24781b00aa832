"""A paper gateway in this process, on a free loopback port, whose time passes only when a test says so."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import grpc.aio
import pytest
import pytest_asyncio

from futu_tui.paper.access import Doorkeeper
from futu_tui.paper.gateway import Gateway
from futu_tui.paper.keys import KeyRing
from futu_tui.paper.market import PaperMarket
from futu_tui.paper.server import Certificates, serve
from futu_tui.protocol import PROTOCOLS, Security
from futu_tui.protocol.pb.futu_service_pb2 import FutuRequest, FutuResponse, PushEvent, SubscribePushRequest

SYMBOLS = ("HK.00700", "HK.01810", "US.AAPL", "SH.600519", "SZ.300750")
MONDAY_MORNING = 1_795_401_727.0
"""2026-11-23 10:42:07 in Hong Kong."""


@dataclass
class StepClock:
    """Stands still until it is set."""

    instant: float = MONDAY_MORNING
    always_open: bool = True
    speed: float = 1.0

    def now(self) -> float:
        return self.instant

    def skip_to(self, instant: float) -> None:
        self.instant = max(self.instant, instant)


@dataclass
class Caller:
    """A client that knows no more than the service's definition."""

    channel: grpc.aio.Channel
    key: str | None = None
    _streams: list[Any] = field(default_factory=list)

    @property
    def _metadata(self) -> tuple[tuple[str, str], ...]:
        return (("authorization", f"Bearer {self.key}"),) if self.key else ()

    async def send(self, proto_id: int, body: bytes) -> FutuResponse:
        """One request as it is on the wire."""
        call = self.channel.unary_unary(
            "/futu.service.FutuOpenD/Request", FutuRequest.SerializeToString, FutuResponse.FromString
        )
        return await call(
            FutuRequest(proto_id=proto_id, body=body),
            metadata=self._metadata,
            timeout=30,
            wait_for_ready=True,
        )

    async def answer(self, proto_id: int, **c2s: Any) -> Any:
        """The whole Response of a request with these C2S fields, said yes or no."""
        protocol = PROTOCOLS[proto_id]
        assert protocol.request is not None
        assert protocol.response is not None
        request = protocol.request(c2s=c2s)
        request.c2s.SetInParent()
        envelope = await self.send(proto_id, request.SerializeToString())
        response = protocol.response.FromString(envelope.body)
        assert (envelope.proto_id, envelope.ret_type) == (proto_id, response.retType)
        assert envelope.ret_msg == response.retMsg
        return response

    async def ask(self, proto_id: int, **c2s: Any) -> Any:
        """The S2C of a request that must succeed."""
        response = await self.answer(proto_id, **c2s)
        assert response.retType == 0, response.retMsg
        return response.s2c

    async def refusal(self, proto_id: int, **c2s: Any) -> str:
        """What a request that must be refused is told."""
        response = await self.answer(proto_id, **c2s)
        assert response.retType != 0
        assert not response.HasField("s2c")
        return str(response.retMsg)

    async def subscribe(self, *symbols: str, to: list[int], first: bool = False, **c2s: Any) -> None:
        """Subscribe SubTypes of symbols, pushes on."""
        await self.ask(
            3001,
            securityList=securities(*symbols),
            subTypeList=to,
            isSubOrUnSub=True,
            isRegOrUnRegPush=True,
            isFirstPush=first,
            **c2s,
        )

    async def open_pushes(self) -> Pushes:
        """A push stream that the gateway has let in."""
        call = self.channel.unary_stream(
            "/futu.service.FutuOpenD/SubscribePush",
            SubscribePushRequest.SerializeToString,
            PushEvent.FromString,
        )(SubscribePushRequest(), metadata=self._metadata, wait_for_ready=True, timeout=60)
        await call.initial_metadata()
        return Pushes(call)


@dataclass
class Pushes:
    """An open push stream."""

    call: Any

    async def next(self) -> PushEvent:
        event = await self.call.read()
        assert event is not grpc.aio.EOF
        return event  # type: ignore[no-any-return]

    async def until(self, wanted: Callable[[PushEvent], bool]) -> list[PushEvent]:
        """Every push up to and with the first that is wanted."""
        events = [await self.next()]
        while not wanted(events[-1]):
            events.append(await self.next())
        return events

    async def of(self, proto_id: int) -> PushEvent:
        """The next push of a protocol."""
        return (await self.until(lambda event: event.proto_id == proto_id))[-1]


@dataclass
class Paper:
    """The gateway under test."""

    gateway: Gateway
    clock: StepClock
    monotonic: list[float]
    address: str = ""

    def run(self, seconds: float, step: float = 0.1) -> None:
        """Let market time pass, in steps as small as the gateway's own are to the market's rhythm."""
        for _ in range(max(round(seconds / step), 1)):
            self.clock.instant += step
            self.gateway.step()

    def run_until(self, done: Callable[[], bool], longest: float = 600.0) -> None:
        """Let market time pass until something is so."""
        for _ in range(round(longest / 0.5)):
            if done():
                return
            self.run(0.5)
        raise AssertionError(f"not so after {longest:g} s of market time")

    def trade(self, *symbols: str) -> None:
        """Let market time pass until each of these has traded once more."""
        for symbol in symbols:
            latest = self._latest_tick(symbol)
            self.run_until(lambda symbol=symbol, latest=latest: self._latest_tick(symbol) != latest)

    def _latest_tick(self, symbol: str) -> int:
        ticks = self.gateway.market.ticks(Security.parse(symbol), 1)
        return ticks[-1].sequence if ticks else 0

    def wait(self, seconds: float) -> None:
        """Let the gateway's own time pass: of holds, rates and lifetimes."""
        self.monotonic[0] += seconds
        self.gateway.tidy()

    @asynccontextmanager
    async def caller(
        self, key: str | None = None, credentials: grpc.ChannelCredentials | None = None
    ) -> AsyncIterator[Caller]:
        """A client on a connection of its own."""
        options = (("grpc.use_local_subchannel_pool", 1), ("grpc.enable_http_proxy", 0))
        if credentials is None:
            channel = grpc.aio.insecure_channel(self.address, options=options)
        else:
            channel = grpc.aio.secure_channel(self.address, credentials, options=options)
        async with channel:
            yield Caller(channel, key)


def securities(*symbols: str) -> list[Any]:
    return [Security.parse(symbol).message() for symbol in symbols]


def security(symbol: str) -> Any:
    return Security.parse(symbol).message()


OpenPaper = Callable[..., AbstractAsyncContextManager[Paper]]


@asynccontextmanager
async def start_paper(
    keys_file: Path | None = None,
    certificates: Certificates | None = None,
    symbols: tuple[str, ...] | int | None = SYMBOLS,
    **options: Any,
) -> AsyncIterator[Paper]:
    """A gateway of these symbols, of so many, or of all (None)."""
    clock = StepClock()
    monotonic = [1000.0]
    named = [Security.parse(each) for each in symbols] if isinstance(symbols, tuple) else symbols
    gateway = Gateway(
        PaperMarket(seed=1, symbols=named, clock=clock),
        doorkeeper=Doorkeeper(KeyRing(keys_file) if keys_file else None),
        clock=lambda: monotonic[0],
        **options,
    )
    paper = Paper(gateway, clock, monotonic)
    async with serve(gateway, certificates=certificates) as paper.address:
        yield paper


@pytest.fixture
def open_paper() -> OpenPaper:
    """Start a gateway: `async with open_paper(keys_file=..., quota=...) as paper`."""
    return start_paper


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole_market() -> AsyncIterator[Paper]:
    """A gateway of everything that is listed, one for all tests of a module: they run in the module's loop."""
    async with start_paper(symbols=None) as paper:
        yield paper


@pytest.fixture
async def paper(open_paper: OpenPaper) -> AsyncIterator[Paper]:
    async with open_paper() as paper:
        yield paper


@pytest.fixture
async def caller(paper: Paper) -> AsyncIterator[Caller]:
    async with paper.caller() as caller:
        yield caller
