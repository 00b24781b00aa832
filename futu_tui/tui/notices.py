"""Where notices stand: the newest of them always in view, whatever was told before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.geometry import Offset
from textual.layout import WidgetPlacement
from textual.layouts.vertical import VerticalLayout
from textual.widgets._toast import ToastHolder, ToastRack

if TYPE_CHECKING:
    from textual.app import App
    from textual.geometry import Size
    from textual.layout import ArrangeResult
    from textual.notifications import Notifications
    from textual.screen import Screen
    from textual.widget import Widget


class NewestLayout(VerticalLayout):
    """One below the other; without room for all, the oldest are left out, and the last one never."""

    name = "newest"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        placements = list(super().arrange(parent, children, size, greedy))
        over = placements[-1].region.bottom - size.height
        if over <= 0 or not size.height:  # without a height, what all of them need is asked for
            return placements
        kept = [each for each in placements if each.region.y >= over] or placements[-1:]
        return WidgetPlacement.translate(kept, Offset(0, -min(over, kept[0].region.y)))


NEWEST = NewestLayout()


def make_room(screen: Screen[Any], notifications: Notifications) -> None:
    """Take away from the screen what is told no longer, before what is new is put on it.

    Textual itself leaves an empty line for each notice whose time is over as another comes. They grow more and more,
    until what comes below them is out of view.
    """
    told = {ToastRack._toast_id(each) for each in notifications}
    for rack in screen.children:
        if isinstance(rack, ToastRack):
            rack.styles.inline.set_rule("layout", NEWEST)
            for holder in rack.query(ToastHolder):
                if holder.id not in told:
                    holder.remove()


def take_away(app: App[Any], title: str) -> None:
    """Take away the notices whose titles begin so: what they tell is over."""
    for each in [each for each in app._notifications if each.title.startswith(title)]:
        app._unnotify(each)
