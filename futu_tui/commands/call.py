"""`futu-tui call`: one request of the gateway, its answer as JSON."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from futu_tui.commands.connection import open_gateway
from futu_tui.commands.options import settings_flags
from futu_tui.config import Loaded
from futu_tui.masking import mask_known
from futu_tui.protocol import Protocol, find_protocol
from futu_tui.protocol.wire_json import WrongJSON, as_object, parse_object, to_json, with_numbers

if TYPE_CHECKING:
    from futu_tui.opend import OpenD


@click.command()
@click.argument("protocol", metavar="ID|NAME")
@click.argument("fields", metavar="[JSON]", default="{}")
@settings_flags("gateway")
def command(protocol: str, fields: str, read_settings: Callable[[], Loaded]) -> None:
    """Make one request and print the answer as JSON.

    ID|NAME is one of `futu-tui protocols`. JSON holds the fields of its request, spelled as on the wire, with
    enums by number or by name; - reads it from standard input.

    \b
    futu-tui call 3004 '{"securityList": [{"market": "HK_Security", "code": "00700"}]}'
    futu-tui call get_global_state '{"userID": 0}'

    What a gateway answers only for subscribed securities, such as 3004, is subscribed first where it refuses.

    64-bit numbers are printed as text. The four protocols without a published body take and give
    {"bytes": "<hexadecimal>"}.
    """
    try:
        asked = find_protocol(protocol)
    except LookupError as error:
        raise click.BadParameter(str(error.args[0]), param_hint="ID|NAME") from None
    try:
        c2s = request_of(asked, sys.stdin.read() if fields == "-" else fields)
    except (WrongJSON, UnicodeDecodeError) as error:
        raise click.BadParameter(str(error), param_hint="JSON") from None
    settings = read_settings().settings
    gateway = open_gateway(settings)
    answer = asyncio.run(ask(gateway, asked, c2s, settings.gateway.timeout))
    click.echo(mask_known(to_json(answer, indent=2)))


async def ask(gateway: OpenD, protocol: Protocol, c2s: Any, seconds: float) -> dict[str, Any]:
    """The answer's fields; a failure ends the program."""
    from futu_tui.opend.errors import BadRequest, GatewayError, Refused

    try:
        async with gateway as gw:
            try:
                s2c = await gw.request(protocol, c2s, timeout=seconds)
            except Refused:
                if not await subscribed_first(gw, protocol, c2s, seconds):
                    raise
                s2c = await gw.request(protocol, c2s, timeout=seconds)
    except BadRequest as error:
        raise click.UsageError(str(error)) from None
    except GatewayError as error:
        raise click.ClickException(str(error)) from None
    return {"bytes": s2c.hex()} if isinstance(s2c, bytes) else as_object(s2c)


async def subscribed_first(gw: OpenD, protocol: Protocol, c2s: Any, seconds: float) -> bool:
    """Subscribe what a refused request may have lacked, and say so; False where that cannot be it."""
    from futu_tui.opend.errors import GatewayError
    from futu_tui.protocol import ProtoId
    from futu_tui.protocol.subscribe_first import subscription_for

    wanted = None if isinstance(c2s, bytes) else subscription_for(protocol, c2s)
    if wanted is None:
        return False
    try:
        await gw.request(ProtoId.QOT_SUB, wanted, timeout=seconds)
    except GatewayError:
        return False
    click.echo("Subscribed first, which the gateway asks for; it counts against the quota.", err=True)
    return True


def request_of(protocol: Protocol, text: str) -> dict[str, Any] | bytes:
    """What the JSON asks, as the client takes it. Raises WrongJSON."""
    fields = parse_object(text)
    if protocol.has_body:
        return with_numbers(fields, protocol.c2s.DESCRIPTOR) if protocol.c2s else fields
    try:
        return bytes.fromhex(fields.get("bytes", ""))
    except (TypeError, ValueError):
        raise WrongJSON('"bytes" takes hexadecimal digits, as in {"bytes": "0a00"}') from None
