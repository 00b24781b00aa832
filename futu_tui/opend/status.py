"""What a gRPC status means to the person at the keyboard."""

from __future__ import annotations

import grpc
from grpc import StatusCode

from futu_tui.opend.errors import (
    BadBody,
    GatewayError,
    GatewayFault,
    Limited,
    NoKey,
    NoScope,
    NotServed,
    TimedOut,
    Unreachable,
)
from futu_tui.protocol import Protocol

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
    return Unreachable(f"the gateway at {target} ended the push stream", "It is stopping or restarting.")


def _unreachable(details: str, target: str) -> Unreachable:
    said = details.lower()
    if "refused" in said:
        return Unreachable(
            f"nothing listens on {target}",
            "Start the gateway there, or name another with --target HOST:PORT.",
        )
    if "dns" in said or "name resolution" in said or "resolve" in said:
        return Unreachable(f"the host of {target} cannot be found", "Check its spelling and the network.")
    if "handshake" in said or "ssl" in said or "certificate" in said or "tls" in said:
        return Unreachable(
            f"no TLS with {target}{_quoted(details)}",
            "Check that the gateway has TLS on, the CA file, and that the certificate names this host. "
            "Only --insecure goes without TLS to another machine.",
        )
    if "timed out" in said or "timeout" in said or "no route" in said or "unreachable" in said:
        return Unreachable(
            f"{target} does not answer{_quoted(details)}", "Check the address, the network and firewalls."
        )
    return Unreachable(
        f"the connection to {target} broke{_quoted(details)}",
        "Check that it is the gateway's gRPC port, whether it wants TLS, and that it is still running.",
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
