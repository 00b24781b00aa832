"""Writes the one-line-a-file part of docs/architecture.md from the modules' docstrings; `--check` only compares."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- files -->", "<!-- end of files -->"


def summary(module: Path) -> str:
    """The first sentence of the module's docstring, on one line."""
    text = ast.get_docstring(ast.parse(module.read_text("utf-8"))) or ""
    line = " ".join(text.split("\n\n")[0].split())
    head, stop, _ = line.partition(". ")
    return head + "." if stop else line


def listing() -> str:
    """A table for each package that has modules worth a line; empty `__init__` files have none."""
    blocks = []
    package_root = ROOT / "futu_tui"
    folders = [package_root, *sorted(path for path in package_root.rglob("*") if path.is_dir())]
    for folder in folders:
        modules = [path for path in sorted(folder.glob("*.py")) if summary(path)]
        if folder.name in ("pb", "__pycache__") or not modules:
            continue
        rows = [f"| `{path.name}` | {summary(path)} |" for path in modules]
        blocks.append("\n".join([f"### `{folder.relative_to(ROOT)}/`", "", "| file | |", "|---|---|", *rows]))
    return "\n\n".join(blocks)


def main() -> int:
    """0 if the document is up to date or was brought up to date; 1 if `--check` found a difference."""
    text = DOCUMENT.read_text("utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    wanted = f"{head}{BEGIN}\n\n{listing()}\n\n{END}{tail}"
    if wanted == text:
        return 0
    if "--check" in sys.argv[1:]:
        print("docs/architecture.md is out of date; run: python -m tools.file_list", file=sys.stderr)
        return 1
    DOCUMENT.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
