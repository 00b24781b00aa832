"""Writes docs/protocols.md: every protocol, where the program uses it, and who serves it; `--check` only compares."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from futu_tui.paper.handlers import HANDLERS
from futu_tui.protocol import PROTOCOLS, Handling, Protocol
from futu_tui.protocol.ids import Category
from futu_tui.protocol.words import limit_text, scope_text
from futu_tui.tui.keymap import DEFAULT, key_text
from futu_tui.tui.protocol_keys import CONSOLE, USES

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "protocols.md"
_NAMED = re.compile(r"ProtoId\.([A-Z_]+)")
KINDS = {
    Handling.READ: "request",
    Handling.ASK: "request, asks first",
    Handling.DESK: "request, by the desk",
    Handling.PUSH: "push",
}

HEAD = f"""# Protocols

All {len(PROTOCOLS)} protocols of the gateway, as `python -m tools.protocol_table` finds them in the tables of the code.

- *Where*: the screens that use it, with the keys that lead there. The protocol console (`{{console}}`) makes every
  request and shows every push; where it stands alone no other screen uses the protocol.
- *Kind*: how the console sends it. A request that writes asks first; one on orders, or on the lock, goes by the
  trading desk.
- *Scope*: what an API key needs. *Limit*: what the gateway publishes, which the program keeps by waiting.
- *Paper*: whether the paper gateway serves it.
"""


def where(protocol: Protocol) -> str:
    """The places with their keys, the console last."""
    places = [
        f"{use.place} {' '.join(f'`{key}`' for key in map(first_key, use.keys))}".strip()
        for use in USES.get(protocol.id, ())
    ]
    return ", ".join([*places, f"console `{first_key(CONSOLE)}`"])


def first_key(id: str) -> str:
    """The first key of an action, as a person knows it."""
    return key_text(DEFAULT.keys(id)[0])


def is_served(protocol: Protocol) -> bool:
    """Whether the paper gateway answers it, or pushes it."""
    return protocol.name in _named_by_paper() if protocol.is_push else protocol.id in HANDLERS


@cache
def _named_by_paper() -> frozenset[str]:
    """The protocols that the paper gateway's code names; it names no push that it does not make."""
    files = (ROOT / "futu_tui" / "paper").glob("*.py")
    return frozenset(name for file in files for name in _NAMED.findall(file.read_text("utf-8")))


def table(category: Category) -> Iterator[str]:
    """The protocols of a category."""
    yield from ("", f"## {category}", "")
    yield "| id | name | kind | where | scope | limit | paper |"
    yield "|---:|---|---|---|---|---|---|"
    for protocol in PROTOCOLS.values():
        if protocol.category is category:
            cells = (
                f"{protocol.id:d}", f"`{protocol.name}`", KINDS[protocol.handling], where(protocol),
                scope_text(protocol), limit_text(protocol.limit), "yes" if is_served(protocol) else "no",
            )  # fmt: skip
            yield f"| {' | '.join(cells)} |"


def document() -> str:
    """The whole of it."""
    lines = [line for category in Category for line in table(category)]
    return HEAD.format(console=first_key(CONSOLE)) + "\n".join(lines) + "\n"


def main() -> int:
    """0 if the document is up to date or was brought up to date; 1 if `--check` found a difference."""
    wanted = document()
    if DOCUMENT.exists() and DOCUMENT.read_text("utf-8") == wanted:
        return 0
    if "--check" in sys.argv[1:]:
        print("docs/protocols.md is out of date; run: python -m tools.protocol_table", file=sys.stderr)
        return 1
    DOCUMENT.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
