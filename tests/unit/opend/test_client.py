"""One gateway, asked over a real channel."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import grpc
import pytest
import trustme

from futu_tui.opend import TLS, ApiKey, OpenD, errors
from futu_tui.protocol import ProtoId
from futu_tui.protocol.pb import qot_get_basic_qot_pb2
from tests.unit.opend.conftest import Context, ScriptedGateway, serving, success

TENCENT = {"securityList": [{"market": 1, "code": "00700"}]}
KEY = "fc_0123456789abcdef"


def basic_qot(name: str, price: float) -> Any:
    quote = dict.fromkeys(
        ("highPrice", "openPrice", "lowPrice", "lastClosePrice", "turnover", "turnoverRate", "amplitude"), 0.0
    )
    texts = {"name": name, "listTime": "", "updateTime": ""}
    security = TENCENT["securityList"][0]
    return {
        "security": security, "isSuspended": False, "priceSpread": 0.2, "curPrice": price, "volume": 1, **quote, **texts
    }  # fmt: skip


async def test_a_request_is_typed_in_and_typed_out(gateway: ScriptedGateway, gw: OpenD) -> None:
    gateway.answer(3004, success(3004, basicQotList=[basic_qot("TENCENT", 612.5)]))
    s2c = await gw.request(ProtoId.QOT_GET_BASIC_QOT, TENCENT)
    assert isinstance(s2c, qot_get_basic_qot_pb2.S2C)
    assert s2c.basicQotList[0].curPrice == 612.5
    assert gateway.requests[0].securityList[0].code == "00700"


async def test_an_introduction_learns_who_we_are(gw: OpenD, gateway: ScriptedGateway) -> None:
    assert (gw.conn_id, gw.user_id) == (0, 0)
    await gw.init()
    assert (gw.conn_id, gw.user_id) == (4242, 77)
    assert gateway.requests[0].recvNotify


async def test_a_ping_measures_the_round_trip(gw: OpenD, gateway: ScriptedGateway) -> None:
    async def slow(c2s: Any, context: Context) -> Any:
        await asyncio.sleep(0.05)
        return success(1004, time=c2s.time)

    gateway.answers[1004] = slow
    assert 0.05 <= await gw.ping() < 1


async def test_the_key_travels_with_every_call_and_shows_nowhere(gateway: ScriptedGateway) -> None:
    async with OpenD(gateway.target, api_key=KEY) as gw:
        await gw.ping()
        call = gw.open_push()
        await gateway.stream_opened.wait()
        call.cancel()
        assert [metadata["authorization"] for metadata in gateway.metadata] == [f"Bearer {KEY}"] * 2
        gateway.refuse(1004, grpc.StatusCode.UNAUTHENTICATED, "unknown key")
        with pytest.raises(errors.NoKey) as caught:
            await gw.ping()
        shown = [repr(gw), repr(ApiKey(KEY)), str(ApiKey(KEY)), str(caught.value), repr(caught.value)]
        assert not any(KEY in text for text in shown)


async def test_without_a_key_no_authorization_is_sent(gateway: ScriptedGateway, gw: OpenD) -> None:
    await gw.ping()
    assert "authorization" not in gateway.metadata[0]


@pytest.mark.parametrize("text", ["", "  \n", "two words", "line\nbreak", "é"])
def test_what_cannot_be_a_key_is_refused_before_it_is_sent(text: str) -> None:
    with pytest.raises(ValueError, match="one line of printable ASCII") as caught:
        ApiKey(text)
    assert not text.strip() or text not in str(caught.value)


@pytest.mark.parametrize(
    ("code", "details", "kind", "said"),
    [
        (
            grpc.StatusCode.UNAUTHENTICATED,
            "no key",
            errors.NoKey,
            "asks for an API key (no key). Put one in a file",
        ),
        (grpc.StatusCode.PERMISSION_DENIED, "scope", errors.NoScope, "takes a key with the scope qot:read"),
        (
            grpc.StatusCode.RESOURCE_EXHAUSTED,
            "60 per 30s",
            errors.Limited,
            "It allows 60 in 30 s; try again in 30 s.",
        ),
        (
            grpc.StatusCode.UNIMPLEMENTED,
            "",
            errors.NotServed,
            "does not serve 3203 QOT_GET_SECURITY_SNAPSHOT",
        ),
        (grpc.StatusCode.INTERNAL, "boom", errors.GatewayFault, "INTERNAL (boom)"),
        (grpc.StatusCode.UNAVAILABLE, "draining", errors.Unreachable, "broke (draining)"),
        (grpc.StatusCode.CANCELLED, "", errors.Unreachable, "broke"),
    ],
)
async def test_each_status_is_an_error_of_its_kind(
    gateway: ScriptedGateway,
    gw: OpenD,
    code: grpc.StatusCode,
    details: str,
    kind: type[errors.GatewayError],
    said: str,
) -> None:
    gateway.refuse(3203, code, details)
    with pytest.raises(kind) as caught:
        await gw.request(ProtoId.QOT_GET_SECURITY_SNAPSHOT, TENCENT)
    assert type(caught.value) is kind
    assert said in str(caught.value)


async def test_a_denied_request_names_its_scope(gateway: ScriptedGateway, gw: OpenD) -> None:
    gateway.refuse(2001, grpc.StatusCode.PERMISSION_DENIED)
    with pytest.raises(errors.NoScope) as caught:
        await gw.request(ProtoId.TRD_GET_ACC_LIST, {"userID": 0})
    assert caught.value.scope == "acc:read"


async def test_a_gateway_that_does_not_answer_is_timed_out(gateway: ScriptedGateway, gw: OpenD) -> None:
    asked = gateway.stall(1004)
    with pytest.raises(errors.TimedOut, match=r"no answer to 1004 KEEP_ALIVE from 127\.0\.0\.1"):
        await gw.ping(timeout=0.1)
    assert asked.is_set()


async def test_where_nothing_listens_the_person_is_told_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        async with OpenD(f"127.0.0.1:{taken.getsockname()[1]}") as gw:
            with pytest.raises(
                errors.Unreachable, match=r"nothing listens on 127\.0\.0\.1:\d+\. Start the gateway"
            ):
                await gw.ping()


async def test_all_requests_waiting_for_a_connection_fail_with_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        async with OpenD(f"127.0.0.1:{taken.getsockname()[1]}") as gw:
            outcomes = await asyncio.gather(*(gw.ping() for _ in range(20)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [errors.Unreachable] * 20


async def test_a_gateway_that_comes_back_is_reached_by_the_next_request(
    gateway: ScriptedGateway, gw: OpenD
) -> None:
    await gw.ping()
    await gateway.stop()
    for _ in range(3):
        with pytest.raises(errors.Unreachable):
            await gw.ping()
    await gateway.start()
    await gw.ping()


async def test_closing_the_client_fails_its_requests_and_cancels_nobody(gateway: ScriptedGateway) -> None:
    asked = gateway.stall(1004)
    async with OpenD(gateway.target) as gw:
        ping = asyncio.create_task(gw.ping())
        await asked.wait()
    with pytest.raises(errors.Unreachable, match="closed on this side"):
        await ping


async def test_a_cancelled_request_is_cancelled(gateway: ScriptedGateway, gw: OpenD) -> None:
    asked = gateway.stall(1004)
    ping = asyncio.create_task(gw.ping())
    await asked.wait()
    ping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ping


async def test_an_answer_larger_than_grpcs_own_limit_arrives(gateway: ScriptedGateway, gw: OpenD) -> None:
    gateway.answer(3004, success(3004, basicQotList=[basic_qot("x" * 8_000_000, 1.0)]))
    s2c = await gw.request(ProtoId.QOT_GET_BASIC_QOT, TENCENT)
    assert len(s2c.basicQotList[0].name) == 8_000_000


async def test_a_client_outside_its_with_says_so(gateway: ScriptedGateway) -> None:
    with pytest.raises(RuntimeError, match="outside its `async with`"):
        await OpenD(gateway.target).ping()


class Certificates:
    def __init__(self, folder: Path) -> None:
        self.authority = trustme.CA()
        self.server = self.authority.issue_cert("localhost")
        self.client = self.authority.issue_cert("person@example.org")
        self.ca, self.cert, self.key = folder / "ca.pem", folder / "client.pem", folder / "client.key"
        self.authority.cert_pem.write_to_path(self.ca)
        self.client.cert_chain_pems[0].write_to_path(self.cert)
        self.client.private_key_pem.write_to_path(self.key)

    def server_credentials(self, mutual: bool) -> grpc.ServerCredentials:
        pair = (self.server.private_key_pem.bytes(), self.server.cert_chain_pems[0].bytes())
        root = self.authority.cert_pem.bytes() if mutual else None
        return grpc.ssl_server_credentials([pair], root_certificates=root, require_client_auth=mutual)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


async def test_tls_with_a_given_ca(certificates: Certificates) -> None:
    async with serving(certificates.server_credentials(mutual=False)) as gateway:
        async with OpenD(f"localhost:{gateway.port}", api_key=KEY, tls=TLS(ca=certificates.ca)) as gw:
            await gw.ping()
        assert gateway.metadata[0]["authorization"] == f"Bearer {KEY}"


async def test_tls_with_the_systems_authorities(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.ca))
    async with (
        serving(certificates.server_credentials(mutual=False)) as gateway,
        OpenD(f"localhost:{gateway.port}", tls=TLS()) as gw,
    ):
        await gw.ping()


async def test_mutual_tls_needs_our_certificate(certificates: Certificates) -> None:
    async with serving(certificates.server_credentials(mutual=True)) as gateway:
        target = f"localhost:{gateway.port}"
        async with OpenD(target, tls=TLS(certificates.ca, certificates.cert, certificates.key)) as gw:
            await gw.ping()
        async with OpenD(target, tls=TLS(ca=certificates.ca)) as gw:
            with pytest.raises(errors.Unreachable):
                await gw.ping()


async def test_plain_talk_to_a_tls_gateway_hints_at_tls(certificates: Certificates) -> None:
    async with (
        serving(certificates.server_credentials(mutual=False)) as gateway,
        OpenD(f"localhost:{gateway.port}") as gw,
    ):
        with pytest.raises(errors.NotAGateway, match=r"hangs up\. It may want TLS"):
            await gw.ping()


def test_a_certificate_without_its_key_is_refused() -> None:
    with pytest.raises(ValueError, match="both a certificate and its private key"):
        TLS(cert=Path("client.pem"))
