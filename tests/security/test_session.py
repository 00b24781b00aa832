"""A whole session with an API key and a trading password, and a look for both in everything that it left or said."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
import trustme
from click.testing import CliRunner

import tests.terminal.screen as terminal
from futu_tui.cli import main
from tests.terminal.desk import open_desk, use
from tests.terminal.trader import Trader

WRONG, PASSWORD = "Opensesame-not-7731", "Knock_twice+9042"
SYMBOLS = "HK.00700,HK.09988,US.AAPL"
SERVE = (
    "from futu_tui.paper import brokerage\n"
    f"brokerage.PASSWORD = {PASSWORD!r}\n"
    "from futu_tui.cli import main\n"
    "main()\n"
)
"""A paper gateway whose password stands nowhere by chance."""
PROGRAM = """\
#!{python}
import sys
from futu_tui.tui.screens import console_sending

async def fail(*args, **options):
    raise RuntimeError(open({said!r}).read())

ask = console_sending.ask
async def ask_or_fail(feed, protocol, *args, **options):
    return await (fail() if protocol.id == 1005 else ask(feed, protocol, *args, **options))

console_sending.ask = ask_or_fail

def crash(app):
    said = open({said!r}).read()
    raise RuntimeError(said)

from futu_tui.tui.app import FutuApp
FutuApp.action_help = crash
from futu_tui.cli import main
main()
"""
"""The program, in which one request fails by an error that has all the secrets in it, and the help crashes by it."""
SAID = "it broke over Bearer [hidden], [hidden] and [hidden]"
"""What of that error may be seen."""
CRASHED = "crashed"
"""The folder of the session that crashes, in that of the other."""


def spellings(secret: str) -> list[bytes]:
    """How it may have been written down."""
    raw, md5 = secret.encode(), hashlib.md5(secret.encode()).hexdigest()
    plain = [raw, raw[::-1], md5.encode(), md5.upper().encode(), bytes.fromhex(md5), raw.hex().encode()]
    return [*plain, base64.b64encode(raw).rstrip(b"="), base64.b64encode(md5.encode()).rstrip(b"=")]


def finds(data: bytes, secrets: dict[str, str]) -> list[str]:
    return [name for name, secret in secrets.items() if any(each in data for each in spellings(secret))]


class Session:
    """What one person did, and all that came of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.secrets = {"wrong password": WRONG, "password": PASSWORD}
        self.said: dict[str, bytes] = {}
        """Everything that was printed, sent to the terminal or could be read of a process."""

    def look(self, name: str, pid: int) -> None:
        """Note what everybody on this machine may see of a process, and what its owner may."""
        for what in ("cmdline", "environ"):
            path = Path(f"/proc/{pid}/{what}")
            self.said[f"{what} of {name}"] = path.read_bytes() if path.exists() else b""

    @property
    def files(self) -> dict[str, bytes]:
        """Every file of the folders that the program writes to."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    kept = tmp_path_factory.mktemp("kept")
    session = Session(tmp_path_factory.mktemp("session"))
    tls = certificates(kept)
    keys_file, key_file, wrong_file = kept / "keys.json", kept / "key", kept / "wrong"
    made = [sys.executable, "-c", SERVE, "gateway", "--keys-file", str(keys_file), "--make-key", "person", "--scopes",
            "qot:read,acc:read,trade:simulate,trade:real,trade:unlock"]  # fmt: skip
    session.secrets["key"] = key = subprocess.run(
        made, capture_output=True, text=True, check=True
    ).stdout.strip()
    session.secrets["wrong key"] = wrong = "fc_this-is-no-key-of-that-gateway"
    for path, text in ((key_file, key), (wrong_file, wrong)):
        path.write_text(f"{text}\n")
        path.chmod(0o600)
    md5 = hashlib.md5(PASSWORD.encode()).hexdigest()
    (kept / "said").write_text(f"it broke over Bearer {key}, {PASSWORD} and {md5}")
    program = kept / "futu-tui"
    program.write_text(PROGRAM.format(python=sys.executable, said=str(kept / "said")))
    program.chmod(0o700)

    serve = [sys.executable, "-c", SERVE, "gateway", "--port", "0", "--symbols", SYMBOLS, "--rate", "5",
             "--keys-file", str(keys_file), "--tls-cert", str(tls / "server.pem"), "--tls-key",
             str(tls / "server.key"), "--tls-client-ca", str(tls / "ca.pem")]  # fmt: skip
    with ExitStack() as stack:
        log = stack.enter_context((kept / "gateway.log").open("wb"))
        gateway = subprocess.Popen(serve, stdout=subprocess.PIPE, stderr=log, text=True)
        stack.callback(gateway.wait)
        stack.callback(gateway.kill)
        assert gateway.stdout
        port = gateway.stdout.readline().rpartition(":")[2].strip()
        road = [
            "--tls-ca",
            str(tls / "ca.pem"),
            "--tls-cert",
            str(tls / "client.pem"),
            "--tls-key",
            str(tls / "client.key"),
        ]
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(terminal, "program", lambda: str(program))

        def sit_down(folder: Path) -> Trader:
            return open_desk(
                stack, folder, f"localhost:{port}", *road, "--api-key-file", str(key_file),
                cache_dir=str(folder / "cache"), state_dir=str(folder / "state"),
            )  # fmt: skip

        desk = sit_down(session.folder)
        session.look("the dashboard", desk.screen.process.pid)
        trade(desk)
        by_hand(desk)
        desk.back()
        desk.screen.press("q")
        assert desk.screen.wait_for_end() == 0
        session.said["terminal"] = bytes(desk.screen.raw)
        (session.folder / CRASHED).mkdir()
        desk = sit_down(session.folder / CRASHED)
        crash(desk)
        session.said["terminal of a crash"] = bytes(desk.screen.raw)

        asked = ["1002", '{"userID": 0}']
        keyed = ["--api-key-file", str(key_file)]
        common = ["--target", f"localhost:{port}", *road]
        for name, arguments, stdin in (
            ("call", ["call", *asked, *common, *keyed], ""),
            ("unlock by hand", ["call", "2005", "-", *common, *keyed],
             f'{{"unlock": true, "pwdMD5": "{md5}"}}'),
            ("call with a wrong key", ["call", *asked, *common, "--api-key-file", str(wrong_file)], ""),
            ("call without a certificate", ["call", *asked, *common[:4], *keyed], ""),
            ("stream", ["stream", "--sub", "HK.00700:basic,book", "--count", "3", *common, *keyed],
             ""),
            ("journal", ["journal", "--story"], ""),
            ("journal as JSON", ["journal", "--json"], ""),
            ("config", ["config"], ""),
        ):  # fmt: skip
            session.said[name] = run(session, arguments, stdin)
    session.said["gateway's log"] = (kept / "gateway.log").read_bytes()
    session.said["keys file"] = keys_file.read_bytes()
    return session


def certificates(folder: Path) -> Path:
    """A folder with those of an authority, of the gateway and of the person, private keys private."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    for name, who in (("server", "localhost"), ("client", "person@example.org")):
        issued = authority.issue_cert(who)
        issued.cert_chain_pems[0].write_to_path(folder / f"{name}.pem")
        issued.private_key_pem.write_to_path(folder / f"{name}.key")
        (folder / f"{name}.key").chmod(0o600)
    return folder


def trade(desk: Trader) -> None:
    """Choose real money, unlock it with a wrong and then the right password, and buy."""
    use(desk, "1009")
    desk.key("dashboard.unlock")
    desk.sees("┏━ Unlock trading")
    desk.type(f"{WRONG}\r")
    desk.sees("the trade password is wrong")
    desk.type(PASSWORD)
    desk.key("confirm.agree")
    desk.sees("trading is unlocked")
    desk.screen.press("1", "g", "j")
    desk.key("dashboard.buy")
    desk.sees(lambda _: desk.field("Quantity"))
    desk.key("form.review")
    desk.sees("⏎ send")
    desk.key("confirm.agree")
    desk.sees_order("BUY", "HK.09988")


def by_hand(desk: Trader) -> None:
    """Lock and unlock from the protocol console, export an answer, and ask what fails with the secrets in its error."""
    desk.screen.press("ctrl+p")
    desk.type("screenshot")
    desk.sees("No matches found")  # Textual's own is not among the commands
    desk.screen.press("escape")
    desk.sees_no("No matches found")
    for number in ("2005", "1002", "1005"):
        desk.key("dashboard.console")
        desk.type(number)
        desk.sees(lambda screen, number=number: screen.line_with("▌", number))
        desk.screen.press("enter")
        desk.sees("Request  form")
        if number == "2005":
            desk.screen.press("space")
            desk.sees("true")
        desk.screen.press("s")
        if number == "2005":
            desk.sees("┏━ Unlock trading")
            desk.type(f"{PASSWORD}\r")
            desk.sees("Trading is unlocked.")
        elif number == "1002":
            desk.sees("answered in")
            desk.screen.press("e", "Y")
            desk.sees("Written")
        else:
            desk.sees(SAID)
        desk.back()


def crash(desk: Trader) -> None:
    """Unlock real money, and press the key that the program crashes by."""
    use(desk, "1009")
    desk.key("dashboard.unlock")
    desk.sees("┏━ Unlock trading")
    desk.type(f"{PASSWORD}\r")
    desk.sees("trading is unlocked")
    desk.screen.press("?")
    assert desk.screen.wait_for_end() == 1


def run(session: Session, arguments: list[str], stdin: str) -> bytes:
    """What a command prints, in this process: it says the same in one of its own."""
    folders = {
        f"FUTU_TUI_{name.upper()}_DIR": str(session.folder / name)
        for name in ("config", "data", "cache", "state")
    }
    done = CliRunner().invoke(main, arguments, input=stdin, env=folders)
    return f"{done.exit_code}\n{done.output}".encode() + repr(done.exception).encode()


def test_the_session_was_a_whole_one(session: Session) -> None:
    """What is searched has something in it, in each of its parts."""
    said = session.said
    assert b"BUY" in said["terminal"]
    assert b"BUY" in said["journal"]
    assert said["call"].startswith(b"0\n{")
    assert said["unlock by hand"].startswith(b"0\n{")
    assert b"does not accept the API key" in said["call with a wrong key"]
    assert said["call without a certificate"].startswith(b"1\n")
    assert said["stream"].count(b'"proto_id"') == 3
    assert b"api_key_file" in said["config"]
    assert b"--api-key-file" in said["cmdline of the dashboard"] or not Path("/proc/self/cmdline").exists()
    files = session.files
    assert any(name.endswith("journal.sqlite3") or "journal" in name for name in files)
    assert any(name.endswith(".json") and "global_state" in name for name in files), files.keys()
    assert "data/console.json" in files
    (report,) = (data.decode() for name, data in files.items() if name.startswith(f"{CRASHED}/state/crash-"))
    for crashed in (report, said["terminal of a crash"].decode().replace("\r\n", "")):
        assert f"RuntimeError: {SAID}" in crashed
    assert "Traceback" in report


def test_no_secret_is_in_what_was_said(session: Session) -> None:
    assert {
        name: found for name, data in session.said.items() if (found := finds(data, session.secrets))
    } == {}


def test_no_secret_is_in_a_file(session: Session) -> None:
    assert {
        name: found for name, data in session.files.items() if (found := finds(data, session.secrets))
    } == {}


def test_a_secret_would_be_found(session: Session) -> None:
    for secret in session.secrets.values():
        for spelling in spellings(secret):
            assert finds(b"before" + spelling + b"after", session.secrets)


def test_no_file_can_be_read_by_others(session: Session) -> None:
    """Of those that the program wrote by itself: what is in the config folder here was the test's."""
    private = [
        path
        for folder in (session.folder, session.folder / CRASHED)
        for name in ("data", "cache", "state")
        for path in (folder / name).rglob("*")
    ]
    private += session.folder.glob("futu-tui-*")
    assert len(private) >= 3
    assert [path for path in private if path.is_file() and path.stat().st_mode & 0o077] == []
