"""A name service of one name, which can go away: the little of DNS that a client asks for."""

from __future__ import annotations

import socket
import struct
import threading
from types import TracebackType
from typing import Self

NAME_UNKNOWN = 3
_ANSWER, _ADDRESS = 0x8180, 1
"""A response, with recursion; the type A."""


class NameServer:
    """Answers every question for an address with 127.0.0.1, until it is told that there is no such name."""

    def __init__(self) -> None:
        self.knows = True
        self.asked = 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="name server", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.sendto(b"", ("127.0.0.1", self.port))
        self._thread.join(5.0)
        self._socket.close()

    def target(self, port: int) -> str:
        """What a gRPC client is told, so that it asks here for the address of a gateway."""
        return f"dns://127.0.0.1:{self.port}/gateway.test:{port}"

    def _serve(self) -> None:
        while True:
            question, asker = self._socket.recvfrom(4096)
            if not question:
                return
            self.asked += 1
            self._socket.sendto(self._answer(question), asker)

    def _answer(self, question: bytes) -> bytes:
        number = question[:2]
        end = question.index(b"\0", 12) + 1
        kind = struct.unpack(">H", question[end : end + 2])[0]
        asked = question[12 : end + 4]
        if not self.knows:
            return number + struct.pack(">HHHHH", _ANSWER | NAME_UNKNOWN, 1, 0, 0, 0) + asked
        if kind != _ADDRESS:
            return number + struct.pack(">HHHHH", _ANSWER, 1, 0, 0, 0) + asked
        record = b"\xc0\x0c" + struct.pack(">HHIH", _ADDRESS, 1, 0, 4) + bytes((127, 0, 0, 1))
        return number + struct.pack(">HHHHH", _ANSWER, 1, 1, 0, 0) + asked + record
