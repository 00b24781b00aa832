"""The gateway's login at the broker: it holds, but can be lost for trials, and then asks for a code as a real one may.

There is no picture and no phone: what they would show is told in the notice that asks for the code.
"""

from __future__ import annotations

from enum import IntEnum
from random import Random

from futu_tui.protocol.pb import common_pb2, notify_pb2

TRIES = 5
"""Wrong codes until another one must be asked for."""


class LoginError(Exception):
    """The login is not gone on with; the message is what the client is told."""


class Proof(IntEnum):
    """What a code comes by, by its verification.VerificationType number."""

    PICTURE = 1
    PHONE = 2

    @property
    def status(self) -> common_pb2.ProgramStatusType:
        """What the gateway is in while it waits for the code."""
        if self is Proof.PICTURE:
            return common_pb2.ProgramStatusType_NeedPicVerifyCode
        return common_pb2.ProgramStatusType_NeedPhoneVerifyCode

    @property
    def event(self) -> notify_pb2.GtwEventType:
        """What the gateway asks for the code with."""
        if self is Proof.PICTURE:
            return notify_pb2.GtwEventType_NeedPicVerifyCode
        return notify_pb2.GtwEventType_NeedPhoneVerifyCode


class Login:
    """Whether the gateway is logged in, and what it waits for where it is not."""

    def __init__(self) -> None:
        self.holds = True
        self.wants: Proof | None = None
        """The code it waits for."""
        self.code = ""
        """The right one, while it waits."""
        self._tries = 0
        self._random = Random("codes")

    @property
    def status(self) -> common_pb2.ProgramStatusType:
        if self.holds:
            return common_pb2.ProgramStatusType_Ready
        return self.wants.status if self.wants else common_pb2.ProgramStatusType_Loging

    @property
    def notice(self) -> str:
        """What a person is told who must give the code; empty where none is waited for."""
        if self.wants is None:
            return ""
        where = "picture reads" if self.wants is Proof.PICTURE else "message to your phone reads"
        return f"The {where} {self.code}: answer with it by 3000"

    def lose(self, wants: Proof | None) -> None:
        """Be logged out, until a code is given, or until `regain`."""
        self.holds, self.wants = False, wants
        self._renew()

    def regain(self) -> None:
        """Be logged in again."""
        self.holds, self.wants, self.code = True, None, ""

    def ask(self, kind: Proof) -> None:
        """Have another code made. Raises LoginError where none of this kind is waited for."""
        self._require(kind)
        self._renew()

    def give(self, kind: Proof, code: str) -> None:
        """Log in with a code. Raises LoginError."""
        self._require(kind)
        if self._tries >= TRIES:
            raise LoginError("too many wrong codes: ask for another one")
        if code != self.code:
            self._tries += 1
            raise LoginError("the code is wrong")
        self.regain()

    def _require(self, kind: Proof) -> None:
        if self.holds:
            raise LoginError("no code is asked for: the gateway is logged in")
        if self.wants is not kind:
            raise LoginError(f"no {kind.name.lower()} code is asked for")

    def _renew(self) -> None:
        self._tries = 0
        self.code = f"{self._random.randrange(10_000):04d}" if self.wants else ""
