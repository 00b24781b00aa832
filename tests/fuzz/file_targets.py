"""What the program reads from the disk, written by hand, by another version of it, or by a failing disk."""

from __future__ import annotations

import atexit
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from futu_tui.commands.screen_setup import check_limits, keymap_of_settings
from futu_tui.config import SETTINGS, ConfigError, load
from futu_tui.feed.bar_cache import BarCache
from futu_tui.feed.bar_file import CacheError
from futu_tui.feed.lookups.criteria_rows import request_of
from futu_tui.market import Period, Rehab, Series
from futu_tui.market.columns import Columns
from futu_tui.opend.bodies import build_c2s, encode_request
from futu_tui.opend.errors import BadRequest
from futu_tui.paper.keys import KeyRing, KeysFileError
from futu_tui.protocol import PROTOCOLS, Security
from futu_tui.protocol.forms import Form
from futu_tui.protocol.wire_json import WrongJSON, parse_object, with_numbers
from futu_tui.trading.acts import ActKind, Event, OrderStory
from futu_tui.trading.equity import EquityCurves
from futu_tui.trading.equity_file import EquityFile
from futu_tui.trading.journal import Act, Journal, JournalError
from futu_tui.trading.journal_fills import own_fills
from futu_tui.tui.chart_settings import ChartSettings
from futu_tui.tui.console.memory import Memory
from futu_tui.tui.criteria_sets import BUILT_IN, CriteriaSets
from futu_tui.tui.kept_filters import KeptFilters
from futu_tui.tui.keymap import TABLE, Keymap, KeymapError
from futu_tui.tui.theme import ThemeError, Themes, bundled_folder, css_variables, read_theme
from futu_tui.tui.watchlists import WatchlistError, Watchlists
from tests.fuzz.hostile import NUMBERS, WORDS, Source

TENCENT = Security.parse("HK.00700")
SERIES = Series(TENCENT, Period.DAY, Rehab.FORWARD)


@cache
def folder() -> Path:
    """Where the files of one run lie: in memory where the system has such a place, gone at the end."""
    memory = Path("/dev/shm")
    made = Path(tempfile.mkdtemp(prefix="futu-tui-fuzz-", dir=memory if memory.is_dir() else None))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def _file(name: str, content: bytes) -> Path:
    path = folder() / name
    path.write_bytes(content)
    return path


# Settings, keys, themes and watchlists: written by hand


def config(data: bytes) -> None:
    """The bytes of config.toml, and what comes of the settings before the screens begin."""
    source = Source(data)
    content = _toml(source).encode("utf-8", "surrogatepass") if source.byte() % 2 else source.rest()
    try:
        loaded = load(_file("config.toml", content), environ={})
        check_limits(loaded)
        keymap_of_settings(loaded)
    except ConfigError as error:
        str(error)


def _toml(source: Source) -> str:
    """A config file whose sections are right, mostly, and whose values are whatever they are."""
    lines: list[str] = []
    paths = list(SETTINGS)
    for _ in range(source.byte() % 6):
        section, _, name = source.of(paths).partition(".")
        choice = source.byte() % 8
        if choice == 0:
            lines.append(f"[{section}]\n{name} = {{ a = 1 }}")
        elif choice == 1:
            lines.append(f"{section} = 1")
        elif choice == 2:
            lines.append(f"[[{section}]]\n{name} = [1, [2]]")
        elif choice == 3:
            lines.append(f"[keys]\n{source.of(TABLE).id} = {json.dumps(source.of(WORDS))}")
        else:
            lines.append(f"[{section}]\n{name} = {source.of(_TOML_VALUES)}")
    return "\n".join(lines) + ("\n" if source.byte() % 2 else "\r\n")


_TOML_VALUES = (
    "nan", "-inf", "1e400", "0x10", "99999999999999999999", "true", '""', "[]", "{}", "1979-05-27", "07:32:00",
    "1979-05-27T00:32:00.999999-07:00", "-1", "30", '"\\u0000"', '"HKD 5, USD 6"', '"host:99999"', '"[::1]:22500"',
    '"""\nx"""', '"HK.00700, SH"', '"ctrl+k,,"', "0.5", "10", '"real"', '"127.0.0.1:" ', '"\\U0001F600:1"',
    '"1" # c', "[[1], ['a']]", "1" * 5_000, "[" * 3_000,
)  # fmt: skip


def keymap(data: bytes) -> None:
    """Entries of [keys]: ids and keys as a person may write them."""
    source = Source(data)
    overrides = {}
    for _ in range(1 + source.byte() % 4):
        id = source.of(TABLE).id if source.byte() % 4 else source.of(WORDS)
        choice = source.byte() % 3
        if choice == 2:
            overrides[id] = ",".join(source.of(_KEYS) for _ in range(source.byte() % 5))
        else:
            raw = bytes(source.byte() for _ in range(source.byte() % 12))
            overrides[id] = raw.decode("utf-8", "replace") if choice else raw.decode("latin-1")
    try:
        keys = Keymap(overrides)
    except KeymapError as error:
        str(error)
        return
    keys.rows(source.of(TABLE).context)
    keys.footer_hints(80)


_KEYS = (
    "a",
    "ctrl+",
    "+",
    "ctrl++",
    "ctrl+k",
    "pgdn",
    "shift+tab",
    "",
    " ",
    "alt+ctrl+shift+x",
    "é",
    "中",
    "\x1b",
    "f1",
)


def themes(data: bytes) -> None:
    """A theme file in the person's folder, which is left out with a reason or can be drawn with."""
    place = folder() / "themes"
    place.mkdir(exist_ok=True)
    source = Source(data)
    text = source.rest() if source.byte() % 2 else _changed_theme(source)
    (place / "mine.toml").write_bytes(text)
    try:
        theme = read_theme(place / "mine.toml")
    except ThemeError as error:
        str(error)
        return
    palette = Themes((theme,), up="red" if data[:1] < b"m" else "green").palette("mine")
    palette.direction_style(float("nan"))
    css_variables(palette)


@cache
def _bundled() -> list[bytes]:
    return [path.read_bytes() for path in sorted(bundled_folder().glob("*.toml"))]


def _changed_theme(source: Source) -> bytes:
    """One of the bundled ones with some of its bytes others."""
    text = bytearray(source.of(_bundled()))
    for _ in range(1 + source.byte() % 4):
        at = (source.byte() << 8 | source.byte()) % len(text)
        text[at : at + source.byte() % 9] = bytes(source.byte() for _ in range(source.byte() % 9))
    return bytes(text)


def watchlists(data: bytes) -> None:
    """The bytes of watchlists.toml: read, shown, changed and saved, with what was there kept."""
    source = Source(data)
    change = source.byte()
    path = _file("watchlists.toml", source.rest())
    lists = Watchlists.load(path)
    str(lists.problems)
    groups = [(group.name, list(group.securities)) for group in lists.groups]
    assert all(name.isprintable() for name, _ in groups)
    if change % 16 == 0 and groups:
        with suppress(WatchlistError):
            lists.add(groups[0][0], Security.parse("US.FUZZ"))
        with suppress(WatchlistError):
            lists.create("made here")
        again = Watchlists.load(path)
        assert [group.name for group in again.groups] == [group.name for group in lists.groups]
        assert not again.problems, again.problems
        for backup in path.parent.glob("watchlists.toml.bak*"):
            backup.unlink()


# What the program wrote itself


def recordings(data: bytes) -> None:
    """What the program remembers: chart settings, filters, screens, the console, bars, equity, journal, paper keys."""
    source = Source(data)
    _RECORDINGS[source.byte() % len(_RECORDINGS)](source)


def _charts(source: Source) -> None:
    path = _file("charts.json", _table(source, _CHARTS))
    settings = ChartSettings.load(path)
    for period in Period:
        settings.draw(period, settings.drawing(period))
        settings.choose(period, settings.specs(period))
    settings.keep_grid(settings.grid[:1])
    str(settings.grid)


def _filters(source: Source) -> None:
    path = _file("filters.json", _table(source, _FILTERS))
    filters = KeptFilters.load(path)
    assert all(isinstance(text, str) for text in filters.of("warrants").values())
    filters.keep("warrants", {"a": "b"})


def _screens(source: Source) -> None:
    sets = CriteriaSets(_file("screens.json", _table(source, _SCREENS)))
    for wanted in sets.own.values():
        protocol = PROTOCOLS[3215]
        encode_request(protocol, build_c2s(protocol, request_of(wanted, 0, 10)))
        str([(each.subject, str(each)) for each in wanted.criteria])
    sets.put("made here", BUILT_IN["Growth"])


def _console(source: Source) -> None:
    memory = Memory(_file("console.json", _table(source, _CONSOLE)))
    for proto_id in memory.recent:
        protocol = PROTOCOLS[proto_id]
        for fields in memory.requests(protocol):
            if protocol.c2s is not None:
                form = Form.of(protocol.c2s.DESCRIPTOR)
                try:
                    form.read(fields)
                except WrongJSON as error:
                    str(error)
                else:
                    form.problems()
                    form.fields()
            memory.note(protocol, fields)


def _typed(source: Source) -> None:
    """A request as JSON, of the console's editor or of `futu-tui call`."""
    proto_id = source.of(_TYPED)
    protocol = PROTOCOLS[proto_id]
    assert protocol.c2s is not None
    try:
        fields = parse_object(source.rest().decode("utf-8", "replace"))
        encode_request(protocol, build_c2s(protocol, with_numbers(fields, protocol.c2s.DESCRIPTOR)))
    except (WrongJSON, BadRequest) as error:
        str(error)


_TYPED = (3001, 3203, 2202, 3215, 3103)


def _bars(source: Source) -> None:
    cache_, db = _bar_file()
    rows = source.byte() % 3
    data = source.rest()
    if rows:
        size = len(Columns().packed()) or 76
        data = data[: len(data) // size * size] if rows == 1 else (data * size)[: size * 3]
    db.execute("UPDATE chunks SET bars = ?", (data,))
    db.execute("UPDATE spans SET first_day = 0, last_day = 2000000")
    try:
        found = cache_.read("fuzz", SERIES, 739_000, 2**40, 100)
    except CacheError as error:
        str(error)
        return
    if found.bars is None:
        _reset_bars()
        return
    for at in range(min(3, len(found.bars))):
        str(found.bars.bar(at))


@cache
def _bar_file() -> tuple[BarCache, sqlite3.Connection]:
    cache_ = BarCache.open(folder() / "bars.sqlite3")
    db = sqlite3.connect(folder() / "bars.sqlite3", isolation_level=None)
    db.execute("PRAGMA synchronous = OFF")
    _make_bars(cache_)
    return cache_, db


def _make_bars(cache_: BarCache) -> None:
    from futu_tui.protocol.pb import qot_common_pb2 as qot

    row = qot.KLine(
        time="2026-11-20",
        isBlank=False,
        openPrice=1,
        highPrice=2,
        lowPrice=1,
        closePrice=2,
        volume=1,
        turnover=2,
    )
    bars = Columns.of([row], TENCENT.market, Period.DAY)
    cache_.keep("fuzz", SERIES, bars, bars.day[0], bars.day[0])


def _reset_bars() -> None:
    cache_, _ = _bar_file()
    cache_.drop("fuzz", SERIES)
    _make_bars(cache_)


_VALUES = (
    *NUMBERS,
    *WORDS,
    None,
    0,
    1,
    -1,
    2**62,
    b"",
    b"\xff\xfe",
    "[1]",
    "{}",
    "null",
    '[["a", 1, "HKD", 1.0, "x"]]',
    "[[",
)


def _equity(source: Source) -> None:
    """A file of equity whose cells are of any kind: SQLite keeps what it is given."""
    file, db = _equity_file()
    db.execute("DELETE FROM points")
    db.execute("DELETE FROM transfer_days")
    for _ in range(1 + source.byte() % 4):
        row = [source.of(_VALUES) for _ in range(4)]
        with suppress(sqlite3.Error):
            if source.byte() % 2:
                db.execute("INSERT OR REPLACE INTO points VALUES (?, ?, ?, ?)", row)
            else:
                db.execute("INSERT OR REPLACE INTO transfer_days VALUES (?, ?, ?)", row[:3])
    try:
        curves = EquityCurves()
        curves.load(file.read())
        curves.events.load(file.read_days())
    except (sqlite3.Error, OSError) as error:
        str(error)
        return
    for account in ("SIMULATE:1", "Tencent"):
        sum(transfer.amount for transfer in curves.events.transfers(account))


@cache
def _equity_file() -> tuple[EquityFile, sqlite3.Connection]:
    file = EquityFile(folder() / "equity.sqlite")
    db = sqlite3.connect(folder() / "equity.sqlite", isolation_level=None)
    db.execute("PRAGMA synchronous = OFF")
    return file, db


def _journal(source: Source) -> None:
    """A journal in which any cell of an act may be anything."""
    journal, db = _journal_file()
    column = source.of(_ACT_COLUMNS)
    with suppress(sqlite3.Error):
        db.execute(f"UPDATE acts SET {column} = ?", (source.of(_VALUES),))
    with suppress(sqlite3.Error):
        db.execute("UPDATE events SET text = ?, at = ?", (source.of(_VALUES), source.of(_VALUES)))
    try:
        journal.open_acts()
        journal.entries()
        own_fills(journal.order_stories(1, 0))
    except JournalError as error:
        str(error)
    finally:
        _sound(db)


_ACT_COLUMNS = (
    "at", "program", "conn_id", "kind", "acc_id", "env", "trade_market", "qty", "price", "target_order", "client_id",
    "summary", "request", "order_id", "id_ex", "result", "text", "closed_at", "side", "security",
)  # fmt: skip


@cache
def _journal_file() -> tuple[Journal, sqlite3.Connection]:
    path = folder() / "journal.sqlite3"
    journal = Journal.open(path)
    journal.record(Act(kind=ActKind.PLACE, acc_id=1, env=0, client_id="abcdefg", request={"qty": 1}))
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("CREATE TABLE sound AS SELECT * FROM acts")
    _sound(db)
    return journal, db


def _sound(db: sqlite3.Connection) -> None:
    """The journal as it should be: one act, one push."""
    db.execute("DELETE FROM events")
    db.execute("DELETE FROM acts")
    db.execute("INSERT INTO acts SELECT * FROM sound")
    db.execute("INSERT INTO events (act_id, at, kind, text) VALUES (1, 1.0, 'push', 'order 1 filled 5 at 2')")


def _story(source: Source) -> None:
    events = tuple(
        Event(source.of(NUMBERS), "push", f"order 1 {source.of(_STORY)} {source.of(_STORY)}")
        for _ in range(3)
    )
    own_fills([OrderStory("HK.00700", "BUY", events)])


_STORY = (
    "filled nan at inf",
    "filled 1e999 at x",
    "filled",
    ", 5 filled at",
    "filled 5 at 3",
    ", inf filled at 1 on average",
)


def _paper_keys(source: Source) -> None:
    path = _file("keys.json", source.rest())
    try:
        KeyRing(path).find("a key")
    except KeysFileError as error:
        str(error)


def _table(source: Source, sample: str) -> bytes:
    """A JSON table of the right shape with some of it others; or the bytes themselves."""
    if source.byte() % 3 == 0:
        return source.rest()
    return json.dumps(_changed(json.loads(sample), source)).encode()


def _changed(value: Any, source: Source) -> Any:
    if source.byte() % 5 == 0 and not source.empty:
        return source.of(_JSON)
    if isinstance(value, dict):
        return {
            (source.of(WORDS) if source.byte() % 9 == 1 else key): _changed(each, source)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_changed(each, source) for each in value] * (1 if source.byte() % 7 else 2)
    return value


_JSON = (
    None, True, 0, -1, 1.5, float("nan"), float("inf"), 10**30, "", "x", [], {}, [[]], {"a": {}}, [None, 1], "1e999999",
    "NaN", "\ud800", ["HK.00700", "5m", "chart"], 3001, 3001.0, "DAY", *WORDS[:12],
)  # fmt: skip
_CHARTS = """{"indicators": {"5m": ["MA 5 10 20", "MACD 12 26 9"], "1d": ["RSI 14"]}, "style": "candles", "log": true,
 "drawings": {"1d": {"style": "line", "log": false}}, "grid": [["HK.00700", "5m", "chart"], ["US.AAPL", "1d"]]}"""
_FILTERS = '{"warrants": {"underlying": "HK.00700", "types": "call"}, "options": {"iv": "20..60"}}'
_CONSOLE = """{"favourites": [3001, 3203], "requests": [
 {"id": 3203, "fields": {"securityList": [{"market": 1, "code": "00700"}]}},
 {"id": 3001, "fields": {"securityList": [], "subTypeList": [1], "isSubOrUnSub": true}}]}"""


@cache
def _screens_sample() -> str:
    from futu_tui.feed.lookups.criteria_rows import stored

    return json.dumps({name: stored(each) for name, each in BUILT_IN.items()})


_SCREENS = _screens_sample()
_RECORDINGS: tuple[Callable[[Source], None], ...] = (
    _charts, _filters, _screens, _console, _typed, _bars, _equity, _journal, _story, _paper_keys,
)  # fmt: skip
KINDS = len(_RECORDINGS)
"""How many sorts of recordings there are; the first byte of an input says which one it is."""
