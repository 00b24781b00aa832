"""Writes the config file: a commented one to begin with, and single settings into an existing one."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from pathlib import Path

from futu_tui.config import FILE_NAME, KEYS_DOC, SECTIONS, SETTINGS, ConfigError, config_folder, toml_value
from futu_tui.shared_files import in_hand, replace


def save_setting(path: str, value: object, file: Path | None = None) -> Path:
    """Writes one setting into the config file, keeping everything else in it, and gives the file's path.

    Raises ConfigError when the file cannot be read as TOML or cannot be written; then it stays as it was.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    target = (file or config_folder() / FILE_NAME).resolve()  # a person may keep it elsewhere and link to it
    section, name = path.split(".")
    try:
        with in_hand(target):
            document = tomlkit.parse(target.read_text("utf-8")) if target.exists() else tomlkit.document()
            table = document.setdefault(section, tomlkit.table())
            if not isinstance(table, MutableMapping):
                raise ConfigError(f"{target}: cannot be changed: {section} is not a table")
            table[name] = value
            replace(target, tomlkit.dumps(document))
    except OSError as error:
        raise ConfigError(f"{target}: cannot be changed: {error.strerror or error}") from error
    except (UnicodeDecodeError, TOMLKitError) as error:
        raise ConfigError(f"{target}: cannot be changed: {error}") from error
    return target


def commented_file(actions: Iterable[tuple[str, str, str]]) -> str:
    """A config file with everything explained, and commented out at its default.

    `actions` are the rows of `[keys]`: id, keys and what the action does.
    """
    lines = ["# Settings of futu-tui. Take the # away from a line to change it.", ""]
    for section, doc in SECTIONS.items():
        lines.append(f"[{section}]  # {doc}")
        for setting in SETTINGS.values():
            if setting.section == section:
                lines += [f"# {setting.doc}", f"# {setting.name} = {toml_value(setting.default)}"]
        lines.append("")
    lines.append(f"[keys]  # {KEYS_DOC}")
    lines += [f"# {id} = {toml_value(keys)}  # {label}" for id, keys, label in actions]
    return "\n".join(lines) + "\n"
