"""Every body is, structure by structure, the one that the official package describes."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.descriptor_pb2 import EnumValueDescriptorProto, FieldDescriptorProto, FileDescriptorProto

import futu_tui.protocol.pb
from futu_tui.protocol import PROTOCOLS, Protocol
from tests.unit.protocol import official
from tests.unit.protocol.structure import structure

BODIES = [each.name.lower() for each in PROTOCOLS.values() if each.response]
FILES = ["common", "qot_common", "trd_common", *BODIES]

PROTOS = Path(__file__).parents[3] / "protos"


def ours(name: str) -> FileDescriptorProto:
    return described(import_module(f"futu_tui.protocol.pb.{name}_pb2"))


def theirs(name: str) -> FileDescriptorProto:
    return described(official.module(name))


def described(module: Any) -> FileDescriptorProto:
    file = FileDescriptorProto()
    module.DESCRIPTOR.CopyToProto(file)
    return file


@pytest.fixture(scope="session")
def packages() -> dict[str, str]:
    """The official package names to ours."""
    return {theirs(name).package: ours(name).package for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_structured_as_the_official_one(name: str, packages: dict[str, str]) -> None:
    assert structure(ours(name), {}) == structure(theirs(name), packages)


def test_no_file_is_left_out_of_the_comparison() -> None:
    (folder,) = futu_tui.protocol.pb.__path__
    modules = {path.name.removesuffix("_pb2.py") for path in Path(folder).glob("*_pb2.py")}
    assert len(BODIES) == 74
    assert modules == {*FILES, "futu_service"}


@pytest.mark.parametrize(
    "protocol", [each for each in PROTOCOLS.values() if each.has_body], ids=lambda each: each.name
)
def test_a_definition_opens_with_its_number_and_name(protocol: Protocol) -> None:
    first, second = (PROTOS / f"{protocol.name.lower()}.proto").read_text("utf-8").splitlines()[:2]
    assert first.startswith(f"// {protocol.id:d} {protocol.name}. ")
    assert second == 'syntax = "proto2";'


def field(file: FileDescriptorProto, message: str, name: str) -> FieldDescriptorProto:
    (found,) = (
        each
        for parent in file.message_type
        if parent.name == message
        for each in parent.field
        if each.name == name
    )
    return found


MUTATIONS: dict[str, Callable[[FileDescriptorProto], object]] = {
    "a field's number": lambda file: setattr(field(file, "KLine", "pe"), "number", 99),
    "a field's name": lambda file: setattr(field(file, "KLine", "pe"), "name", "priceEarnings"),
    "a field's type": lambda file: setattr(
        field(file, "KLine", "volume"), "type", FieldDescriptorProto.TYPE_UINT64
    ),
    "a field's label": lambda file: setattr(
        field(file, "KLine", "time"), "label", FieldDescriptorProto.LABEL_OPTIONAL
    ),
    "a field's default": lambda file: setattr(field(file, "KLine", "volume"), "default_value", "1"),
    "a field's packing": lambda file: setattr(field(file, "KLine", "volume").options, "packed", True),
    "a field's deprecation": lambda file: setattr(field(file, "KLine", "volume").options, "deprecated", True),
    "a field's message": lambda file: setattr(
        field(file, "BasicQot", "security"), "type_name", ".futu_tui.qot_common.Broker"
    ),
    "a missing field": lambda file: file.message_type[0].ClearField("field"),
    "an extra field": lambda file: file.message_type[0].field.add(name="more", number=77),
    "a missing message": lambda file: file.message_type.pop(),
    "an extra message": lambda file: file.message_type.add(name="More"),
    "an extra message inside another": lambda file: file.message_type[0].nested_type.add(name="More"),
    "an enum's number": lambda file: setattr(file.enum_type[0].value[1], "number", 77),
    "a missing enum value": lambda file: file.enum_type[0].value.pop(),
    "an extra enum value": lambda file: file.enum_type[0].value.append(
        EnumValueDescriptorProto(name="More", number=78)
    ),
    "an enum's aliases": lambda file: setattr(file.enum_type[0].options, "allow_alias", True),
    "a missing enum": lambda file: file.enum_type.pop(),
    "the syntax": lambda file: setattr(file, "syntax", "proto3"),
}


@pytest.mark.parametrize("mutate", MUTATIONS.values(), ids=MUTATIONS.keys())
def test_the_comparison_notices(mutate: Callable[[FileDescriptorProto], object]) -> None:
    file = ours("qot_common")
    mutate(file)
    assert structure(file, {}) != structure(ours("qot_common"), {})


ENVELOPES = {
    "FutuRequest": {(1, "proto_id", "uint32"), (2, "body", "bytes")},
    "FutuResponse": {
        (1, "ret_type", "int32"),
        (2, "ret_msg", "string"),
        (3, "proto_id", "uint32"),
        (4, "body", "bytes"),
    },
    "SubscribePushRequest": set(),
    "PushEvent": {
        (1, "proto_id", "uint32"),
        (2, "sec_key", "string"),
        (3, "sub_type", "int32"),
        (4, "body", "bytes"),
        (5, "event_type", "string"),
        (6, "acc_id", "uint64"),
    },
}


def test_the_service_is_the_gateway_s() -> None:
    file = ours("futu_service")
    assert (file.package, file.syntax) == ("futu.service", "proto3")
    assert {
        message.name: {
            (each.number, each.name, FieldDescriptorProto.Type.Name(each.type).removeprefix("TYPE_").lower())
            for each in message.field
        }
        for message in file.message_type
    } == ENVELOPES
    (service,) = file.service
    assert service.name == "FutuOpenD"
    assert {
        (each.name, each.input_type, each.output_type, each.client_streaming, each.server_streaming)
        for each in service.method
    } == {
        ("Request", ".futu.service.FutuRequest", ".futu.service.FutuResponse", False, False),
        ("SubscribePush", ".futu.service.SubscribePushRequest", ".futu.service.PushEvent", False, True),
    }
