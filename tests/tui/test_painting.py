"""What changes its place, whenever and in whatever way, stands on the terminal as a whole painting would show it."""

from __future__ import annotations

import math
import random
from contextlib import nullcontext

import pytest
from textual.containers import Container
from textual.widgets import Label

from futu_tui.tui import compositor
from tests.tui.panes_app import CellWire, Question, Sitting, Wire, sitting, whole
from tests.tui.panes_app import painted_at_once as painted_at_once


async def notices(at: Sitting) -> tuple[Container, Label, Label]:
    """What notices stand in, above all and not seen itself; one that stands there, and one that does not yet."""
    rack, first, second = Container(id="rack"), Label("a notice"), Label("a second one")
    await at.app.screen.mount(rack)
    await rack.mount(first)
    await at.paint()
    return rack, first, second


@pytest.mark.parametrize("painted", [False, True], ids=["looked", "painted"])
@pytest.mark.parametrize("what", ["put up", "moved", "taken away"])
async def test_what_changed_its_place_is_painted_though_the_place_was_asked_for_before(
    what: str, painted: bool
) -> None:
    """As notices are: nothing else is painted anew with them, for what they stand in is not seen itself."""
    async with sitting() as at:
        rack, first, second = await notices(at)
        screen, (left, _) = at.app.screen, at.app.letters
        if what == "taken away":
            await rack.mount(second)
            await at.paint()
        with at.app.batch_update():  # so that nothing is laid out in between
            if what == "put up":
                await rack.mount(second)
            elif what == "moved":
                first.styles.offset = (3, 0)
                rack._clear_arrangement_cache()
            else:
                await second.remove()
            screen._compositor.update_widgets({rack})
            screen.find_widget(left)
        if painted:
            left.change(1, 1, "X")
            screen._compositor.update_widgets({left})
            screen._compositor_refresh()
        await at.paint()
        await at.paint()
        assert ("a second" in "\n".join(at.sight.text())) == (what == "put up")
        assert at.sight.look() == whole(at.app)


async def test_what_was_scrolled_and_is_laid_out_as_before_is_painted_as_before() -> None:
    async with sitting() as at:
        rack, _, second = await notices(at)
        await rack.mount(second)
        rack.styles.visibility, rack.styles.height = "visible", 1
        await at.paint()
        for row, seen in ((1, "a second"), (0, "a notice")):
            rack.scroll_to(y=row, animate=False, force=True, immediate=True)
            if not row:
                rack.refresh(layout=True, repaint=False)
            await at.paint()
            assert seen in "\n".join(at.sight.text())
            assert at.sight.look() == whole(at.app)


@pytest.mark.parametrize(("seed", "driver"), [(3, Wire), (5, CellWire), (7, CellWire)])
async def test_whatever_happens_the_terminal_shows_what_a_whole_painting_would(
    seed: int, driver: type[Wire], monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(seed)
    async with sitting(driver) as at:
        valve = at.app.wire.writer if isinstance(at.app.wire, CellWire) else None
        rack, *_ = await notices(at)
        app, cover, said = (
            at.app,
            at.app.screen.query_one("#cover"),
            at.app.screen.query_one("#heading", Label),
        )

        async def happens() -> None:
            match dice.randrange(12):
                case 0 | 1 if len(rack.children) < 4:
                    await rack.mount(Label(f"notice {dice.randrange(100)}"))
                case 2 if rack.children:
                    await dice.choice(rack.children).remove()
                case 3 if len(app.screen_stack) < 3:
                    await app.push_screen(Question("Sure?" * dice.randrange(1, 4)))
                case 4 if len(app.screen_stack) > 1:
                    app.pop_screen()
                case 5:
                    cover.display = not cover.display
                case 6:
                    said.update("heading " * dice.randrange(4))
                case 7:
                    app.letters[dice.randrange(2)].refresh(layout=True, repaint=dice.random() < 0.5)
                case 8:
                    rack.styles.visibility = dice.choice(["hidden", "visible"])
                case 9:
                    rack.styles.max_height = dice.choice([1, 2, 8])
                case 10:
                    rack.scroll_to(y=dice.randrange(4), animate=False, force=True, immediate=True)
                case _:
                    app.screen_stack[0].find_widget(app.letters[0])

        for _ in range(20):
            for _ in range(dice.randrange(1, 5)):
                monkeypatch.setattr(compositor, "SLICE", dice.choice([0.0, math.inf]))
                for _ in range(dice.randrange(6)):
                    text = "".join(dice.choices("XYZ", k=dice.randrange(1, 4)))
                    app.letters[dice.randrange(2)].change(dice.randrange(15), dice.randrange(3), text)
                with app.batch_update() if dice.random() < 0.3 else nullcontext():
                    await happens()
                dice.choice(app.screen_stack)._on_timer_update()
                if valve is not None:
                    valve.shut = dice.random() < 0.5
            if valve is not None:
                valve.open()
            while await at.paint():
                pass
            assert at.sight.look() == whole(app)
