"""Certificates that do not hold: told apart, each with its remedy, and nothing is told to whoever shows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from futu_tui.opend import TLS
from tests.faults.certificates import HOST, Certificates
from tests.faults.glass import Glass
from tests.faults.stage import SYMBOLS, Stage
from tests.faults.test_link import HTTP

FAULTS = {
    "other_authority": (
        "certificate not trusted",
        "nobody trusted vouches for the certificate of",
        "Name the CA file that signed it with --tls-ca FILE. It held until now? Then somebody may stand between.",
    ),
    "other_host": (
        "certificate of another host",
        "is another host's",
        "Use the host name that is in it, or have one made for this.",
    ),
    "expired": ("certificate expired", "has expired", "Have the gateway's certificate renewed"),
    "early": ("certificate not valid yet", "is not valid yet", "this computer's date is right"),
}
"""What the first line says, what happened, and what to do about it."""


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, certificates: Certificates) -> Iterator[Stage]:
    with Stage(
        tmp_path_factory.mktemp("stage"),
        target=f"{HOST}:{{}}".format,
        certificate=certificates.good,
        tls=TLS(ca=certificates.ca),
    ) as stage:
        yield stage


@pytest.mark.parametrize("fault", FAULTS)
def test_wrong_certificate_while_it_runs(stage: Stage, certificates: Certificates, fault: str) -> None:
    before = stage.note()
    brief, happened, remedy = FAULTS[fault]
    stage.proxy.present(getattr(certificates, fault))
    try:
        stage.wait_stale(f"disconnected: {brief}")
        stage.wait_told(happened, remedy)
    finally:
        stage.proxy.present(certificates.good)
    stage.check_nothing_lost(before)


def test_no_tls_any_more_on_the_port(stage: Stage, certificates: Certificates) -> None:
    before = stage.note()
    stage.proxy.present(None)
    stage.proxy.answer(HTTP)
    try:
        stage.wait_stale("disconnected: no TLS on this port")
        stage.wait_told("does not speak TLS", "Turn TLS on at the gateway")
    finally:
        stage.proxy.present(certificates.good)
    stage.check_nothing_lost(before)


@pytest.mark.parametrize("fault", FAULTS)
def test_wrong_certificate_at_the_start(
    stage: Stage, certificates: Certificates, fault: str, tmp_path: Path
) -> None:
    _, happened, remedy = FAULTS[fault]
    stage.proxy.present(getattr(certificates, fault))
    target = f"{HOST}:{stage.proxy.port}"
    try:
        with Glass(
            target,
            SYMBOLS,
            key=stage.keys.plaintext,
            tls=TLS(ca=certificates.ca),
            data=tmp_path,
            size=(80, 24),
        ) as glass:
            glass.wait_for(f"No trust in what answers at {target}")
            for words in (happened, remedy, "Does --tls-ca FILE name the CA", "Next try in", "SIMULATE"):
                assert words in glass.said
    finally:
        stage.proxy.present(certificates.good)
        stage.wait_live()
