"""API keys: made once, kept as hashes, and restricting what they say they restrict."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path

import pytest

from futu_tui.paper.access import Doorkeeper, Exhausted, Forbidden, Unauthenticated
from futu_tui.paper.keys import KeyRing, KeysFileError, make_key
from futu_tui.protocol import Scope, Security

READ = frozenset({Scope.QOT_READ})
TENCENT = Security.parse("HK.00700")
HSBC = Security.parse("HK.00005")
APPLE = Security.parse("US.AAPL")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


def bearer(plaintext: str) -> str:
    return f"Bearer {plaintext}"


def test_the_file_holds_the_hash_and_never_the_key(path: Path) -> None:
    plaintext = make_key(path, "reader", READ)
    assert plaintext.startswith("fc_")
    assert plaintext not in path.read_text()
    assert hashlib.sha256(plaintext.encode()).hexdigest() in path.read_text()


def test_only_the_owner_may_read_the_file(path: Path) -> None:
    make_key(path, "reader", READ)
    path.chmod(0o644)
    make_key(path, "second", READ)
    assert path.stat().st_mode & 0o777 == 0o600


def test_each_key_opens_with_its_own_plaintext(path: Path) -> None:
    first, second = make_key(path, "first", READ), make_key(path, "second", READ)
    ring = KeyRing(path)
    found = ring.find(first), ring.find(second)
    assert [key and key.name for key in found] == ["first", "second"]
    assert ring.find(first + "x") is None


def test_a_name_is_given_once(path: Path) -> None:
    make_key(path, "reader", READ)
    with pytest.raises(KeysFileError, match="reader"):
        make_key(path, "reader", READ)


def test_a_key_taken_out_of_the_file_is_revoked_at_once(path: Path) -> None:
    plaintext = make_key(path, "reader", READ)
    doorkeeper = Doorkeeper(KeyRing(path))
    doorkeeper.admit(bearer(plaintext))
    path.write_text('{"keys": []}')
    with pytest.raises(Unauthenticated, match="revoked"):
        doorkeeper.admit(bearer(plaintext))


def test_a_file_that_breaks_meanwhile_lets_nobody_new_in_and_nobody_out(path: Path) -> None:
    plaintext = make_key(path, "reader", READ)
    ring = KeyRing(path)
    path.write_text("{")
    assert ring.find(plaintext) is not None
    assert ring.find("fc_other") is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sides", ["BUY"]),
        ("markets", ["MOON"]),
        ("symbols", ["00700"]),
        ("symbols", ["1_00700"]),
        ("hours", "9 to 5"),
        ("expires", "2030-01-01T00:00:00"),
        ("requests_per_minute", 0),
        ("scopes", ["qot:write"]),
    ],
)
def test_a_field_that_makes_no_sense_is_never_ignored(path: Path, field: str, value: object) -> None:
    key = {"name": "reader", "sha256": "0" * 64, "scopes": ["qot:read"], field: value}
    path.write_text(json.dumps({"keys": [key]}))
    with pytest.raises(KeysFileError, match=str(path)):
        KeyRing(path)


@pytest.mark.parametrize("authorization", [None, "", "fc_x", "Basic fc_x", "Bearer fc_unknown"])
def test_without_a_known_key_nobody_is_let_in(path: Path, authorization: str | None) -> None:
    make_key(path, "reader", READ)
    with pytest.raises(Unauthenticated):
        Doorkeeper(KeyRing(path)).admit(authorization)


def test_without_a_keys_file_everybody_may_everything() -> None:
    access = Doorkeeper(None).admit(None)
    assert all(access.has(scope) for scope in Scope)
    assert access.sees(APPLE)
    assert access.sees_account(1)


def test_markets_and_symbols_restrict_together(path: Path) -> None:
    plaintext = make_key(path, "reader", READ, markets=["HK"], symbols=["HK.00700", "US.AAPL"])
    access = Doorkeeper(KeyRing(path)).admit(bearer(plaintext))
    assert [access.sees(security) for security in (TENCENT, HSBC, APPLE)] == [True, False, False]


def test_a_key_ends_when_it_expires(path: Path) -> None:
    plaintext = make_key(path, "reader", READ, expires="2030-01-01T00:00:00Z")
    end = 1_893_456_000.0
    Doorkeeper(KeyRing(path), lambda: end - 1).admit(bearer(plaintext))
    with pytest.raises(Unauthenticated, match="expired"):
        Doorkeeper(KeyRing(path), lambda: end).admit(bearer(plaintext))


@pytest.mark.parametrize(
    ("hours", "inside", "outside"),
    [("09:00-16:30", (9, 0), (16, 30)), ("22:00-04:00", (3, 59), (4, 0)), ("22:00-04:00", (22, 0), (21, 59))],
)
def test_a_key_counts_within_its_hours(
    path: Path, hours: str, inside: tuple[int, int], outside: tuple[int, int]
) -> None:
    plaintext = make_key(path, "reader", READ, hours=hours)

    def at(hour: int, minute: int) -> Doorkeeper:
        return Doorkeeper(KeyRing(path), datetime(2026, 11, 23, hour, minute).timestamp)

    at(*inside).admit(bearer(plaintext))
    with pytest.raises(Forbidden, match=hours):
        at(*outside).admit(bearer(plaintext))


def test_a_keys_own_rate_runs_out_and_comes_back(path: Path) -> None:
    plaintext = make_key(path, "reader", READ, requests_per_minute=2)
    now = [0.0]
    doorkeeper = Doorkeeper(KeyRing(path), lambda: now[0])
    access = doorkeeper.admit(bearer(plaintext))
    doorkeeper.count(access)
    now[0] = 30.0
    doorkeeper.count(access)
    with pytest.raises(Exhausted, match="2 requests a minute"):
        doorkeeper.count(access)
    now[0] = 60.0
    doorkeeper.count(access)
