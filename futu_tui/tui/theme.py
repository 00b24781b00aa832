"""Themes: one TOML file each, read into the styles that panes draw with and a theme for Textual's widgets.

Bundled files lie in `themes/`; a person's own lie in `themes/` of the config folder and win over a bundled
one of the same name. A file that cannot be used is left out and says why; the others work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct
from rich.color import Color
from rich.style import Style
from textual.app import App
from textual.theme import BUILTIN_THEMES, Theme

from futu_tui.toml_lines import WrongTOML, line_of, parse
from futu_tui.tui.text import clean

DEFAULT_THEME = "futu-dark"

REQUIRED_COLOURS = (
    "background", "surface", "text", "dim", "faint", "border", "accent",
    "up", "down", "warning", "danger", "cursor", "flash",
)  # fmt: skip
OPTIONAL_COLOURS = ("flat", "header", "own", "border_focus", "cursor_blur", "depth_up", "depth_down")

ANSI_NAMES = tuple(
    f"{bright}{name}"
    for bright in ("", "bright_")
    for name in ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
)
"""The sixteen colours of every terminal, as theme files spell them; `default` is the terminal's own."""


class ThemeError(ValueError):
    """A theme file that cannot be used; the text names the file, the line and the right form."""


class Palette(Struct, frozen=True):
    """Every style that a pane may draw with. A foreground and a background are added: `up + cursor`."""

    name: str
    colours: Mapping[str, str]
    """The colours by name, up and down already as the person wants them: `#rrggbb` or a terminal colour."""

    text: Style
    dim: Style
    faint: Style
    accent: Style
    header: Style
    """Column titles."""
    up: Style
    down: Style
    flat: Style
    warning: Style
    danger: Style
    stale: Style
    """A value that is older than its market's rhythm, or of a security that does not trade."""
    own: Style
    """The mark of a person's own orders."""
    border: Style
    border_focus: Style

    background: Style
    """Background of the whole screen; the styles from here on set a background alone."""
    cursor: Style
    """Background of the current row in the focused pane."""
    cursor_blur: Style
    """Background of the current row in a pane without the focus."""
    flash: Style
    """Background of a cell that has just changed."""
    depth_bid: Style
    depth_ask: Style
    """Background of the depth bars."""

    badge_simulate: Style
    badge_real: Style
    """The environment badge: calm for simulated money, inverted danger for real money."""
    badge_exposed: Style
    """The mark of a connection that others can read."""

    def direction_style(self, value: float | None) -> Style:
        """Up, down or flat by the sign of a change; unknown is faint."""
        if value is None or value != value:
            return self.faint
        if value > 0:
            return self.up
        return self.down if value < 0 else self.flat


class ThemeFile(Struct, frozen=True):
    """One theme as its file says it, checked and with the optional colours filled in."""

    name: str
    title: str
    dark: bool
    colours: Mapping[str, str]

    @property
    def is_ansi(self) -> bool:
        """Whether it uses the terminal's own colours instead of exact ones."""
        return not self.colours["background"].startswith("#")


UpColour = Literal["green", "red"]


class Themes:
    """The themes at hand, in their cycling order, under one choice of which colour means up.

    A file is read when its theme is first asked for: the start needs only one of them.
    """

    def __init__(
        self, files: Iterable[ThemeFile] = (), up: UpColour = "green", *, unread: Iterable[Path] = ()
    ) -> None:
        """`unread` are files of further themes; of two of one name the later wins, if it can be used."""
        self._files = {file.name: file for file in files}
        self._unread: dict[str, list[Path]] = {}
        for path in unread:
            self._unread.setdefault(path.stem, []).append(path)
        self._up = up
        self._palettes: dict[str, Palette] = {}
        self._problems: list[str] = []

    @classmethod
    def load(cls, folder: Path | None = None, up: UpColour = "green") -> Themes:
        """The bundled themes and those of the person's own `folder`, which need not exist."""
        places = (place for place in (bundled_folder(), folder) if place is not None and place.is_dir())
        return cls(up=up, unread=(path for place in places for path in sorted(place.glob("*.toml"))))

    @property
    def problems(self) -> list[str]:
        """What was wrong with theme files that were left out, ready to be shown."""
        self._read_all()
        return self._problems

    @property
    def names(self) -> list[str]:
        return list(self._read_all())

    def title(self, name: str) -> str:
        """The name that a person reads."""
        return self._read_all()[name].title

    def after(self, name: str) -> str:
        """The next theme in the cycle; the first one after an unknown name."""
        names = self.names
        return names[(names.index(name) + 1) % len(names)] if name in names else names[0]

    def palette(self, name: str) -> Palette:
        """The styles of a theme; the default theme's for a name that is not ours."""
        palette = self._palettes.get(name)
        if palette is None:
            file = self._file(name) or self._file(DEFAULT_THEME)
            assert file is not None
            palette = self._palettes[name] = _palette(file, self._up)
        return palette

    def check(self, name: str) -> None:
        """Raises ThemeError, with the nearest name, unless there is a theme of this name."""
        if self._file(name) is None:
            near = get_close_matches(name, self.names, 1)
            guess = f" Did you mean {near[0]!r}?" if near else ""
            raise ThemeError(f"there is no theme {name!r}.{guess} Themes: {', '.join(self.names)}")

    def install(self, app: App[Any], name: str) -> None:
        """Make one of these the theme of an app, and Textual's own none that can be chosen.

        An unknown name raises ThemeError. An app that is given its theme as it is made is styled and painted once.
        """
        self.put_on(app, name)
        for other in set(app.available_themes) & set(BUILTIN_THEMES) - {name}:
            app.unregister_theme(other)
        self._register(app, DEFAULT_THEME)

    def put_on(self, app: App[Any], name: str) -> None:
        """Change the theme of an app. An unknown name raises ThemeError."""
        self.check(name)
        self._register(app, name)
        app.theme = name

    def _register(self, app: App[Any], name: str) -> None:
        if (file := self._file(name)) is not None:
            app.register_theme(_textual_theme(file, self.palette(name)))

    def _file(self, name: str) -> ThemeFile | None:
        for path in reversed(self._unread.pop(name, ())):
            try:
                self._files[name] = read_theme(path)
                break
            except ThemeError as error:
                self._problems.append(str(error))
        return self._files.get(name)

    def _read_all(self) -> dict[str, ThemeFile]:
        """Every theme in the cycling order, in whichever order they were first asked for."""
        for name in list(self._unread):
            self._file(name)
        return dict(sorted(self._files.items(), key=lambda item: (item[0] != DEFAULT_THEME, item[0])))


def palette_of(app: App[Any]) -> Palette:
    """The palette of the app's current theme, from its `themes` if it has any, else the bundled ones."""
    themes = getattr(app, "themes", None) or _bundled_themes()
    palette: Palette = themes.palette(app.theme)
    return palette


@lru_cache(maxsize=1)
def _bundled_themes() -> Themes:
    return Themes.load()


def bundled_folder() -> Path:
    """Where the program's own themes lie: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "themes"
    return installed if installed.is_dir() else package.parent / "themes"


def read_theme(path: Path) -> ThemeFile:
    """A theme file, checked whole; raises ThemeError naming the file, the line and the right form."""
    try:
        source = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ThemeError(f"{path}: cannot be read: {error}") from error
    try:
        data = parse(source)
    except WrongTOML as error:
        raise ThemeError(f"{path}:{error.line}: not valid TOML: {error.problem}") from error

    def wrong(message: str, *key: str) -> ThemeError:
        return ThemeError(f"{path}:{line_of(source, key)}: {message}")

    for key in data.keys() - {"title", "dark", "colours"}:
        raise wrong(f"{key!r} is not part of a theme; it has title, dark and a [colours] table", key)
    title, dark, colours = data.get("title", path.stem), data.get("dark", True), data.get("colours", {})
    if not isinstance(title, str):
        raise wrong(f'title must be text, such as title = "{path.stem}"', "title")
    if not isinstance(dark, bool):
        raise wrong("dark must be true or false", "dark")
    if not isinstance(colours, dict):
        raise wrong("colours must be a table: [colours] and then one colour a line", "colours")
    known = (*REQUIRED_COLOURS, *OPTIONAL_COLOURS)
    for key, value in colours.items():
        if key not in known:
            near = get_close_matches(key, known, 1)
            guess = f"did you mean {near[0]!r}?" if near else f"colours are {', '.join(known)}"
            raise wrong(f"there is no colour {key!r}; {guess}", "colours", key)
        if not _is_colour(value):
            right = 'write "#62a8ea" or a terminal colour such as "bright_cyan"'
            raise wrong(f"{key} = {value!r} is not a colour; {right}", "colours", key)
    missing = [name for name in REQUIRED_COLOURS if name not in colours]
    if missing:
        raise wrong(f'[colours] lacks {", ".join(missing)}; write {missing[0]} = "#62a8ea"', "colours")
    return ThemeFile(path.stem, clean(title), dark, _with_derived(colours))


def _is_colour(value: object) -> bool:
    if not isinstance(value, str):
        return False
    return value == "default" or value in ANSI_NAMES or re.fullmatch(r"#[0-9a-fA-F]{6}", value) is not None


def _with_derived(colours: Mapping[str, str]) -> dict[str, str]:
    """Fills in the optional colours from the others."""
    background = colours["background"]
    derived = {
        "flat": colours["text"],
        "header": colours["dim"],
        "own": colours["accent"],
        "border_focus": colours["accent"],
        "cursor_blur": _blend(colours["cursor"], background, 0.45),
        "depth_up": _blend(colours["up"], background, 0.24),
        "depth_down": _blend(colours["down"], background, 0.24),
    }
    return {**derived, **colours}


def _blend(colour: str, background: str, share: float) -> str:
    """`share` of a colour over a background; a terminal's own colour cannot be mixed and stays."""
    if not (colour.startswith("#") and background.startswith("#")):
        return colour
    front, back = Color.parse(colour).get_truecolor(), Color.parse(background).get_truecolor()
    mixed = (round(b + (f - b) * share) for f, b in zip(front, back, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _palette(file: ThemeFile, up: UpColour) -> Palette:
    colours = dict(file.colours)
    if up == "red":
        colours["up"], colours["down"] = colours["down"], colours["up"]
        colours["depth_up"], colours["depth_down"] = colours["depth_down"], colours["depth_up"]

    def front(name: str) -> Style:
        return Style(color=colours[name])

    def back(name: str) -> Style:
        return Style(bgcolor=colours[name])

    return Palette(
        name=file.name,
        colours=colours,
        text=front("text"),
        dim=front("dim"),
        faint=front("faint"),
        accent=front("accent"),
        header=front("header"),
        up=front("up"),
        down=front("down"),
        flat=front("flat"),
        warning=front("warning"),
        danger=front("danger"),
        stale=front("faint"),
        own=Style(color=colours["own"], bold=True),
        border=front("border"),
        border_focus=front("border_focus"),
        background=back("background"),
        cursor=back("cursor"),
        cursor_blur=back("cursor_blur"),
        flash=back("flash"),
        depth_bid=back("depth_up"),
        depth_ask=back("depth_down"),
        badge_simulate=front("dim"),
        badge_real=Style(color=colours["danger"], reverse=True, bold=True),
        badge_exposed=Style(color=colours["warning"], reverse=True, bold=True),
    )


def blended(palette: Palette, name: str, share: float) -> Style:
    """To draw with: `share` of a colour of the palette over its background; a terminal's own colour stays whole."""
    return Style(color=_blend(palette.colours[name], palette.colours["background"], share))


def css_variables(palette: Palette) -> dict[str, str]:
    """The palette's colours as Textual CSS variables: `$dim`, `$faint`, `$up`, `$cursor-blur` and so on.

    An app answers with its default theme's from `get_theme_variable_defaults`, so that its CSS can use them.
    """
    return {
        name.replace("_", "-"): _css(colour)
        for name, colour in palette.colours.items()
        if name not in ("text", "background", "surface")
    }


def _css(colour: str) -> str:
    return colour if colour.startswith("#") else f"ansi_{colour}"


def _textual_theme(file: ThemeFile, palette: Palette) -> Theme:
    colours = {name: _css(colour) for name, colour in palette.colours.items()}
    return Theme(
        name=file.name,
        dark=file.dark,
        ansi=file.is_ansi,
        primary=colours["accent"],
        secondary=colours["dim"],
        accent=colours["accent"],
        foreground=colours["text"],
        background=colours["background"],
        surface=colours["surface"],
        panel=colours["surface"],
        success=colours["up"],
        warning=colours["warning"],
        error=colours["danger"],
        variables={
            # An ANSI theme needs names that exact colours do without.
            **(BUILTIN_THEMES["ansi-dark"].variables if file.is_ansi else {}),
            **css_variables(palette),
            "border": colours["border_focus"],
            "border-blurred": colours["border"],
            "block-cursor-background": colours["cursor"],
            "block-cursor-foreground": colours["text"],
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": colours["cursor_blur"],
            "block-cursor-blurred-foreground": colours["text"],
            "block-hover-background": colours["cursor_blur"],
            "input-cursor-background": colours["text"],
            "input-cursor-foreground": colours["background"],
            "input-selection-background": colours["cursor"],
            "scrollbar": colours["border"],
            "scrollbar-hover": colours["faint"],
            "scrollbar-active": colours["dim"],
            "scrollbar-background": colours["background"],
            "scrollbar-background-hover": colours["background"],
            "scrollbar-background-active": colours["background"],
            "scrollbar-corner-color": colours["background"],
            "footer-key-foreground": colours["accent"],
        },
    )
