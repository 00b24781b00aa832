"""The command line, as a person types it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from futu_tui import __version__
from futu_tui.cli import SUBCOMMANDS, main
from futu_tui.commands import dashboard
from futu_tui.config import SETTINGS, Loaded
from futu_tui.tui.keymap import TABLE


@pytest.fixture(autouse=True)
def own_config_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "config"
    monkeypatch.setenv("FUTU_TUI_CONFIG_DIR", str(folder))
    return folder


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Loaded]:
    """What the dashboard was run with, instead of running it."""
    runs: list[Loaded] = []

    def run(loaded: Loaded) -> int:
        runs.append(loaded)
        return 0

    monkeypatch.setattr(dashboard, "run", run)
    return runs


def futu_tui(*args: str) -> Result:
    return CliRunner().invoke(main, args, prog_name="futu-tui")


def test_without_a_command_it_is_the_dashboard(shown: list[Loaded]) -> None:
    result = futu_tui("--target", "gw:1", "--ssh", "--environment", "real")
    assert result.exit_code == 0
    settings = shown[0].settings
    assert (settings.gateway.target, settings.display.ssh, settings.trading.environment) == (
        "gw:1",
        "on",
        "real",
    )


def test_every_setting_of_the_dashboard_has_its_flag() -> None:
    result = futu_tui("--help")
    assert result.exit_code == 0
    assert [setting.flag for setting in SETTINGS.values() if setting.flag not in result.output] == []


def test_help_names_every_command_without_importing_one() -> None:
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from futu_tui.cli import SUBCOMMANDS, main\n"
        "result = CliRunner().invoke(main, ['--help'])\n"
        "assert result.exit_code == 0, result.output\n"
        "assert all(f'\\n  {name} ' in result.output for name in SUBCOMMANDS), result.output\n"
        "heavy = {'textual', 'grpc', 'rich', 'google.protobuf', 'futu_tui.commands.demo'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("begin", ["from futu_tui.__main__ import main", "from futu_tui.cli import main"])
def test_a_command_looks_for_garbage_once_it_is_imported(begin: str) -> None:
    code = (
        f"import gc, sys\n{begin}\n"
        "sys.argv = ['futu-tui', 'protocols']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "assert gc.isenabled()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_command_has_help(name: str) -> None:
    result = futu_tui(name, "--help")
    assert result.exit_code == 0, result.output
    assert f"futu-tui {name}" in result.output


def test_the_version_is_the_packages() -> None:
    assert futu_tui("--version").output == f"futu-tui, version {__version__}\n"


def test_a_wrong_command_gets_the_near_one() -> None:
    result = futu_tui("demmo")
    assert result.exit_code == 2
    assert "No such command 'demmo'. Did you mean demo?" in result.output


def test_an_option_before_a_command_is_sent_behind_it(shown: list[Loaded]) -> None:
    result = futu_tui("--target", "h:1", "protocols")
    assert result.exit_code == 2
    assert "futu-tui protocols --target" in result.output
    assert shown == []


def test_a_wrong_setting_is_wrong_usage(shown: list[Loaded]) -> None:
    result = futu_tui("--fps", "99")
    assert result.exit_code == 2
    assert (
        result.output
        == 'Error: --fps: display.fps must be a whole number from 1 to 60, such as 30, not "99"\n'
    )
    assert shown == []


def test_a_broken_config_file_stops_no_other_command(own_config_folder: Path) -> None:
    own_config_folder.mkdir()
    (own_config_folder / "config.toml").write_text("[display\n")
    assert futu_tui("completion", "bash").exit_code == 0
    assert futu_tui("config", "--path").exit_code == 0
    assert futu_tui().exit_code == 2


def test_without_a_terminal_the_dashboard_says_so() -> None:
    for args in ((), ("demo",)):
        result = futu_tui(*args)
        assert result.exit_code == 2
        assert "needs a terminal" in result.output
        assert "futu-tui stream" in result.output


def test_a_dumb_terminal_is_told_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Terminal())
    monkeypatch.setenv("TERM", "dumb")
    with pytest.raises(click.UsageError, match="TERM=xterm-256color"):
        dashboard.require_terminal()
    monkeypatch.setenv("TERM", "xterm")
    dashboard.require_terminal()


class TestConfigCommand:
    def test_it_lists_every_setting_with_its_meaning_value_and_origin(
        self, own_config_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        own_config_folder.mkdir()
        path = own_config_folder / "config.toml"
        path.write_text('[display]\ntheme = "amber"\n[keys]\nchart.zoom_in = "y"\n')
        monkeypatch.setenv("FUTU_TUI_DISPLAY_FPS", "12")
        output = futu_tui("config").output
        for setting in SETTINGS.values():
            assert f"# {setting.doc}" in output
            assert f"\n{setting.name} = " in output
        assert f'theme = "amber"  # {path}:2; default "futu-dark"' in output
        assert "fps = 12  # FUTU_TUI_DISPLAY_FPS; default 30" in output
        assert 'ssh = "auto"  # default' in output
        assert f'chart.zoom_in = "y"  # Zoom in; {path}:4; default "+,="' in output
        for key in TABLE:
            assert f"\n{key.id} = " in output

    def test_wrong_keys_are_told_with_their_lines(self, own_config_folder: Path) -> None:
        own_config_folder.mkdir()
        path = own_config_folder / "config.toml"
        path.write_text('[keys]\nchart.zoom_in = "ctl+i"\nchart.zom_out = "u"\n')
        result = futu_tui("config")
        assert result.exit_code == 2
        assert f'{path}:2: keys.chart.zoom_in: "ctl+i" is not a key; did you mean "ctrl+i"?' in result.output
        assert (
            f"{path}:3: keys.chart.zom_out: there is no such action; did you mean chart.zoom_out"
            in result.output
        )

    def test_path_prints_the_path_alone(self, own_config_folder: Path) -> None:
        assert futu_tui("config", "--path").output == f"{own_config_folder / 'config.toml'}\n"

    def test_init_writes_a_file_once(self, own_config_folder: Path) -> None:
        path = own_config_folder / "config.toml"
        assert futu_tui("config", "--init").output == f"wrote {path}\n"
        assert futu_tui("config").exit_code == 0
        path.write_text("# mine")
        again = futu_tui("config", "--init")
        assert again.exit_code == 1
        assert "stays as it is" in again.output
        assert path.read_text() == "# mine"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_the_program(shell: str) -> None:
    output = futu_tui("completion", shell).output
    assert "_FUTU_TUI_COMPLETE" in output
    assert "futu-tui" in output


def test_completion_knows_commands_and_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    def complete(words: str) -> list[str]:
        monkeypatch.setenv("COMP_WORDS", f"futu-tui {words}")
        monkeypatch.setenv("COMP_CWORD", str(len(words.split(" "))))
        monkeypatch.setenv("_FUTU_TUI_COMPLETE", "bash_complete")
        return [line.partition(",")[2] for line in futu_tui().output.split()]

    assert complete("de") == ["demo"]
    assert complete("--up-colour ") == ["green", "red"]
    assert complete("--up") == ["--up-colour"]
