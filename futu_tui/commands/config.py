"""`futu-tui config`: every setting with its meaning, its default, its value and where that came from."""

from __future__ import annotations

from pathlib import Path

import click

from futu_tui.commands.options import WrongSettings, load_or_fail
from futu_tui.config import (
    ENV_PREFIX,
    FILE_NAME,
    SECTIONS,
    SETTINGS,
    ConfigError,
    Loaded,
    Setting,
    config_folder,
    toml_value,
)


@click.command()
@click.option(
    "--path", "only_path", is_flag=True, help="Print the path of the config file, and nothing else."
)
@click.option("--init", "write", is_flag=True, help="Write a config file with everything explained.")
@click.option(
    "--config", "config_file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Read the settings from this file.",
)  # fmt: skip
def command(only_path: bool, write: bool, config_file: Path | None) -> None:
    """Show every setting: its meaning, its value and where that came from.

    A flag wins over an environment variable, a variable over the config file, the file over the default.
    """
    path = config_file or config_folder() / FILE_NAME
    if only_path:
        click.echo(path)
    elif write:
        click.echo(f"wrote {write_first(path)}")
    else:
        loaded = load_or_fail(config_file)
        check_keys(loaded)
        click.echo(listing(loaded))


def write_first(path: Path) -> Path:
    """A commented config file where there is none; an existing one is left alone and reported."""
    from futu_tui.config_file import commented_file

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(commented_file())
    except FileExistsError:
        raise click.ClickException(f"{path} is there already and stays as it is") from None
    except OSError as error:
        raise click.ClickException(f"{path}: cannot be written: {error.strerror}") from error
    return path


def check_keys(loaded: Loaded) -> None:
    """Raises WrongSettings for changed keys that cannot be."""
    from futu_tui.commands.screen_setup import keymap_of_settings

    try:
        keymap_of_settings(loaded)
    except ConfigError as error:
        raise WrongSettings(str(error)) from error


def listing(loaded: Loaded) -> str:
    """The settings by section, as TOML that explains itself."""
    exists = "" if loaded.path.exists() else "  (not there yet; futu-tui config --init writes it)"
    lines = [f"# {loaded.path}{exists}"]
    for section, doc in SECTIONS.items():
        lines += ["", f"[{section}]  # {doc}"]
        for setting in SETTINGS.values():
            if setting.section == section:
                lines += _entry(setting, loaded)
    lines += [
        "",
        '[keys]  # Changed keys, as in: app.theme = "T". The help screen (?) shows what there is to change.',
    ]
    for id, keys in loaded.settings.keys.items():
        lines.append(f"{id} = {toml_value(keys)}  # {loaded.origin(f'keys.{id}')}")
    lines += [
        "",
        f"# In the environment display.fps is {ENV_PREFIX}DISPLAY_FPS, and so on for every setting above.",
    ]
    return "\n".join(lines)


def _entry(setting: Setting, loaded: Loaded) -> list[str]:
    value = getattr(getattr(loaded.settings, setting.section), setting.name)
    origin = loaded.origin(setting.path)
    note = "default" if origin == "default" else f"{origin}; default {toml_value(setting.default)}"
    form = f" {setting.form[0].upper()}{setting.form[1:]}." if setting.choices else ""
    return [f"# {setting.doc}{form}", f"{setting.name} = {toml_value(value)}  # {note}"]
