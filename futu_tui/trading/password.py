"""The trading password: hashed as soon as it is typed, and never to be seen."""

from __future__ import annotations

from futu_tui.masking import register_dropped


class Password:
    """What unlocks trading. Only its MD5 is kept, which is what the gateway takes; it shows in no text."""

    __slots__ = ("_md5",)

    def __init__(self, typed: str) -> None:
        """Raises ValueError for an empty one."""
        if not typed:
            raise ValueError("type the trading password")
        import hashlib  # when one is typed, not with the start

        register_dropped(typed)
        self._md5 = hashlib.md5(typed.encode(), usedforsecurity=False).hexdigest()

    @property
    def md5(self) -> str:
        """In lower-case hexadecimal, for 2005."""
        return self._md5

    def __repr__(self) -> str:
        return "Password(hidden)"

    def __reduce__(self) -> str:
        raise TypeError("a password is not to be stored")
