"""The rows that are worth a whole terminal: the program as it is installed, with flags, in a pty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.certificates import HOST, Certificates
from tests.faults.tcp_proxy import FaultProxy
from tests.terminal.conftest import config_folder
from tests.terminal.paper import Paper
from tests.terminal.screen import PtyScreen

MARKET = ("--rate", "60", "--symbols", "HK.00700,HK.09988,US.AAPL")


@pytest.fixture(scope="module")
def gateway() -> Iterator[Paper]:
    gateway = Paper(*MARKET)
    yield gateway
    gateway.thaw()
    gateway.kill()


def test_expired_certificate_then_gateway_stopped_for_a_while(gateway: Paper, tmp_path: Path) -> None:
    certificates = Certificates(tmp_path)
    with FaultProxy(gateway.target, certificate=certificates.expired) as proxy:
        target = f"{HOST}:{proxy.port}"
        flags = ("--target", target, "--tls", "--tls-ca", str(certificates.ca))
        with PtyScreen(*flags, config=config_folder(tmp_path), columns=120, lines=36) as screen:
            screen.wait_for(f"No trust in what answers at {target}")
            screen.wait_for("has expired")
            assert "Have the gateway's certificate renewed" in screen
            proxy.present(certificates.good)
            screen.press("r")
            screen.wait_for("all data live")
            gateway.freeze()
            told = screen.wait_for("all data stale", timeout=2.5)
            screen.wait_for("no answer for", timeout=2.5 - told)
            screen.wait_for("stale ─", timeout=1.0)
            gateway.thaw()
            screen.wait_for(lambda seen: "all data live" in seen and "stale" not in seen, what="all is live")
            screen.press("q")
            assert screen.wait_for_end() == 0
