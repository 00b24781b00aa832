"""Finding a protocol, and what may be meant by what is typed into a field."""

from __future__ import annotations

from futu_tui.protocol import PROTOCOLS
from futu_tui.protocol.form_values import Kind
from futu_tui.protocol.forms import Form, Leaf
from futu_tui.protocol.pb import qot_get_kl_pb2
from futu_tui.protocol.pb.qot_common_pb2 import KLType
from futu_tui.tui.console.find import search
from futu_tui.tui.console.suggesting import choices, is_whole


def ids(text: str, **habits: object) -> list[int]:
    return [int(found.protocol.id) for found in search(text, **habits)]  # type: ignore[arg-type]


def test_nothing_typed_lists_all_favourites_and_recent_ones_first() -> None:
    assert ids("") == sorted(PROTOCOLS)
    listed = ids("", favourites={3200, 2202}, recent=[3006, 3200, 1002])
    assert listed[:4] == [2202, 3200, 3006, 1002]
    assert len(listed) == 78
    marks = search("", favourites={3200}, recent=[3006])[:2]
    assert [(found.favourite, found.recent) for found in marks] == [(True, False), (False, True)]


def test_numbers_and_their_beginnings() -> None:
    assert ids("3004") == [3004]
    assert ids("222") == [2221, 2222, 2223, 2225, 2226]


def test_words_of_a_name_in_any_order_and_spelling() -> None:
    assert ids("order book")[:2] == [3012, 3013]
    assert ids("QOT_GET_KL")[0] == 3006
    assert ids("kl history")[:1] == [3100]
    assert ids("place order")[0] == 2202


def test_letters_in_their_order_are_enough() -> None:
    assert 3203 in ids("scrtsnp")
    assert ids("zzz") == []


def test_the_better_match_goes_before_a_favourite() -> None:
    assert ids("rt", favourites={3203})[0] == 3008
    assert ids("300", favourites={3003})[0] == 3003


def leaf(name: str) -> Leaf:
    form = Form.of(qot_get_kl_pb2.C2S.DESCRIPTOR)
    (found,) = [line.node for line in form.lines() if line.path == name]
    assert isinstance(found, Leaf)
    return found


def test_names_of_an_enum_are_suggested_the_nearest_first() -> None:
    kl_type = leaf("klType")
    assert kl_type.kind is Kind.CHOICE
    assert choices(kl_type, "d")[0].text == "Day"
    assert choices(kl_type, "1")[0].text == "1Min"
    assert [(each.text, each.detail) for each in choices(kl_type, "day")] == [("Day", "2")]
    assert len(choices(kl_type, "")) == len(KLType.values())
    assert is_whole(kl_type, "DAY")
    assert is_whole(kl_type, "2")
    assert not is_whole(kl_type, "da")
