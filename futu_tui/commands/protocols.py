"""`futu-tui protocols`: every protocol of the gateway, with the scope it asks for and how often it may be asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click
from msgspec.structs import asdict

from futu_tui.protocol import PROTOCOLS, Protocol, ProtoId, Scope, required_scope
from futu_tui.protocol.ids import Category
from futu_tui.protocol.words import limit_text, scope_text

SIMULATE = 0
"""trd_common.TrdEnv_Simulate"""

CATEGORIES = {category.split()[0].lower(): category for category in Category}
"""What `--category` takes: the first word of each."""


@click.command()
@click.option(
    "--category", type=click.Choice(list(CATEGORIES), case_sensitive=False), help="Only this group."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def command(category: str | None, as_json: bool) -> None:
    """List the gateway's protocols: number, name, scope and limit.

    SCOPE is what an API key needs; orders in the simulated environment need only trade:simulate. LIMIT is the
    published number of requests; futu-tui waits rather than break it.
    """
    wanted = [
        each for each in PROTOCOLS.values() if category is None or each.category == CATEGORIES[category]
    ]
    click.echo(json.dumps([as_object(each) for each in wanted], indent=2) if as_json else as_table(wanted))


def as_object(protocol: Protocol) -> dict[str, Any]:
    """A protocol as JSON has it; limits in seconds."""
    limit = protocol.limit
    return {
        "id": int(protocol.id),
        "name": protocol.name,
        "category": protocol.category,
        "push": protocol.is_push,
        "body": protocol.has_body,
        "scope": protocol.scope,
        "scope_simulate": required_scope(protocol, SIMULATE),
        "limit": asdict(limit) if limit else None,
    }


def as_table(protocols: Sequence[Protocol]) -> str:
    """The protocols under their categories, in columns."""
    lines = []
    by_category = {
        category: [each for each in protocols if each.category == category] for category in Category
    }
    for category, members in by_category.items():
        if members:
            lines += ["", category, _row("ID", "NAME", "KIND", "SCOPE", "LIMIT")]
            lines += [
                _row(
                    str(int(each.id)),
                    each.name,
                    _kind(each),
                    scope_text(each),
                    limit_text(each.limit),
                )
                for each in members
            ]
    return "\n".join(lines[1:])


NAME_WIDTH = max(len(proto_id.name) for proto_id in ProtoId)
SCOPE_WIDTH = len(f"{Scope.TRADE_REAL} or {Scope.TRADE_SIMULATE}")


def _row(number: str, name: str, kind: str, scope: str, limit: str) -> str:
    return f"{number:>4}  {name:<{NAME_WIDTH}}  {kind:<7}  {scope:<{SCOPE_WIDTH}}  {limit}"


def _kind(protocol: Protocol) -> str:
    return "push" if protocol.is_push else "request"
