"""`futu-tui gateway`: serve the paper gateway, or make an API key for it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from futu_tui.masking import MaskingFilter

if TYPE_CHECKING:
    from futu_tui.paper.access import Doorkeeper
    from futu_tui.paper.faults import Faults
    from futu_tui.paper.gateway import Gateway
    from futu_tui.paper.server import Certificates
    from futu_tui.protocol import Security

DEFAULT_PORT = 22500
"""Where the gateway's reference listens."""

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True,
              help="The address to listen on; one that other machines reach takes keys and TLS.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=DEFAULT_PORT, show_default=True,
              help="The port to listen on; 0 picks a free one.")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True,
              help="Which market to simulate; the same seed, the same market.")  # fmt: skip
@click.option("--rate", type=click.FloatRange(min=0), default=0, show_default=True,
              help="Push events a second over all securities; 0 for a natural pace.")  # fmt: skip
@click.option(
    "--symbols", metavar="LIST", help="Only these, as in HK.00700,US.AAPL; or how many to simulate."
)
@click.option("--clock", type=click.Choice(["always-open", "real", "fast"]), default="always-open",
              show_default=True, help="Whether markets keep hours; fast keeps them at 60 times the pace.")  # fmt: skip
@click.option("--language", type=click.Choice(["en", "zh", "both"]), default="both", show_default=True,
              help="The language of names; both puts Chinese beside English in static information.")  # fmt: skip
@click.option("--keys-file", type=click.Path(dir_okay=False, path_type=Path),
              help="Ask for an API key of this file; changes take effect at once.")  # fmt: skip
@click.option("--tls-cert", type=_FILE, help="Serve TLS with this certificate chain (PEM).")
@click.option("--tls-key", type=_FILE, help="The certificate's private key (PEM).")
@click.option(
    "--tls-client-ca", type=_FILE, help="Let in only clients with a certificate of this authority (PEM)."
)
@click.option("--state", "state_file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
              help="Keep accounts and orders in this file, and start with what it holds.")  # fmt: skip
@click.option("--chaos", metavar="NAME=PROB,...",
              help="Let things go wrong on purpose, each with a probability; the names are below.")  # fmt: skip
@click.option("--chaos-seed", type=int, default=1, show_default=True, help="Which course the faults take.")
@click.option(
    "--exit-with-stdin", is_flag=True, help="End when standard input does: with the program that started it."
)
@click.option("--make-key", metavar="NAME", help="Make a key in --keys-file, print it once and end.")
@click.option("--scopes", metavar="LIST", help="What the new key may do, as in qot:read,acc:read.")
@click.option("--allow-markets", metavar="LIST", help="Restrict the new key to markets, as in HK,US.")
@click.option("--allow-symbols", metavar="LIST", help="Restrict the new key to securities, as in HK.00700.")
@click.option("--allow-accounts", metavar="LIST", help="Restrict the new key to accounts, by number.")
@click.option(
    "--hours", metavar="FROM-TO", help="Restrict the new key to a window of the day, as in 09:00-16:30."
)
@click.option("--expires", metavar="TIME", help="End the new key at a time, as in 2030-12-31T00:00:00Z.")
@click.option("--allow-sides", metavar="LIST", help="Restrict the new key's orders to buy or to sell.")
@click.option(
    "--max-order-value", type=click.FloatRange(min=1), help="Restrict what its orders may be worth."
)
@click.option("--max-daily-value", type=click.FloatRange(min=1),
              help="Restrict what its orders of a day may be worth together.")  # fmt: skip
@click.option(
    "--orders-per-minute", type=click.IntRange(min=1), help="Restrict how often it may send orders."
)
@click.option(
    "--requests-per-minute", type=click.IntRange(min=1), help="Restrict how often the new key may ask."
)
def command(**options: Any) -> None:
    """Serve the paper gateway: the interface of a FutuOpenD, over a simulated exchange.

    It needs no account and no network, and no money in it is real. The first line it prints is
    "listening on HOST:PORT". It ends on SIGTERM or Ctrl+C.

    The account 7000009 plays a real one: its environment is REAL and it starts locked; the password is 123456.

    The faults of --chaos, as in --chaos answer-lost=0.1,push-lost=0.05; they strike requests and pushes of trading:

    \b
    answer-lost         a request is done and its answer never comes
    answer-late         the answer comes up to 3 seconds late
    push-before-answer  the pushes of an act come before its answer
    push-doubled        a push of an order or a fill comes twice
    push-lost           a push of an order or a fill never comes
    stream-cut          every push stream ends after such a push
    process-killed      the gateway dies at an act, before or after it
    lock-back           real accounts are locked again before an act
    limit-hit           a request is refused as one too many

    Each strike is told on standard error.
    """
    if options["make_key"] is not None:
        _make_key(options)
    else:
        _refuse_key_options(options)
        _serve(options)


_KEY_OPTIONS = (
    "scopes",
    "allow_markets",
    "allow_symbols",
    "allow_accounts",
    "hours",
    "expires",
    "requests_per_minute",
    "allow_sides",
    "max_order_value",
    "max_daily_value",
    "orders_per_minute",
)


def _refuse_key_options(options: dict[str, Any]) -> None:
    for name in _KEY_OPTIONS:
        if options[name] is not None:
            raise click.UsageError(f"--{name.replace('_', '-')} is for a new key: add --make-key NAME")


def _make_key(options: dict[str, Any]) -> None:
    from futu_tui.paper.keys import KeysFileError, make_key
    from futu_tui.protocol import Scope

    path = options["keys_file"]
    if path is None:
        raise click.UsageError("--make-key needs --keys-file FILE, where the key's hash is kept")
    known = ", ".join(Scope)
    names = _listed(options["scopes"])
    if not names:
        raise click.UsageError(f"--make-key needs --scopes, some of {known}")
    try:
        scopes = frozenset(map(Scope, names))
    except ValueError as error:
        raise click.BadParameter(f"{error}; the scopes are {known}", param_hint="--scopes") from None
    try:
        plaintext = make_key(
            path,
            options["make_key"],
            scopes,
            markets=_listed(options["allow_markets"]),
            symbols=_listed(options["allow_symbols"]),
            accounts=_numbers(options["allow_accounts"]),
            hours=options["hours"],
            expires=options["expires"],
            requests_per_minute=options["requests_per_minute"],
            sides=_listed(options["allow_sides"]),
            max_order_value=options["max_order_value"],
            max_daily_value=options["max_daily_value"],
            orders_per_minute=options["orders_per_minute"],
        )
    except KeysFileError as error:
        raise click.UsageError(str(error)) from None
    click.echo(plaintext)
    click.echo(f"This is the only time that the key is shown; {path} keeps its hash.", err=True)


def _listed(text: str | None) -> list[str] | None:
    """The parts of a comma-separated list; None where the flag is not given."""
    return None if text is None else [part.strip() for part in text.split(",") if part.strip()]


def _numbers(text: str | None) -> list[int] | None:
    try:
        return None if text is None else [int(part) for part in _listed(text) or ()]
    except ValueError:
        raise click.BadParameter(
            "accounts are numbers, as in 7000001", param_hint="--allow-accounts"
        ) from None


def is_news(record: logging.LogRecord) -> bool:
    """Not where a client left while it was being answered, which gRPC takes for a failure of the method."""
    kind = record.exc_info[0] if record.exc_info else None
    return not (record.name.startswith("grpc.") and kind is not None and kind.__name__ == "ExecuteBatchError")


def _serve(options: dict[str, Any]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(MaskingFilter())
    handler.addFilter(is_news)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, format="%(levelname)s %(message)s")

    # gRPC's own log would speak before this program does, of a port that is taken for one.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")

    from futu_tui.paper.server import PortError

    _require_guarded(options)
    gateway = _gateway(options)
    try:
        asyncio.run(
            _run(
                gateway,
                options["host"],
                options["port"],
                _certificates(options),
                exit_with_stdin=options["exit_with_stdin"],
            )
        )
    except PortError as error:
        raise click.ClickException(str(error)) from None
    finally:
        gateway.close()


_GUARDS = {"keys": "--keys-file FILE", "certificates": "--tls-cert FILE --tls-key FILE"}


def _require_guarded(options: dict[str, Any]) -> None:
    """Raises UsageError for an address that others reach, without what keeps them out."""
    from futu_tui.paper.server import Exposed, require_guarded

    try:
        require_guarded(
            options["host"],
            keys=options["keys_file"] is not None,
            certificates=_certificates(options) is not None,
        )
    except Exposed as error:
        flags = " ".join(_GUARDS[name] for name in error.missing)
        raise click.UsageError(
            f"Other machines reach {error.host}: whoever finds the port could trade here and read along. "
            f"Add {flags}, or listen on 127.0.0.1 and bring others in by ssh -L."
        ) from None


def _leave(number: int, frame: object) -> NoReturn:
    """End before there is anything to close."""
    sys.exit(0)


def _gateway(options: dict[str, Any]) -> Gateway:
    from futu_tui.paper.clock import make_clock
    from futu_tui.paper.gateway import Gateway
    from futu_tui.paper.market import PaperMarket
    from futu_tui.paper.names import Language
    from futu_tui.paper.state import State, StateError

    faults = _faults(options["chaos"], options["chaos_seed"])
    doorkeeper = _doorkeeper(options["keys_file"])
    try:
        market = PaperMarket(
            seed=options["seed"],
            rate=options["rate"],
            symbols=_symbols(options["symbols"]),
            clock=make_clock(options["clock"]),
        )
    except KeyError as error:
        raise click.BadParameter(f"the paper market has no {error.args[0]}", param_hint="--symbols") from None
    try:
        return Gateway(
            market,
            doorkeeper=doorkeeper,
            language=Language(options["language"]),
            state=State(options["state_file"]) if options["state_file"] else None,
            faults=faults,
        )
    except StateError as error:
        raise click.BadParameter(str(error), param_hint="--state") from None


def _faults(text: str | None, seed: int) -> Faults | None:
    from futu_tui.paper.faults import Faults

    try:
        return Faults.parse(text, seed) if text else None
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--chaos") from None


def _doorkeeper(keys_file: Path | None) -> Doorkeeper:
    from futu_tui.paper.access import Doorkeeper
    from futu_tui.paper.keys import KeyRing, KeysFileError

    try:
        return Doorkeeper(KeyRing(keys_file) if keys_file else None)
    except KeysFileError as error:
        raise click.BadParameter(str(error), param_hint="--keys-file") from None


def _symbols(text: str | None) -> list[Security] | int | None:
    from futu_tui.protocol import Security, SecurityError

    if text is None:
        return None
    if text.strip().isdecimal():
        if int(text) < 1:
            raise click.BadParameter("simulate at least one security", param_hint="--symbols")
        return int(text)
    try:
        return [Security.parse(part) for part in _listed(text) or ()]
    except SecurityError as error:
        raise click.BadParameter(str(error), param_hint="--symbols") from None


def _certificates(options: dict[str, Any]) -> Certificates | None:
    from futu_tui.paper.server import Certificates
    from futu_tui.private_file import NotPrivate, read_private

    cert, key, client_ca = options["tls_cert"], options["tls_key"], options["tls_client_ca"]
    if cert is None and key is None and client_ca is None:
        return None
    if cert is None or key is None:
        raise click.UsageError("TLS needs both --tls-cert and --tls-key")
    try:
        read_private(key, "this private key")
    except NotPrivate as error:
        raise click.BadParameter(str(error), param_hint="--tls-key") from None
    return Certificates(cert, key, client_ca)


async def _run(
    gateway: Gateway, host: str, port: int, certificates: Certificates | None, *, exit_with_stdin: bool
) -> None:
    """Serve until a signal or the end of standard input."""
    from futu_tui.paper.server import serve

    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if exit_with_stdin:
        loop.add_reader(sys.stdin, _read_to_end, stop)
    async with serve(gateway, host, port, certificates) as address:
        click.echo(f"listening on {address}")  # flushes
        market = asyncio.create_task(gateway.run())
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait((market, stopped), return_when=asyncio.FIRST_COMPLETED)
        if market.done():
            market.result()
        market.cancel()


def _read_to_end(stop: asyncio.Event) -> None:
    if not os.read(sys.stdin.fileno(), 4096):
        asyncio.get_running_loop().remove_reader(sys.stdin)
        stop.set()
