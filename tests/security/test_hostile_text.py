"""Every word of every answer is hostile, and so are files of a person: all of it stands on the screen as text."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.message import Message
from textual.pilot import Pilot

from futu_tui.config import Settings
from futu_tui.opend import OpenD
from futu_tui.opend import client as client_module
from futu_tui.opend.stream import PushStream
from futu_tui.protocol import PROTOCOLS
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.tui.app import FutuApp
from futu_tui.tui.keymap import Keymap
from futu_tui.tui.theme import Themes
from futu_tui.tui.watchlists import Watchlists, default_groups
from tests.gateway.conftest import start_paper

MARK = "[red]E[/red]"
EVIL = f"{MARK}\x1b]0;evil\x07\x1b[2J\x9b31m\u202e\u200b\r\n[@click=app.quit]x[/]"
"""Markup, a link that quits, and what would set the window's title, clear and colour the screen, and turn the text."""
_PLAIN = re.compile(r"[-0-9 :./,+]*")
"""Times and numbers, which are read and not shown as they are."""
_READ = {
    "code",
    "connID",
    "orderIDEx",
    "fillIDEx",
    "key",
    "nextReqKey",
    "secretKey",
    "connAESKey",
    "aesCBCiv",
    "positionID",
}


PATIENCE = 30.0
"""Seconds until a screen must show its words, on any machine."""


def poison(message: Message) -> None:
    """Put it behind every word in a message, at any depth."""
    for field, value in message.ListFields():
        if field.message_type is not None:
            for each in value if field.is_repeated else [value]:
                poison(each)
        elif field.type == field.TYPE_STRING and field.name not in _READ:
            if field.is_repeated:
                value[:] = [evil(each) for each in value]
            else:
                setattr(message, field.name, evil(value))


def evil(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else f"{text}{EVIL}"


def shown(app: FutuApp) -> str:
    """What stands on the terminal, after a look at each piece of it."""
    lines = []
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            assert segment.text.isprintable(), segment.text
            assert not segment.control
            assert segment.style is None or not segment.style.meta.get("@click"), segment
        lines.append("".join(segment.text for segment in strip))
    return "\n".join(lines)


class Person:
    def __init__(self, app: FutuApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def sees(self, wanted: str | Callable[[str], object]) -> None:
        end = asyncio.get_running_loop().time() + PATIENCE
        while not (wanted in shown(self.app) if isinstance(wanted, str) else wanted(shown(self.app))):
            assert asyncio.get_running_loop().time() < end, (
                f"{wanted} did not come; the screen:\n{shown(self.app)}"
            )
            await self.pilot.pause(0.05)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Answers and pushes with hostile words."""
    decode, init = client_module.decode_answer, PushStream.__init__

    def decoded(*args: Any) -> Any:
        answer = decode(*args)
        if isinstance(answer, Message):
            poison(answer)
        return answer

    def opened(
        self: PushStream, gateway: OpenD, on_push: Callable[[PushEvent], None], *args: Any, **more: Any
    ) -> None:
        def push(event: PushEvent) -> None:
            response = PROTOCOLS[event.proto_id].response
            if response is not None:
                body = response.FromString(event.body)
                poison(body)
                event.body = body.SerializeToString()
            on_push(event)

        init(self, gateway, push, *args, **more)

    monkeypatch.setattr(client_module, "decode_answer", decoded)
    monkeypatch.setattr(PushStream, "__init__", opened)
    return


SCREENS = (
    (("i",), MARK), (("f",), MARK), (("h",), "History"), (("full_stop", "p"), MARK), (("full_stop", "n"), MARK),
    (("I",), "Gateway"), (("exclamation_mark",), "alerts"), (("b",), "Tencent"), (("slash", *"tenc"), MARK),
    (("l",), "Ladder"), (("colon", *"3202", "enter"), "Request  form"),
)  # fmt: skip
"""The keys of screens that show words of the gateway, and what they show once these have come."""


async def test_no_word_of_the_gateway_is_more_than_text_on_any_screen(poisoned: None, tmp_path: Path) -> None:
    app = FutuApp(
        Settings(), open_gateway=OpenD, target="", themes=Themes.load(), keymap=Keymap(),
        watchlists=Watchlists(None, default_groups()), data=tmp_path,
    )  # fmt: skip
    app.animation_level = "none"
    async with AsyncExitStack() as stack:
        paper = await stack.enter_async_context(start_paper())
        running = asyncio.ensure_future(paper.gateway.run())
        stack.callback(running.cancel)
        app._target = paper.address
        pilot = await stack.enter_async_context(app.run_test(size=(160, 48), notifications=True))
        person = Person(app, pilot)
        await person.sees(lambda text: MARK in text and "all data live" in text)
        app.notify(f"told {EVIL}", title=EVIL)
        await person.sees("told [red]E[/red]")
        assert "[@click=app.quit]x" in shown(app)
        app.clear_notifications()
        for keys, words in SCREENS:
            await person.press(*keys)
            async with asyncio.timeout(PATIENCE):
                while app.screen is app.dashboard:
                    await pilot.pause(0.02)
            await person.sees(words)
            while app.screen is not app.dashboard:
                app.screen.dismiss()
                await pilot.pause()
        assert app.is_running
        assert app.return_code is None


def test_a_theme_of_a_person_puts_nothing_into_the_style_sheet(tmp_path: Path) -> None:
    source = (Path(__file__).resolve().parents[2] / "themes" / "futu-dark.toml").read_text("utf-8")
    colour = re.search(r'^text += "(.+)"$', source, re.MULTILINE)
    assert colour is not None
    evils = (
        "red; background: blue",
        "#ffffff\n",
        "#fff",
        "$accent",
        "ansi_red",
        "#ffffff }} * {{ display: none",
        "",
    )
    for number, value in enumerate(evils):
        text = source.replace(colour[0], f"text = {value!r}".replace("'", '"'))
        (tmp_path / f"theme-{number}.toml").write_text(text)
    named = source.replace('title = "', f'title = "{MARK}\\u001b]0;evil\\u0007')
    (tmp_path / "named.toml").write_text(named)
    themes = Themes.load(tmp_path)
    assert len(themes.problems) == len(evils)
    assert all("is not a colour" in each for each in themes.problems)
    assert themes.title("named").startswith(MARK)
    assert themes.title("named").isprintable()


def test_the_palette_shows_a_themes_title_as_it_is() -> None:
    from textual.content import Content
    from textual.fuzzy import Matcher
    from textual.markup import escape

    title = f"Theme: {MARK}"
    assert Content.from_markup(escape(title)).plain == title
    assert Matcher("theme").highlight(escape(title)).plain == title


@pytest.mark.parametrize(
    "keys",
    [
        {"app.quit": "f1,app.bell"},
        {"app.quit": "app.exit('x')"},
        {"app.bell": "f1"},
        {"x": "y"},
        {"app.quit": "\x1b"},
    ],
)
def test_the_keys_of_a_config_name_no_actions(keys: dict[str, str]) -> None:
    from futu_tui.tui.keymap import KeymapError

    with pytest.raises(KeymapError):
        Keymap(keys)
