"""Targets: where a gateway is reached, and whether what is sent there leaves this machine."""

from __future__ import annotations

import ipaddress


def is_loopback(target: str) -> bool:
    """Whether a `host:port`, or a host alone, is this machine by its spelling: 127.0.0.0/8, ::1 or localhost.

    No other name is, whatever it resolves to now: that is for others to say, and may be another answer next time.
    """
    host = _host(target)
    if host.casefold() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    loopback = address.is_loopback
    return loopback and getattr(address, "ipv4_mapped", None) is None


def _host(target: str) -> str:
    if target.startswith("["):
        return target[1:].partition("]")[0]
    return target.rpartition(":")[0] if target.count(":") == 1 else target
