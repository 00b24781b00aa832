"""Every action of the key table in the command palette, with its key beside it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec import Struct
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode
from textual.markup import escape
from textual.screen import Screen

from futu_tui.tui.keymap import CONTEXTS, TABLE, Key, chain, key_text, keymap_of
from futu_tui.tui.theme import Themes

MOVEMENT = frozenset(
    {
        "cursor_up",
        "cursor_down",
        "page_up",
        "page_down",
        "first",
        "last",
        "choose",
        "focus_next",
        "focus_previous",
    }
)
"""Actions that answer to a search, but would only be in the way of somebody who looks what there is."""


class Offer(Struct, frozen=True):
    """An action that can be done now, and who does it."""

    key: Key
    node: DOMNode

    @property
    def title(self) -> str:
        """`Chart: Zoom in`; what works everywhere goes without its place."""
        if self.key.context in ("app", "dashboard", "go_to"):
            return self.key.label
        return f"{CONTEXTS[self.key.context].title}: {self.key.label}"


def offers(screen: Screen[object]) -> Iterator[Offer]:
    """What can be done on this screen, in the table's order; a pane's actions also while another has the focus."""
    places: dict[str, DOMNode] = {"app": screen.app}
    focused = [screen.focused] if screen.focused is not None else []
    for node in (*focused, screen, *screen.query("*").results(DOMNode)):
        for context in chain(getattr(node, "CONTEXT", "app")):
            if context == "dashboard" and node is not screen:
                continue  # a pane's surroundings act on the screen
            places.setdefault(context, node)
    if hasattr(screen, "action_go_to"):
        places["go_to"] = screen
    offered: set[tuple[DOMNode, str]] = set()
    for key in TABLE:
        place = places.get(key.context)
        name = key.action.partition("(")[0]
        if place is None or key.action == "command_palette" or not hasattr(place, f"action_{name}"):
            continue
        if (place, key.action) not in offered:
            offered.add((place, key.action))
            yield Offer(key, place)


class KeymapCommands(Provider):
    """The palette's source; Textual makes one each time the palette opens."""

    async def discover(self) -> Hits:
        for offer in offers(self.screen):
            if offer.key.action not in MOVEMENT and not offer.key.hidden:
                yield DiscoveryHit(
                    escape(offer.title), partial(self._run, offer), offer.title, self._keys(offer)
                )
        for title, name in self._themes():
            yield DiscoveryHit(escape(title), partial(self._use_theme, name), title)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for offer in offers(self.screen):
            if (score := matcher.match(offer.title)) > 0:
                shown = matcher.highlight(escape(offer.title))
                yield Hit(score, shown, partial(self._run, offer), help=self._keys(offer))
        for title, name in self._themes():
            if (score := matcher.match(title)) > 0:
                yield Hit(score, matcher.highlight(escape(title)), partial(self._use_theme, name))

    def _keys(self, offer: Offer) -> str:
        keys = keymap_of(self.app)
        before = (
            [key_text(key) for key in keys.keys("dashboard.go_to")[:1]]
            if offer.key.context == "go_to"
            else []
        )
        return escape("  ".join(" ".join((*before, key_text(key))) for key in keys.keys(offer.key.id)))

    async def _run(self, offer: Offer) -> None:
        await self.app.run_action(offer.key.action, default_namespace=offer.node)

    def _themes(self) -> Iterator[tuple[str, str]]:
        themes: Themes | None = getattr(self.app, "themes", None)
        if themes is not None:
            for name in themes.names:
                yield f"Theme: {themes.title(name)}", name

    def _use_theme(self, name: str) -> None:
        self.app.themes.put_on(self.app, name)  # type: ignore[attr-defined]
