"""Writes the config file: a commented one to begin with, and single settings into an existing one."""

from __future__ import annotations

from pathlib import Path

from futu_tui.config import FILE_NAME, SECTIONS, SETTINGS, config_folder, toml_value


def save_setting(path: str, value: object, file: Path | None = None) -> Path:
    """Writes one setting into the config file, keeping everything else in it; gives the file's path."""
    import tomlkit

    target = file or config_folder() / FILE_NAME
    section, name = path.split(".")
    document = tomlkit.parse(target.read_text("utf-8")) if target.exists() else tomlkit.document()
    if section not in document:
        document[section] = tomlkit.table()
    document[section][name] = value
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    beside.write_text(tomlkit.dumps(document), "utf-8")
    beside.replace(target)
    return target


def commented_file() -> str:
    """A config file with every setting explained, and commented out at its default."""
    lines = ["# Settings of futu-tui. Take the # away from a line to change it.", ""]
    for section, doc in SECTIONS.items():
        lines += [f"[{section}]  # {doc}"]
        for setting in SETTINGS.values():
            if setting.section == section:
                lines += [f"# {setting.doc}", f"# {setting.name} = {toml_value(setting.default)}"]
        lines.append("")
    lines += [
        "[keys]  # Actions as the help screen lists them, and their keys.",
        '# app.theme = "T"',
        "",
    ]
    return "\n".join(lines)
