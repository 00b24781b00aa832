"""Why the link is down is told once: at once where it will not pass by itself, else once it is no blink."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from futu_tui.opend import Link, LinkState
from futu_tui.opend.errors import GatewayError, NoKey, Unreachable
from futu_tui.tui.link_toast import BLINK, REST, LinkToasts


class _Notice(SimpleNamespace):
    __hash__ = object.__hash__  # type: ignore[assignment]


class Told:
    """What is shown by a program that is none."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.standing: dict[_Notice, None] = {}
        app: Any = SimpleNamespace(
            notify=self._notify, _notifications=self.standing, _unnotify=self.standing.pop
        )
        self._toasts = LinkToasts(app)

    def _notify(self, text: str, *, title: str, **_: Any) -> None:
        self.titles.append(title)
        self.standing[_Notice(title=title)] = None

    def down(self, error: GatewayError, at: float, attempt: int = 1) -> str:
        return self._toasts.look(Link(LinkState.DOWN, at, error, attempt, 1.0))


GONE = Unreachable("nothing listens on x", "Start it.", brief="nothing listens")
REVOKED = NoKey("x does not accept the API key", "Get another.")


def test_a_blink_is_not_told_and_what_lasts_is() -> None:
    told = Told()
    for attempt in range(1, BLINK + 2):
        said = told.down(GONE, float(attempt), attempt)
        assert said == (str(GONE) if attempt == BLINK else "")
    assert told.titles == ["Disconnected: nothing listens"]


def test_what_does_not_pass_by_itself_is_told_at_once() -> None:
    told = Told()
    assert told.down(REVOKED, 1.0) == str(REVOKED)
    assert told.titles == ["Disconnected: API key not accepted"]


def test_the_same_is_told_again_only_after_a_while() -> None:
    told = Told()
    told.down(REVOKED, 1.0)
    told.down(GONE, 2.0, BLINK)
    assert not told.down(REVOKED, REST)
    assert told.down(REVOKED, REST + 2.0)


def test_a_link_that_comes_up_tells_nothing_and_takes_away_what_was_told_of_it() -> None:
    told = Told()
    told.down(REVOKED, 1.0)
    told._notify("", title="Filled")
    told.titles.clear()
    told._toasts.look(Link(LinkState.UP, 2.0))
    assert [notice.title for notice in told.standing] == ["Filled"]
    told._toasts.look(Link(LinkState.CONNECTING, 1.0, cast(GatewayError, REVOKED)))
    assert told.titles == []
