"""Masking: what was registered never comes through, and what only looks like a secret does not either."""

from __future__ import annotations

import gc
import hashlib
import html
import io
import json
import logging
import re

import pytest
from textual.widgets import Input

from futu_tui import masking
from futu_tui.masking import MASK, MaskingFilter, mask, mask_known, register, register_dropped
from futu_tui.opend import ApiKey, OpenD
from futu_tui.trading.password import Password
from futu_tui.tui.screens.unlock import UnlockScreen
from tests.tui.conftest import still_time as still_time
from tests.tui.desk_scene import DeskScene
from tests.tui.scene import MIDDLE, StillTime

KEY = "q7-Zt_made.up/key=="
PASSWORD = 'open "sésame" 42'


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "_kept", ())
    monkeypatch.setattr(masking, "_dropped", ())


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


@pytest.mark.parametrize("remember", [register, register_dropped])
@pytest.mark.parametrize("secret", [KEY, PASSWORD])
def test_a_registered_value_is_masked_however_it_is_written(remember: object, secret: str) -> None:
    assert callable(remember)
    remember(secret)
    for written in (secret, repr(secret)[1:-1], json.dumps(secret)[1:-1], md5(secret), md5(secret).upper()):
        assert mask(f"a{written}b, {written}") == f"a{MASK}b, {MASK}"
        assert mask_known(written) == MASK


def test_a_secret_that_begins_with_another_leaves_no_rest() -> None:
    register("abcd")
    register("abcdefgh")
    assert mask("abcdefgh abcd") == f"{MASK} {MASK}"


def test_a_short_value_is_masked_by_its_md5_alone() -> None:
    register("1")
    assert mask(f"11 shares, {md5('1')}") == f"11 shares, {MASK}"


def test_nothing_is_no_secret() -> None:
    register("  ")
    register_dropped("")
    assert mask("some  words") == "some  words"


def test_what_is_dropped_cannot_be_had_back_from_what_is_remembered() -> None:
    register_dropped(PASSWORD)
    told = repr(vars(masking))
    assert PASSWORD not in told
    assert md5(PASSWORD) not in told


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("the key fc_AbC-123_xyz is unknown", f"the key {MASK} is unknown"),
        ("Authorization: Bearer abc.def", f"Authorization: Bearer {MASK}"),
        ("(('authorization', 'bearer tok'),)", f"(('authorization', 'bearer {MASK}'),)"),
        ("bearer%20tok&x", f"bearer%20{MASK}"),
    ],
)
def test_what_looks_like_a_key_is_masked_unregistered(said: str, masked: str) -> None:
    assert mask(said) == masked
    assert mask(masked) == masked


def test_data_is_left_alone_but_for_what_is_registered() -> None:
    assert mask_known("Bearer Shares of FC_ Ltd") == "Bearer Shares of FC_ Ltd"


def test_a_key_and_a_password_register_themselves() -> None:
    key, password = ApiKey("made-up-key-1"), Password("made-up-word")
    words = f"{key} {key!r} {password} {password!r} made-up-key-1 made-up-word {md5('made-up-word')}"
    assert mask(words).count(MASK) == 3
    assert "made-up" not in mask(words)
    assert "made-up" not in repr(OpenD("127.0.0.1:1", key))


def test_a_password_is_nowhere_once_it_is_hashed() -> None:
    typed = "".join(["let", "me", "in", "once"])
    password = Password(typed)
    del typed
    held = [each for each in gc.get_referents(password, vars(masking)) if isinstance(each, str)]
    assert held
    assert not [each for each in held if each.startswith("letme")]


class TestLog:
    @pytest.fixture
    def log(self) -> tuple[logging.Logger, io.StringIO]:
        out = io.StringIO()
        handler = logging.StreamHandler(out)
        handler.addFilter(MaskingFilter())
        logger = logging.Logger("a logger of a test")
        logger.addHandler(handler)
        register(KEY)
        return logger, out

    def test_message_arguments_and_traceback_are_masked(
        self, log: tuple[logging.Logger, io.StringIO]
    ) -> None:
        logger, out = log
        try:
            raise ValueError(f"no such key: {KEY}")
        except ValueError:
            logger.exception("sent %s", {"authorization": f"Bearer {KEY}"}, stack_info=True)
        said = out.getvalue()
        assert "no such key" in said
        assert "Traceback" in said
        assert KEY not in said

    def test_a_wrong_format_says_what_it_can_and_no_secret(
        self, log: tuple[logging.Logger, io.StringIO], capsys: pytest.CaptureFixture[str]
    ) -> None:
        logger, out = log
        logger.warning("%d shares", KEY)
        assert "shares" in out.getvalue()
        assert KEY not in out.getvalue() + capsys.readouterr().err


async def test_a_picture_of_the_screen_has_dots_for_the_password_that_is_being_typed(
    still_time: StillTime,
) -> None:
    typed = "Knock_twice+9042"
    parts = {typed[at : at + 4] for at in range(len(typed) - 3)}
    app = DeskScene(still_time, real=True)
    async with app.showing(MIDDLE) as person:
        await person.press("u", *typed)
        assert isinstance(app.screen, UnlockScreen)
        picture = words(app.export_screenshot())
        assert "Unlock trading" in picture
        assert "•" * len(typed) in picture
        assert not [part for part in parts if part in picture]
        app.screen.query_one(Input).password = False
        await person.settle()
        assert typed in words(app.export_screenshot()), "it would be found"


def words(svg: str) -> str:
    """What can be read in a picture of the screen."""
    return html.unescape(re.sub("<[^>]*>", "", svg)).replace("\N{NO-BREAK SPACE}", " ")
