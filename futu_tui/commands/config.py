"""`futu-tui config`: every setting with its meaning, its default, its value and where that came from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from futu_tui.commands.options import WrongSettings, load_or_fail
from futu_tui.config import (
    ENV_PREFIX,
    FILE_NAME,
    KEYS_DOC,
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
        click.echo(listing(load_or_fail(config_file)))


def write_first(path: Path) -> Path:
    """A commented config file where there is none; an existing one is left alone and reported."""
    from futu_tui.config_file import commented_file
    from futu_tui.tui.keymap import TABLE

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(commented_file((key.id, key.keys, key.label) for key in TABLE))
    except FileExistsError:
        raise click.ClickException(f"{path} is there already and stays as it is") from None
    except OSError as error:
        raise click.ClickException(f"{path}: cannot be written: {error.strerror}") from error
    return path


def listing(loaded: Loaded) -> str:
    """The settings by section, as TOML that explains itself; raises WrongSettings for keys that cannot be."""
    exists = "" if loaded.path.exists() else "  (not there yet; futu-tui config --init writes it)"
    lines = [f"# {loaded.path}{exists}"]
    for section, doc in SECTIONS.items():
        lines += ["", f"[{section}]  # {doc}"]
        for setting in SETTINGS.values():
            if setting.section == section:
                lines += _entry(setting, loaded)
    lines += ["", f"[keys]  # {KEYS_DOC}", *_keys(loaded), ""]
    lines.append(
        f"# In the environment display.fps is {ENV_PREFIX}DISPLAY_FPS, and so on; keys are changed in the file."
    )
    return "\n".join(lines)


def _keys(loaded: Loaded) -> Iterator[str]:
    from futu_tui.commands.screen_setup import keymap_of_settings
    from futu_tui.tui.keymap import TABLE

    try:
        keymap_of_settings(loaded)
    except ConfigError as error:
        raise WrongSettings(str(error)) from error
    for key in TABLE:
        origin = loaded.origin(f"keys.{key.id}")
        if origin == "default":
            yield f"{key.id} = {toml_value(key.keys)}  # {key.label}"
        else:
            changed = toml_value(loaded.settings.keys[key.id])
            yield f"{key.id} = {changed}  # {key.label}; {origin}; default {toml_value(key.keys)}"


def _entry(setting: Setting, loaded: Loaded) -> list[str]:
    value = getattr(getattr(loaded.settings, setting.section), setting.name)
    origin = loaded.origin(setting.path)
    note = "default" if origin == "default" else f"{origin}; default {toml_value(setting.default)}"
    form = f" {setting.form[0].upper()}{setting.form[1:]}." if setting.choices else ""
    return [f"# {setting.doc}{form}", f"{setting.name} = {toml_value(value)}  # {note}"]
