"""What the trading screens look like, with play money and with real money, as pictures in `__snapshots__`.

See test_snapshots.py for how new pictures are accepted.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from futu_tui.trading.calls import CashFlow
from futu_tui.trading.outcome import Outcome
from tests.tui.desk_scene import LIMITED, REFUSED, DeskScene, held_back
from tests.tui.scene import MIDDLE, NARROW, WIDE, Person, StillTime

SIZES = pytest.mark.parametrize("size", [MIDDLE, NARROW], ids=["120", "80"])
MONEY = pytest.mark.parametrize("real", [False, True], ids=["simulate", "real"])
EACH = pytest.mark.parametrize(
    ("real", "size"), [(True, MIDDLE), (False, NARROW)], ids=["real-120", "simulate-80"]
)
"""Each size and each kind of money once: what one has to do with the other is the badge's own."""

Picture = Callable[..., bool]


@pytest.fixture
def picture(
    snap_compare: Callable[..., bool], still_time: StillTime, monkeypatch: pytest.MonkeyPatch
) -> Picture:
    monkeypatch.setattr("futu_tui.tui.broker_time.time", still_time)
    monkeypatch.setattr("futu_tui.tui.screens.money.time", still_time)

    def compare(
        size: tuple[int, int],
        *press: str,
        outcomes: tuple[Outcome, ...] = (),
        befall: Callable[[DeskScene], None] | None = None,
        **scene: Any,
    ) -> bool:
        app = DeskScene(still_time, **scene)
        app.desk.outcomes = list(outcomes)
        app.calls.flows = [
            CashFlow(1, "2026-11-22", "2026-11-24", "HKD", "Dividend", Decimal("812.5"), "HK.00005 interim"),
            CashFlow(2, "2026-11-22", "2026-11-24", "HKD", "Fee", Decimal(-15), "platform"),
        ]

        async def set_the_scene(pilot: Pilot[None]) -> None:
            person = Person(pilot)
            await person.settle()
            app.frame()
            if befall is not None:
                befall(app)
                app.frame()
            await person.settle()
            await person.press(*press)
            app.frame(1.0)
            for field in app.screen.query(Input):
                field.cursor_blink = False
            await person.settle()

        return snap_compare(app, terminal_size=size, run_before=set_the_scene)

    return compare


@EACH
def test_the_ticket(picture: Picture, size: tuple[int, int], real: bool) -> None:
    assert picture(size, "b", real=real)


@EACH
def test_a_ticket_with_mistakes(picture: Picture, size: tuple[int, int], real: bool) -> None:
    assert picture(size, "s", *"512.3", "tab", *"150", real=real)


@SIZES
def test_a_ticket_of_many_fields(picture: Picture, size: tuple[int, int]) -> None:
    """A trailing stop limit in the US, good till a date."""
    assert picture(size, "1", "g", *"jjjjjjjj", "b", "T", "d", "d", real=True)


@EACH
def test_the_question_before_it_is_sent(picture: Picture, size: tuple[int, int], real: bool) -> None:
    assert picture(size, "b", "enter", real=real)


@EACH
def test_a_refused_order(picture: Picture, size: tuple[int, int], real: bool) -> None:
    assert picture(size, "b", "enter", "enter", outcomes=(REFUSED,), real=real)


@EACH
def test_own_limits(picture: Picture, size: tuple[int, int], real: bool) -> None:
    assert picture(size, "b", "enter", "enter", outcomes=(LIMITED,), real=real)


@EACH
def test_the_change_of_an_order(picture: Picture, size: tuple[int, int], real: bool) -> None:
    assert picture(size, "6", "m", "up", "tab", "2", real=real)


@pytest.mark.parametrize("size", [WIDE, MIDDLE, NARROW], ids=["160", "120", "80"])
@MONEY
@pytest.mark.parametrize("armed", [False, True], ids=["disarmed", "armed"])
def test_the_ladder(picture: Picture, size: tuple[int, int], real: bool, armed: bool) -> None:
    keys = ["space", *(["enter"] if real else []), "j", "b"] if armed else ["j", "j", "b"]
    assert picture(size, "l", *keys, real=real)


@EACH
def test_flattening_from_the_ladder(picture: Picture, size: tuple[int, int], real: bool) -> None:
    assert picture(size, "l", "space", *(["enter"] if real else []), "f", real=real)


def test_a_ladder_in_doubt_away_from_the_market(picture: Picture) -> None:
    def befall(app: DeskScene) -> None:
        app.store.mark_stale(app.now)

    assert picture(NARROW, "l", "space", "pageup", "pageup", befall=befall)


@EACH
def test_typing_the_ladders_quantity(picture: Picture, size: tuple[int, int], real: bool) -> None:
    assert picture(size, "l", "e", *"1250", real=real)


@EACH
def test_cancelling_all(picture: Picture, size: tuple[int, int], real: bool) -> None:
    assert picture(size, "X", real=real)


@EACH
def test_the_accounts(picture: Picture, size: tuple[int, int], real: bool) -> None:
    assert picture(size, "a", real=real)


@EACH
@pytest.mark.parametrize("key", ["x", "q"], ids=["cancelling", "leaving"])
def test_the_questions_before_acts(picture: Picture, size: tuple[int, int], real: bool, key: str) -> None:
    def befall(app: DeskScene) -> None:
        app.desk.open_acts = [type("Act", (), {"in_flight": False})()]

    assert picture(size, "6", key, real=real, befall=befall if key == "q" else None)


@SIZES
def test_unlocking(picture: Picture, size: tuple[int, int]) -> None:
    assert picture(size, "u", *"123456", real=True)


@EACH
def test_confirming_again(picture: Picture, size: tuple[int, int], real: bool) -> None:
    def hold_back(app: DeskScene) -> None:
        portfolio = app.accounts.current
        assert portfolio is not None
        portfolio.apply_order(held_back())

    assert picture(size, befall=hold_back, real=real)


@EACH
@pytest.mark.parametrize(
    "keys",
    ["f", "f right right", "f left", "h", "h right"],
    ids=["funds", "positions", "cash flow", "orders", "fills"],
)
def test_money_and_history(picture: Picture, size: tuple[int, int], real: bool, keys: str) -> None:
    assert picture(size, *keys.split(), real=real)


def test_locked_with_outcomes_unknown(picture: Picture) -> None:
    def befall(app: DeskScene) -> None:
        app.desk.locked = True
        app.desk.open_acts = [type("Act", (), {"in_flight": False})()] * 2

    assert picture(MIDDLE, real=True, befall=befall)
