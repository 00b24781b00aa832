"""What the gateway can be told to do: codes of its login (3000), commands of trials (1008) and remote ones (1009)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from futu_tui.protocol import ProtoId
from futu_tui.protocol.pb import verification_pb2 as verification
from futu_tui.trading.open_acts import Gateway


class CommandError(ValueError):
    """What was typed is no such command; the text says what would be."""


class Command(Enum):
    """What a person can have done: protocol, name, and what is to be typed for it."""

    PICTURE = (ProtoId.VERIFICATION, "Ask for a picture code", "")
    GIVE_PICTURE = (ProtoId.VERIFICATION, "Give the picture code", "Code")
    PHONE = (ProtoId.VERIFICATION, "Ask for a phone code", "")
    GIVE_PHONE = (ProtoId.VERIFICATION, "Give the phone code", "Code")
    TEST = (ProtoId.TEST_CMD, "Test command", "Command")
    REMOTE = (ProtoId.REMOTE_CMD, "Remote command", "Bytes")

    def __init__(self, proto_id: ProtoId, title: str, entry: str) -> None:
        self.proto_id = proto_id
        self.title = title
        self.entry = entry
        """What is typed for it; empty where nothing is."""

    @property
    def about(self) -> str:
        """What it is for, and how what it needs is written."""
        return _ABOUT[self]

    @property
    def needs_admin(self) -> bool:
        """Whether it acts on the gateway itself: where that has keys, they need the scope admin for it."""
        return self in (Command.TEST, Command.REMOTE)

    def sends(self, typed: str) -> str:
        """What will be sent, in words. Raises CommandError where what was typed cannot be."""
        request_of(self, typed)
        if self is Command.TEST:
            name, _, parameters = typed.strip().partition(" ")
            return f"1008 cmd {name!r}" + (
                f" with paramStr {parameters.strip()!r}" if parameters.strip() else ""
            )
        if self is Command.REMOTE:
            raw = request_of(self, typed)
            return f"1009 with the {len(raw)} bytes {raw.hex(' ')}"
        return f"3000 {self.title.lower()}"


_ABOUT = {
    Command.PICTURE: "where the login waits for one; the picture comes as a notice",
    Command.GIVE_PICTURE: "logs in with the code that is typed",
    Command.PHONE: "where the login waits for one; it comes to the phone",
    Command.GIVE_PHONE: "logs in with the code that is typed",
    Command.TEST: "a command and what goes with it, such as: help",
    Command.REMOTE: "its body is not published: bytes, such as: 0a 03 66 6f 6f",
}
_CODES = {
    Command.PICTURE: (verification.VerificationType_Picture, verification.VerificationOp_Request),
    Command.GIVE_PICTURE: (verification.VerificationType_Picture, verification.VerificationOp_InputAndLogin),
    Command.PHONE: (verification.VerificationType_Phone, verification.VerificationOp_Request),
    Command.GIVE_PHONE: (verification.VerificationType_Phone, verification.VerificationOp_InputAndLogin),
}


def request_of(command: Command, typed: str) -> Any:
    """The body of the request: fields, or the bytes where none is published. Raises CommandError."""
    typed = typed.strip()
    if command.entry and not typed:
        raise CommandError(f"{command.title}: type it first; it is {command.about}.")
    if command in _CODES:
        kind, op = _CODES[command]
        return {"type": kind, "op": op} | ({"code": typed} if command.entry else {})
    if command is Command.TEST:
        name, _, parameters = typed.partition(" ")
        return {"cmd": name} | ({"paramStr": parameters.strip()} if parameters.strip() else {})
    try:
        return bytes.fromhex(typed)
    except ValueError:
        raise CommandError(
            "A remote command is bytes in hexadecimal, two digits each: 0a 03 66 6f 6f."
        ) from None


def answer_text(command: Command, answer: Any) -> str:
    """An answer in words."""
    if command is Command.REMOTE:
        return f"{len(answer)} bytes: {answer.hex(' ')}" if answer else "done, without content"
    if command is Command.TEST:
        parts = [answer.resultStr] if answer.resultStr else []
        if answer.resultBytes:
            parts.append(f"{len(answer.resultBytes)} bytes: {answer.resultBytes.hex(' ')}")
        return "\n".join(parts) or "done, without content"
    return "taken" if command.entry else "asked for"


@dataclass(frozen=True, slots=True)
class CommandCalls:
    """Sends them."""

    gateway: Gateway

    async def send(self, command: Command, typed: str) -> str:
        """Send it, and answer what came back in words. Raises CommandError and `opend.errors.GatewayError`."""
        answer = await self.gateway.request(command.proto_id, request_of(command, typed))
        return answer_text(command, answer)
