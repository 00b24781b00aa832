"""`futu-tui journal`: what was ever asked of the gateway that moves orders, and what became of each act."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from futu_tui.config import data_folder
from futu_tui.csv_cells import cell
from futu_tui.printable import printable
from futu_tui.protocol.wire_json import to_json

if TYPE_CHECKING:
    from futu_tui.trading.journal import Entry, EntryFilter, Event

RESULTS = ("open", "accepted", "refused", "not found", "not sent")
"""The results of the journal, told without importing it."""


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """A day of the local calendar, from what was typed for it."""
    if value is None:
        return None
    near = {"today": date.today(), "yesterday": date.today() - timedelta(days=1)}
    try:
        return near.get(value.lower()) or date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day; write 2026-11-23, today or yesterday") from None


@click.command()
@click.option("--since", callback=day, metavar="DAY", help="From this day on: 2026-11-23, today, yesterday.")
@click.option("--until", callback=day, metavar="DAY", help="Up to this day, it included.")
@click.option("--account", metavar="TEXT", help="An account's id, or the end of its id or name.")
@click.option("--security", metavar="TEXT", help="HK.00700, or a part of it.")
@click.option("--status", type=click.Choice(RESULTS), help="Only acts that ended so.")
@click.option(
    "--last", "newest", type=click.IntRange(min=1), metavar="NUMBER", help="Only the newest so many."
)
@click.option("--story", is_flag=True, help="Show everything that was written of each act.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, for spreadsheets.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON with each act's whole story, for programs.")
@click.option(
    "--file", "path", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Another journal than this person's.",
)  # fmt: skip
def command(
    since: date | None,
    until: date | None,
    account: str | None,
    security: str | None,
    status: str | None,
    newest: int | None,
    story: bool,
    as_csv: bool,
    as_json: bool,
    path: Path | None,
) -> None:
    """List every act on orders: when, what, for which account, and what became of it.

    Acts are in the order in which they were written, before they were sent. Times are this computer's. The journal
    can be read while futu-tui trades.

    \b
    futu-tui journal --since today
    futu-tui journal --security HK.00700 --status "not found" --story
    futu-tui journal --since 2026-11-01 --csv > november.csv
    """
    from futu_tui.trading.journal import FILE_NAME, EntryFilter, JournalError, Result

    if as_csv and as_json:
        raise click.UsageError("Choose one of --csv and --json.")
    wanted = EntryFilter(
        since=_midnight(since) if since else None,
        until=_midnight(until + timedelta(days=1)) if until else None,
        account=account or "",
        security=security or "",
        result=Result(status) if status else None,
        newest=newest,
    )
    try:
        entries = read(path or data_folder() / FILE_NAME, wanted)
    except JournalError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(to_json([as_object(entry) for entry in entries], indent=2))
    elif as_csv:
        click.echo(as_rows(entries), nl=False)
    else:
        click.echo(as_text(entries, story=story) if entries else nothing(wanted))


def read(path: Path, wanted: EntryFilter) -> list[Entry]:
    """The acts that were asked for; none where nothing was ever written. Raises JournalError."""
    from futu_tui.trading.journal import Journal

    if not path.exists():
        return []
    journal = Journal.open(path, read_only=True)
    try:
        return journal.entries(wanted)
    finally:
        journal.close()


def nothing(wanted: EntryFilter) -> str:
    """What to say without an act to list."""
    from futu_tui.trading.journal import EntryFilter

    if wanted == EntryFilter():
        return "the journal is empty: no act on orders was sent from here yet"
    return "no act in the journal fits these options; without options all are listed"


def as_text(entries: Sequence[Entry], *, story: bool) -> str:
    """One line an act, and below it its story where that is wanted."""
    lines = []
    for entry in entries:
        lines.append(printable(f"{_time(entry.at)}  {_result(entry):9}  {entry.act.summary}"))
        if entry.text:
            lines.append(printable(f"{'':19}  {'':9}  {entry.text}"))
        if entry.act.override:
            lines.append(printable(f"{'':19}  {'':9}  past your own limit: {entry.act.override}"))
        if story:
            lines += [
                printable(f"{'':19}  {'':9}  {_time(event.at)} {event.kind:7} {event.text}")
                for event in entry.events
            ]
    return "\n".join(lines)


COLUMNS = (
    "act", "time", "account", "environment", "act kind", "security", "side", "type", "quantity", "price", "order",
    "client id", "status", "outcome", "known by", "closed", "override", "summary",
)  # fmt: skip


def as_rows(entries: Sequence[Entry]) -> str:
    """CSV with a header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        act = entry.act
        row = (
            entry.act_id, _time(entry.at), act.account, _environment(act.env), act.kind, act.security, act.side,
            act.order_type, act.qty, act.price, entry.order_id or "", act.client_id, entry.result, entry.text,
            entry.how, _time(entry.closed_at) if entry.closed_at else "", act.override, act.summary,
        )  # fmt: skip
        writer.writerow([cell(value) for value in row])
    return out.getvalue()


def as_object(entry: Entry) -> dict[str, Any]:
    """An act as JSON has it; 64-bit numbers as text."""
    act = entry.act
    return {
        "act": entry.act_id,
        "at": entry.at,
        "time": _time(entry.at),
        "program": entry.program,
        "kind": act.kind,
        "account_id": str(act.acc_id),
        "account": act.account,
        "environment": _environment(act.env),
        "security": act.security,
        "side": act.side,
        "type": act.order_type,
        "quantity": act.qty,
        "price": act.price,
        "order_id": str(entry.order_id or ""),
        "order_id_ex": entry.id_ex,
        "client_id": act.client_id,
        "packet_id": {"connection": str(act.conn_id), "serial": entry.serial},
        "summary": act.summary,
        "override": act.override,
        "request": act.request,
        "status": entry.result,
        "outcome": entry.text,
        "known_by": entry.how,
        "closed_at": entry.closed_at,
        "story": [_event(event) for event in entry.events],
    }


def _event(event: Event) -> dict[str, Any]:
    return {"at": event.at, "time": _time(event.at), "kind": event.kind, "text": event.text}


def _result(entry: Entry) -> str:
    return str(entry.result).upper() if entry.result == "open" else str(entry.result)


def _environment(env: int) -> str:
    return "SIMULATE" if env == 0 else "REAL"


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day).timestamp()


def _time(at: float) -> str:
    return f"{datetime.fromtimestamp(at):%Y-%m-%d %H:%M:%S}"
