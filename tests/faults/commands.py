"""The paper gateway's own commands (1008), as somebody beside the program gives them."""

from __future__ import annotations

import asyncio

from futu_tui.opend import OpenD
from futu_tui.protocol import ProtoId


def command(target: str, key: str, text: str) -> None:
    """Tell the gateway at `target` something, with a key that may: a command's name, and behind a blank its text."""

    async def send() -> None:
        async with OpenD(target, key) as gateway:
            name, _, parameters = text.partition(" ")
            await gateway.request(ProtoId.TEST_CMD, {"cmd": name, "paramStr": parameters})

    asyncio.run(send())
