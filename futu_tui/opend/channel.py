"""The road to a gateway: target, TLS, bearer key, keepalive and message sizes of its one channel."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

from msgspec import Struct

# gRPC's own log goes to the terminal, across whatever is drawn there; it is read when grpc is imported.
os.environ.setdefault("GRPC_VERBOSITY", "NONE")

import grpc
import grpc.aio

from futu_tui.masking import register
from futu_tui.targets import is_loopback

Metadata = tuple[tuple[str, str], ...]

_MIB = 1024 * 1024

OPTIONS: tuple[tuple[str, int], ...] = (
    # A year of one-minute bars is some megabytes; gRPC's own limit of 4 MiB would refuse it.
    ("grpc.max_receive_message_length", 64 * _MIB),
    ("grpc.max_send_message_length", 16 * _MIB),
    # A ping every 10 s finds a host that vanished without a word. The stream's heartbeat makes the gateway
    # send data in between, which keeps servers that count pings from taking this for abuse.
    ("grpc.keepalive_time_ms", 10_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.max_pings_without_data", 0),
    # When to try again is the push stream's rule, and a channel that failed to connect is replaced: see `OpenD`.
    # A subchannel shared with its predecessor would bring its wait along. What gRPC calls the smallest backoff is
    # the time that one attempt to connect may take.
    ("grpc.use_local_subchannel_pool", 1),
    ("grpc.min_reconnect_backoff_ms", 5_000),
    ("grpc.max_reconnect_backoff_ms", 15_000),
    # What the client has not read waits at the gateway, where it may be overtaken; gRPC would let megabytes of it, and
    # seconds of the market, wait in between. A message that is larger is let through all the same.
    ("grpc.http2.bdp_probe", 0),
    ("grpc.http2.lookahead_bytes", 64 * 1024),
    # A gateway stands on the person's own network: a proxy from the environment would only get in the way.
    ("grpc.enable_http_proxy", 0),
)


class TLS(Struct, frozen=True):
    """How to trust the gateway and, with mutual TLS, how it can trust us. All are paths of PEM files."""

    ca: Path | None = None
    """Who vouches for the gateway's certificate; None takes the system's certificate authorities."""
    cert: Path | None = None
    """Our own certificate chain; goes with `key`."""
    key: Path | None = None

    def __post_init__(self) -> None:
        if (self.cert is None) != (self.key is None):
            raise ValueError("mutual TLS takes both a certificate and its private key")

    def credentials(self) -> grpc.ChannelCredentials:
        """Read the files. Raises OSError where one cannot be read."""
        ca, cert, key = (path.read_bytes() if path else None for path in (self.ca, self.cert, self.key))
        return grpc.ssl_channel_credentials(
            root_certificates=ca or _system_authorities(), private_key=key, certificate_chain=cert
        )


def _system_authorities() -> bytes | None:
    """The system's certificate authorities as PEM; None where there are none, for those that gRPC brings."""
    paths = ssl.get_default_verify_paths()
    bundles = [Path(paths.cafile)] if paths.cafile else []
    if paths.capath:
        bundles.append(Path(paths.capath) / "ca-certificates.crt")
    for bundle in bundles:
        if bundle.is_file():
            return bundle.read_bytes()
    authorities = ssl.create_default_context().get_ca_certs(binary_form=True)
    return "".join(map(ssl.DER_cert_to_PEM_cert, authorities)).encode() or None


class ApiKey:
    """A gateway key that does not show itself: its text is in neither its repr nor its str."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        text = text.strip()
        if not text or not text.isascii() or not text.isprintable() or " " in text:
            raise ValueError("an API key is one line of printable ASCII without blanks")
        register(text)
        self._text = text

    def metadata(self) -> Metadata:
        return (("authorization", f"Bearer {self._text}"),)

    def __repr__(self) -> str:
        return "ApiKey(hidden)"


class Exposed(ValueError):
    """A connection without TLS that leaves this machine, and nobody said that it may."""


def is_exposed(target: str, tls: TLS | None) -> bool:
    """Whether others on the way could read what is sent, and change it."""
    return tls is None and not is_loopback(target)


def open_channel(target: str, tls: TLS | None, name: str) -> grpc.aio.Channel:
    """A channel that connects when it is first used; the gateway's log may show `name`. Raises OSError."""
    options = (*OPTIONS, ("grpc.primary_user_agent", name))
    if tls is None:
        return grpc.aio.insecure_channel(target, options=options)
    return grpc.aio.secure_channel(target, tls.credentials(), options=options)
