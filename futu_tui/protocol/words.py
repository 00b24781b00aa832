"""What a protocol asks for, in words: the scope of its key and its published limit."""

from __future__ import annotations

from futu_tui.protocol.registry import Protocol, required_scope
from futu_tui.protocol.rules import Limit

_SIMULATE = 0
"""trd_common.TrdEnv_Simulate"""


def scope_text(protocol: Protocol) -> str:
    """The scopes that a key may have for it: `trade:real or trade:simulate`; - where any key will do."""
    scopes = dict.fromkeys((protocol.scope, required_scope(protocol, _SIMULATE)))
    return " or ".join(scope for scope in scopes if scope) or "-"


def limit_text(limit: Limit | None) -> str:
    """A published limit in words: `10 in 30 s, per account`."""
    if limit is None:
        return "-"
    text = f"{limit.count} in {limit.seconds:g} s"
    if limit.min_gap:
        text += f", {limit.min_gap * 1000:g} ms apart"
    if limit.batch:
        text += f", {limit.batch} securities each"
    if limit.per_account:
        text += ", per account"
    if limit.refresh_only:
        text += ", with refreshCache"
    return text
