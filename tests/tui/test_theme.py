"""Themes: bundled and a person's own, on Textual's widgets and on ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.color import Color, ColorType
from textual.filter import Monochrome, NoColor
from textual.widgets import Static

from futu_tui.tui.theme import ThemeError, Themes, palette_of, read_theme
from tests.tui.scene import SceneApp, StillTime
from tests.tui.shell_app import ShellApp

BUNDLED = ["futu-dark", "amber", "ansi", "colour-blind", "futu-light", "high-contrast"]

WHOLE = """\
title = "Mine"
dark = false
[colours]
background = "#fefefe"
surface = "#f0f0f0"
text = "#101010"
dim = "#505050"
faint = "#808080"
border = "#cccccc"
accent = "#0000ff"
up = "#00aa00"
down = "#aa0000"
warning = "#aa6600"
danger = "#ff0000"
cursor = "#ddddff"
flash = "#bbbbff"
"""


def luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part / 255) for part in Color.parse(colour).get_truecolor())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def test_the_bundled_themes_are_all_there_and_whole() -> None:
    themes = Themes.load()
    assert themes.names == BUNDLED
    assert themes.problems == []


@pytest.mark.parametrize("name", [name for name in BUNDLED if name != "ansi"])
def test_every_text_can_be_read_on_every_ground(name: str) -> None:
    colours = Themes.load().palette(name).colours
    floor = 7.0 if name == "high-contrast" else 4.5
    for text in ("text", "dim", "up", "down", "accent", "warning", "danger"):
        assert contrast(colours[text], colours["background"]) >= floor, text
    for ground in ("cursor", "cursor_blur", "flash", "depth_up", "depth_down", "surface"):
        assert contrast(colours["text"], colours[ground]) >= 4.5, ground
    for text in ("up", "down"):
        assert contrast(colours[text], colours["cursor"]) >= 3.5, text
    assert contrast(colours["faint"], colours["background"]) >= 2.8


def test_the_colour_blind_theme_keeps_up_and_down_apart_without_red_and_green() -> None:
    colours = Themes.load().palette("colour-blind").colours
    up, down = (Color.parse(colours[name]).get_truecolor() for name in ("up", "down"))
    assert up.blue - up.red > 100
    assert down.red - down.blue > 100


def test_the_ansi_theme_sends_no_exact_colour() -> None:
    palette = Themes.load().palette("ansi")
    for name, colour in palette.colours.items():
        assert Color.parse(colour).type in (ColorType.STANDARD, ColorType.DEFAULT), name


def test_red_up_turns_prices_and_depth_round() -> None:
    green, red = (Themes.load(up=up).palette("futu-dark") for up in ("green", "red"))
    assert (red.up, red.down) == (green.down, green.up)
    assert (red.depth_bid, red.depth_ask) == (green.depth_ask, green.depth_bid)
    assert red.danger == green.danger


def test_a_change_takes_its_directions_style() -> None:
    palette = Themes.load().palette("futu-dark")
    assert palette.direction_style(0.01) is palette.up
    assert palette.direction_style(-3) is palette.down
    assert palette.direction_style(0) is palette.flat
    assert palette.direction_style(None) is palette.faint
    assert palette.direction_style(float("nan")) is palette.faint


def test_ones_own_theme_joins_and_one_of_the_same_name_wins(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(WHOLE)
    (tmp_path / "amber.toml").write_text(WHOLE)
    themes = Themes.load(tmp_path)
    assert themes.names == sorted([*BUNDLED, "mine"], key=lambda name: (name != "futu-dark", name))
    assert themes.title("mine") == "Mine"
    assert themes.palette("amber").colours["accent"] == "#0000ff"


@pytest.mark.parametrize(
    ("before", "after", "line", "told"),
    [
        (
            '"#0000ff"',
            '"blu"',
            10,
            "accent = 'blu' is not a colour; write \"#62a8ea\" or a terminal colour such as",
        ),
        ("accent =", "acent =", 10, "there is no colour 'acent'; did you mean 'accent'?"),
        ('up = "#00aa00"\n', "", 3, '[colours] lacks up; write up = "#62a8ea"'),
        ("dark = false", "dark = 1", 2, "dark must be true or false"),
        (
            "dark = false",
            "drak = false",
            2,
            "'drak' is not part of a theme; it has title, dark and a [colours] table",
        ),
        ('title = "Mine"', "title = 3", 1, 'title must be text, such as title = "mine"'),
        ("[colours]", "[colours", 3, "not valid TOML"),
    ],
)
def test_a_broken_theme_is_told_with_its_line_and_the_others_work(
    tmp_path: Path, before: str, after: str, line: int, told: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(WHOLE.replace(before, after))
    with pytest.raises(ThemeError):
        read_theme(path)
    themes = Themes.load(tmp_path)
    assert themes.names == BUNDLED
    [problem] = themes.problems
    assert problem.startswith(f"{path}:{line}: ")
    assert told in problem


def test_an_unknown_theme_is_told_with_the_near_one() -> None:
    with pytest.raises(ThemeError, match="Did you mean 'amber'"):
        Themes.load().check("ambre")


async def test_the_theme_key_goes_round_all_themes_live() -> None:
    app = ShellApp()
    async with app.run_test() as pilot:
        seen = []
        for _ in BUNDLED:
            seen.append(app.theme)
            await pilot.press("t")
            await pilot.pause()
            assert palette_of(app).name == app.theme
        assert seen == BUNDLED
        assert app.theme == "futu-dark"


def test_the_cycle_is_the_same_in_whichever_order_themes_were_asked_for() -> None:
    themes = Themes.load()
    for name in reversed(BUNDLED):
        themes.palette(name)
    assert themes.names == BUNDLED


async def test_only_our_themes_are_offered() -> None:
    app = ShellApp("amber")
    async with app.run_test():
        assert set(app.available_themes) <= set(BUNDLED)
        assert app.themes.names == BUNDLED
        assert app.theme == "amber"


@pytest.mark.parametrize("name", BUNDLED)
async def test_textuals_own_widgets_follow_each_theme(name: str) -> None:
    app = ShellApp(name)
    async with app.run_test() as pilot:
        await pilot.pause()
        colours = palette_of(app).colours
        background = app.screen.styles.background
        if name == "ansi":
            assert background.ansi is not None
        else:
            assert background.hex.lower() == colours["background"]
        assert app.get_css_variables()["up"].lower().removeprefix("ansi_") == colours["up"]


@pytest.mark.parametrize(("name", "kind"), [("futu-dark", Monochrome), ("ansi", (Monochrome, NoColor))])
async def test_no_color_takes_every_colour_out(
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    kind: type[Monochrome] | tuple[type[Monochrome], type[NoColor]],
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = ShellApp(name)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert any(isinstance(each, kind) for each in app._filters)
        words = Static("up")
        await app.screen.mount(words)
        words.styles.color = palette_of(app).colours["up"] if name != "ansi" else "ansi_green"
        await pilot.pause()
        for y in range(app.size.height):
            for segment in words.render_line(y).apply_filter(app._filters[-1], app.screen.styles.background):
                for colour in (
                    segment.style and segment.style.color,
                    segment.style and segment.style.bgcolor,
                ):
                    if colour is not None and colour.triplet is not None:
                        assert len(set(colour.triplet)) == 1


def test_a_plain_app_draws_with_the_default_theme() -> None:
    from textual.app import App

    assert palette_of(App()).name == "futu-dark"


async def test_without_colour_a_line_is_stripped_once_and_not_every_frame(
    still_time: StillTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = SceneApp(still_time)
    async with app.run_test(size=(160, 48)):
        before, after = app.get_line_filters(), app.get_line_filters()
        assert before
        assert all(one is other for one, other in zip(before, after, strict=True))
