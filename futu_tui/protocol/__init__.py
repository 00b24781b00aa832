"""The gateway's protocols: every number, body, scope and limit, and how a security is written.

Importing it imports no message classes, no gRPC and no event loop.
"""

from futu_tui.protocol.ids import Category, ProtoId
from futu_tui.protocol.registry import PROTOCOLS, Protocol, find_protocol, required_scope
from futu_tui.protocol.rules import LIMITS, Handling, Limit, Scope
from futu_tui.protocol.security import Market, Security, SecurityError

__all__ = [
    "LIMITS",
    "PROTOCOLS",
    "Category",
    "Handling",
    "Limit",
    "Market",
    "ProtoId",
    "Protocol",
    "Scope",
    "Security",
    "SecurityError",
    "find_protocol",
    "required_scope",
]
