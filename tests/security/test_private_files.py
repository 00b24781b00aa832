"""Files with secrets: refused when others could have read them, with the command that mends it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from futu_tui.cli import main
from futu_tui.commands.screen_setup import gateway_opener
from futu_tui.config import ConfigError, GatewaySettings, Settings
from futu_tui.private_file import NotPrivate, read_private


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "a secret"
    path.write_text("fc_abc")
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("mode", [0o400, 0o600, 0o700])
def test_ones_own_file_is_read(secret: Path, mode: int) -> None:
    secret.chmod(mode)
    assert read_private(secret, "this") == b"fc_abc"


@pytest.mark.parametrize("bit", [0o040, 0o020, 0o010, 0o004, 0o002, 0o001])
def test_any_bit_for_others_refuses_it_with_the_cure(secret: Path, bit: int) -> None:
    secret.chmod(0o600 | bit)
    with pytest.raises(NotPrivate) as caught:
        read_private(secret, "this API key")
    assert str(caught.value) == f"{secret}: others may read this API key; run: chmod 600 '{secret}'"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600 | bit
    assert os.system(str(caught.value).rpartition("run: ")[2]) == 0
    assert read_private(secret, "this API key") == b"fc_abc"


def test_a_link_is_judged_by_what_it_leads_to(secret: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(secret)
    assert read_private(link, "this") == b"fc_abc"
    secret.chmod(0o644)
    with pytest.raises(NotPrivate, match=f"chmod 600 '{secret}'"):
        read_private(link, "this")


def test_somebody_elses_file_is_refused(secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = secret.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(NotPrivate, match=f"somebody else.*sudo chown {owner + 1} '{secret}' && chmod 600"):
        read_private(secret, "this")


def settings(**gateway: str) -> Settings:
    return Settings(gateway=GatewaySettings(**gateway))


def test_the_private_key_of_tls_is_held_to_the_same(tmp_path: Path, secret: Path) -> None:
    other = tmp_path / "cert.pem"
    other.write_text("")
    other.chmod(0o644)
    secret.chmod(0o640)
    with pytest.raises(ConfigError, match="others may read this private key; run: chmod 600"):
        gateway_opener(settings(tls_cert=str(other), tls_key=str(secret)))
    secret.chmod(0o600)
    gateway_opener(settings(tls_cert=str(other), tls_key=str(secret)))


def test_an_empty_key_file_is_said_to_be_empty(secret: Path) -> None:
    secret.write_text("\n")
    with pytest.raises(ConfigError, match="there is no API key in it"):
        gateway_opener(settings(api_key_file=str(secret)))


def test_what_is_no_text_is_not_told_in_the_error(secret: Path) -> None:
    secret.write_bytes(b"fc_abc\xff")
    with pytest.raises(ConfigError, match="cannot be read: it is not a text") as caught:
        gateway_opener(settings(api_key_file=str(secret)))
    error: BaseException | None = caught.value
    while error is not None:
        assert not isinstance(error, UnicodeDecodeError)
        error = error.__cause__
    assert "fc_abc" not in str(caught.value)


def test_the_paper_gateway_holds_its_private_key_to_the_same(secret: Path) -> None:
    secret.chmod(0o604)
    result = CliRunner().invoke(main, ["gateway", "--tls-cert", str(secret), "--tls-key", str(secret)])
    assert result.exit_code == 2
    assert "others may read this private key" in " ".join(result.output.split())
