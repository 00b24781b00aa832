"""What the program's own source may not do, so that no text from elsewhere is ever run, or read as markup."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

import futu_tui

ROOT = Path(futu_tui.__file__).parent
GENERATED = ROOT / "protocol" / "pb"
RUNS_TEXT = {"eval", "exec", "compile", "__import__", "execfile", "input"}
UNSAFE_MODULES = {
    "pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal", "yaml", "jsonpickle", "code", "codeop", "pty",
    "ctypes", "runpy", "commands", "xml.etree.ElementTree", "xml.dom.minidom", "xml.sax",
}  # fmt: skip
STARTS_A_SHELL = {
    "system",
    "popen",
    "getoutput",
    "getstatusoutput",
    "spawnl",
    "spawnv",
    "execl",
    "execv",
    "startfile",
}
READS_MARKUP = {"from_markup", "render_markup", "from_ansi", "stylize_markup"}


@cache
def nodes() -> tuple[tuple[str, ast.AST], ...]:
    """Every call, import and assignment of the program, and its file; looked for once."""
    kinds = (ast.Call, ast.Import, ast.ImportFrom, ast.Assign)
    return tuple(
        (str(path.relative_to(ROOT)), node)
        for path in sorted(ROOT.rglob("*.py"))
        if not path.is_relative_to(GENERATED)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, kinds)
    )


@cache
def calls() -> tuple[tuple[str, ast.Call, str], ...]:
    """Where each call stands, the call, and the last name of what is called."""
    return tuple(
        (f"{file}:{node.lineno}", node, called(node)) for file, node in nodes() if isinstance(node, ast.Call)
    )


@cache
def imported() -> tuple[tuple[str, str], ...]:
    """Each file with what it imports."""
    return tuple((file, name) for file, node in nodes() for name in imports(node))


def called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def keyword(node: ast.Call, name: str) -> object:
    """A keyword's constant value; None where it is not given or no constant."""
    value = next((each.value for each in node.keywords if each.arg == name), None)
    return value.value if isinstance(value, ast.Constant) else None


C_CALLS = {("spare_memory.py", "ctypes")}
"""Two functions of the C library that the program runs in, with constants; nothing is loaded for them, nothing read."""


def test_there_is_something_to_look_at() -> None:
    assert len({file for file, _ in nodes()}) > 300
    assert sum(name == "notify" for _, _, name in calls()) > 30
    assert sum(name == "Static" for _, _, name in calls()) > 30


def test_no_text_is_run() -> None:
    assert [
        where for where, node, name in calls() if isinstance(node.func, ast.Name) and name in RUNS_TEXT
    ] == []


def test_nothing_is_read_that_runs_what_it_reads() -> None:
    unsafe = {(file.partition(":")[0], name) for file, name in imported() if name in UNSAFE_MODULES}
    assert unsafe == C_CALLS
    loaded = [node.args for _, node, name in calls() if name in ("CDLL", "PyDLL", "LoadLibrary")]
    assert [ast.dump(each) for args in loaded for each in args] == [ast.dump(ast.Constant(None))]


def imports(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        for each in node.names:
            yield each.name
            yield each.name.partition(".")[0]
    elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
        yield node.module
        yield node.module.partition(".")[0]
        yield from (f"{node.module}.{each.name}" for each in node.names)


def test_xml_is_only_ever_written() -> None:
    used = {name for _, name in imported() if "xml" in name}
    assert used <= {"xml", "xml.sax.saxutils", "xml.sax.saxutils.escape"}


def test_no_shell_is_started_and_one_program_alone() -> None:
    assert [where for where, _, name in calls() if name in STARTS_A_SHELL] == []
    assert [where for where, node, _ in calls() if keyword(node, "shell") is not None] == []
    assert {file for file, name in imported() if name == "subprocess"} == {"paper_process.py"}


def test_modules_are_imported_by_names_of_this_program() -> None:
    """Of tables in the source: subcommands, handlers, bodies of protocols, screens, charts, the library that plots."""
    users = {where.partition(":")[0] for where, _, name in calls() if name == "import_module"}
    assert users == {
        "cli.py", "paper/handlers/__init__.py", "protocol/enums.py", "protocol/registry.py", "tui/charts/plotted.py",
        "tui/preload.py", "tui/widgets/chart_kinds.py",
    }  # fmt: skip


def test_a_log_is_given_a_format_of_its_own() -> None:
    """A text from elsewhere in its place could not be masked with its arguments, and `%` in it would break it."""
    levels = {"debug", "info", "warning", "error", "exception", "critical"}
    wrong = [
        where
        for where, node, name in calls()
        if name in levels
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("log", "_log", "logger", "logging")
        and not isinstance(node.args[0], ast.Constant)
    ]
    assert wrong == []


def test_notices_are_no_markup() -> None:
    wrong = [
        where
        for where, node, name in calls()
        if name == "notify" and "notify" not in where and keyword(node, "markup") is not False
    ]
    assert wrong == []


def test_no_text_is_read_as_markup() -> None:
    assert [where for where, _, name in calls() if name in READS_MARKUP] == []
    assert [where for where, node, _ in calls() if keyword(node, "markup") is True] == []


def test_labels_are_no_markup() -> None:
    """A Static without it would read what it is later updated with as markup."""
    wrong = [
        where
        for where, node, name in calls()
        if name in ("Static", "Label") and keyword(node, "markup") is not False
    ]
    assert wrong == []


@pytest.mark.parametrize("title", ["border_title", "border_subtitle", "tooltip"])
def test_titles_of_boxes_are_content_and_no_markup(title: str) -> None:
    wrong = [
        f"{file}:{node.lineno}"
        for file, node in nodes()
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == title and not is_content(node.value)
    ]
    assert wrong == []


def is_content(value: ast.expr) -> bool:
    match value:
        case ast.Call(func=ast.Name(id="Content")) | ast.Constant(value=None):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="Content"), attr="assemble")):
            return True
        case ast.Name(id="title"):  # of watchlist.py, assembled the line before
            return True
        case ast.IfExp(body=body, orelse=orelse):
            return is_content(body) and is_content(orelse)
    return False


def test_actions_are_named_by_the_source_alone() -> None:
    """`run_action` reads a text as a call: none of a config, a recording or the wire may come there."""
    allowed: dict[str, Callable[[ast.expr], bool]] = {
        "tui/commands.py": lambda text: ast.unparse(text) == "offer.key.action",
        "tui/screens/dialog.py": lambda text: ast.unparse(text) == "'help'",
        "tui/screens/lookup_keys.py": lambda text: ast.unparse(text) == "action",
    }
    found = [(where.partition(":")[0], node.args[0]) for where, node, name in calls() if name == "run_action"]
    assert {file for file, _ in found} == set(allowed)
    assert all(allowed[file](text) for file, text in found)
