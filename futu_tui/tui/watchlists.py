"""The person's watchlists: named groups of securities, kept as TOML in the config folder.

A file that cannot be read is never written over: what could be read is used, the problem is told with its line, and the
file as it was is kept beside the new one as `.bak` before the first change is saved. What others have changed in the
file since it was read is joined with what is changed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from futu_tui.protocol import Security, SecurityError
from futu_tui.shared_files import free_backup, in_hand, replace
from futu_tui.toml_lines import WrongTOML, parse
from futu_tui.tui.text import clean, width
from futu_tui.tui.watchlist_join import joined

FILE_NAME = "watchlists.toml"
HELD = "Held"
"""The group that follows the account's positions; it is in no file, and no list may take its name."""
ACCOUNT_SIGN = "@"
"""Stands before the names of the groups that the account keeps; no list of the person's may begin with it."""
LONGEST_NAME = 24
"""Cells that a group's name may take."""

HEADING = """\
# The watchlists of futu-tui. Each line is a group and its securities in their order; the program keeps comments.
# Write a security as HK.00700, US.AAPL, SH.600519 or SZ.300750.
"""
DEFAULTS: dict[str, tuple[str, ...]] = {
    "Core": (
        "HK.00700", "HK.09988", "HK.03690", "HK.01810", "HK.00388", "HK.00005", "HK.02800", "HK.800000",
        "US.AAPL", "US.NVDA", "US.TSLA", "SH.600519", "SZ.300750", "SZ.000858",
    ),
    "Tech": (
        "HK.00700", "HK.09988", "HK.03690", "HK.01810",
        "US.AAPL", "US.NVDA", "US.MSFT", "US.GOOGL", "US.META", "US.AMZN", "US.TSLA", "SZ.300750",
    ),
    "US": ("US.AAPL", "US.NVDA", "US.TSLA", "US.MSFT", "US.AMZN", "US.META", "US.GOOGL", "US.SPY"),
    "CN": ("SH.600519", "SH.601318", "SZ.300750", "SZ.000858"),
}  # fmt: skip


class WatchlistError(ValueError):
    """A list that cannot be read, named or saved; the text says what is wrong and what would be right."""


class Group(Struct):
    """One list, in the person's own order and without repeats."""

    name: str
    securities: list[Security] = field(default_factory=list)


class Watchlists:
    """The groups in their order. Every change is saved at once; WatchlistError tells when it cannot be."""

    def __init__(self, path: Path | None, groups: Iterable[Group], source: str | None = None) -> None:
        """`source` is the file's text that the groups came from; without a `path` nothing is ever saved."""
        self.path = path
        self.groups = list(groups)
        self.problems: list[str] = []
        """What was wrong with the file when it was read, ready to be shown."""
        self._source = source
        self._broken = False
        self._known = self._lists()
        """What the file holds as far as this program knows."""

    @classmethod
    def load(cls, path: Path) -> Watchlists:
        """The lists in this file; the default lists where there is none yet or where it cannot be read."""
        try:
            source = path.read_text("utf-8")
        except FileNotFoundError:
            return cls(path, default_groups())
        except (OSError, UnicodeDecodeError) as error:
            lists = cls(path, default_groups())
            lists._note(f"{path}: cannot be read: {error}; the default lists are shown")
            return lists
        lists = cls(path, (), source)
        lists._read(source)
        lists._known = lists._lists()
        return lists

    def group(self, name: str) -> Group:
        """The group with this name; KeyError without one."""
        for group in self.groups:
            if group.name == name:
                return group
        raise KeyError(name)

    def size(self, name: str) -> int | None:
        """How many securities a group has; None without one of this name."""
        return next((len(group.securities) for group in self.groups if group.name == name), None)

    # Changes

    def add(self, name: str, security: Security, at: int | None = None) -> bool:
        """Put a security into a group, at its end or before the `at`th; False if it is there already."""
        securities = self.group(name).securities
        if security in securities:
            return False
        securities.insert(len(securities) if at is None else at, security)
        self.save()
        return True

    def extend(self, name: str, securities: Iterable[Security]) -> int:
        """Put securities at the end of a group; answers how many of them were not there yet."""
        present = self.group(name).securities
        known = set(present)
        new = [security for security in dict.fromkeys(securities) if security not in known]
        if new:
            present.extend(new)
            self.save()
        return len(new)

    def remove(self, name: str, security: Security) -> int | None:
        """Take a security out of a group; answers where it stood, None if it was not there."""
        securities = self.group(name).securities
        if security not in securities:
            return None
        place = securities.index(security)
        del securities[place]
        self.save()
        return place

    def move(self, name: str, security: Security, by: int) -> None:
        """Move a security down its list by so many places, up if negative, as far as the list goes."""
        securities = self.group(name).securities
        place = securities.index(security)
        target = max(0, min(place + by, len(securities) - 1))
        if target != place:
            securities.insert(target, securities.pop(place))
            self.save()

    def create(self, name: str) -> Group:
        """Add an empty group at the end; WatchlistError for a name that cannot be."""
        group = Group(self.checked(name))
        self.groups.append(group)
        self.save()
        return group

    def rename(self, old: str, new: str) -> Group:
        """Give a group another name; WatchlistError for one that cannot be."""
        group = self.group(old)
        if new.strip() != old:
            group.name = self.checked(new)
            self.save()
        return group

    def delete(self, name: str) -> None:
        """Remove a group and all that is in it."""
        self.groups.remove(self.group(name))
        self.save()

    def checked(self, name: str) -> str:
        """The name of a new group as it will stand; WatchlistError for one that cannot be."""
        name = clean(name).strip()
        if not name:
            raise WatchlistError("A group needs a name, such as Banks.")
        if width(name) > LONGEST_NAME:
            raise WatchlistError(
                f"A group's name may take {LONGEST_NAME} cells; {name!r} takes {width(name)}."
            )
        if name.startswith(ACCOUNT_SIGN):
            raise WatchlistError(f"{ACCOUNT_SIGN} stands before the account's own groups; take another name.")
        if name.casefold() == HELD.casefold():
            raise WatchlistError(f"{HELD} is the group that follows your positions; take another name.")
        if name.casefold() in (group.name.casefold() for group in self.groups):
            raise WatchlistError(f"There is a group {name!r} already.")
        return name

    # Reading

    def _read(self, source: str) -> None:
        try:
            data = parse(source)
        except WrongTOML as error:
            self._note(
                f"{self.path}:{error.line}: not valid TOML: {error.problem}; the default lists are shown"
            )
            self.groups = default_groups()
            return
        for key in data.keys() - {"groups"}:
            self._wrong(source, key, f"{key!r} means nothing here; lists stand under [groups]")
        groups = data.get("groups", {})
        if not isinstance(groups, dict):
            self._wrong(source, "groups", "groups must be a table: [groups] and then one list a line")
            groups = {}
        for name, codes in groups.items():
            self._read_group(source, name, codes)
        if not self.groups and self.problems:
            self.groups = default_groups()

    def _read_group(self, source: str, name: str, codes: Any) -> None:
        try:
            group = Group(self.checked(name))
        except WatchlistError as error:
            self._wrong(source, name, str(error))
            return
        self.groups.append(group)
        if not isinstance(codes, list):
            self._wrong(source, name, f'a group is a list of codes, as in {name} = ["HK.00700", "US.AAPL"]')
            return
        for code in codes:
            if not isinstance(code, str):
                self._wrong(
                    source, str(code), f'{code!r} is no security; codes stand in quotes, as in "HK.00700"'
                )
                continue
            try:
                security = Security.parse(code)
            except SecurityError as error:
                self._wrong(source, code, str(error))
                continue
            if security not in group.securities:
                group.securities.append(security)

    def _wrong(self, source: str, text: str, message: str) -> None:
        pattern = re.compile(rf"(?<![\w.]){re.escape(text)}(?![\w.])")
        numbers = (number for number, line in enumerate(source.splitlines(), 1) if pattern.search(line))
        self._note(f"{self.path}:{next(numbers, 1)}: {message}")

    def _note(self, problem: str) -> None:
        self.problems.append(problem)
        self._broken = True

    # Writing

    def save(self) -> None:
        """Write the file whole or not at all, with what others have changed in it meanwhile.

        A file that had problems when it was read, or has them now, is first kept as `.bak`.
        """
        if self.path is None:
            return
        try:
            with in_hand(self.path):
                self._take_in_others()
                text = self._text()
                replace(self.path, text)
        except OSError as error:
            raise WatchlistError(f"{self.path}: cannot be saved: {error.strerror or error}") from error
        self._source, self._broken, self._known = text, False, self._lists()

    def _take_in_others(self) -> None:
        assert self.path is not None
        try:
            present = self.path.read_bytes()
        except FileNotFoundError:
            return
        ours = self._source.encode() if self._source is not None else None
        if present == ours and not self._broken:
            return
        others = None if self._broken else _readable(self.path)
        if others is None:
            replace(free_backup(self.path), present)
            return
        lists = joined(self._known, self._lists(), others._lists())
        self.groups = [Group(name, securities) for name, securities in lists.items()]
        self._source = others._source

    def _lists(self) -> dict[str, list[Security]]:
        return {group.name: list(group.securities) for group in self.groups}

    def _text(self) -> str:
        """The file's text for the groups as they are, with the comments it had."""
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        wanted = {group.name: list(map(str, group.securities)) for group in self.groups}
        if self._source is not None and not self._broken:
            try:
                text = _edited(self._source, wanted)
                if list(parse(text).get("groups", {}).items()) == list(wanted.items()):
                    return text
            except (TOMLKitError, WrongTOML):
                pass  # a layout that cannot be edited in place is written anew
        table = tomlkit.table()
        for name, codes in wanted.items():
            table.add(name, _array(codes))
        return HEADING + "\n" + tomlkit.dumps({"groups": table})


def _readable(path: Path) -> Watchlists | None:
    """The lists of a file that has no problem."""
    lists = Watchlists.load(path)
    return None if lists.problems else lists


def default_groups() -> list[Group]:
    """The lists of a first start."""
    return [Group(name, list(map(Security.parse, codes))) for name, codes in DEFAULTS.items()]


def _edited(source: str, wanted: dict[str, list[str]]) -> str:
    """The file's text changed no more than the wanted lists need; comments stay where they can."""
    import tomlkit
    from tomlkit.items import Table

    document = tomlkit.parse(source)
    if not isinstance(document.get("groups"), Table):
        document["groups"] = tomlkit.table()
    table: Any = document["groups"]
    for name in [name for name in table if name not in wanted]:
        del table[name]
    for name, codes in wanted.items():
        if name not in table or [str(Security.parse(code)) for code in table[name]] != codes:
            table[name] = _array(codes)
    return tomlkit.dumps(document)


def _array(codes: list[str]) -> Any:
    import tomlkit

    array = tomlkit.array()
    array.extend(codes)
    return array.multiline(len(codes) > 4)
