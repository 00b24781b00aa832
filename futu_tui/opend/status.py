"""What a gRPC status means to the person at the keyboard."""

from __future__ import annotations

import re

import grpc
from grpc import StatusCode
from msgspec import Struct

from futu_tui.opend.errors import (
    BadBody,
    GatewayError,
    GatewayFault,
    Limited,
    NoKey,
    NoScope,
    NotAGateway,
    NotServed,
    TimedOut,
    Unreachable,
    Untrusted,
)
from futu_tui.protocol import Protocol, Scope

_DEFAULT_WINDOW = 30.0
"""Seconds; every published limit counts over half a minute."""


def gateway_error(
    status: grpc.aio.AioRpcError, target: str, protocol: Protocol | None, has_key: bool
) -> GatewayError:
    """The typed error of a failed call; `protocol` is None for the push stream."""
    code, details = status.code(), (status.details() or "").strip()
    what = f"{protocol.id:d} {protocol.name}" if protocol else "the push stream"
    match code:
        case StatusCode.UNAVAILABLE | StatusCode.CANCELLED:
            return _unreachable(details, target)
        case StatusCode.DEADLINE_EXCEEDED:
            return timed_out(what, target)
        case StatusCode.UNAUTHENTICATED:
            return _no_key(details, target, has_key)
        case StatusCode.PERMISSION_DENIED:
            return _no_scope(details, what, protocol)
        case StatusCode.RESOURCE_EXHAUSTED if "larger than max" in details:
            return BadBody(f"the answer to {what} is too large: {details}", "Ask for less at a time.")
        case StatusCode.RESOURCE_EXHAUSTED:
            return _limited(details, what, protocol)
        case StatusCode.UNIMPLEMENTED:
            return NotServed(
                f"{target} does not serve {what}{_quoted(details)}",
                "Check that the port is the gateway's gRPC port, and not that of its other interfaces.",
            )
    return GatewayFault(f"the gateway failed on {what}: {code.name}{_quoted(details)}", "Its log says more.")


def timed_out(what: str, target: str) -> TimedOut:
    return TimedOut(
        f"no answer to {what} from {target} in time",
        "The gateway or the network is slow, or the host is gone.",
    )


def channel_closed(target: str) -> Unreachable:
    return Unreachable(f"the connection to {target} was closed on this side")


def stream_ended(target: str) -> Unreachable:
    return Unreachable(
        f"the gateway at {target} ended the push stream",
        "It is stopping or restarting.",
        brief="connection lost",
    )


class _Cause(Struct, frozen=True):
    """Why there is no connection: what gRPC says of it, and what that means to a person."""

    said: str
    """A pattern of gRPC's own words, in lower case"""
    kind: type[Unreachable]
    brief: str
    message: str
    """With {target}"""
    advice: str


_CLOCK = "and that this computer's date is right"
_ELSE = "It may want TLS or a client's certificate, or be another program's port."
_CAUSES = (
    _Cause(
        "refused", Unreachable, "nothing listens", "nothing listens on {target}",
        "Start the gateway there, or name another with --target HOST:PORT.",
    ),
    _Cause(
        r"resolving|resolution|lookup", Unreachable, "host not found", "the host of {target} cannot be found",
        "Check its spelling, and that the network and its name service work.",
    ),
    _Cause(
        "certificate has expired", Untrusted, "certificate expired", "the certificate of {target} has expired",
        f"Have the gateway's certificate renewed; check that the gateway uses the new one, {_CLOCK}.",
    ),
    _Cause(
        "certificate is not yet valid", Untrusted, "certificate not valid yet",
        "the certificate of {target} is not valid yet",
        f"Check the gateway's certificate, {_CLOCK}.",
    ),
    _Cause(
        "hostname verification|hostname mismatch", Untrusted, "certificate of another host",
        "the certificate of {target} is another host's",
        "Use the host name that is in it, or have one made for this. It held until now? Somebody may stand between.",
    ),
    _Cause(
        "certificate_verify_failed", Untrusted, "certificate not trusted",
        "nobody trusted vouches for the certificate of {target}",
        "Name the CA file that signed it with --tls-ca FILE. It held until now? Then somebody may stand between.",
    ),
    _Cause(
        "wrong_version_number", Untrusted, "no TLS on this port", "{target} does not speak TLS",
        "Turn TLS on at the gateway, or check the port; only --insecure goes without TLS to another machine.",
    ),
    _Cause(
        "handshake read failed", Untrusted, "no TLS agreed", "{target} hangs up, or says nothing, where TLS begins",
        "The port may be another program's or speak no TLS, or the gateway may hang.",
    ),
    _Cause(
        "handshake", Untrusted, "no TLS agreed", "no TLS is agreed on with {target}{details}",
        "Check that the gateway has TLS on, the CA file, and that the certificate names this host.",
    ),
    _Cause(
        r"parsing http/2|http1\.x|expected settings", NotAGateway, "no gateway on this port",
        "what listens on {target} is no gateway: it does not speak gRPC",
        "Check that the port is the gateway's gRPC port, and that no other program has taken it.",
    ),
    _Cause(
        "before receiving settings", Unreachable, "no answer",
        "{target} takes the connection and says nothing",
        "The gateway may hang, a firewall stand between, or another program have the port.",
    ),
    _Cause(
        "timed out|timeout|no route|unreachable", Unreachable, "no answer", "{target} does not answer{details}",
        "Check the address, the network and firewalls.",
    ),
    _Cause(
        "failed to connect.*(socket closed|connection reset|broken pipe)", NotAGateway, "hung up at once",
        "{target} takes the connection and hangs up", f"{_ELSE} A gateway that starts or stops does so too.",
    ),
    _Cause(
        "socket closed|connection reset|broken pipe|goaway", Unreachable, "connection lost",
        "the connection to {target} was lost",
        "The gateway has stopped or restarts, or the network broke.",
    ),
)  # fmt: skip
"""The first that fits counts."""


def _unreachable(details: str, target: str) -> Unreachable:
    said = details.lower()
    for cause in _CAUSES:
        if re.search(cause.said, said):
            message = cause.message.format(target=target, details=_quoted(details))
            return cause.kind(message, cause.advice, brief=cause.brief)
    return Unreachable(
        f"the connection to {target} broke{_quoted(details)}",
        "Check that it is the gateway's gRPC port, whether it wants TLS, and that it is still running.",
        brief="connection lost",
    )


def _no_key(details: str, target: str, has_key: bool) -> NoKey:
    if has_key:
        return NoKey(
            f"{target} does not accept the API key{_quoted(details)}",
            "It may be mistyped, revoked or expired, or belong to another gateway.",
        )
    return NoKey(
        f"{target} asks for an API key{_quoted(details)}",
        "Put one in a file with mode 0600 and set gateway.api_key_file, or set FUTU_TUI_API_KEY.",
    )


def _no_scope(details: str, what: str, protocol: Protocol | None) -> NoScope:
    scope = protocol.scope if protocol else None
    needs = f"It takes a key with the scope {scope}" if scope else "Any key may ask it"
    if protocol is None:
        needs = f"It takes a key with the scope {Scope.QOT_READ} or {Scope.ACC_READ}"
    return NoScope(
        f"the API key does not allow {what}{_quoted(details)}",
        f"{needs}; a key may also be bound to markets, symbols, sides, accounts or hours.",
        scope=scope,
    )


def _limited(details: str, what: str, protocol: Protocol | None) -> Limited:
    limit = protocol.limit if protocol else None
    seconds = limit.seconds if limit else _DEFAULT_WINDOW
    allowed = f"It allows {limit.count} in {seconds:g} s" if limit else "The limit may be of rate or of value"
    return Limited(
        f"the gateway's limit for {what} is used up{_quoted(details)}",
        f"{allowed}; try again in {seconds:g} s.",
        retry_after=seconds,
    )


def _quoted(details: str) -> str:
    return f" ({details})" if details else ""
