"""The paper gateway's keys: every protocol with every scope, every push, and every limit; without a wire."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from futu_tui.paper import keys as keys_module
from futu_tui.paper.access import AccessError, Doorkeeper, Exhausted, Forbidden, Unauthenticated
from futu_tui.paper.alert_pushes import alert_push
from futu_tui.paper.alert_watch import Fired
from futu_tui.paper.alerts import Alert
from futu_tui.paper.dispatch import answer
from futu_tui.paper.gateway import Gateway
from futu_tui.paper.keys import Key, KeyRing, make_key
from futu_tui.paper.market import Filled, OrderType, OrderUpdated, PaperMarket, PersonOrder, Side
from futu_tui.paper.notify_pushes import login_pushes, quota_push
from futu_tui.paper.push import Push
from futu_tui.paper.subscriptions import Topic
from futu_tui.paper.trade_pushes import account_push
from futu_tui.protocol import PROTOCOLS, ProtoId, Scope, Security
from futu_tui.protocol.alerts import AlertFrequency, AlertSession, AlertType
from futu_tui.protocol.pb.futu_service_pb2 import FutuRequest, PushEvent
from futu_tui.protocol.rules import ORDER_WRITES, PUSHES
from tests.gateway.conftest import StepClock

TENCENT, APPLE = Security.parse("HK.00700"), Security.parse("US.AAPL")
PLAY, OTHER, REAL = 7_000_001, 7_000_002, 7_000_009
SIMULATE_ENV, REAL_ENV = 0, 1
SETS: dict[str, frozenset[Scope]] = {
    "none": frozenset(),
    **{scope.value: frozenset({scope}) for scope in Scope},
    "all": frozenset(Scope),
}
UNKNOWN = (0, 1, 999, 2000, 3999, 9999, 4_294_967_295)
"""Numbers that no protocol has."""


class Time:
    """Epoch seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1_795_401_727.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def plain() -> dict[str, str]:
    """What a client shows of each set of scopes."""
    return {}


@pytest.fixture(scope="module")
def time() -> Time:
    return Time()


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, plain: dict[str, str], time: Time) -> Iterator[Gateway]:
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    for name, scopes in SETS.items():
        plain[name] = make_key(path, name, scopes)
    market = PaperMarket(seed=1, symbols=[TENCENT, APPLE], clock=StepClock())
    gateway = Gateway(market, doorkeeper=Doorkeeper(KeyRing(path), time))
    yield gateway
    gateway.close()


def said(gateway: Gateway, key: str | None, proto_id: int, body: bytes) -> AccessError | None:
    """Why a request is turned away at the door, or None where it is answered, with a yes or with a no."""
    authorization = None if key is None else f"Bearer {key}"
    request = FutuRequest(proto_id=proto_id, body=body)
    try:
        response = asyncio.run(answer(gateway, request, authorization, "ipv4:127.0.0.1:1"))
    except AccessError as error:
        return error
    assert response.proto_id == proto_id
    return None


def order_bodies(proto_id: int, acc_id: int = PLAY) -> dict[int | None, bytes]:
    """Requests that act on an order, by the environment that they name; None is a body that cannot be read."""
    request = PROTOCOLS[proto_id].request
    assert request is not None
    bodies: dict[int | None, bytes] = {None: b"\xff"}
    for env in (SIMULATE_ENV, REAL_ENV, 7):
        c2s: dict[str, Any] = {
            "packetID": {"connID": 1, "serialNo": 1},
            "header": {"trdEnv": env, "accID": acc_id, "trdMarket": 1},
        }
        c2s |= {
            ProtoId.TRD_PLACE_ORDER: {"trdSide": 1, "orderType": 1, "code": "00700", "qty": 100.0},
            ProtoId.TRD_MODIFY_ORDER: {"orderID": 1, "modifyOrderOp": 2},
            ProtoId.TRD_RECONFIRM_ORDER: {"orderID": 1, "reconfirmReason": 1},
        }[ProtoId(proto_id)]
        message = request(c2s=c2s)
        assert message.IsInitialized()
        bodies[env] = message.SerializeToString()
    return bodies


class TestScopes:
    @pytest.mark.parametrize("held", SETS)
    @pytest.mark.parametrize("body", [b"", b"\xff"])
    def test_every_protocol_is_answered_exactly_when_the_registry_says(
        self, gateway: Gateway, plain: dict[str, str], held: str, body: bytes
    ) -> None:
        wrong = []
        for proto_id, protocol in PROTOCOLS.items():
            allowed = protocol.scope is None or protocol.scope in SETS[held]
            why = said(gateway, plain[held], proto_id, body)
            if (why is None) != allowed or not isinstance(why, Forbidden | None):
                wrong.append((protocol.name, why))
        assert not wrong

    @pytest.mark.parametrize("held", SETS)
    def test_no_scope_asks_what_no_protocol_is(
        self, gateway: Gateway, plain: dict[str, str], held: str
    ) -> None:
        assert all(isinstance(said(gateway, plain[held], each, b""), Forbidden) for each in UNKNOWN)

    @pytest.mark.parametrize("held", SETS)
    def test_an_order_needs_the_scope_of_its_environment_and_real_for_want_of_one(
        self, gateway: Gateway, plain: dict[str, str], held: str
    ) -> None:
        for proto_id in ORDER_WRITES:
            for env, body in order_bodies(proto_id).items():
                needed = Scope.TRADE_SIMULATE if env == SIMULATE_ENV else Scope.TRADE_REAL
                why = said(gateway, plain[held], proto_id, body)
                assert (why is None) == (needed in SETS[held]), (proto_id, env)

    def test_simulated_orders_do_not_reach_a_real_account(
        self, gateway: Gateway, plain: dict[str, str]
    ) -> None:
        account = gateway.accounts.get(REAL)
        assert account is not None
        before = dict(account.orders)
        body = order_bodies(ProtoId.TRD_PLACE_ORDER, REAL)[SIMULATE_ENV]
        request = FutuRequest(proto_id=ProtoId.TRD_PLACE_ORDER, body=body)
        shown = f"Bearer {plain['trade:simulate']}"
        refusal = asyncio.run(answer(gateway, request, shown, "ipv4:127.0.0.1:1"))
        assert refusal.ret_type != 0
        assert account.orders == before

    def test_commands_that_change_something_need_admin(self, gateway: Gateway, plain: dict[str, str]) -> None:
        request = PROTOCOLS[ProtoId.TEST_CMD].request
        assert request is not None
        for command, changes in (("help", False), ("echo", False), ("login", True), ("quota", True)):
            body = request(c2s={"cmd": command, "paramStr": "100 100"}).SerializeToString()
            for held, scopes in SETS.items():
                why = said(gateway, plain[held], ProtoId.TEST_CMD, body)
                assert (why is None) == (not changes or Scope.ADMIN in scopes), (command, held)

    @pytest.mark.parametrize("shown", [None, "", "fc_", "fc_unknown", "x"])
    def test_no_key_is_no_way_in(self, gateway: Gateway, shown: str | None) -> None:
        for proto_id in (*PROTOCOLS, *UNKNOWN):
            assert isinstance(said(gateway, shown, proto_id, b""), Unauthenticated)

    @pytest.mark.parametrize("form", ["{}", "Basic {}", "Bearer", "Bearer {}x", "Bearerx {}", "Bearer {} {}"])
    def test_a_key_counts_only_as_a_bearers(self, gateway: Gateway, plain: dict[str, str], form: str) -> None:
        with pytest.raises(Unauthenticated):
            gateway.doorkeeper.admit(form.format(plain["all"], plain["all"]))


def every_push(gateway: Gateway) -> Iterable[Push]:
    """A push of each kind that the paper gateway sends, about Tencent and the account PLAY."""
    security, account = TENCENT, gateway.accounts.get(PLAY)
    assert account is not None
    for sub_type in (1, 2, 4, 5, 11, 14):
        yield from gateway._pushes.first(Topic(security, sub_type), [0])
    alert = Alert(1, security, AlertType.PRICE_UP, 1.0, AlertFrequency.ONCE, "", tuple(AlertSession)[:1])
    yield alert_push("Tencent", Fired(alert, 1.0, 1.0, 1.0, next(iter(AlertSession))))
    gateway.market.place(PersonOrder(91_001, PLAY, security, Side.BUY, OrderType.MARKET, 0.0, 100))
    gateway.clients.seen("ipv4:127.0.0.1:2", "all").pushed_accounts = {PLAY}
    for event in list(gateway.market.told()):
        if isinstance(event, OrderUpdated | Filled):
            yield from gateway._pushes_of(event)
    yield account_push(account)
    yield from login_pushes(gateway.login)
    yield quota_push(1, 1)


@pytest.fixture(scope="module")
def pushes(gateway: Gateway) -> list[tuple[Push, int]]:
    """Each with its proto_id."""
    for _ in range(50):
        list(gateway.market.advance())
    gateway.market.open_books({TENCENT})
    made = list(every_push(gateway))
    return [(push, PushEvent.FromString(push.serialized()).proto_id) for push in made]


class TestPushes:
    def test_every_kind_of_push_is_tried(self, pushes: list[tuple[Push, int]]) -> None:
        assert {proto_id for _, proto_id in pushes} == PUSHES - {ProtoId.QOT_UPDATE_ORDER_DETAIL}

    @pytest.mark.parametrize("held", SETS)
    def test_a_push_goes_out_exactly_when_the_registry_says(
        self, gateway: Gateway, plain: dict[str, str], pushes: list[tuple[Push, int]], held: str
    ) -> None:
        shown = f"Bearer {plain[held]}"
        if not SETS[held] & {Scope.QOT_READ, Scope.ACC_READ}:
            with pytest.raises(Forbidden), gateway.open_stream(shown, "ipv4:127.0.0.1:3"):
                pass
            return
        with gateway.open_stream(shown, "ipv4:127.0.0.1:3") as backlog:
            for push, proto_id in pushes:
                before = len(backlog)
                gateway._offer(push)
                scope = PROTOCOLS[proto_id].scope
                assert (len(backlog) > before) == (scope is None or scope in SETS[held]), proto_id

    @pytest.mark.parametrize(
        ("limits", "seen"),
        [
            ({"markets": ["HK"]}, {"quote", "trade"}),
            ({"markets": ["US"]}, {"trade"}),
            ({"symbols": ["HK.00700"]}, {"quote", "trade"}),
            ({"symbols": ["HK.00005"]}, {"trade"}),
            ({"accounts": [PLAY]}, {"quote", "trade"}),
            ({"accounts": [OTHER]}, {"quote"}),
        ],
    )
    def test_a_push_is_held_to_markets_symbols_and_accounts(
        self, gateway: Gateway, pushes: list[tuple[Push, int]], keyed: Any, limits: Any, seen: set[str]
    ) -> None:
        shown = keyed(gateway, Scope, **limits)
        with gateway.open_stream(shown, "ipv4:127.0.0.1:4") as backlog:
            for push, _ in pushes:
                gateway._offer(push)
            kinds = {
                PushEvent.FromString(asyncio.run(backlog.take())).event_type for _ in range(len(backlog))
            }
        assert kinds == seen | {"notify"}

    @pytest.mark.parametrize(
        ("limits", "passed", "why"),
        [
            ({"expires": timedelta(minutes=5)}, 299, None),
            ({"expires": timedelta(minutes=5)}, 300, Unauthenticated),
            ({"hours": timedelta(minutes=5)}, 299, None),
            ({"hours": timedelta(minutes=5)}, 301, Forbidden),
        ],
    )
    def test_an_open_stream_ends_with_its_key(
        self, gateway: Gateway, pushes: list[tuple[Push, int]], keyed: Any, time: Time,
        limits: dict[str, timedelta], passed: int, why: type[AccessError] | None,
    ) -> None:  # fmt: skip
        shown = keyed(gateway, Scope, **{name: _until(name, time.now, span) for name, span in limits.items()})
        start = time.now
        try:
            with gateway.open_stream(shown, "ipv4:127.0.0.1:5") as backlog:
                time.now = start + passed
                gateway.tidy()
                gateway._offer(pushes[0][0])
                if why is None:
                    assert len(backlog) == 1
                else:
                    assert len(backlog) == 0
                    with pytest.raises(why):
                        asyncio.run(backlog.take())
                    with pytest.raises(why):
                        gateway.doorkeeper.admit(shown)
        finally:
            time.now = start


def _until(name: str, now: float, span: timedelta) -> str | datetime:
    end = datetime.fromtimestamp(now) + span
    if name == "expires":
        return end.astimezone(UTC)
    return f"{datetime.fromtimestamp(now):%H:%M:%S}-{end:%H:%M:%S}"


@pytest.fixture
def keyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Has the gateway ask for a key with these limits; gives what shows it."""

    def ask_for(gateway: Gateway, scopes: Collection[Scope], **limits: Any) -> str:
        path = tmp_path / "keys.json"
        plaintext = make_key(path, "limited", frozenset(scopes), **limits)
        monkeypatch.setattr(gateway, "doorkeeper", Doorkeeper(KeyRing(path), gateway.doorkeeper._now))
        return f"Bearer {plaintext}"

    return ask_for


class TestLimits:
    def test_what_is_turned_away_counts_against_the_rate_too(
        self, gateway: Gateway, keyed: Any, time: Time
    ) -> None:
        shown = keyed(gateway, {Scope.QOT_READ}, requests_per_minute=5).removeprefix("Bearer ")
        refused = [(ProtoId.TRD_GET_ACC_LIST, b""), (9999, b""), (ProtoId.QOT_GET_BASIC_QOT, b"\xff"),
                   (ProtoId.TRD_PLACE_ORDER, b""), (ProtoId.KEEP_ALIVE, b"")]  # fmt: skip
        for proto_id, body in refused:
            assert not isinstance(said(gateway, shown, proto_id, body), Exhausted)
        assert isinstance(said(gateway, shown, ProtoId.KEEP_ALIVE, b""), Exhausted)
        time.now += 59
        assert isinstance(said(gateway, shown, ProtoId.KEEP_ALIVE, b""), Exhausted)
        time.now += 1
        assert said(gateway, shown, ProtoId.KEEP_ALIVE, b"") is None

    def test_a_security_outside_the_key_is_refused_wherever_a_request_names_one(
        self, gateway: Gateway, keyed: Any
    ) -> None:
        shown = keyed(gateway, Scope, symbols=["US.AAPL"])
        access = gateway.doorkeeper.admit(shown)
        named = 0
        for protocol in PROTOCOLS.values():
            if protocol.c2s is None or protocol.is_push:
                continue
            for field in protocol.c2s.DESCRIPTOR.fields:
                message = field.message_type
                if message is None or message.full_name != "futu_tui.qot_common.Security":
                    continue
                named += 1
                for security in (TENCENT, APPLE):
                    c2s = protocol.c2s()
                    value = getattr(c2s, field.name)
                    (value.add() if hasattr(value, "add") else value).CopyFrom(security.message())
                    if security is APPLE:
                        access.require(protocol.id, c2s)
                        continue
                    with pytest.raises(Forbidden, match=r"does not cover HK\.00700"):
                        access.require(protocol.id, c2s)
        assert named >= 20

    def test_an_account_outside_the_key_is_refused_wherever_a_request_names_one(
        self, gateway: Gateway, keyed: Any
    ) -> None:
        shown = keyed(gateway, Scope, accounts=[OTHER])
        access = gateway.doorkeeper.admit(shown)
        named = 0
        for protocol in PROTOCOLS.values():
            fields = {} if protocol.c2s is None else protocol.c2s.DESCRIPTOR.fields_by_name
            header = fields.get("header")
            if header is not None and header.message_type.full_name == "futu_tui.trd_common.TrdHeader":
                named += 1
                for acc_id in (OTHER, PLAY):
                    assert protocol.c2s is not None
                    c2s = protocol.c2s(header={"trdEnv": 0, "accID": acc_id, "trdMarket": 1})
                    if acc_id == OTHER:
                        access.require(protocol.id, c2s)
                        continue
                    with pytest.raises(Forbidden, match="does not cover the account"):
                        access.require(protocol.id, c2s)
        assert named >= 13

    def test_a_key_without_a_field_is_not_restricted_by_it_and_an_unknown_field_is_no_key(
        self, tmp_path: Path
    ) -> None:
        free = Key("a", "0" * 64, frozenset(Scope))
        assert free.sees(TENCENT)
        assert free.sees_account(1)
        assert not free.expired(9e9)
        path = tmp_path / "keys.json"
        path.write_text(
            '{"keys": [{"name": "a", "sha256": "' + "0" * 64 + '", "scopes": [], "market": ["HK"]}]}'
        )
        with pytest.raises(keys_module.KeysFileError, match="market"):
            KeyRing(path)


class TestComparison:
    @pytest.fixture
    def ring(self, tmp_path: Path) -> tuple[KeyRing, list[str]]:
        path = tmp_path / "keys.json"
        plain = [make_key(path, str(number), frozenset(Scope)) for number in range(5)]
        return KeyRing(path), plain

    def test_every_key_is_compared_whichever_matches(
        self, ring: tuple[KeyRing, list[str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keys, plain = ring
        compared: list[tuple[str, str]] = []
        digest = hmac.compare_digest

        def compare(known: str, shown: str) -> bool:
            compared.append((known, shown))
            return digest(known, shown)

        monkeypatch.setattr(hmac, "compare_digest", compare)
        for shown in (*plain, "fc_none of them", ""):
            compared.clear()
            found = keys.find(shown)
            assert (found is None) == (shown not in plain)
            assert found is None or plain[int(found.name)] == shown
            assert len(compared) == 5
            assert {each for _, each in compared} == {hashlib.sha256(shown.encode()).hexdigest()}

    def test_the_file_and_what_is_read_of_it_hold_no_key(self, ring: tuple[KeyRing, list[str]]) -> None:
        keys, plain = ring
        held = keys._path.read_text() + repr(keys._by_hash)
        assert not any(each in held for each in plain)
        assert keys._path.stat().st_mode & 0o077 == 0

    def test_a_hash_that_is_none_is_said_to_be_so(self, tmp_path: Path) -> None:
        path = tmp_path / "keys.json"
        path.write_text('{"keys": [{"name": "a", "sha256": "ü", "scopes": []}]}')
        with pytest.raises(keys_module.KeysFileError, match="64 hexadecimal digits"):
            KeyRing(path)
