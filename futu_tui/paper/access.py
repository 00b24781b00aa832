"""What a caller may do: the key it shows, the scope a request needs, what of the market and accounts it may see."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from google.protobuf.message import Message

from futu_tui.paper.keys import Key, KeyRing
from futu_tui.protocol import PROTOCOLS, Market, Scope, Security, required_scope

_BEARER = "bearer "
_MINUTE = 60.0
_DAY = 86_400.0


class AccessError(Exception):
    """The caller is not let in; the message says why."""


class Unauthenticated(AccessError):
    """No key, or none that counts."""


class Forbidden(AccessError):
    """The key does not allow this."""


class Exhausted(AccessError):
    """The key's own rate is used up."""


@dataclass(frozen=True)
class Access:
    """What one caller may do: what its key says, or everything where the gateway has no keys file."""

    key: Key | None

    def has(self, scope: Scope) -> bool:
        return self.key is None or scope in self.key.scopes

    def sees(self, security: Security) -> bool:
        return self.key is None or self.key.sees(security)

    def sees_market(self, market: Market) -> bool:
        return self.key is None or self.key.markets is None or market.name in self.key.markets

    def sees_account(self, acc_id: int) -> bool:
        return self.key is None or self.key.sees_account(acc_id)

    def require(self, proto_id: int, c2s: Message | None) -> None:
        """Raise Forbidden unless the key's scopes, securities and accounts cover this request.

        `c2s` is None when the body did not parse or has no published form.
        """
        if self.key is None:
            return
        protocol = PROTOCOLS.get(proto_id)
        if protocol is None:
            raise Forbidden(f"proto_id {proto_id} belongs to no scope")
        header = getattr(c2s, "header", None)
        scope = required_scope(protocol, getattr(header, "trdEnv", None))
        if scope is not None and not self.has(scope):
            raise Forbidden(f"{proto_id} {protocol.name} needs the scope {scope}, which this key lacks")
        for security in _securities(c2s):
            if not self.key.sees(security):
                raise Forbidden(f"this key does not cover {security}")
        for acc_id in (getattr(header, "accID", None), *getattr(c2s, "accIDList", ())):
            if acc_id is not None and not self.key.sees_account(acc_id):
                raise Forbidden(f"this key does not cover the account {acc_id}")

    def require_stream(self) -> None:
        """Raise Forbidden when no push at all could ever reach this caller."""
        if not (self.has(Scope.QOT_READ) or self.has(Scope.ACC_READ)):
            raise Forbidden(
                f"pushes need the scope {Scope.QOT_READ} or {Scope.ACC_READ}, which this key lacks"
            )


class Doorkeeper:
    """Lets callers in by what they show in the metadata `authorization`."""

    def __init__(self, keys: KeyRing | None, now: Callable[[], float] = time.time) -> None:
        """Without `keys` everyone is let in, to everything. `now` gives epoch seconds."""
        self._keys = keys
        self._now = now
        self._recent: dict[str, deque[float]] = {}
        self._orders: dict[str, deque[tuple[float, float]]] = {}
        """When each key's orders of the last day came, and their values."""

    @property
    def asks(self) -> bool:
        """Whether a caller needs a key."""
        return self._keys is not None

    def admit(self, authorization: str | None) -> Access:
        """What the caller may do now. Raises Unauthenticated or Forbidden."""
        if self._keys is None:
            return Access(None)
        if not authorization:
            raise Unauthenticated(
                "this gateway asks for a key: send the metadata `authorization: Bearer fc_...`"
            )
        if not authorization.lower().startswith(_BEARER):
            raise Unauthenticated("the metadata `authorization` must read `Bearer fc_...`")
        key = self._keys.find(authorization[len(_BEARER) :].strip())
        if key is None:
            raise Unauthenticated("this key is unknown or was revoked")
        if key.expired(self._now()):
            raise Unauthenticated(f"this key expired at {key.expires}")
        if not key.in_hours(self._now()):
            raise Forbidden(f"this key may be used from {key.hours} only")
        return Access(key)

    def count(self, access: Access) -> None:
        """Count a request against the key's own rate. Raises Exhausted."""
        key = access.key
        if key is None or key.requests_per_minute is None:
            return
        now = self._now()
        recent = self._recent.setdefault(key.name, deque())
        while recent and recent[0] <= now - _MINUTE:
            recent.popleft()
        if len(recent) >= key.requests_per_minute:
            raise Exhausted(f"this key may make {key.requests_per_minute} requests a minute")
        recent.append(now)

    def check_order(self, access: Access, security: Security, side: str, value: float, added: float) -> None:
        """Hold an order, or the change of one, against the key. `value` is its own, `added` what it adds to the day's,
        both in the security's currency. Raises Forbidden or Exhausted."""
        key = access.key
        if key is None:
            return
        if not key.sees(security):
            raise Forbidden(f"this key does not cover {security}")
        if key.sides is not None and side not in key.sides:
            raise Forbidden(f"this key may not {side}")
        if key.max_order_value is not None and value > key.max_order_value:
            raise Exhausted(f"an order of this key may be worth {key.max_order_value:,.2f}, not {value:,.2f}")
        recent = self._orders_of(key)
        today = sum(worth for _, worth in recent)
        if key.max_daily_value is not None and today + added > key.max_daily_value:
            raise Exhausted(f"this key's orders of a day may be worth {key.max_daily_value:,.2f}")
        late = sum(when > self._now() - _MINUTE for when, _ in recent)
        if added and key.orders_per_minute is not None and late >= key.orders_per_minute:
            raise Exhausted(f"this key may send {key.orders_per_minute} orders a minute")

    def count_order(self, access: Access, value: float) -> None:
        """Count an order that was taken."""
        if access.key is not None:
            self._orders_of(access.key).append((self._now(), value))

    def _orders_of(self, key: Key) -> deque[tuple[float, float]]:
        recent = self._orders.setdefault(key.name, deque())
        while recent and recent[0][0] <= self._now() - _DAY:
            recent.popleft()
        return recent


def _securities(c2s: Message | None) -> Iterator[Security]:
    """Every security that a quote request names; raises SecurityError for what is none."""
    yield from map(Security.of, getattr(c2s, "securityList", ()))
    for field in ("security", "owner", "plate"):
        if c2s is not None and field in c2s.DESCRIPTOR.fields_by_name and c2s.HasField(field):
            yield Security.of(getattr(c2s, field))
