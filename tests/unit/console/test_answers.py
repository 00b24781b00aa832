"""Answers as trees and as tables."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from futu_tui.protocol import Security
from futu_tui.protocol.pb import (
    qot_common_pb2,
    qot_get_option_chain_pb2,
    qot_get_order_book_pb2,
    qot_get_static_info_pb2,
    qot_request_history_kl_pb2,
    trd_get_order_list_pb2,
)
from futu_tui.tui.console.answer_table import tables_of
from futu_tui.tui.console.answer_tree import AnswerTree

TENCENT = Security.parse("HK.00700").message()


def book(levels: int) -> qot_get_order_book_pb2.S2C:
    rows = [
        qot_common_pb2.OrderBook(price=512.5 - n, volume=100 * n, orederCount=n) for n in range(1, levels + 1)
    ]
    return qot_get_order_book_pb2.S2C(security=TENCENT, orderBookAskList=[], orderBookBidList=rows)


def bars(count: int) -> qot_request_history_kl_pb2.S2C:
    rows = [
        qot_common_pb2.KLine(
            time=f"2026-11-{n % 28 + 1:02d} 10:00:00", isBlank=False, closePrice=n + 0.25, volume=n * 7 % 1000
        )
        for n in range(count)
    ]
    return qot_request_history_kl_pb2.S2C(security=TENCENT, klList=rows)


def text(tree: AnswerTree) -> list[str]:
    return [f"{'  ' * line.depth}{line.node.label} {line.node.text}" for line in tree.lines]


def test_a_tree_tells_enums_by_name_and_folds() -> None:
    s2c = trd_get_order_list_pb2.S2C()
    s2c.header.trdEnv, s2c.header.accID = 0, 7
    order = s2c.orderList.add()
    order.trdSide, order.orderStatus, order.code, order.name = 1, 99, "00700", "Ten\x1b[31mcent"
    tree = AnswerTree(s2c)
    assert text(tree) == [
        "header trdEnv Simulate (0)  accID 7",
        "  trdEnv Simulate (0)",
        "  accID 7",
        "orderList [1]",
        "  [0] trdSide Buy (1)  orderStatus 99  code 00700  name Ten[31mcent",
        "    trdSide Buy (1)",
        "    orderStatus 99",
        "    code 00700",
        "    name Ten[31mcent",
    ]
    tree.toggle(0)
    assert [line.node.label for line in tree.lines][:2] == ["header", "orderList"]
    tree.fold_all(False)
    assert len(tree.lines) == 2
    tree.fold_all(True)
    assert len(tree.lines) == 9


def test_many_rows_stand_folded_and_are_found_all_the_same() -> None:
    tree = AnswerTree(bars(5_000))
    assert len(tree.lines) == 5_002
    (hit,) = tree.find("4711.25")
    at = tree.show(hit)
    assert text(tree)[at].strip() == "closePrice 4711.25"
    assert tree.parent_of(at) == at - 3
    hits = tree.find("closePrice")
    assert len(hits) == 5_000
    assert tree.next_of(hits, at, 1) is hits[4_712]
    assert tree.next_of(hits, at, -1) is hits[4_710]
    assert tree.next_of(hits, at, 1, from_here=True) is hits[4_711]
    assert tree.next_of(hits, tree.show(hits[-1]), 1) is hits[0]


@given(st.binary(max_size=60), st.text(max_size=3))
def test_any_bytes_make_a_tree(data: bytes, wanted: str) -> None:
    tree = AnswerTree(data)
    for node in tree.find(wanted):
        assert tree.lines[tree.show(node)].node is node


def test_bytes_without_a_definition_are_told_by_field() -> None:
    body = bars(1).SerializePartialToString()
    lines = text(AnswerTree(body))
    assert lines[0].startswith("1 bytes ")
    assert lines[1].strip() == "1 varint 1"
    assert lines[2].strip() == "2 bytes '00700'"


def test_a_table_has_a_column_for_what_its_rows_have() -> None:
    (table,) = tables_of(book(3))
    assert table.title == "orderBookBidList"
    assert [(column.title, column.right) for column in table.columns] == [
        ("price", True),
        ("volume", True),
        ("orederCount", True),
    ]
    assert table.rows == [["511.5", "100", "1"], ["510.5", "200", "2"], ["509.5", "300", "3"]]
    assert [column.cells for column in table.columns] == [5, 6, 11]


def test_nested_messages_are_columns_and_nested_lists_are_tables_of_their_own() -> None:
    info = qot_get_static_info_pb2.S2C()
    row = info.staticInfoList.add()
    row.basic.security.CopyFrom(TENCENT)
    row.basic.lotSize, row.basic.secType = 100, 3
    (table,) = tables_of(info)
    assert [column.title for column in table.columns] == ["basic.security", "basic.lotSize", "basic.secType"]
    assert table.rows == [["HK.00700", "100", "Eqty (3)"]]

    chain = qot_get_option_chain_pb2.S2C()
    for expiry, strikes in (("2026-12-30", 2), ("2027-01-28", 3)):
        item = chain.optionChain.add(strikeTime=expiry)
        for _ in range(strikes):
            item.option.add().call.basic.lotSize = 100
    options, expiries = tables_of(chain)
    assert (options.title, len(options.rows)) == ("optionChain.option", 5)
    assert [row[0] for row in options.rows] == ["[0]", "[0]", "[1]", "[1]", "[1]"]
    tree = AnswerTree(chain)
    node = tree.node_at(options.path, options.places[3])
    assert node is not None
    assert (node.label, node.parent.parent.label) == ("[1]", "[1]")  # type: ignore[union-attr]
    assert tree.node_at(("nothing",), (0,)) is None
    assert expiries.rows == [["2026-12-30", "[2]"], ["2027-01-28", "[3]"]]


def test_rows_are_sorted_by_value_not_by_text_and_those_without_come_last() -> None:
    s2c = book(0)
    for price in (9.0, 100.5, None, 20.25):
        level = s2c.orderBookBidList.add(volume=1)
        if price is not None:
            level.price = price
    table = next(table for table in tables_of(s2c) if table.rows)
    table.sort_by_next()
    assert [table.rows[row][0] for row in table.order] == ["9.00", "20.25", "100.50", ""]
    table.sort(0, descending=True)
    assert [table.rows[row][0] for row in table.order] == ["100.50", "20.25", "9.00", ""]
    titles, rows = table.file_rows()
    assert titles == ["price", "volume"]
    assert list(rows) == [[100.5, 1], [20.25, 1], [9.0, 1], [None, 1]]
    assert table.find("20.2") == [1]
    for _ in range(2):
        table.sort_by_next()
    assert table.sorted_by is None
    assert table.order == [0, 1, 2, 3]


def test_of_five_thousand_rows_only_what_is_looked_at_is_made() -> None:
    tree = AnswerTree(bars(5_000))
    rows = [line.node for line in tree.lines if line.depth == 1]
    assert len(rows) == 5_000
    assert text(tree)[4_712].startswith("  [4710] time ")
    assert [node for node in rows if node._children is not None] == []
    tree.toggle(4_712)
    assert [node.label for node in rows if node._children is not None] == ["[4710]"]
