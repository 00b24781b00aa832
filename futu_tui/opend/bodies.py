"""Request bodies from messages or plain mappings, and answers out of their two envelopes."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from google.protobuf.message import DecodeError, Message

from futu_tui.opend.errors import BadBody, BadRequest, Refused
from futu_tui.protocol import Protocol
from futu_tui.protocol.pb.futu_service_pb2 import FutuResponse
from futu_tui.protocol.utf8 import text

if TYPE_CHECKING:
    from google._upb import _message as upb
    from google.protobuf import descriptor

    Descriptor = descriptor.Descriptor | upb.Descriptor
    FieldDescriptor = descriptor.FieldDescriptor | upb.FieldDescriptor

C2S = Message | Mapping[str, Any] | bytes | None


def build_c2s(protocol: Protocol, c2s: C2S) -> Message | bytes:
    """The C2S message of a request; the bytes themselves where the protocol has no published body.

    A mapping is read as protobuf's JSON, by field names as the wire spells them. Raises BadRequest.
    """
    if protocol.is_push:
        raise BadRequest(
            f"{_label(protocol)} is a push", "The gateway sends it by itself; it cannot be requested."
        )
    if protocol.c2s is None:
        if c2s is None or isinstance(c2s, bytes):
            return c2s or b""
        raise BadRequest(f"{_label(protocol)} has no published body", "Give its body as bytes.")
    if isinstance(c2s, protocol.c2s):
        return c2s
    if isinstance(c2s, Message | bytes):
        given = c2s.DESCRIPTOR.full_name if isinstance(c2s, Message) else "bytes"
        raise BadRequest(f"{_label(protocol)} takes a {protocol.c2s.DESCRIPTOR.full_name}, not {given}")
    return _from_mapping(protocol, protocol.c2s, c2s or {})


def encode_request(protocol: Protocol, c2s: Message | bytes) -> bytes:
    """The bytes of the whole Request message around this C2S. Raises BadRequest where it lacks a field."""
    if isinstance(c2s, bytes):
        return c2s
    assert protocol.request is not None
    if not c2s.IsInitialized():
        missing = ", ".join(cast("Any", c2s).FindInitializationErrors())
        raise BadRequest(f"{_label(protocol)} lacks {missing}", _fields_of(c2s.DESCRIPTOR))
    return protocol.request(c2s=c2s).SerializeToString()


def decode_answer(protocol: Protocol, answer: FutuResponse) -> Any:
    """The S2C of an answer, or its bytes where no body is published. Raises Refused or BadBody."""
    if protocol.response is None:
        if answer.ret_type:
            raise _refused(protocol, answer.ret_type, answer.ret_msg, 0)
        return answer.body
    try:
        response: Any = protocol.response.FromString(answer.body)
    except DecodeError as error:
        if answer.ret_type:
            raise _refused(protocol, answer.ret_type, answer.ret_msg, 0) from None
        raise BadBody(
            f"the answer to {_label(protocol)} does not parse: {error}",
            "Gateway and program may speak different versions of the protocol.",
        ) from error
    if answer.ret_type or response.retType:
        raise _refused(
            protocol,
            answer.ret_type or response.retType,
            answer.ret_msg or text(response.retMsg),
            response.errCode,
        )
    if not response.HasField("s2c") and not response.s2c.IsInitialized():
        raise BadBody(f"the answer to {_label(protocol)} is a success without content")
    return response.s2c


def check_subject(protocol: Protocol, c2s: Message | bytes, s2c: Any) -> None:
    """Raises BadBody for an answer that is about another security than was asked for."""
    if isinstance(c2s, bytes) or not _is_of_one_security(c2s.DESCRIPTOR, s2c.DESCRIPTOR):
        return
    asked, told = cast("Any", c2s).security, s2c.security
    if asked.market != told.market or asked.code.casefold() != told.code.casefold():
        raise BadBody(
            f"the answer to {_label(protocol)} is about {told.market}_{told.code[:_CODE]!r}"
            f" instead of {asked.market}_{asked.code}"
        )


@cache
def _is_of_one_security(*bodies: Descriptor) -> bool:
    """Whether request and answer each name one."""
    fields = [body.fields_by_name.get("security") for body in bodies]
    return all(field is not None and not field.is_repeated for field in fields)


_CODE = 40
"""Letters of a code that a message shows."""


def _refused(protocol: Protocol, ret_type: int, ret_msg: str, err_code: int) -> Refused:
    said = ret_msg or "without saying why"
    code = f" (ret_type {ret_type}, errCode {err_code})" if err_code else f" (ret_type {ret_type})"
    return Refused(
        f"the gateway refused {_label(protocol)}: {said}{code}",
        ret_type=ret_type,
        ret_msg=ret_msg,
        err_code=err_code,
    )


def _from_mapping(protocol: Protocol, c2s_type: type[Message], fields: Mapping[str, Any]) -> Message:
    from google.protobuf.json_format import ParseDict, ParseError

    _check_names(c2s_type.DESCRIPTOR, fields, "")
    try:
        return ParseDict(dict(fields), c2s_type())
    except ParseError as error:
        raise BadRequest(
            f"{_label(protocol)} cannot be written: {error}", _fields_of(c2s_type.DESCRIPTOR)
        ) from error


def _check_names(message: Descriptor, fields: Mapping[str, Any], path: str) -> None:
    """Protobuf's own complaint names the message, not the right fields; this one does."""
    for name, value in fields.items():
        field = message.fields_by_name.get(name) or message.fields_by_camelcase_name.get(name)
        if field is None:
            close = difflib.get_close_matches(str(name), message.fields_by_name, n=1)
            hint = f"Did you mean {close[0]}? " if close else ""
            raise BadRequest(f"there is no field {path}{name}", hint + _fields_of(message))
        if field.message_type is not None:
            for index, item in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(item, Mapping):
                    where = f"{path}{name}[{index}]." if isinstance(value, list) else f"{path}{name}."
                    _check_names(field.message_type, item, where)


def _fields_of(message: Descriptor) -> str:
    return (
        f"The fields are {', '.join(_spelled(field) for field in message.fields)}."
        if message.fields
        else "It has no fields."
    )


def _spelled(field: FieldDescriptor) -> str:
    return f"{field.name} (required)" if field.is_required else field.name


def _label(protocol: Protocol) -> str:
    return f"{protocol.id:d} {protocol.name}"
