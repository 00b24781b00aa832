"""The mark that an order carries in its remark, by which it is found again when its answer was lost.

The person's own text stays in front of it: "breakout ~k3f9a2x". The wire allows 64 bytes for both.
"""

from __future__ import annotations

import re

REMARK_BYTES = 64
"""What the wire allows, in UTF-8."""
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LENGTH = 7
_MARK = re.compile(rf"(?:^|(?<=\s))~([{_LETTERS}]{{{_LENGTH}}})$")
TEXT_BYTES = REMARK_BYTES - len(" ~") - _LENGTH
"""What is left of it for the person's own text."""


def new_client_id() -> str:
    """Seven letters and digits; the journal sees to it that none is given twice on one machine."""
    import secrets  # with an order, not with the start

    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def with_client_id(text: str, client_id: str) -> str:
    """The remark that goes to the gateway."""
    return f"{text} ~{client_id}" if text else f"~{client_id}"


def split_remark(remark: str) -> tuple[str, str]:
    """The person's own text and the client id, each empty where there is none."""
    match = _MARK.search(remark)
    return (remark[: match.start()].rstrip(), match[1]) if match else (remark, "")
