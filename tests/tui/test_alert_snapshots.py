"""What the screen of price alerts and its form look like, as pictures in `__snapshots__`.

See test_snapshots.py for how new pictures are accepted.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from futu_tui.market import Alert
from futu_tui.protocol.alerts import AlertFrequency, AlertType
from tests.tui.desk_scene import DeskScene
from tests.tui.scene import ALIBABA, APPLE, HANG_SENG, MIDDLE, NARROW, TENCENT, Person, StillTime
from tests.tui.test_alerts import keep, tell

SIZES = pytest.mark.parametrize("size", [MIDDLE, NARROW], ids=["120", "80"])
KEPT = (
    Alert(1, TENCENT, AlertType.PRICE_UP, 520.0, note="breakout"),
    Alert(2, TENCENT, AlertType.ASK_DOWN, 500.5, AlertFrequency.ALWAYS, enabled=False),
    Alert(3, ALIBABA, AlertType.PRICE_DOWN, 131.5, AlertFrequency.ONCE_A_DAY, note="half of it"),
    Alert(4, ALIBABA, AlertType.VOLUME_UP, 50_000_000.0),
    Alert(5, HANG_SENG, AlertType.CHANGE_DOWN, 2.5, AlertFrequency.ONCE_A_DAY),
    Alert(6, APPLE, AlertType.CHANGE_5MIN_UP, 1.2, AlertFrequency.ALWAYS, sessions=(1, 2, 3)),
    Alert(7, APPLE, 77, 4.0, 9),
)


@pytest.fixture
def picture(
    snap_compare: Callable[..., bool], still_time: StillTime, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., bool]:
    monkeypatch.setattr("futu_tui.tui.widgets.alerts.time", still_time)

    def compare(size: tuple[int, int], *press: str) -> bool:
        app = DeskScene(still_time)
        monkeypatch.setattr(app.alert_toasts, "tell", lambda fired: None)

        async def set_the_scene(pilot: Pilot[None]) -> None:
            person = Person(pilot)
            await person.settle()
            keep(app, *KEPT)
            tell(app, TENCENT, note="half of it")
            tell(app, ALIBABA, price=131.4, changeRate=-0.45, content="Alibaba-W fell to 131.40", type=2)
            app.frame(83.0)
            await person.press(*press)
            app.frame(1.0)
            for field in app.screen.query(Input):
                field.cursor_blink = False
            await person.settle()

        return snap_compare(app, terminal_size=size, run_before=set_the_scene)

    return compare


@SIZES
def test_the_screen_of_alerts(picture: Callable[..., bool], size: tuple[int, int]) -> None:
    assert picture(size, "!", "j", "j")


@SIZES
def test_a_new_alert(picture: Callable[..., bool], size: tuple[int, int]) -> None:
    """Of a US security, below its price."""
    assert picture(size, "1", "g", *"jjjjjjjj", "@", "down", "down")
