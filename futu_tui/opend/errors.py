"""Why a request failed, by kind; each says what happened and what a person can do about it."""

from __future__ import annotations

from typing import ClassVar

from futu_tui.masking import mask


class GatewayError(Exception):
    """The base of every failure of a request or of the push stream."""

    BRIEF: ClassVar[str] = "it failed"
    """What is the matter, in the few words that a status line has room for."""

    def __init__(self, message: str, advice: str = "", *, brief: str = "") -> None:
        # A gateway may say a key that it does not know, and what it says is shown, logged and kept in the journal.
        message, advice = mask(message), mask(advice)
        super().__init__(message)
        self.message = message
        """What happened, one line without a full stop."""
        self.advice = advice
        """What to check or do; empty where the message says it all."""
        self.brief = brief or self.BRIEF
        """`BRIEF`, or what is known better."""

    def __str__(self) -> str:
        return f"{self.message}. {self.advice}" if self.advice else self.message


class Unreachable(GatewayError):
    """Nothing answers on the target, or the connection broke before the answer came."""

    BRIEF = "not reached"


class Untrusted(Unreachable):
    """TLS came to nothing: a certificate that does not hold, or only one side that speaks it. Nothing was told."""

    BRIEF = "no TLS"


class NotAGateway(Unreachable):
    """Something listens on the target that does not speak gRPC."""

    BRIEF = "no gateway on this port"


class TimedOut(GatewayError):
    """No answer within the deadline; whether the gateway acted on the request is not known."""

    BRIEF = "no answer"


class NoKey(GatewayError):
    """UNAUTHENTICATED: no key was sent, or it is unknown, revoked or expired."""

    BRIEF = "API key not accepted"


class NoScope(GatewayError):
    """PERMISSION_DENIED: the key's scope, market, symbol, side, account or hours do not allow the request."""

    BRIEF = "API key lacks a scope"

    def __init__(self, message: str, advice: str = "", *, scope: str | None = None) -> None:
        super().__init__(message, advice)
        self.scope = scope
        """The scope that the protocol asks of a key; None where any key will do."""


class Limited(GatewayError):
    """RESOURCE_EXHAUSTED: a rate or value limit, met although this side keeps the published ones."""

    BRIEF = "limit used up"

    def __init__(self, message: str, advice: str = "", *, retry_after: float) -> None:
        super().__init__(message, advice)
        self.retry_after = retry_after
        """Seconds after which the limit surely allows another."""


class Refused(GatewayError):
    """The gateway took the request and said no."""

    BRIEF = "refused"

    def __init__(
        self, message: str, advice: str = "", *, ret_type: int, ret_msg: str, err_code: int = 0
    ) -> None:
        super().__init__(message, advice)
        self.ret_type = ret_type
        """common.RetType"""
        self.ret_msg = mask(ret_msg)
        """The gateway's own words, often Chinese."""
        self.err_code = err_code


class NotServed(GatewayError):
    """UNIMPLEMENTED: the target speaks gRPC but does not serve FutuOpenD, or not this request."""

    BRIEF = "not served"


class GatewayFault(GatewayError):
    """The gateway broke while it handled the request: any other gRPC status."""

    BRIEF = "the gateway failed"


class BadBody(GatewayError):
    """An answer that does not parse, or lacks what its protocol requires."""

    BRIEF = "unreadable answer"


class BadRequest(GatewayError, ValueError):
    """A request that cannot be written: a field unknown, left out or of a wrong type. Nothing was sent."""
