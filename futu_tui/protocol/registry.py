"""Every protocol of the gateway: what it is called, what it carries and what it asks.

The message classes of a protocol are imported when they are first asked for, so that a command that needs one
protocol does not pay for seventy-eight.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cached_property
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING

from msgspec import Struct

from futu_tui.protocol.ids import Category, ProtoId
from futu_tui.protocol.rules import HANDLING, LIMITS, ORDER_WRITES, PUSHES, Handling, Limit, Scope, scope_of

if TYPE_CHECKING:
    from google.protobuf.message import Message

_WITHOUT_BODY = frozenset(
    {
        ProtoId.REMOTE_CMD,
        ProtoId.QOT_GET_ORDER_DETAIL,
        ProtoId.QOT_UPDATE_ORDER_DETAIL,
        ProtoId.QOT_GET_TRADE_DATE,
    }
)
"""The gateway lists these, but no definition of their bodies is published."""


class Protocol(Struct, frozen=True, dict=True):
    """One row of the gateway's table."""

    id: ProtoId

    @property
    def name(self) -> str:
        """As the gateway's table spells it: QOT_GET_BASIC_QOT."""
        return self.id.name

    @property
    def category(self) -> Category:
        return self.id.category

    @property
    def is_push(self) -> bool:
        """Whether the gateway sends it unasked; then it has a response and no request."""
        return self.id in PUSHES

    @property
    def has_body(self) -> bool:
        """Whether its bodies are published; where not, their bytes stay bytes."""
        return self.id not in _WITHOUT_BODY

    @property
    def scope(self) -> Scope | None:
        """The scope a key needs, at its strictest: see `required_scope`. None where any key will do."""
        return scope_of(self.id)

    @property
    def limit(self) -> Limit | None:
        """How often it may be asked; None where nothing is published."""
        return LIMITS.get(self.id)

    @property
    def handling(self) -> Handling:
        """What a request by hand must pass before it is sent."""
        return HANDLING[self.id]

    @cached_property
    def request(self) -> type[Message] | None:
        """The body of a request, which holds a `c2s`; None for a push and where no body is published."""
        return self._message("Request")

    @cached_property
    def response(self) -> type[Message] | None:
        """The body of an answer or a push, which holds an `s2c`; None where no body is published."""
        return self._message("Response")

    @cached_property
    def c2s(self) -> type[Message] | None:
        """What a request asks; None where `request` is."""
        return self._message("C2S")

    @cached_property
    def s2c(self) -> type[Message] | None:
        """What an answer or a push tells; None where `response` is."""
        return self._message("S2C")

    def _message(self, name: str) -> type[Message] | None:
        module = self._module
        return getattr(module, name, None) if module else None

    @cached_property
    def _module(self) -> ModuleType | None:
        return import_module(f"futu_tui.protocol.pb.{self.name.lower()}_pb2") if self.has_body else None


PROTOCOLS: Mapping[int, Protocol] = MappingProxyType({proto_id: Protocol(proto_id) for proto_id in ProtoId})
"""All of them by number, in its order; a ProtoId is a number too."""


def find_protocol(what: str | int) -> Protocol:
    """The protocol of this number or name: 3004, "3004", "QOT_GET_BASIC_QOT", "qot-get-basic-qot".

    Raises LookupError, whose message names what was likely meant.
    """
    spelling = _folded(str(what))
    try:
        return _BY_SPELLING[spelling]
    except KeyError:
        close = difflib.get_close_matches(spelling, _BY_SPELLING, n=1)
    likely = "".join(
        f" Did you mean {_BY_SPELLING[each].name} ({_BY_SPELLING[each].id:d})?" for each in close
    )
    raise LookupError(f"There is no protocol {what!r}.{likely} `futu-tui protocols` lists them all.")


def _folded(name: str) -> str:
    return name.strip().replace("_", "").replace("-", "").casefold()


_BY_SPELLING = {_folded(protocol.name): protocol for protocol in PROTOCOLS.values()} | {
    str(int(number)): protocol for number, protocol in PROTOCOLS.items()
}

_SIMULATE = 0
"""trd_common.TrdEnv_Simulate"""


def required_scope(protocol: Protocol, env: int | None = None) -> Scope | None:
    """The scope that a request needs when its header's trdEnv (trd_common.TrdEnv) is `env`.

    An order in the simulated environment needs less than `protocol.scope` says; None is taken for real.
    """
    if env == _SIMULATE and protocol.id in ORDER_WRITES:
        return Scope.TRADE_SIMULATE
    return protocol.scope
