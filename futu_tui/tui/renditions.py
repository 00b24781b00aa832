"""What a terminal must be told to go from one style to another: only what differs between them (SGR, ECMA-48)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rich.color import ColorSystem
from rich.style import Style

_ATTRIBUTES: tuple[tuple[str, str, str], ...] = (
    ("bold", "1", "22"),
    ("dim", "2", "22"),
    ("italic", "3", "23"),
    ("underline", "4", "24"),
    ("blink", "5", "25"),
    ("blink2", "6", "25"),
    ("reverse", "7", "27"),
    ("conceal", "8", "28"),
    ("strike", "9", "29"),
    ("underline2", "21", "24"),
    ("frame", "51", "54"),
    ("encircle", "52", "54"),
    ("overline", "53", "55"),
)
"""Rich's attributes, with the codes that turn each on and off; some share the code that ends them."""

_DRAWS_BLANKS = (
    "underline",
    "blink",
    "blink2",
    "reverse",
    "strike",
    "underline2",
    "frame",
    "encircle",
    "overline",
)
"""What can be seen of a style where nothing is written."""


class Rendition(NamedTuple):
    """A style as the terminal knows it."""

    foreground: str
    """SGR parameters; empty for the terminal's own colour."""
    background: str
    attributes: frozenset[tuple[str, str]]
    """Codes that turn each attribute on and off."""
    link: str
    """Target of a hyperlink (OSC 8); empty for none."""


KEPT = 1 << 11
"""Styles whose numbers are remembered; a screen has some three hundred."""
PLAIN = Rendition("", "", frozenset(), "")


class Renditions:
    """Numbers every style that is seen, 0 being the plain one, and knows the way from each to each."""

    def __init__(self, colours: ColorSystem) -> None:
        self._colours = colours
        self._known = [PLAIN]
        self._numbers = {PLAIN: 0}
        self._blank: dict[int, int] = {0: 0}
        self.numbers: dict[Style | None, int] = {None: 0}
        """Those of styles that were asked for lately."""
        self.seen: dict[int, tuple[Style | None, int]] = {}
        """The same by the style's `id`, which is quicker to look up; that a style is in here keeps its id its own."""
        self.backgrounds = [0]
        """By number, another number for each background; styles with the same one are neighbours by it."""
        self.links: dict[int, str] = {}
        """Targets of those styles that link somewhere."""
        self.ways: dict[tuple[int, int], str] = {}
        """What `way` has answered before."""

    def number(self, style: Style | None) -> int:
        """The number of a style; those that look the same share one."""
        found = self.numbers.get(style)
        if found is None:
            if len(self.numbers) >= KEPT:  # what is only said of a style, not shown, makes ever new ones
                self.numbers.clear()
                self.seen.clear()
            found = self.numbers[style] = self._number(self._rendition(style) if style else PLAIN)
        if len(self.seen) >= KEPT:
            self.seen.clear()
        self.seen[id(style)] = style, found
        return found

    def __len__(self) -> int:
        """How many have a number."""
        return len(self._known)

    def anew(self, used: Iterable[int]) -> tuple[Renditions, dict[int, int]]:
        """Others that know those of these numbers alone, and the numbers that these have there."""
        others = Renditions(self._colours)
        return others, {number: others._number(self._known[number]) for number in used}

    def blank(self, number: int) -> int:
        """What blanks in a style look like: its background alone, unless the style draws on blanks too."""
        found = self._blank.get(number)
        if found is None:
            rendition = self._known[number]
            drawn = any(code in _BLANK_CODES for code, _ in rendition.attributes) or rendition.link
            found = number if drawn else self._number(PLAIN._replace(background=rendition.background))
            self._blank[number] = found
        return found

    def shows_blanks_of(self, style: int, blank: int) -> bool:
        """Whether blanks written in `style` look as those of `blank` do."""
        return style == blank or self.blank(style) == blank

    def way(self, start: int, end: int) -> str:
        """The control sequence from one style to another; links are not its affair."""
        found = self.ways.get((start, end))
        if found is None:
            found = self.ways[start, end] = _way(self._known[start], self._known[end])
        return found

    def _number(self, rendition: Rendition) -> int:
        number = self._numbers.setdefault(rendition, len(self._known))
        if number == len(self._known):
            self._known.append(rendition)
            grounds = (known.background for known in self._known)
            self.backgrounds.append(
                next(i for i, ground in enumerate(grounds) if ground == rendition.background)
            )
            if rendition.link:
                self.links[number] = rendition.link
        return number

    def _rendition(self, style: Style) -> Rendition:
        return Rendition(
            self._colour(style, foreground=True),
            self._colour(style, foreground=False),
            frozenset((on, off) for name, on, off in _ATTRIBUTES if getattr(style, name)),
            style.link or "",
        )

    def _colour(self, style: Style, *, foreground: bool) -> str:
        colour = style.color if foreground else style.bgcolor
        if colour is None or colour.is_default:
            return ""
        return ";".join(colour.downgrade(self._colours).get_ansi_codes(foreground=foreground))


_BLANK_CODES = {on for name, on, _ in _ATTRIBUTES if name in _DRAWS_BLANKS}


def _way(start: Rendition, end: Rendition) -> str:
    """The shorter of changing what differs and of beginning from plain."""
    if start[:3] == end[:3]:
        return ""
    if end[:3] == PLAIN[:3]:
        return "\x1b[m"
    ended = sorted({off for _, off in start.attributes - end.attributes})
    # A code that ends one attribute may end another that stays, as 22 does to both bold and dim.
    kept = [on for on, off in sorted(end.attributes) if (on, off) not in start.attributes or off in ended]
    changed = [*ended, *kept]
    if start.foreground != end.foreground:
        changed.append(end.foreground or "39")
    if start.background != end.background:
        changed.append(end.background or "49")
    anew = ["0", *(on for on, _ in sorted(end.attributes)), end.foreground, end.background]
    ways = (";".join(changed), ";".join(filter(None, anew)))
    return f"\x1b[{min(ways, key=len)}m"
