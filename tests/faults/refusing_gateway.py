"""The paper gateway as its command serves it, but that it says no to what a file names.

`python -m tests.faults.refusing_gateway FILE [OPTIONS of futu-tui gateway]`. FILE holds protocol ids, one a line, and
may change at any time; FILE.asked gets each id that is asked for, once.
"""

from __future__ import annotations

import sys
from pathlib import Path

from futu_tui.commands.gateway import command
from futu_tui.paper import dispatch
from futu_tui.paper.gateway import Gateway, Refusal
from futu_tui.protocol import PROTOCOLS
from futu_tui.protocol.pb.futu_service_pb2 import FutuRequest, FutuResponse

WORDS = "Not while the drill lasts"
"""What the gateway says for a no."""

_answer = dispatch.answer


def main() -> None:
    refused = Path(sys.argv.pop(1))
    asked: set[int] = set()

    async def answer(
        gateway: Gateway, request: FutuRequest, authorization: str | None, peer: str
    ) -> FutuResponse:
        number = request.proto_id
        if number not in asked:
            asked.add(number)
            with asked_file(refused).open("a") as file:
                file.write(f"{number}\n")
        if str(number) in refused.read_text().split():  # noqa: ASYNC240 - a line or two
            return dispatch._refuse(number, PROTOCOLS.get(number), Refusal(WORDS))
        return await _answer(gateway, request, authorization, peer)

    dispatch.answer = answer  # before the server takes it
    command()


def asked_file(refused: Path) -> Path:
    """Where the ids go that were asked for."""
    return refused.with_suffix(".asked")


if __name__ == "__main__":
    main()
