"""Keys typed ahead: each acts on what the one before it left."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input

from futu_tui.tui.key_order import act_on
from tests.tui.scene import Person


class Pane(Widget, can_focus=True):
    """Enter tells the screen what was chosen, as the dashboard's lists do."""

    BINDINGS = [("enter", "choose"), ("d", "note('pane')")]

    class Chosen(Message):
        pass

    def action_choose(self) -> None:
        self.post_message(self.Chosen())

    def action_note(self, text: str) -> None:
        notebook(self).notes.append(f"{text} {self.id}")


class Question(ModalScreen[str]):
    BINDINGS = [("enter", "answer")]

    def compose(self) -> ComposeResult:
        yield Input()

    def on_mount(self) -> None:
        self.set_focus(self.query_one(Input))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class Surface(Vertical):
    """Is told what was chosen, as the dashboard is."""

    def on_pane_chosen(self) -> None:
        notebook(self).chosen = "something"


class Notebook(App[None]):
    BINDINGS = [("b", "note"), ("1", "go('one')"), ("2", "go('two')"), ("slash", "ask")]

    def __init__(self) -> None:
        super().__init__()
        self.chosen = "nothing"
        self.notes: list[str] = []

    def compose(self) -> ComposeResult:
        with Surface(), Vertical():
            yield Pane(id="one")
            yield Pane(id="two")

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded and await act_on(self, event):
            return
        await super().on_event(event)

    def action_note(self) -> None:
        self.notes.append(self.chosen)

    def action_go(self, id: str) -> None:
        self.screen.set_focus(self.query_one(f"#{id}"))

    async def action_ask(self) -> None:
        await self.push_screen(Question(), lambda answer: self.notes.append(f"answer {answer}"))


def notebook(widget: Widget) -> Notebook:
    assert isinstance(widget.app, Notebook)
    return widget.app


async def typed(*keys: str) -> list[str]:
    """What is noted after keys that were all there before the first was looked at."""
    app = Notebook()
    async with app.run_test() as pilot:
        app.action_go("one")
        await Person(pilot).hurry(*keys)
        return app.notes


async def test_a_key_acts_where_the_one_before_it_went() -> None:
    assert await typed("d", "2", "d", "1", "d", "d") == ["pane one", "pane two", "pane one", "pane one"]


async def test_a_key_acts_on_what_the_one_before_it_chose() -> None:
    assert await typed("b", "enter", "b") == ["nothing", "something"]


async def test_what_is_typed_behind_a_key_that_opens_a_field_stands_in_it_when_enter_comes() -> None:
    assert await typed("slash", *"b12d", "enter") == ["answer b12d"]


async def test_an_unbound_key_does_not_act_where_later_ones_go() -> None:
    app = Notebook()
    async with app.run_test() as pilot:
        app.screen.set_focus(None)
        await Person(pilot).hurry("d", "2")
        assert app.notes == []
