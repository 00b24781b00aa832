"""The connection itself: hello, are you there, what state are you in, who am I, what is left of my quota."""

from __future__ import annotations

import time

from futu_tui.paper.gateway import Call
from futu_tui.paper.rights import quote_rights
from futu_tui.protocol import Market
from futu_tui.protocol.pb import (
    common_pb2,
    get_global_state_pb2,
    get_used_quota_pb2,
    get_user_info_pb2,
    init_connect_pb2,
    keep_alive_pb2,
    qot_common_pb2,
)

SERVER_VERSION = 1011
"""What the paper gateway says its version is: that of the interface it was written against, 10.11."""
BUILD_NUMBER = 7108
USER_ID = 7_000_000
"""The one user that is logged in."""
KEEP_ALIVE_SECONDS = 10


def init_connect(call: Call, c2s: init_connect_pb2.C2S) -> init_connect_pb2.S2C:
    return init_connect_pb2.S2C(
        serverVer=SERVER_VERSION,
        loginUserID=USER_ID,
        connID=call.client.conn_id,
        connAESKey="",  # bodies travel over gRPC, which encrypts them or not
        keepAliveInterval=KEEP_ALIVE_SECONDS,
        userAttribution=common_pb2.UserAttribution_Unknown,
    )


def get_global_state(call: Call, c2s: get_global_state_pb2.C2S) -> get_global_state_pb2.S2C:
    market, login = call.gateway.market, call.gateway.login
    closed = qot_common_pb2.QotMarketState_None
    return get_global_state_pb2.S2C(
        marketHK=market.state(Market.HK),
        marketUS=market.state(Market.US),
        marketSH=market.state(Market.SH),
        marketSZ=market.state(Market.SZ),
        marketHKFuture=closed,
        marketUSFuture=closed,
        marketSGFuture=closed,
        marketJPFuture=closed,
        qotLogined=login.holds,
        trdLogined=login.holds,
        serverVer=SERVER_VERSION,
        serverBuildNo=BUILD_NUMBER,
        time=int(market.now()),
        localTime=time.time(),
        programStatus=common_pb2.ProgramStatus(type=login.status, strExtDesc=login.notice),
        connID=call.client.conn_id,
    )


def keep_alive(call: Call, c2s: keep_alive_pb2.C2S) -> keep_alive_pb2.S2C:
    return keep_alive_pb2.S2C(time=int(call.gateway.market.now()))


def get_user_info(call: Call, c2s: get_user_info_pb2.C2S) -> get_user_info_pb2.S2C:
    """Answers the fields that the flag asks for; without one, all."""
    basic, rights = get_user_info_pb2.UserInfoField_Basic, get_user_info_pb2.UserInfoField_QotRight
    api, disclaimer = get_user_info_pb2.UserInfoField_API, get_user_info_pb2.UserInfoField_Disclaimer
    flag = c2s.flag or basic | rights | api | disclaimer
    s2c = get_user_info_pb2.S2C()
    if flag & basic:
        s2c.nickName = "Paper gateway"
        s2c.userID = USER_ID
        s2c.userAttribution = common_pb2.UserAttribution_Unknown
    if flag & api:
        s2c.apiLevel = "paper"
        s2c.subQuota = call.gateway.subscriptions.quota
        s2c.historyKLQuota = call.gateway.history_quota.quota
    if flag & rights:
        for field, right in quote_rights(call.gateway.market, call.access).items():
            setattr(s2c, field, right)
    if flag & disclaimer:
        s2c.isNeedAgreeDisclaimer = False
    return s2c


def get_used_quota(call: Call, c2s: get_used_quota_pb2.C2S) -> get_used_quota_pb2.S2C:
    subscriptions, history = call.gateway.used_quota
    return get_used_quota_pb2.S2C(usedSubQuota=subscriptions, usedKLineQuota=history)
