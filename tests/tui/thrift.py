"""Makes an app in a test cheap: its style sheets are read once a process, and what nobody looks at is not painted."""

from __future__ import annotations

from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

from tests.tui.scene import SceneApp

_rules: dict[tuple[object, ...], list[RuleSet]] = {}
"""What each style sheet was read into, by its text and by the variables it was read with."""


def read_style_sheets_once(patch: pytest.MonkeyPatch) -> None:
    """Every app reads the same style sheets, several times each; it is a tenth of what an app costs."""
    read = Stylesheet._parse_rules

    def read_once(sheet: Stylesheet, css: str, **options: Any) -> list[RuleSet]:
        key = (css, *options.items(), frozenset(sheet._variables.items()))
        if key not in _rules:
            _rules[key] = read(sheet, css, **options)
        return _rules[key]

    patch.setattr(Stylesheet, "_parse_rules", read_once)


def paint_what_is_looked_at(patch: pytest.MonkeyPatch) -> None:
    """The program on the still market is painted when a test reads its screen, not for every key before that."""
    paint = Screen._compositor_refresh

    def paint_if_seen(screen: Screen[Any]) -> None:
        if isinstance(screen.app, SceneApp) and screen is screen.app.screen:
            screen._compositor._dirty_regions.clear()
            screen._dirty_widgets.clear()
            screen.app._update_mouse_over(screen)
        else:
            paint(screen)

    patch.setattr(Screen, "_compositor_refresh", paint_if_seen)
