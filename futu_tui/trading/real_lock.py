"""What is known of the lock on real trading, which the gateway keeps and can put back by itself."""

from __future__ import annotations

import re

from msgspec import Struct

from futu_tui.opend import errors

_WORDS = re.compile(r"\bun-?lock|\block(?:ed)?\b|解锁|解鎖|锁定|鎖定", re.IGNORECASE)
"""How gateways say that trading must be unlocked first; there is no code for it."""


class RealLock(Struct):
    """As this program saw it. The gateway tells it only by refusing, so at first neither is known."""

    lock_after: float = 0.0
    """Seconds without a touch after which it is to be locked; 0 for never."""
    touched: float = 0.0
    """When the person was last there, in the desk's time."""
    unlocked: bool = False
    """This program unlocked it, and nothing has locked it since."""
    held: bool = False
    """This program locked it: nothing real is sent, whatever the gateway would say."""
    seen: bool = False
    """The gateway refused something because it is locked."""

    @property
    def locked(self) -> bool:
        return self.held or self.seen

    def open(self) -> None:
        """It was unlocked."""
        self.unlocked, self.held, self.seen = True, False, False

    def hold(self) -> None:
        """The person or the idle time locked it."""
        self.unlocked, self.held = False, True

    def refused(self) -> str:
        """The gateway said that it is locked; what to tell of that."""
        text = "the gateway locked trading again" if self.unlocked else "trading is locked"
        self.unlocked, self.seen = False, True
        return f"{text}: unlock it first"

    def is_due(self, now: float) -> bool:
        """Whether the person was away for too long."""
        return self.unlocked and self.lock_after > 0 and now - self.touched >= self.lock_after


def says_locked(error: errors.GatewayError) -> bool:
    """Whether a refusal is because real trading is locked."""
    return isinstance(error, errors.Refused) and _WORDS.search(error.ret_msg) is not None
