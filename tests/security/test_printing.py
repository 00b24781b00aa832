"""What commands print and files hold: no escape sequence, no secret, no formula, no way out of the folder."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from futu_tui import masking
from futu_tui.cli import main
from futu_tui.commands.stream import Printer
from futu_tui.csv_cells import cell
from futu_tui.masking import register
from futu_tui.opend.errors import GatewayError, Refused
from futu_tui.printable import printable, printable_lines
from futu_tui.protocol.pb import notify_pb2
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.protocol.wire_json import to_json
from futu_tui.tui.csv_export import export, file_name

EVIL = "a\x1b]0;evil\x07\x9b2J\u202eb\u200b"
KEY = "fc_printed-nowhere-42"
NOW = datetime(2026, 11, 25, 10, 30)


@pytest.fixture(autouse=True)
def known_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "_kept", ())
    monkeypatch.setattr(masking, "_dropped", ())
    register(KEY)


def is_harmless(text: str) -> bool:
    return all(each.isprintable() or each == "\n" for each in text) and KEY not in text


def run(tmp_path: Path, *arguments: str, config: str = "", **env: str) -> str:
    (tmp_path / "config.toml").write_text(config)
    result = CliRunner().invoke(main, arguments, env={"FUTU_TUI_CONFIG_DIR": str(tmp_path), **env})
    return str(result.output)


def test_what_is_not_to_be_printed_is_written_out() -> None:
    assert printable(EVIL) == r"a\u001b]0;evil\u0007\u009b2J\u202eb\u200b"
    assert printable("a\nb") == r"a\u000ab"
    assert printable_lines("a\n\x1bb") == "a\n\\u001bb"
    assert json.loads(to_json([EVIL])) == [EVIL]
    assert is_harmless(to_json([EVIL], plain=False))


@pytest.mark.parametrize(
    "config",
    [
        f'[display]\ntheme = "{printable(EVIL)}"',
        f'["{printable(EVIL)}"]\nx = 1',
        f'[keys]\n"{printable(EVIL)}" = "f1"',
        f'[keys]\n"app.quit" = "{printable(EVIL)}"',
        f'[gateway]\ntarget = "{printable(EVIL)}"',
        f'[gateway]\napi_key_file = "{printable(EVIL)}"',
        f'[guard]\nmax_order_value = "{printable(EVIL)}"',
        '[gateway\n"\\u001b"',
    ],
)
@pytest.mark.parametrize("arguments", [("config",), ("call", "1004", '{"time": 1}', "--timeout", "0.5")])
def test_a_config_prints_no_escape_sequence(tmp_path: Path, config: str, arguments: tuple[str, ...]) -> None:
    said = run(tmp_path, *arguments, config=config, FUTU_TUI_GATEWAY_TARGET="127.0.0.1:1")
    assert said
    assert is_harmless(said), said


@pytest.mark.parametrize(
    "arguments",
    [
        (f"nothing{EVIL}",),
        ("call", f"{EVIL}{KEY}"),
        ("call", "1004", f'{{"{EVIL}": "{KEY}"}}'),
        ("call", "1004", "{}", "--target", f"{EVIL}{KEY}"),
        ("stream", "--sub", f"HK.{EVIL}{KEY}"),
        ("gateway", "--chaos", f"{EVIL}{KEY}=1"),
        ("gateway", "--symbols", f"HK.{KEY}{EVIL}"),
    ],
)
def test_an_error_prints_neither_escape_sequence_nor_secret(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    said = run(tmp_path, *arguments)
    assert "Error" in said
    assert is_harmless(said), said


def test_every_error_of_a_command_goes_through_the_door(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    command = click.Command(
        "broken", callback=lambda: (_ for _ in ()).throw(click.ClickException(f"{EVIL} {KEY}"))
    )
    monkeypatch.setattr(type(main), "get_command", lambda *_: command)
    assert run(tmp_path, "config") == f"Error: {printable(EVIL)} [hidden]\n"


def test_a_gateway_that_says_a_key_is_not_repeated() -> None:
    error = Refused(f"no {KEY}", f"ask with {KEY}", ret_type=-1, ret_msg=f"bad {KEY}, bad Bearer abc")
    told = f"{error} {error!r} {error.args} {error.message} {error.ret_msg}"
    assert KEY not in told
    assert "abc" not in told
    assert GatewayError("plain words").message == "plain words"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("+1+1", "'+1+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("\t=1", "'\\u0009=1"),
        ("\r=1", "'\\u000d=1"),
        ("-inf", "'-inf"),
        ("-1,234.5", "-1,234.5"),
        ("+0.5", "+0.5"),
        ("-", "'-"),
        ("Tencent", "Tencent"),
        ("a=b", "a=b"),
        (EVIL, printable(EVIL)),
        (-1.5, -1.5),
        (0, 0),
        (None, ""),
    ],
)
def test_a_cell_is_never_a_formula(value: object, written: object) -> None:
    assert cell(value) == written


def test_a_name_from_the_wire_stays_in_the_folder_and_replaces_nothing(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    for name in ("../../out", "/etc/x", "a/b", f"bars-HK.{EVIL}", "..", ""):
        path = export(name, ["Name"], [["=1+1"]], NOW, inner)
        assert path.parent == inner
        assert path.resolve().is_relative_to(inner)
        assert path.name.isprintable()
        assert path.stat().st_mode & 0o777 == 0o600
        rows = list(csv.reader(io.StringIO(path.read_text())))
        assert rows == [["Name"], ["'=1+1"]]
        with pytest.raises(FileExistsError):
            export(name, ["Name"], [["other"]], NOW, inner)
        path.unlink()
    assert sorted(tmp_path.rglob("*")) == [inner]
    assert file_name("HK.00700-day") == "HK.00700-day"


def test_a_link_that_waits_for_an_export_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("kept")
    link = tmp_path / f"futu-tui-x-{NOW:%Y%m%d-%H%M%S}.csv"
    link.symlink_to(victim)
    with pytest.raises(FileExistsError):
        export("x", ["Name"], [], NOW, tmp_path)
    assert victim.read_text() == "kept"


async def test_a_push_that_says_a_key_is_printed_without_it(capsys: pytest.CaptureFixture[str]) -> None:
    s2c = notify_pb2.S2C(type=1, event=notify_pb2.GtwEvent(eventType=1, desc=f"{EVIL} {KEY}, Bearer Shares"))
    body = notify_pb2.Response(retType=0, s2c=s2c).SerializeToString()
    Printer(frozenset(), None).push(PushEvent(proto_id=1003, event_type="notify", body=body))
    said = capsys.readouterr().out
    assert is_harmless(said)
    assert json.loads(said)["s2c"]["event"]["desc"] == f"{EVIL} [hidden], Bearer Shares"
