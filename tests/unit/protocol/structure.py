"""What a .proto file means on the wire, apart from its name, its package and the order it is written in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from google.protobuf.descriptor_pb2 import DescriptorProto, EnumDescriptorProto, FileDescriptorProto
from google.protobuf.json_format import MessageToDict


def structure(file: FileDescriptorProto, packages: Mapping[str, str]) -> dict[str, Any]:
    """The file's messages and enums by name, with their options; `packages` renames those it refers to."""
    return {
        "syntax": file.syntax or "proto2",
        "messages": {each.name: _message(each, packages) for each in file.message_type},
        "enums": {each.name: _enum(each) for each in file.enum_type},
        "extensions": [MessageToDict(each) for each in file.extension],
        "services": [MessageToDict(each) for each in file.service],
    }


def _message(message: DescriptorProto, packages: Mapping[str, str]) -> dict[str, Any]:
    rest = DescriptorProto()
    rest.CopyFrom(message)
    for taken_apart in ("name", "field", "nested_type", "enum_type"):
        rest.ClearField(taken_apart)
    return {
        "fields": {each.number: _field(MessageToDict(each), packages) for each in message.field},
        "messages": {each.name: _message(each, packages) for each in message.nested_type},
        "enums": {each.name: _enum(each) for each in message.enum_type},
        "rest": MessageToDict(rest),
    }


def _field(field: dict[str, Any], packages: Mapping[str, str]) -> dict[str, Any]:
    if name := field.get("typeName"):
        package, _, rest = name.removeprefix(".").partition(".")
        field["typeName"] = f".{packages.get(package, package)}.{rest}"
    return field


def _enum(enum: EnumDescriptorProto) -> dict[str, Any]:
    rest = EnumDescriptorProto()
    rest.CopyFrom(enum)
    for taken_apart in ("name", "value"):
        rest.ClearField(taken_apart)
    return {
        "values": {
            each.name: MessageToDict(each, always_print_fields_with_no_presence=False) for each in enum.value
        },
        "rest": MessageToDict(rest),
    }
