from __future__ import annotations

from typing import Any

import pytest

from futu_tui.feed.account_sync import AccountSync
from futu_tui.protocol import PROTOCOLS, ProtoId
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.trading import Accounts, TrdEnv
from tests.unit.trading.wire import order, position

HEADER = {"trdEnv": 0, "accID": 7, "trdMarket": 1}


class Gateway:
    """Answers positions, of which fewer can be sold each time, and keeps what was asked."""

    user_id = 0

    def __init__(self) -> None:
        self.asked: list[int] = []

    async def request(self, protocol: int, body: Any) -> Any:
        self.asked.append(int(protocol))
        s2c: Any = PROTOCOLS[protocol].s2c
        answer = s2c(header=HEADER)
        if protocol == ProtoId.TRD_GET_POSITION_LIST:
            row = position("00700", 600, 488.2, 506.0, 0.0)
            row.canSellQty = 600 - 100 * self.asked.count(protocol)
            answer.positionList.append(row)
        return answer


def pushed(proto_id: int, **s2c: Any) -> PushEvent:
    response: Any = PROTOCOLS[proto_id].response
    body = response(retType=0, s2c={"header": HEADER} | s2c).SerializeToString()
    return PushEvent(proto_id=proto_id, body=body, event_type="trade", acc_id=7)


async def test_what_an_order_holds_back_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("futu_tui.feed.account_sync.SETTLE", 0.0)
    gateway, accounts = Gateway(), Accounts()
    account: Any = PROTOCOLS[ProtoId.TRD_GET_ACC_LIST].s2c
    accounts.apply_list(account(accList=[{"trdEnv": 0, "accID": 7, "trdMarketAuthList": [1]}]).accList)
    portfolio = accounts.open(accounts.list[0])
    sync: Any = AccountSync(gateway, accounts, lambda text: None, environment=TrdEnv.SIMULATE)  # type: ignore[arg-type]
    await sync.read(portfolio)
    sync.apply([pushed(ProtoId.TRD_UPDATE_ORDER, order=order(1)) for _ in range(5)])
    await sync._settling
    (held,) = portfolio.positions.values()
    assert held.can_sell == 400
    assert gateway.asked.count(ProtoId.TRD_GET_POSITION_LIST) == 2
