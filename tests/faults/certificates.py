"""Certificates of a gateway: one that holds, and those that do not."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

HOST = "localhost"
_DAY = timedelta(days=1)


class Certificates:
    """Contexts of a server, by what is the matter with the certificate that it shows; the program trusts `ca` alone."""

    def __init__(self, folder: Path) -> None:
        authority, stranger, now = trustme.CA(), trustme.CA(), datetime.now(UTC)
        self.ca = folder / "ca.pem"
        authority.cert_pem.write_to_path(self.ca)
        self.good = _context(authority.issue_cert(HOST))
        self.other_authority = _context(stranger.issue_cert(HOST))
        self.other_host = _context(authority.issue_cert("elsewhere.example"))
        self.expired = _context(authority.issue_cert(HOST, not_after=now - _DAY))
        self.early = _context(authority.issue_cert(HOST, not_before=now + _DAY, not_after=now + 2 * _DAY))


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["h2"])
    certificate.configure_cert(context)
    return context
