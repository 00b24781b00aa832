"""What stands on the screen while no gateway answers: what was tried, why it failed, what to check and what to do."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from futu_tui.opend import Link, LinkState
from futu_tui.opend.errors import BadBody, GatewayError, NoKey, NoScope, NotAGateway, NotServed, Untrusted
from futu_tui.targets import is_loopback
from futu_tui.tui import format as fmt
from futu_tui.tui import keymap
from futu_tui.tui.badge import Part, badge_of, is_exposed
from futu_tui.tui.text import clean
from futu_tui.tui.theme import Palette, palette_of
from futu_tui.tui.widgets.status_bar import StatusLine

REFRESH = 0.2
"""Seconds between two looks at the link."""

RUNNING = (
    "Is FutuOpenD running on that machine, and logged in?",
    "Is its gRPC port on, and this one? Guides use 33333, examples 22500.",
)
HERE = (*RUNNING, "Does it want TLS? Then add --tls, and --tls-ca FILE for its own CA.")
THERE = (
    *RUNNING,
    "TLS is on: --tls-ca FILE is for its own CA, --insecure goes without.",
    "Does a firewall stand between?",
)
PLAIN = (*RUNNING, "Does it want TLS? Then leave --insecure out.", "Does a firewall stand between?")
KEY = (
    "Was a key given? FUTU_TUI_API_KEY or --api-key-file FILE, mode 0600.",
    "Is it a key of this gateway, neither expired nor revoked?",
    "Is it bound to another machine, or to hours?",
)
SCOPE = (
    "Which scopes has the key? Pushes need qot:read or acc:read.",
    "Is it bound to markets, symbols, accounts or hours?",
    "Can the gateway's owner give it more, or make another key?",
)
SERVICE = (
    "Does a FutuOpenD listen on this port, and not another program?",
    "Does it want TLS? Then add --tls, and --tls-ca FILE for its own CA.",
    "Is it recent enough to serve gRPC? Guides use 33333, examples 22500.",
)
TRUST = (
    "Does --tls-ca FILE name the CA of the gateway's certificate?",
    "Is the host of the target one of those in the certificate?",
    "Is the certificate valid today, and is this computer's date right?",
    "Does that port of the gateway speak TLS at all?",
)


def checks(error: GatewayError | None, target: str, *, exposed: bool) -> tuple[str, ...]:
    """What to look at for this kind of failure, the likeliest first; `exposed` is a plain way to another machine."""
    if isinstance(error, NoKey):
        return KEY
    if isinstance(error, NoScope):
        return SCOPE
    if isinstance(error, Untrusted):
        return TRUST
    if isinstance(error, NotAGateway | NotServed | BadBody):
        return SERVICE
    if is_loopback(target):
        return HERE
    return PLAIN if exposed else THERE


class NoGatewayScreen(Screen[None]):
    """Follows the link and goes away by itself when it is up."""

    CONTEXT = "no_gateway"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("no_gateway")]

    DEFAULT_CSS = """
    NoGatewayScreen { align: center middle; background: $background; }
    NoGatewayScreen #no-gateway {
        width: 78; max-width: 100%; height: auto; padding: 1 3 0 3;
        border: round $border-blurred; border-title-color: $dim;
    }
    NoGatewayScreen Static { height: auto; }
    NoGatewayScreen #state { margin: 1 0; }
    """

    def __init__(
        self,
        target: str,
        link: Callable[[], Link],
        retry: Callable[[], None],
        use_paper: Callable[[], Awaitable[None]],
    ) -> None:
        """`retry` tries at once; `use_paper` starts the paper gateway and moves there, or raises with the reason."""
        super().__init__()
        self._target = target
        self._link = link
        self._retry = retry
        self._use_paper = use_paper
        self._starting = False
        self._problem = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="no-gateway") as box:
            box.border_title = Content("futu-tui")
            yield Static(id="failure", markup=False)
            yield Static(id="state", markup=False)
            yield StatusLine()

    def on_mount(self) -> None:
        self.set_interval(REFRESH, self.show)
        self.show()

    def show(self) -> None:
        """Bring the words up to date, or leave when the link is up."""
        link = self._link()
        if link.state is LinkState.UP:
            self.dismiss()
            return
        palette = palette_of(self.app)
        self.query_one("#failure", Static).update(self._failure(link, palette))
        self.query_one("#state", Static).update(self._state(link, palette))
        hint = keymap.keymap_of(self.app).hint("no_gateway.retry", "no_gateway.paper", "app.help", "app.quit")
        self.query_one(StatusLine).show([Part(hint, palette.accent)], badge_of(self.app, palette))

    def action_retry(self) -> None:
        self._retry()
        self.show()

    def action_paper(self) -> None:
        """Start the paper gateway, unless that is under way."""
        if not self._starting:
            self._starting, self._problem = True, ""
            self.run_worker(self._start_paper(), exclusive=True)
            self.show()

    async def _start_paper(self) -> None:
        try:
            await self._use_paper()
        except (OSError, RuntimeError) as error:
            self._problem = str(error)
        finally:
            self._starting = False

    def _failure(self, link: Link, palette: Palette) -> Text:
        error = link.error
        heading = "No gateway at"
        if isinstance(error, NoKey | NoScope):
            heading = "Not let in by the gateway at"
        elif isinstance(error, Untrusted):
            heading = "No trust in what answers at"
        lines = [Text(f"{heading} {clean(self._target)}", palette.warning), Text()]
        if error is None:
            lines.append(Text("Trying to reach it …", palette.text))
        else:
            tries = "1 try" if link.attempt == 1 else f"{link.attempt} tries"
            lines.append(Text.assemble((f"{tries}: ", palette.dim), (clean(error.message), palette.text)))
            if error.advice:
                lines.append(Text(clean(error.advice), palette.text))
        lines += [Text(), Text("What to check", palette.dim)]
        lines += [Text(f"· {check}", palette.text) for check in self._checks(error)]
        lines += [
            Text(),
            Text("Nothing at hand? The paper gateway simulates a market on this machine.", palette.dim),
        ]
        return Text("\n").join(lines)

    def _checks(self, error: GatewayError | None) -> tuple[str, ...]:
        return checks(error, self._target, exposed=is_exposed(self.app))

    def _state(self, link: Link, palette: Palette) -> Text:
        if self._starting:
            return Text("Starting the paper gateway …", palette.accent)
        if self._problem:
            return Text("\n".join(map(clean, self._problem.splitlines())), palette.danger)
        if link.state is LinkState.CONNECTING or link.retry_in is None:
            return Text("Trying now …", palette.accent)
        left = link.since + link.retry_in - time.monotonic()
        return Text(f"Next try in {fmt.age(max(0.0, left) + 0.999)}", palette.dim)
