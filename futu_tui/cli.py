"""The `futu-tui` command. Without a subcommand it is the dashboard; a subcommand's module is imported when it runs."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem
from msgspec import Struct

from futu_tui import __version__
from futu_tui.commands.options import settings_flags
from futu_tui.config import Loaded


class Subcommand(Struct, frozen=True):
    """Where a subcommand is, as `module:attribute`, and its line in the help, told without importing it."""

    place: str
    summary: str


SUBCOMMANDS: dict[str, Subcommand] = {
    "demo": Subcommand(
        "futu_tui.commands.demo:command", "The dashboard on a simulated market; needs nothing."
    ),
    "gateway": Subcommand(
        "futu_tui.commands.gateway:command", "Serve the paper gateway, a simulated market."
    ),
    "call": Subcommand("futu_tui.commands.call:command", "Make one request and print the answer as JSON."),
    "stream": Subcommand("futu_tui.commands.stream:command", "Print pushes as JSON lines until stopped."),
    "journal": Subcommand(
        "futu_tui.commands.journal:command", "List or export every order act and what became of it."
    ),
    "protocols": Subcommand("futu_tui.commands.protocols:command", "List the gateway's 78 protocols."),
    "config": Subcommand("futu_tui.commands.config:command", "Show every setting and where it comes from."),
    "completion": Subcommand("futu_tui.commands.completion:command", "Print a shell's completion script."),
}


@contextmanager
def presentable_errors() -> Iterator[None]:
    """What ends the program is told masked, and cannot act on the terminal, whoever's words are in it."""
    try:
        yield
    except click.ClickException as error:
        from futu_tui.masking import presentable

        vars(error)["message"] = presentable(error.message)  # click calls it final, and has no other way in
        raise


class LazyGroup(click.Group):
    """A group whose subcommands stand in a table."""

    def main(self, *args: Any, **options: Any) -> Any:
        """What click does; an exception that nobody caught becomes a report and one line that says where it is."""
        try:
            return super().main(*args, **options)
        except Exception as error:
            from futu_tui import crash
            from futu_tui.config import state_folder

            watch = crash.watch or crash.CrashWatch(state_folder(), hard=False)
            click.echo(crash.told(error, watch.report(error)), err=True)
            sys.exit(1)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in SUBCOMMANDS:
            return None
        module, _, attribute = SUBCOMMANDS[name].place.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        command.name = name
        return command

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        with presentable_errors():
            return super().make_context(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        with presentable_errors():
            return super().invoke(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in SUBCOMMANDS and not name.startswith("-"):
            near = get_close_matches(name, SUBCOMMANDS, 1)
            advice = f"Did you mean {near[0]}?" if near else f"There are {', '.join(SUBCOMMANDS)}."
            ctx.fail(f"No such command {name!r}. {advice}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, subcommand.summary) for name, subcommand in SUBCOMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        names = [
            CompletionItem(name, help=subcommand.summary)
            for name, subcommand in SUBCOMMANDS.items()
            if name.startswith(incomplete)
        ]
        return names + click.Command.shell_complete(self, ctx, incomplete)


@click.group(
    cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@settings_flags("gateway", "display", "trading", "guard", "program")
@click.version_option(__version__, prog_name="futu-tui")
@click.pass_context
def main(ctx: click.Context, read_settings: Callable[[], Loaded]) -> None:
    """A trading dashboard for the terminal, fed by a FutuOpenD gateway.

    Without a command it opens the dashboard on the gateway at --target. The options below are the dashboard's;
    a command has its own: futu-tui COMMAND --help.
    """
    if ctx.invoked_subcommand is not None:
        gc.enable()  # the dashboard does so itself, once its own imports are done
        for option in ctx.command.params:
            if option.name and ctx.get_parameter_source(option.name) is ParameterSource.COMMANDLINE:
                ctx.fail(
                    f"Options go behind the command: futu-tui {ctx.invoked_subcommand} {option.opts[0]} ..."
                )
        return
    from futu_tui.commands.dashboard import run

    sys.exit(run(read_settings()))
