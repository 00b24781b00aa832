"""TLS to every other machine unless waived, the key by no plain way, and a mark for as long as others can read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from futu_tui.cli import main
from futu_tui.commands.screen_setup import gateway_opener
from futu_tui.config import ConfigError, Settings, load
from futu_tui.opend import TLS, Exposed, OpenD
from futu_tui.paper.server import require_guarded
from futu_tui.paper_process import PaperProcess
from futu_tui.targets import is_loopback

HERE = ("127.0.0.1:22500", "127.9.8.7:1", "[::1]:22500", "localhost:22500", "LocalHost:1")
ELSEWHERE = (
    "10.0.0.5:22500", "gateway:22500", "localhost.example.com:1", "127.0.0.1.example.com:1", "0.0.0.0:1", "[::]:1",
    "[::ffff:127.0.0.1]:1", "127.1:1", "2130706433:1", "0x7f000001:1", "unix:22500", "ip6-localhost:1", "localhost.:1",
)  # fmt: skip
KEY = "fc_never-to-be-seen"


@pytest.mark.parametrize("target", HERE)
def test_this_machine_is_known_by_its_spelling(target: str) -> None:
    assert is_loopback(target)
    assert is_loopback(target.rpartition(":")[0])


@pytest.mark.parametrize("target", ELSEWHERE)
def test_whatever_else_a_name_leads_to_is_another_machine(target: str) -> None:
    assert not is_loopback(target)


Set = Callable[..., Settings]


@pytest.fixture
def settings(tmp_path: Path) -> Set:
    """Settings as a config file with this in `[gateway]` has them, then flags."""

    def read(text: str = "", **flags: object) -> Settings:
        file = tmp_path / "config.toml"
        file.write_text(f"[gateway]\n{text}")
        return load(file, {}, {f"gateway.{name}": value for name, value in flags.items()}).settings

    return read


@pytest.mark.parametrize(
    ("text", "encrypted"),
    [
        ('target = "127.0.0.1:1"', False),
        ('target = "127.0.0.1:1"\ntls = true', True),
        ('target = "127.0.0.1:1"\ntls = false', False),
        ('target = "127.0.0.1:1"\ntls_ca = "ca.pem"', True),
        ('target = "10.0.0.5:1"', True),
        ('target = "10.0.0.5:1"\ntls = true', True),
        ('target = "10.0.0.5:1"\ninsecure = true', False),
        ('target = "localhost.:1"', True),
        ('target = "127.0.0.1:1"\ninsecure = true', False),
    ],
)
def test_another_machine_is_reached_by_tls_unless_that_is_waived(
    settings: Set, text: str, encrypted: bool
) -> None:
    gateway = settings(text).gateway
    assert gateway.encrypted is encrypted
    if "tls_ca" not in text:
        client = gateway_opener(settings(text))(gateway.target)
        assert (client.tls is not None) is encrypted
        assert client.exposed is (not encrypted and not is_loopback(gateway.target))


def test_an_old_config_that_went_plain_to_another_machine_is_told_what_to_do(settings: Set) -> None:
    with pytest.raises(
        ConfigError, match=r"config.toml:3: gateway.tls = false does not take TLS away from 10.*--insecure"
    ):
        settings('target = "10.0.0.5:1"\ntls = false')
    assert not settings('target = "10.0.0.5:1"\ntls = false', insecure=True).gateway.encrypted


@pytest.mark.parametrize("asked", ["tls = true", 'tls_ca = "ca.pem"'])
def test_tls_and_to_go_without_it_cannot_both_be_meant(settings: Set, asked: str) -> None:
    name = asked.partition(" ")[0]
    with pytest.raises(ConfigError, match=rf"^--insecure: .*config.toml:2 asks for it by gateway.{name};"):
        settings(asked, insecure=True)


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("key", [None, KEY])
def test_the_client_itself_goes_nowhere_without_tls_unless_told(target: str, key: str | None) -> None:
    with pytest.raises(Exposed, match="another machine"):
        OpenD(target, key)
    assert OpenD(target, key, insecure=True).exposed
    assert not OpenD(target, key, TLS()).exposed


def test_key_and_leave_to_go_plain_are_for_one_target_alone(
    settings: Set, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FUTU_TUI_API_KEY", raising=False)
    file = tmp_path / "key"
    file.write_text(KEY)
    file.chmod(0o600)
    opener = gateway_opener(settings(f'target = "10.0.0.5:1"\ninsecure = true\napi_key_file = "{file}"'))
    assert bearer(opener("10.0.0.5:1")) == f"Bearer {KEY}"
    assert bearer(opener("127.0.0.1:4242")) is None
    with pytest.raises(Exposed):
        opener("10.0.0.6:1")


def bearer(client: OpenD) -> Any:
    return dict(client._metadata()).get("authorization")


def test_the_paper_gateway_of_a_demo_does_not_inherit_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUTU_TUI_API_KEY", KEY)
    monkeypatch.setenv("FUTU_TUI_MARK", "inherited")
    with PaperProcess(("--symbols", "1")) as paper:
        paper.wait()
        environment = Path(f"/proc/{paper._process.pid}/environ")
        if not environment.exists():
            pytest.skip("this system does not show a process's environment")
        assert b"FUTU_TUI_MARK=inherited" in environment.read_bytes()
        assert KEY.encode() not in environment.read_bytes()


class TestPaperGateway:
    @pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.4.4.4"])
    def test_this_machine_needs_nothing(self, host: str) -> None:
        require_guarded(host, keys=False, certificates=False)

    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.5", "gateway", ""])
    @pytest.mark.parametrize("given", [(), ("keys",), ("certificates",)])
    def test_others_are_let_near_only_with_keys_and_tls(self, host: str, given: tuple[str, ...]) -> None:
        there = {name: name in given for name in ("keys", "certificates")}
        with pytest.raises(ValueError, match=r"reached from other machines") as caught:
            require_guarded(host, **there)
        assert caught.value.missing == tuple(name for name in there if not there[name])  # type: ignore[attr-defined]
        require_guarded(host, keys=True, certificates=True)

    @pytest.mark.parametrize("host", ["0.0.0.0", "::"])
    def test_its_command_says_which_flags(self, host: str) -> None:
        result = CliRunner().invoke(main, ["gateway", "--host", host])
        assert result.exit_code == 2
        said = " ".join(result.output.split())
        assert f"Other machines reach {host}" in said
        assert "Add --keys-file FILE --tls-cert FILE --tls-key FILE" in said
