"""`futu-tui completion`: the script that teaches a shell the commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

PROGRAM = "futu-tui"
VARIABLE = "_FUTU_TUI_COMPLETE"
"""What click looks for in the environment when the script asks it."""


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script of a shell.

    \b
    bash   futu-tui completion bash > ~/.local/share/bash-completion/completions/futu-tui
    zsh    futu-tui completion zsh > ~/.zfunc/_futu-tui     (with ~/.zfunc in fpath)
    fish   futu-tui completion fish > ~/.config/fish/completions/futu-tui.fish
    """
    from futu_tui.cli import main

    completion = get_completion_class(shell)
    assert completion is not None
    click.echo(completion(main, {}, PROGRAM, VARIABLE).source())
