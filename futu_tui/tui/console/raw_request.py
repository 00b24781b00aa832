"""Bodies without a published definition, typed as bytes."""

from __future__ import annotations

import base64
import binascii


class WrongBytes(ValueError):
    """Text that is no bytes; the message says how to write them."""


def bytes_of(text: str) -> bytes:
    """Hexadecimal digits or base64, blanks and line breaks left out; `hex:` or `base64:` in front decides.

    What can be either is taken for hexadecimal. Raises WrongBytes.
    """
    bare = "".join(text.split())
    if bare.startswith("hex:"):
        return _hex(bare.removeprefix("hex:"))
    if bare.startswith("base64:"):
        return _base64(bare.removeprefix("base64:"))
    try:
        return _hex(bare)
    except WrongBytes:
        return _base64(bare)


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise WrongBytes("not hexadecimal: write pairs of 0-9 and a-f, as in 0a00ff") from None


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise WrongBytes("neither hexadecimal nor base64: write 0a00ff, or base64:CgD/") from None
