"""The service itself: found by reflection, healthy, over TLS, and never silent whatever is asked."""

from __future__ import annotations

from pathlib import Path

import grpc
import grpc.aio
import pytest
import trustme
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from futu_tui.paper.handlers import HANDLERS
from futu_tui.paper.server import Certificates, PortError, serve
from futu_tui.protocol import PROTOCOLS
from tests.gateway.conftest import Caller, OpenPaper, Paper

SERVICE = "futu.service.FutuOpenD"


async def reflect(caller: Caller, **request: str) -> reflection_pb2.ServerReflectionResponse:
    stub = reflection_pb2_grpc.ServerReflectionStub(caller.channel)
    call = stub.ServerReflectionInfo(iter([reflection_pb2.ServerReflectionRequest(**request)]))
    return await call.read()


async def test_reflection_lists_the_services(caller: Caller) -> None:
    answer = await reflect(caller, list_services="")
    names = {service.name for service in answer.list_services_response.service}
    assert {SERVICE, "grpc.health.v1.Health"} <= names


async def test_reflection_describes_the_service(caller: Caller) -> None:
    answer = await reflect(caller, file_containing_symbol=SERVICE)
    file = FileDescriptorProto.FromString(answer.file_descriptor_response.file_descriptor_proto[0])
    assert [method.name for method in file.service[0].method] == ["Request", "SubscribePush"]


@pytest.mark.parametrize("service", ["", SERVICE])
async def test_it_is_healthy(caller: Caller, service: str) -> None:
    stub = health_pb2_grpc.HealthStub(caller.channel)
    answer = await stub.Check(health_pb2.HealthCheckRequest(service=service))
    assert answer.status == health_pb2.HealthCheckResponse.SERVING


async def test_every_protocol_gets_an_answer(caller: Caller) -> None:
    for proto_id, protocol in PROTOCOLS.items():
        envelope = await caller.send(proto_id, b"")
        assert envelope.proto_id == proto_id
        if proto_id not in HANDLERS:
            assert envelope.ret_type != 0, protocol.name
            assert protocol.name in envelope.ret_msg


async def test_what_is_not_served_says_so(caller: Caller) -> None:
    """What has no published body."""
    envelope = await caller.send(1009, b"")
    assert "not served by the paper gateway" in envelope.ret_msg


async def test_a_push_cannot_be_requested(caller: Caller) -> None:
    envelope = await caller.send(3005, b"")
    assert envelope.ret_type != 0
    assert "SubscribePush" in envelope.ret_msg


async def test_an_unknown_number_says_so(caller: Caller) -> None:
    envelope = await caller.send(9999, b"")
    assert envelope.ret_type != 0
    assert "9999" in envelope.ret_msg


@pytest.mark.parametrize("body", [b"\xff\xff\xff", b"", b"\x0a\x00"])
async def test_a_body_that_is_no_request_is_refused(caller: Caller, body: bytes) -> None:
    envelope = await caller.send(3006, body)
    assert envelope.ret_type != 0
    assert "3006 QOT_GET_KL" in envelope.ret_msg


async def test_a_port_in_use_is_named(paper: Paper) -> None:
    host, port = paper.address.rsplit(":", 1)
    with pytest.raises(PortError, match=f"{paper.address}: Address already in use"):
        async with serve(paper.gateway, host, int(port)):
            pass


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


def server_files(authority: trustme.CA, folder: Path, *, mutual: bool) -> Certificates:
    issued = authority.issue_cert("127.0.0.1")
    cert, key, ca = folder / "cert.pem", folder / "key.pem", folder / "ca.pem"
    cert.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    key.write_bytes(issued.private_key_pem.bytes())
    ca.write_bytes(authority.cert_pem.bytes())
    return Certificates(cert, key, ca if mutual else None)


async def test_a_file_that_is_no_certificate_is_named(paper: Paper) -> None:
    nonsense = Certificates(Path(__file__), Path(__file__))
    with pytest.raises(PortError, match="certificate"):
        async with serve(paper.gateway, certificates=nonsense):
            pass


async def test_readers_are_told_that_the_gateway_stops(open_paper: OpenPaper) -> None:
    async with open_paper() as paper:
        channel = grpc.aio.insecure_channel(paper.address)
        pushes = await Caller(channel).open_pushes()
    with pytest.raises(grpc.aio.AioRpcError, match="stopping") as ended:
        await pushes.next()
    assert ended.value.code() is grpc.StatusCode.UNAVAILABLE
    await channel.close()


async def test_tls_serves_those_who_trust_its_certificate(
    open_paper: OpenPaper, authority: trustme.CA, tmp_path: Path
) -> None:
    trusting = grpc.ssl_channel_credentials(authority.cert_pem.bytes())
    async with (
        open_paper(certificates=server_files(authority, tmp_path, mutual=False)) as paper,
        paper.caller(credentials=trusting) as caller,
    ):
        assert (await caller.ask(1004, time=1)).time == int(paper.clock.instant)


async def test_mutual_tls_serves_those_whom_its_authority_vouches_for(
    open_paper: OpenPaper, authority: trustme.CA, tmp_path: Path
) -> None:
    mine = authority.issue_cert("client@example.org")
    known = grpc.ssl_channel_credentials(
        authority.cert_pem.bytes(), mine.private_key_pem.bytes(), mine.cert_chain_pems[0].bytes()
    )
    anonymous = grpc.ssl_channel_credentials(authority.cert_pem.bytes())
    async with open_paper(certificates=server_files(authority, tmp_path, mutual=True)) as paper:
        async with paper.caller(credentials=known) as caller:
            await caller.ask(1004, time=1)
        async with paper.caller(credentials=anonymous) as caller:
            call = caller.channel.unary_unary(f"/{SERVICE}/Request")
            with pytest.raises(grpc.aio.AioRpcError) as refused:
                await call(b"", timeout=5)
            assert refused.value.code() is grpc.StatusCode.UNAVAILABLE
