"""What the terminal shows after changes painted cell by cell is what a whole painting would show."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable

import pytest
from textual.filter import Monochrome
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Label

from futu_tui.tui import compositor
from futu_tui.tui.compositor import CellsUpdate, Piece
from tests.tui.panes_app import SIZE, Panes, Question, Sitting, sitting, whole
from tests.tui.panes_app import painted_at_once as painted_at_once


def panes_of(at: Sitting) -> Panes:
    panes = at.app.screen_stack[0]
    assert isinstance(panes, Panes)
    return panes


async def test_only_the_cells_that_changed_are_sent() -> None:
    async with sitting() as at:
        left, right = at.app.letters
        left.change(4, 2, "XYZ")
        right.change(1, 2, "Q")
        sent = await at.paint()
    shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", sent)
    assert shown == "XYZQ"


async def test_changes_stand_where_a_whole_painting_puts_them() -> None:
    async with sitting() as at:
        left, right = at.app.letters
        left.change(0, 0, "12345678")
        left.change(9, 4, "end")
        right.change(3, 3, "mid")
        await at.paint()
        assert at.sight.look() == whole(at.app)
        assert "12345678" in at.sight.text()[2]


@pytest.mark.parametrize("seed", range(3))
async def test_any_changes_frame_by_frame_look_like_a_whole_painting(seed: int) -> None:
    dice = random.Random(seed)
    async with sitting() as at:
        for _ in range(25):
            for _ in range(dice.randrange(1, 12)):
                text = "".join(dice.choices("XYZ", k=dice.randrange(1, 4)))
                at.app.letters[dice.randrange(2)].change(dice.randrange(15), dice.randrange(5), text)
            await at.paint()
            assert at.sight.look() == whole(at.app)


async def test_a_border_and_a_cell_change_together() -> None:
    async with sitting() as at:
        left, right = at.app.letters
        left.border_title = "New"
        right.change(2, 1, "x")
        await at.paint()
        assert at.sight.look() == whole(at.app)
        assert "New" in at.sight.text()[1]


async def test_what_covers_a_pane_stays_in_front_of_its_changes() -> None:
    async with sitting() as at:
        cover = at.app.screen.query_one("#cover")
        cover.display = True
        await at.paint()
        left, right = at.app.letters
        left.change(0, 0, "underneath")
        right.change(0, 0, "beside")
        await at.paint()
        assert at.sight.look() == whole(at.app)
        assert "cover" in at.sight.text()[2]
        assert "beside" in at.sight.text()[2]
        cover.display = False
        await at.paint()
        assert "underneath" in at.sight.text()[2]


async def test_filters_of_the_app_apply() -> None:
    """As with NO_COLOR."""
    async with sitting() as at:
        at.app._filters.append(Monochrome())
        left, _ = at.app.letters
        left.change(3, 3, "grey")
        sent = await at.paint()
        assert "grey" in at.sight.text()[5]
    assert "38;2;255;0;0" not in sent


async def test_a_widget_with_an_ordinary_look_is_painted_by_textual() -> None:
    async with sitting() as at:
        at.app.screen.query_one("#heading", Label).update("HEADING")
        at.app.letters[0].change(0, 0, "x")
        await at.paint()
        assert at.sight.look() == whole(at.app)
        assert at.sight.text()[0].startswith("HEADING")


async def test_lines_are_asked_for_only_after_the_widget_could_prepare() -> None:
    async with sitting() as at:
        left, right = at.app.letters
        before = left.prepared, right.prepared
        left.change(0, 0, "x")
        left.change(0, 3, "y")
        await at.paint()
        assert (left.prepared, right.prepared) == (before[0] + 1, before[1])


@pytest.mark.parametrize("layout", [False, True])
@pytest.mark.parametrize("dialog", [False, True])
async def test_what_a_slice_has_no_time_for_is_sent_by_the_next(
    dialog: bool, layout: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    slices: list[str] = []

    class Kept(CellsUpdate):
        def __init__(self, pieces: Iterable[Piece]) -> None:
            super().__init__(pieces)
            slices.append("".join(piece.cropped.strip.text for piece in self.pieces))

    monkeypatch.setattr(compositor, "CellsUpdate", Kept)
    monkeypatch.setattr(compositor, "SLICE", 0.0)
    async with sitting() as at:
        if dialog:
            await at.app.push_screen(Question("Send it?"))
            await at.paint()
        left, right = at.app.letters
        left.change(1, 0, "X")
        left.change(1, 1, "Y")
        right.change(1, 0, "Z")
        if layout:
            at.app.screen_stack[0].refresh(layout=True, repaint=False)
        while await at.paint():
            pass
        assert at.sight.look() == whole(at.app)
    assert {"X", "Y", "Z"} <= set(slices)


async def test_what_a_key_changed_is_painted_before_everything_else() -> None:
    async with sitting() as at:
        left, right = at.app.letters
        left.can_focus = True
        panes_of(at).set_focus(left)
        while await at.paint():
            pass
        left.change(4, 2, "XYZ")
        right.change(1, 2, "Q")
        await panes_of(at).paint_key()
        assert re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", at.app.wire.sent) == "XYZ"
        assert "Q" in await at.paint()
        assert at.sight.look() == whole(at.app)


async def test_what_a_key_changed_in_a_dialog_is_painted_at_once() -> None:
    async with sitting() as at:
        question = Question("Send it?")
        await at.app.push_screen(question)
        await at.paint()
        question.query_one(Label).update("Send it now?")
        await question.paint_key()
        assert "now?" in "".join(at.sight.text())


async def test_nothing_changed_sends_nothing() -> None:
    async with sitting() as at:
        assert await at.paint() == ""


async def test_behind_a_dialog_only_the_cells_that_changed_are_sent() -> None:
    async with sitting() as at:
        await at.app.push_screen(Question("Send it?"))
        await at.paint()
        left, right = at.app.letters
        for letter in "XYZ":  # what changed before is not sent again
            left.change(4, 1, letter)
            right.change(1, 4, letter.lower())
            sent = await at.paint()
            assert re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", sent) == letter + letter.lower()


@pytest.mark.parametrize("seed", range(3))
async def test_behind_dialogs_changes_stand_in_their_shade(seed: int) -> None:
    dice = random.Random(seed)
    async with sitting() as at:
        for words in ("A long question, is it not?", "Sure?"):
            await at.app.push_screen(Question(words))
            await at.paint()
            for _ in range(12):
                for _ in range(dice.randrange(1, 12)):
                    text = "".join(dice.choices("XYZ", k=dice.randrange(1, 4)))
                    at.app.letters[dice.randrange(2)].change(dice.randrange(15), dice.randrange(5), text)
                await at.paint()
                assert at.sight.look() == whole(at.app)
        # Closed one by one, each leaves what was changed behind it.
        while len(at.app.screen_stack) > 1:
            at.app.pop_screen()
            await at.paint()
            assert at.sight.look() == whole(at.app)


async def test_where_colours_are_not_wanted_a_dialog_lays_none_over_what_changes_behind_it() -> None:
    async with sitting() as at:
        at.app.no_color = True
        await at.app.push_screen(Question("Send it?"))
        await at.paint()
        at.app.letters[0].change(4, 1, "X")
        assert "\x1b[37;40mX" in await at.paint()  # as it stands there without a dialog


async def test_a_dialog_in_the_middle_changes_without_all_being_sent_again() -> None:
    async with sitting() as at:
        middle = Question("A long question, is it not?")
        await at.app.push_screen(middle)
        await at.app.push_screen(Question("Sure?"))
        await at.paint()
        for words in ("B long question, is it not?", "C long question, is it not?"):
            middle.query_one(Label).update(words)
            sent = await at.paint()
            assert at.sight.look() == whole(at.app)
            assert len(re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", sent)) <= SIZE[0] * 2


async def test_a_whole_painting_draws_no_widget_that_others_hide_altogether(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with sitting() as at:
        left, right = at.app.letters
        cover = panes_of(at).query_one("#cover")
        drawn: list[Widget] = []
        for widget in (panes_of(at), left, right, cover):

            def render(crop: Region, widget: Widget = widget) -> list[Strip]:
                drawn.append(widget)
                return type(widget).render_lines(widget, crop)

            monkeypatch.setattr(widget, "render_lines", render)
        at.app.screen._compositor.render_full_update()
        assert left in drawn
        assert right in drawn
        drawn.clear()
        cover.styles.display, cover.styles.offset = "block", (0, 0)
        cover.styles.width, cover.styles.height = "100%", "100%"
        await at.paint()
        drawn.clear()
        at.app.screen._compositor.render_full_update()
        assert drawn == [cover]
