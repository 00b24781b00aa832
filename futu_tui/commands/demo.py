"""`futu-tui demo`: the paper gateway in a process of its own, and the dashboard on it."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from futu_tui.commands.options import settings_flags
from futu_tui.config import Loaded


@click.command()
@click.option(
    "--seed", type=int, metavar="NUMBER", help="Which market to simulate; the same seed, the same market."
)
@click.option("--rate", type=click.FloatRange(min=0), metavar="NUMBER",
              help="Push events a second over all securities; 0 for a natural pace.")  # fmt: skip
@click.option("--symbols", metavar="LIST", help="Which securities to simulate, as futu-tui gateway takes it.")
@click.option("--clock", type=click.Choice(["always-open", "real", "fast"]), default="always-open",
              show_default=True, help="Whether markets keep hours.")  # fmt: skip
@settings_flags("display")
def command(
    seed: int | None, rate: float | None, symbols: str | None, clock: str, read_settings: Callable[[], Loaded]
) -> None:
    """Open the dashboard on a simulated market.

    Nothing is needed: no account, no gateway, no network. The market is a process of its own on this machine and
    ends with the dashboard.
    """
    from futu_tui.commands.dashboard import require_terminal, run
    from futu_tui.paper_process import PaperFailed, PaperProcess

    require_terminal()
    loaded = read_settings()
    options = ["--clock", clock]
    for flag, value in (("--seed", seed), ("--rate", rate), ("--symbols", symbols)):
        if value is not None:
            options += [flag, f"{value:g}" if isinstance(value, float) else str(value)]
    with PaperProcess(options) as paper:
        try:
            code = run(loaded, paper)
        except PaperFailed as error:
            raise click.ClickException(str(error)) from error
    sys.exit(code)
