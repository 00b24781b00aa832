"""The table of keys and a person's changes to it."""

from __future__ import annotations

import pytest

from futu_tui.tui.keymap import CONTEXTS, DEFAULT, TABLE, Keymap, KeymapError, bindings, chain, key_text


def problems(overrides: dict[str, str]) -> dict[str, str]:
    with pytest.raises(KeymapError) as caught:
        Keymap(overrides)
    return {problem.id: problem.message for problem in caught.value.problems}


def test_no_two_actions_share_a_key_where_both_work() -> None:
    Keymap({key.id: key.keys for key in TABLE})


def test_ids_are_unique_and_in_a_known_context() -> None:
    assert len({key.id for key in TABLE}) == len(TABLE)
    assert {key.context for key in TABLE} <= CONTEXTS.keys()


def test_bindings_are_the_rows_of_a_context_with_ids_to_change_them_by() -> None:
    found = {binding.id: (binding.key, binding.action) for binding in bindings("chart")}
    assert found["chart.zoom_in"] == ("plus,equals_sign", "zoom_in")
    assert len(found) == len([key for key in TABLE if key.context == "chart"])
    assert {binding.id for binding in bindings("dashboard")} >= {
        "dashboard.focus_pane_1",
        "dashboard.focus_pane_6",
    }


def test_a_pane_stands_in_what_surrounds_it() -> None:
    assert chain("watchlist") == ["watchlist", "grid", "dashboard", "app"]
    assert chain("search") == ["search", "dialog"]


def test_a_changed_key_shows_in_help_and_hints() -> None:
    keymap = Keymap({"chart.zoom_in": "w, ctrl+up", "chart.zoom_out": "y"})
    assert keymap.keys("chart.zoom_in") == ("w", "ctrl+up")
    assert [row.keys for row in keymap.rows("chart") if row.label == "Zoom in"] == ["w ctrl+↑"]
    assert keymap.hint("chart.zoom_in", "chart.zoom_out") == "w y zoom"
    assert DEFAULT.hint("chart.previous_period", "chart.next_period", "chart.zoom_in", "chart.zoom_out") == (
        "[ ] period  + - zoom"
    )


def test_a_key_can_be_taken_away() -> None:
    keymap = Keymap({"app.theme": ""})
    assert keymap.keys("app.theme") == ()
    assert "Next theme" not in [row.label for row in keymap.rows("app")]
    assert all(hint != "theme" for _, hint in keymap.footer_hints(160))


def test_a_key_that_one_action_gave_up_is_free_for_another() -> None:
    keymap = Keymap({"app.quit": "ctrl+c", "chart.zoom_in": "q"})
    assert keymap.keys("chart.zoom_in") == ("q",)


def test_panes_may_use_a_key_each_for_themselves() -> None:
    Keymap({"chart.zoom_in": "w", "book.toggle_brokers": "w"})


@pytest.mark.parametrize(
    ("id", "keys", "message"),
    [
        ("chart.zom_in", "i", 'there is no such action; did you mean chart.zoom_in = "+,="?'),
        ("wibble", "i", 'there is no such action; write for example chart.zoom_in = "+,="'),
        ("chart.zoom_in", "ctl+i", '"ctl+i" is not a key; did you mean "ctrl+i"?'),
        ("chart.zoom_in", "e,pagup", '"pagup" is not a key; did you mean "pageup"?'),
        (
            "chart.zoom_in",
            "zoom!",
            '"zoom!" is not a key; write "k", "ctrl+k", "pageup" or several such as "up,k"',
        ),
        ("chart.zoom_in", "q", '"q" is the key of keys.app.quit already; give one of them another'),
        ("app.theme", "O", '"O" is the key of keys.grid.sort_reverse already; give one of them another'),
    ],
)
def test_a_wrong_change_is_told_with_the_right_form(id: str, keys: str, message: str) -> None:
    assert problems({id: keys}) == {id: message}


@pytest.mark.parametrize(
    ("written", "key"),
    [("pgup", "pageup"), ("return", "enter"), ("?", "question_mark"), ("shift+del", "shift+delete")],
)
def test_keys_may_be_written_as_people_call_them(written: str, key: str) -> None:
    assert Keymap({"help.close": written}).keys("help.close") == (key,)


@pytest.mark.parametrize(
    ("key", "text"),
    [("question_mark", "?"), ("pageup", "pgup"), ("shift+up", "shift+↑"), ("enter", "⏎"), ("+", "+")],
)
def test_a_key_is_shown_as_it_is_printed(key: str, text: str) -> None:
    assert key_text(key) == text


def test_a_narrow_footer_keeps_what_matters_most() -> None:
    assert [hint for _, hint in DEFAULT.footer_hints(80)] == ["find", "keys", "quit"]
    assert DEFAULT.footer_hints(160) == [("?", "keys"), ("ctrl+p", "commands"), ("t", "theme"), ("q", "quit")]
