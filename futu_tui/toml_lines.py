"""Finds the line of a TOML file that an error is about, so that it can be named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tomllib import TOMLDecodeError


class WrongTOML(ValueError):
    """Text that is no TOML; the line from 1, and what is wrong with it."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"{problem} (at line {line})")
        self.line = line
        self.problem = problem


def parse(source: str) -> dict[str, Any]:
    """The tables of a TOML text. Raises WrongTOML, also for what Python's own parser gives up on otherwise."""
    if not source:
        return {}  # as where there is no file: the parser need not be imported
    import tomllib

    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise WrongTOML(*_syntax_problem(error, source)) from error
    except RecursionError as error:
        raise WrongTOML(_deepest(source), "too many brackets within one another") from error
    except ValueError as error:  # a number of more digits than Python reads
        raise WrongTOML(1, str(error).partition(":")[0]) from error


def line_of(source: str, path: Sequence[str]) -> int:
    """The line, from 1, on which the key or table at `path` begins in valid TOML; 1 when it is not there.

    Where the file parses up to some line and holds the key, and did not hold it up to the last line before at which
    it parsed, the key begins on the line after that one.
    """
    import tomllib

    lines = source.splitlines()
    parsed = 0
    for count in range(1, len(lines) + 1):
        try:
            data = tomllib.loads("\n".join(lines[:count]))
        except (ValueError, RecursionError):
            continue  # inside a value that goes over several lines
        if _holds(data, path):
            return parsed + 1
        parsed = count
    return 1


def _syntax_problem(error: TOMLDecodeError, source: str) -> tuple[int, str]:
    """The line that does not parse and what is wrong with it."""
    # The message ends in "(at line 3, column 7)" or "(at end of document)".
    message, _, place = str(error).rpartition(" (at ")
    words = place.rstrip(")").replace(",", "").split()
    line = int(words[1]) if words[:1] == ["line"] else max(1, len(source.splitlines()))
    return line, message


def _deepest(source: str) -> int:
    """The line with the most brackets that open."""
    lines = source.splitlines() or [""]
    return 1 + max(range(len(lines)), key=lambda number: sum(map(lines[number].count, "[{")))


def _holds(data: object, path: Sequence[str]) -> bool:
    for key in path:
        if not isinstance(data, dict) or key not in data:
            return False
        data = data[key]
    return True
