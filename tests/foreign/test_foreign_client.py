"""A client that knows nothing of this project, on the paper gateway: futu-api's messages, the reference's examples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from futu_tui.paper_process import PaperProcess
from tests.foreign.toolkit import HERE, Foreign

TENCENT = {"market": 1, "code": "00700"}
APPLE = {"market": 11, "code": "AAPL"}
HK_ACCOUNT = {"header": {"trdEnv": 0, "accID": 7000001, "trdMarket": 1}}
BASIC, ORDER_BOOK, TICKER, RT, KL_DAY, BROKER = 1, 2, 4, 5, 6, 14
DAY = {"rehabType": 1, "klType": 2, "security": TENCENT}
PUSHES = {3005: BASIC, 3007: KL_DAY, 3009: RT, 3011: TICKER, 3013: ORDER_BOOK, 3015: BROKER}
"""Quote pushes and the SubType that each comes of."""

REQUESTS: list[tuple[int, dict[str, Any]]] = [
    (1001, {"clientVer": 1, "clientID": "foreign"}),
    (1002, {"userID": 0}),
    (3004, {"securityList": [APPLE]}),
    (
        3001,
        {
            "securityList": [TENCENT], "subTypeList": list(PUSHES.values()),
            "isSubOrUnSub": True, "isRegOrUnRegPush": True,
        },
    ),
    (3003, {}),
    (3004, {"securityList": [TENCENT]}),
    (3006, DAY | {"reqNum": 30}),
    (3008, {"security": TENCENT}),
    (3010, {"security": TENCENT, "maxRetNum": 50}),
    (3012, {"security": TENCENT, "num": 10}),
    (3014, {"security": TENCENT}),
    (3103, DAY | {"beginTime": "2020-01-01", "endTime": "2099-01-01", "maxAckKLNum": 100}),
    (3202, {"securityList": [TENCENT, APPLE]}),
    (2001, {"userID": 0}),
    (2008, {"accIDList": [7000001]}),
    (2101, HK_ACCOUNT),
    (2102, HK_ACCOUNT),
    (2201, HK_ACCOUNT),
    (2211, HK_ACCOUNT),
    (3202, {"securityList": [{"market": 1, "code": "99999"}]}),
]  # fmt: skip


@pytest.fixture(scope="module")
def target() -> Iterator[str]:
    with PaperProcess(["--rate", "400", "--symbols", "HK.00700,US.AAPL"]) as paper:
        yield paper.wait()


@pytest.fixture(scope="module")
def heard(target: str, foreign: Foreign) -> list[dict[str, Any]]:
    """What the foreign client was answered, in the order it asked, and then what it was pushed."""
    requests, pushes = json.dumps(REQUESTS), json.dumps(list(PUSHES))
    output = foreign.run(HERE / "side" / "client.py", target, requests, pushes)
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture(scope="module")
def answers(heard: list[dict[str, Any]]) -> dict[int, Any]:
    """The S2C of every answer that said yes."""
    return {each["proto_id"]: each["response"].get("s2c") for each in heard if each.get("ret_type") == 0}


@pytest.fixture(scope="module")
def pushed(heard: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {each["proto_id"]: each for each in heard if "event_type" in each}


def test_every_answer_agrees_with_its_envelope(heard: list[dict[str, Any]]) -> None:
    answered = [each for each in heard if "ret_type" in each]
    assert [each["proto_id"] for each in answered] == [proto_id for proto_id, _ in REQUESTS]
    for each in answered:
        assert each["response"]["retType"] == each["ret_type"]
        assert each["response"]["retMsg"] == each["ret_msg"]


def test_what_is_not_subscribed_or_not_listed_is_refused_in_words(heard: list[dict[str, Any]]) -> None:
    refused = {each["proto_id"]: each["ret_msg"] for each in heard if each.get("ret_type")}
    assert set(refused) == {3004, 3202}
    assert "AAPL" in refused[3004]
    assert "does not list" in refused[3202]


def test_it_learns_who_it_is_and_what_it_holds(answers: dict[int, Any]) -> None:
    assert int(answers[1001]["connID"]) > 0
    assert answers[1002]["qotLogined"] is True
    (mine,) = answers[3003]["connSubInfoList"]
    assert mine["isOwnConnData"] is True
    assert [info["subType"] for info in mine["subInfoList"]] == sorted(PUSHES.values())
    assert answers[3003]["totalUsedQuota"] == len(PUSHES)


def test_the_quotes_are_one_market(answers: dict[int, Any]) -> None:
    (quote,) = answers[3004]["basicQotList"]
    assert (quote["name"], quote["security"]) == ("Tencent", TENCENT)
    last, tick = quote["curPrice"], quote["priceSpread"]
    bars, book = answers[3006]["klList"], answers[3012]
    bids = [level["price"] for level in book["orderBookBidList"]]
    asks = [level["price"] for level in book["orderBookAskList"]]
    assert bids == sorted(bids, reverse=True)
    assert asks == sorted(asks)
    assert len(bids) == len(asks) == 10
    assert bids[0] < asks[0]
    # The market trades on from one request to the next, by a few ticks at most.
    for price in (bars[-1]["closePrice"], answers[3008]["rtList"][-1]["price"], bids[0], asks[0]):
        assert abs(price - last) <= 20 * tick
    assert quote["lowPrice"] <= last <= quote["highPrice"]
    assert bars[-1]["lastClosePrice"] == bars[-2]["closePrice"] == quote["lastClosePrice"]


def test_ticks_are_numbered_and_brokers_queue(answers: dict[int, Any]) -> None:
    sequences = [int(tick["sequence"]) for tick in answers[3010]["tickerList"]]
    assert sequences == sorted(set(sequences))
    assert len(sequences) == 50
    for side in ("brokerBidList", "brokerAskList"):
        assert answers[3014][side]
        assert all(entry["name"] for entry in answers[3014][side])


def test_history_comes_in_pages(answers: dict[int, Any]) -> None:
    assert len(answers[3103]["klList"]) == 100
    assert answers[3103]["nextReqKey"]


def test_listings_tell_lots(answers: dict[int, Any]) -> None:
    basics = [info["basic"] for info in answers[3202]["staticInfoList"]]
    assert [(each["security"]["code"], each["lotSize"]) for each in basics] == [("00700", 100), ("AAPL", 1)]


def test_the_account_adds_up(answers: dict[int, Any]) -> None:
    assert "7000001" in [account["accID"] for account in answers[2001]["accList"]]
    positions, funds = answers[2102]["positionList"], answers[2101]["funds"]
    value = sum(position["val"] for position in positions)
    assert positions
    assert funds["marketVal"] == pytest.approx(value, rel=0.02)  # prices move between the two answers
    assert funds["totalAssets"] == pytest.approx(funds["cash"] + funds["marketVal"])
    assert answers[2201]["orderList"]


@pytest.mark.parametrize(("proto_id", "sub_type"), PUSHES.items())
def test_pushes_say_what_they_are_of(pushed: dict[int, dict[str, Any]], proto_id: int, sub_type: int) -> None:
    push = pushed[proto_id]
    assert (push["sec_key"], push["sub_type"], push["event_type"]) == ("1_00700", sub_type, "quote")
    s2c = push["response"]["s2c"]
    assert s2c.get("security", TENCENT) == TENCENT
    assert all(quote["security"] == TENCENT for quote in s2c.get("basicQotList", ()))


# The reference's own two examples: `examples/` has them as they are printed there.


@pytest.fixture
def example(target: str, tmp_path: Path, heard: list[dict[str, Any]]) -> Path:
    """The first example and, below it, the second, which goes on with its stub, on the paper gateway's port.

    The examples take quotes for subscribed, as `heard` has done with HK.00700.
    """
    printed = "\n".join((HERE / "examples" / name).read_text() for name in ("request.txt", "push.txt"))
    assert printed.count("localhost:22500") == 1
    script = tmp_path / "example.py"
    script.write_text(printed.replace("localhost:22500", target))
    return script


def test_the_references_examples_run_as_printed(example: Path, foreign: Foreign) -> None:
    with foreign.start(example) as process:
        assert process.stdout
        lines = iter(process.stdout.readline, "")
        printed = []
        for line in lines:
            printed.append(line.strip())
            if line.startswith("proto_id="):
                break
        pushes = {printed[-1], *(next(lines).strip() for _ in range(50))}
        process.kill()
    assert "basicQotList {" in printed
    assert 'code: "00700"' in printed
    assert any(line.startswith("curPrice: ") for line in printed)
    assert {f"proto_id={proto_id} sec_key=1_00700" for proto_id in (3005, 3011, 3013)} <= pushes
