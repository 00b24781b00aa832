"""What all dialogs share: a calm box in the middle, a title, and a last line with its keys and the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from futu_tui.tui import keymap
from futu_tui.tui.badge import Part, badge_of
from futu_tui.tui.compositor import StackedScreen
from futu_tui.tui.screens.workers import SafeWorkers
from futu_tui.tui.theme import Palette, palette_of
from futu_tui.tui.widgets.status_bar import HintLine

if TYPE_CHECKING:
    from futu_tui.market import Changes

Answer = TypeVar("Answer")


class Dialog(SafeWorkers, StackedScreen, ModalScreen[Answer | None]):
    """A modal box; closing it answers None. A subclass gives `contents`, its context and the ids of its hints."""

    CONTEXT: ClassVar[str] = "dialog"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("dialog")]
    HINTS: ClassVar[tuple[str, ...]] = ("dialog.close",)
    """Ids of the keymap whose keys the last line shows, those first that stay where there is little room."""
    HELPS_WITH: ClassVar[tuple[str, ...]] = ()
    """Contexts of the keymap that its help tells besides its own: of what stands in it."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > .dialog {
        width: 76; max-width: 100%; height: auto; max-height: 100%; padding: 1 2 0 2;
        background: $background; border: round $border;
        border-title-color: $accent; border-title-style: none;
    }
    Dialog .dialog-foot { dock: bottom; }
    Dialog.real > .dialog { border: heavy $danger; border-title-color: $danger; border-title-style: bold reverse; }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title
        self._answer: tuple[Answer | None] | None = None
        """What it was closed with while another screen stood before it."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content(self.heading)
            yield from self.contents()
            yield HintLine(classes="dialog-foot")

    def contents(self) -> ComposeResult:
        """What stands in the box."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.show()

    def on_unmount(self) -> None:
        # Textual's signals keep whoever subscribed, for as long as the program runs.
        for signal in (
            self.app.theme_changed_signal,
            self.app.app_suspend_signal,
            self.app.app_resume_signal,
        ):
            signal.unsubscribe(self)

    def on_resize(self) -> None:
        self.show()

    def apply_changes(self, changes: Changes, now: float) -> None:
        """Take what changed in the market and the account since the last frame. `now` is monotonic seconds."""

    def hint_text(self) -> str:
        """The keys of the last line."""
        return keymap.keymap_of(self.app).hint(*self.HINTS)

    def badge(self, palette: Palette) -> list[Part]:
        """The right end of the last line: whose money is in play."""
        return badge_of(self.app, palette)

    def show(self) -> None:
        """Draw what depends on the theme, the size and the state of things; a subclass adds its own."""
        palette = palette_of(self.app)
        foot = self.query_one(".dialog-foot", HintLine)
        foot.show_hints(self.hint_text(), palette.dim, self.badge(palette))

    async def action_help(self) -> None:
        """Show the keys of this dialog."""
        await self.app.run_action("help")

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Close this dialog and no other screen: once, and as soon as none stands before it.

        Textual takes away whatever is in front. An answer of the gateway that comes as the person leaves would close
        what is behind.
        """
        stack = self.app.screen_stack
        if stack[-1] is self:
            return super().dismiss(result)
        if self in stack and self._answer is None:
            self._answer = (result,)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        if self._answer is not None:
            self.dismiss(self._answer[0])

    def action_close(self) -> None:
        self.dismiss(None)
