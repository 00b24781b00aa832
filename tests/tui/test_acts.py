"""The desk as the screens get it: with what the settings say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from futu_tui.config import Settings
from futu_tui.market import Store
from futu_tui.protocol.pb import trd_unlock_trade_pb2
from futu_tui.trading import Accounts
from futu_tui.trading.password import Password
from futu_tui.tui.acts import Acts
from tests.unit.trading import wire


class PatientGateway:
    """Answers everything, and keeps how long each answer might have taken."""

    conn_id = 7

    def __init__(self) -> None:
        self.patience: list[float] = []

    async def request(self, protocol: int, c2s: Any = None, *, timeout: float = 10.0) -> Any:  # noqa: ASYNC109
        self.patience.append(timeout)
        return trd_unlock_trade_pb2.S2C()


async def test_an_act_waits_for_its_answer_as_long_as_the_settings_say(tmp_path: Path) -> None:
    settings = Settings()
    settings = msgspec.structs.replace(
        settings, gateway=msgspec.structs.replace(settings.gateway, timeout=3.5)
    )
    gateway, accounts = PatientGateway(), Accounts()
    accounts.apply_list([wire.account(trdEnv=1)])
    accounts.open(accounts.list[0])
    acts = Acts(None, settings, tmp_path)  # type: ignore[arg-type]  # nothing is told on a screen here
    acts.hear = lambda event: None  # type: ignore[method-assign]
    async with acts.at(gateway, accounts, Store()) as desk:  # type: ignore[arg-type]
        assert desk is not None
        assert (await desk.unlock(Password("123456"))).accepted
    assert gateway.patience == [3.5]
