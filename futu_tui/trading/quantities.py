"""With how many shares a ticket begins: what was last used for the security, else the settings' default."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Self

from futu_tui.json_file import KeptTable
from futu_tui.protocol import Security
from futu_tui.trading.amounts import ONE

FILE_NAME = "quantities.json"


class Quantities:
    """Remembered across runs in a small file; one that cannot be read or written costs the memory, nothing else."""

    def __init__(self, path: Path | None, *, lots: int = 1, shares: int = 1) -> None:
        """`lots` is the default where the market trades in lots, `shares` elsewhere."""
        self._file = KeptTable(path)
        self._lots = lots
        self._shares = shares
        self._remembered: dict[str, str] = {}

    @classmethod
    def load(cls, path: Path, *, lots: int = 1, shares: int = 1) -> Self:
        quantities = cls(path, lots=lots, shares=shares)
        quantities._remembered = {name: str(qty) for name, qty in quantities._file.read().items()}
        return quantities

    def of(self, security: Security, lot: Decimal, *, contract: bool = False) -> Decimal:
        """The shares to begin with; a remembered quantity that is not in whole lots any more is not used.

        Of an option or a future (`contract`) each contract is a lot.
        """
        try:
            qty = Decimal(self._remembered.get(str(security), ""))
        except InvalidOperation:
            qty = Decimal(0)
        if qty.is_finite() and qty > 0 and qty % lot == 0:
            return qty
        return lot * self._lots if lot > ONE or contract else Decimal(self._shares)

    def remember(self, security: Security, qty: Decimal) -> None:
        """Begin with this next time."""
        if qty <= 0 or self._remembered.get(str(security)) == f"{qty:f}":
            return
        self._remembered[str(security)] = f"{qty:f}"
        self._file.write(self._remembered)
