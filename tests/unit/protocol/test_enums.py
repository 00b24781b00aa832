"""The enum of a number, against what the wire's definitions say beside each field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from futu_tui.protocol.enums import enum_of

PROTOS = Path(__file__).parents[3] / "protos"
MESSAGE = re.compile(r"^message (?P<name>\w+)")
NUMBER = re.compile(
    r"^  (?:optional|required|repeated) int32 (?P<name>\w+) = \d+[^/]*(?:// (?P<comment>.*))?"
)
ENUM = re.compile(r"(?:(?P<file>\w+)\.)?\b(?P<enum>[A-Z]\w+)(?! bits)")


def module(name: str) -> Any:
    return import_module(f"futu_tui.protocol.pb.{name}_pb2")


def numbers() -> Iterator[tuple[str, str, str, str | None]]:
    """Each int32 field of the definitions: file, message, field and the enum that its comment names."""
    for path in sorted(PROTOS.glob("*.proto")):
        message = ""
        for line in path.read_text().splitlines():
            if match := MESSAGE.match(line):
                message = match["name"]
            elif match := NUMBER.match(line):
                yield path.stem, message, match["name"], enum_named(path.stem, match["comment"] or "")


def enum_named(file: str, comment: str) -> str | None:
    for match in ENUM.finditer(comment):
        place = match["file"] or file
        if match["enum"] in module(place).DESCRIPTOR.enum_types_by_name:
            return f"futu_tui.{place}.{match['enum']}"
    return None


def found(file: str, message: str, field: str) -> str | None:
    enum = enum_of(module(file).DESCRIPTOR.message_types_by_name[message].fields_by_name[field])
    return enum.full_name if enum else None


def test_every_number_holds_the_enum_that_its_definition_names() -> None:
    fields = list(numbers())
    assert len(fields) > 400
    assert sum(enum is not None for *_, enum in fields) > 200
    wrong = {
        f"{file}.{message}.{field}": (found(file, message, field), enum)
        for file, message, field, enum in fields
        if found(file, message, field) != enum
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("file", "message", "field"),
    [("qot_common", "BasicQot", "volume"), ("qot_common", "OptionStaticExData", "market")],
)
def test_what_is_no_int32_holds_no_enum(file: str, message: str, field: str) -> None:
    assert found(file, message, field) is None


def test_a_field_declared_as_an_enum_holds_it() -> None:
    assert found("common", "ProgramStatus", "type") == "futu_tui.common.ProgramStatusType"
