"""What the console works with: the state of the program around it, as it is at the moment it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from futu_tui.opend import LinkState
from futu_tui.opend.errors import NoScope
from futu_tui.protocol import Handling, Protocol, ProtoId, Scope, required_scope
from futu_tui.protocol.form_values import Kind
from futu_tui.protocol.forms import Form, Leaf, Many
from futu_tui.protocol.rules import WRITES
from futu_tui.protocol.words import limit_text, scope_text
from futu_tui.tui.console.asking import missing, wishes_of, words_of

if TYPE_CHECKING:
    from futu_tui.market import Store
    from futu_tui.protocol import Security
    from futu_tui.trading import Account, Accounts
    from futu_tui.tui.acts import Acts
    from futu_tui.tui.console.memory import Memory
    from futu_tui.tui.listing_index import ListingIndex

_TRD_HEADER = "futu_tui.trd_common.TrdHeader"


@dataclass
class Site:
    """One console's surroundings; the scopes that the key was found to lack are kept from one request to the next."""

    store: Store
    accounts: Accounts
    acts: Acts
    memory: Memory
    index: ListingIndex
    feed: Callable[[], Any | None]
    """The feed at this moment."""
    security: Callable[[], Security]
    """The current one."""
    timeout: float
    """Seconds that an answer may take."""
    lacking: set[Scope] = field(default_factory=set)
    """Scopes for the lack of which this gateway has refused."""

    @property
    def account(self) -> Account | None:
        """The account in play."""
        current = self.accounts.current
        return current.account if current is not None else None

    def obstacle(self) -> str:
        """Why nothing can be asked now; empty while it can."""
        feed = self.feed()
        if feed is None:
            return "There is no gateway yet."
        if feed.health.link.state is not LinkState.UP:
            return "There is no link to the gateway. It is being looked for; ask again when it is back."
        return ""

    # What is said before sending

    def scope_words(self, protocol: Protocol) -> str:
        """What the key needs, and whether it is known to lack it."""
        account = self.account
        needed = required_scope(protocol, int(account.env) if account is not None else None)
        if protocol.handling is Handling.DESK and self.acts.stopped:
            return f"{scope_text(protocol)}: {self.acts.stopped}"
        if needed is not None and needed in self.lacking:
            return f"{needed}, which the key lacks"
        return scope_text(protocol) if needed is not None else "any key"

    def note_refusal(self, protocol: Protocol, error: Exception) -> None:
        """Remember for what scope a request was refused."""
        scope = getattr(error, "scope", None)
        if isinstance(error, NoScope) and scope is not None:
            self.lacking.add(Scope(scope))

    def note_answer(self, protocol: Protocol) -> None:
        """The key has what this one needs, whatever was found before."""
        if protocol.scope is not None:
            self.lacking.discard(protocol.scope)

    def limit_words(self, protocol: Protocol) -> str:
        """What is left of its limit: `8 left of 10 in 30 s`, and how long the next one would wait."""
        limit, feed = protocol.limit, self.feed()
        if limit is None:
            return "no published limit"
        account = self.account
        room = feed.gateway.room(protocol, account.acc_id if account else 0) if feed is not None else None
        if room is None:
            return limit_text(limit)
        words = f"{room.left} left of {limit_text(limit)}"
        return f"{words}; the next waits {room.wait:.0f} s" if room.wait >= 0.5 else words

    def note_words(self, protocol: Protocol, fields: dict[str, Any]) -> str:
        """What else there is to know before it is sent: what it writes, what it subscribes, what it costs."""
        if self.obstacle():
            return "there is no link to the gateway: nothing can be asked now"
        if protocol.handling is Handling.DESK:
            return "goes by the trading desk: its limits, its questions, its journal"
        if protocol.handling is Handling.ASK:
            return f"asks first: it {WRITES[protocol.id]}"
        wishes = wishes_of(protocol, fields)
        feed = self.feed()
        if wishes and feed is not None:
            lacking = missing(feed, wishes)
            return f"subscribes {words_of(lacking)} first" if lacking else "is subscribed"
        if protocol.id == ProtoId.QOT_REQUEST_HISTORY_KL:
            return "takes one of the quota of histories for a new security (3104 tells what is left)"
        return "" if protocol.has_body else "no body is published: bytes go and come"

    def prefill(self, protocol: Protocol, form: Form) -> None:
        """Fill in what goes without saying: the account in play, the login, and the current security to read of."""
        assert protocol.c2s is not None
        names = protocol.c2s.DESCRIPTOR.fields_by_name
        account, feed = self.account, self.feed()
        header = names.get("header")
        message = header.message_type if header is not None else None
        if account is not None and message is not None and message.full_name == _TRD_HEADER:
            for name, value in account.header().items():
                form.put(("header", name), value)
        if "userID" in names and feed is not None and (user := getattr(feed.gateway, "user_id", 0)):
            form.put(("userID",), user)
        if protocol.handling is Handling.READ:
            self._prefill_security(form)

    def _prefill_security(self, form: Form) -> None:
        for part in form.root.parts:
            if isinstance(part, Leaf) and part.kind is Kind.SECURITY and part.required and part.text is None:
                part.text = str(self.security())
            elif isinstance(part, Many) and part.field.name == "securityList" and not part.items:
                item = part.add()
                if isinstance(item, Leaf):
                    item.text = str(self.security())

    def name_of(self, text: str) -> str:
        """The name of a security as it was typed; empty where it is not known."""
        from futu_tui.tui.listing_index import typed_security
        from futu_tui.tui.text import clean

        security = typed_security(text)
        listing = self.store.listings.get(security) if security is not None else None
        return clean(listing.name) if listing is not None else ""
