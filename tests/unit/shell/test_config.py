"""Settings: what wins, what is refused, and how it is told."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.api_key import read_api_key
from futu_tui.commands.screen_setup import check_limits
from futu_tui.config import (
    SETTINGS,
    ConfigError,
    Loaded,
    Settings,
    cache_folder,
    config_folder,
    data_folder,
    load,
    toml_value,
)
from futu_tui.config_file import commented_file, save_setting
from futu_tui.toml_lines import line_of


def load_text(tmp_path: Path, text: str, **more: dict[str, object]) -> Loaded:
    path = tmp_path / "config.toml"
    path.write_text(text)
    return load(path, environ=more.get("environ", {}), flags=more.get("flags"))  # type: ignore[arg-type]


def problem(tmp_path: Path, text: str, environ: dict[str, str] | None = None) -> str:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(path, environ=environ or {})
    return str(caught.value).replace(str(path), "config.toml")


def test_without_a_file_everything_is_at_its_default(tmp_path: Path) -> None:
    loaded = load(environ={"FUTU_TUI_CONFIG_DIR": str(tmp_path)})
    assert loaded.settings == Settings()
    assert loaded.path == tmp_path / "config.toml"
    assert loaded.origin("display.fps") == "default"


def test_a_flag_wins_over_a_variable_and_a_variable_over_the_file(tmp_path: Path) -> None:
    text = "[display]\nfps = 11\n[gateway]\ntarget = 'file:1'\n"
    environ = {"FUTU_TUI_DISPLAY_FPS": "12", "FUTU_TUI_GATEWAY_TLS": "true"}
    path = tmp_path / "config.toml"
    path.write_text(text)
    loaded = load(path, environ, {"display.fps": "13"})
    assert loaded.settings.display.fps == 13
    assert loaded.origin("display.fps") == "--fps"
    assert loaded.settings.gateway.target == "file:1"
    assert loaded.origin("gateway.target") == f"{path}:4"
    assert loaded.settings.gateway.tls is True
    assert loaded.origin("gateway.tls") == "FUTU_TUI_GATEWAY_TLS"
    assert load(path, environ).settings.display.fps == 12
    assert load(path, {}).settings.display.fps == 11


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[display]\n\nthem = 'amber'",
            '3: there is no setting display.them; did you mean theme = "futu-dark" under [display]?',
        ),
        (
            "[gateway]\nfps = 3",
            "2: there is no setting gateway.fps; did you mean fps = 30 under [display]?",
        ),
        (
            "[dispaly]\ntheme = 'x'",
            '2: there is no setting dispaly.theme; did you mean theme = "futu-dark" under [display]?',
        ),
        ("nonsense = 1", "1: there is no setting nonsense; futu-tui config lists them all"),
        (
            "[display]\nfps = 'fast'",
            '2: display.fps must be a whole number from 1 to 60, such as 30, not "fast"',
        ),
        ("[display]\nfps = 61", "2: display.fps must be a whole number from 1 to 60, such as 30, not 61"),
        ("[display]\nup_colour = 'blue'", '2: display.up_colour must be "green" or "red", not "blue"'),
        ("[display]\nssh = 1", '2: display.ssh must be "auto", true or false, not 1'),
        (
            "[gateway]\ntimeout = 0.1",
            "2: gateway.timeout must be a number from 0.5 to 300, such as 10.0, not 0.1",
        ),
        (
            "[gateway]\ntarget = 'localhost'",
            '2: gateway.target must be host:port in text, such as "127.0.0.1:22500", not "localhost"',
        ),
        (
            "[gateway]\ntarget = 'h:99999'",
            '2: gateway.target must be host:port in text, such as "127.0.0.1:22500", not "h:99999"',
        ),
        ("display = 3", '1: display is a table; write [display] and below it theme = "futu-dark"'),
        (
            "[keys]\nchart.zoom_in = 3",
            '2: keys.chart.zoom_in must be keys in text; write [keys] and then app.theme = "T"',
        ),
        (
            "[display\n",
            "1: not valid TOML: Expected ']' at the end of a table declaration; "
            'a line reads like theme = "amber"',
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_the_right_form(
    tmp_path: Path, text: str, message: str
) -> None:
    assert problem(tmp_path, text) == f"config.toml:{message}"


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    told = problem(tmp_path, "[display]\nfps = 0\nthem = 1\n", {"FUTU_TUI_DISPLAY_SSH": "perhaps"})
    assert [line.split(": ")[0] for line in told.splitlines()] == [
        "config.toml:2",
        "config.toml:3",
        "FUTU_TUI_DISPLAY_SSH",
    ]


def test_a_misspelt_variable_of_ours_is_told_and_a_stranger_is_not(tmp_path: Path) -> None:
    told = problem(
        tmp_path, "", {"FUTU_TUI_DISPLAY_THEM": "amber", "FUTU_TUI_API_KEY": "fc_1", "DISPLAY_THEM": "x"}
    )
    assert told == "FUTU_TUI_DISPLAY_THEM: no such setting; did you mean FUTU_TUI_DISPLAY_THEME?"


def test_a_named_config_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such file"):
        load(tmp_path / "absent.toml", environ={})


def test_keys_come_by_their_action_whether_dotted_quoted_or_in_tables(tmp_path: Path) -> None:
    text = '[keys]\nchart.zoom_in = "i"\n"chart.zoom_out" = "u"\n[keys.grid]\nfirst = "0"\n'
    loaded = load_text(tmp_path, text)
    assert loaded.settings.keys == {"chart.zoom_in": "i", "chart.zoom_out": "u", "grid.first": "0"}
    assert loaded.origin("keys.grid.first").endswith(":5")


@pytest.mark.parametrize("target", ["gw.example.com:443", "[::1]:22500", "10.0.0.7:1"])
def test_targets_of_every_kind_are_taken(tmp_path: Path, target: str) -> None:
    assert load_text(tmp_path, f"[gateway]\ntarget = '{target}'").settings.gateway.target == target


def test_limits_that_mean_nothing_are_told_with_their_line(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, "[guard]\nallowed = 'HKK, US.AAPL'\nmax_order_value = 'HKD 5'\n")
    with pytest.raises(ConfigError, match=r"config.toml:2: guard.allowed: 'HKK' is no market; they are HK,"):
        check_limits(loaded)
    check_limits(load_text(tmp_path, "[guard]\nallowed = 'HK, US.AAPL'\nmax_day_loss = '5, USD 1'\n"))


@pytest.mark.parametrize("text", ["HKD", "5 HKD", "HKD 5; USD 6", "-1"])
def test_an_amount_of_money_is_written_with_its_currency_first(tmp_path: Path, text: str) -> None:
    told = problem(tmp_path, f"[guard]\nmax_order_value = '{text}'")
    assert told == (
        "config.toml:2: guard.max_order_value must be amounts by currency in text, "
        f'such as "HKD 500000, USD 60000", not "{text}"'
    )


def test_the_data_folder_is_the_variables_or_the_platforms() -> None:
    assert data_folder({"FUTU_TUI_DATA_DIR": "/elsewhere"}) == Path("/elsewhere")
    assert data_folder({}).name == "futu-tui"


def test_the_cache_folder_is_the_variables_or_the_platforms() -> None:
    assert cache_folder({"FUTU_TUI_CACHE_DIR": "/elsewhere"}) == Path("/elsewhere")
    assert cache_folder({}).name == "futu-tui"


def test_a_slow_line_holds_the_frame_rate_down(tmp_path: Path) -> None:
    assert Settings().display.frame_rate(slow_line=True) == 8
    assert Settings().display.frame_rate(slow_line=False) == 30
    assert load_text(tmp_path, "[display]\nfps = 4").settings.display.frame_rate(slow_line=True) == 4


@pytest.mark.parametrize(
    ("value", "local", "over_ssh"),
    [
        ('"auto"', False, True),
        ("true", True, True),
        ("false", False, False),
        ('"on"', True, True),
        ('"off"', False, False),
    ],
)
def test_bytes_are_saved_over_ssh_unless_the_person_says_otherwise(
    tmp_path: Path, value: str, local: bool, over_ssh: bool
) -> None:
    display = load_text(tmp_path, f"[display]\nssh = {value}").settings.display
    assert display.slow_line({}) is local
    assert display.slow_line({"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}) is over_ssh


@pytest.mark.parametrize(("text", "over_ssh"), [("1", "on"), ("False", "off"), ("AUTO", "auto")])
def test_a_variable_and_a_flag_switch_it_too(tmp_path: Path, text: str, over_ssh: str) -> None:
    environ = {"FUTU_TUI_CONFIG_DIR": str(tmp_path), "FUTU_TUI_DISPLAY_SSH": text}
    assert load(environ=environ).settings.display.ssh == over_ssh
    assert load(environ=environ, flags={"display.ssh": False}).settings.display.ssh == "off"


def test_the_commented_file_sets_nothing_and_uncommented_it_says_the_defaults(tmp_path: Path) -> None:
    text = commented_file([("app.theme", "t", "Next theme")])
    assert load_text(tmp_path, text).settings == Settings()
    lines = [line.removeprefix("# ") for line in text.splitlines() if " = " in line or line.startswith("[")]
    loaded = load_text(tmp_path, "\n".join(lines))
    assert loaded.settings == Settings(keys={"app.theme": "t"})
    assert loaded.origins.keys() == {*SETTINGS, "keys.app.theme"}


def test_every_setting_is_explained() -> None:
    assert all(setting.doc.endswith(".") and setting.form for setting in SETTINGS.values())


def test_saving_a_setting_keeps_the_rest_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "config.toml"
    save_setting("display.theme", "amber", path)
    assert load(path, {}).settings.display.theme == "amber"
    path.write_text("# mine\n[display]\nfps = 9  # calm\n")
    save_setting("display.theme", "ansi", path)
    assert path.read_text() == '# mine\n[display]\nfps = 9  # calm\ntheme = "ansi"\n'


@pytest.mark.parametrize("text", ["[display\n", 'display = "none"\n'])
def test_a_file_that_cannot_be_changed_stays_as_it_was(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match="cannot be changed"):
        save_setting("display.theme", "ansi", path)
    assert path.read_text() == text


def test_saving_follows_a_link(tmp_path: Path) -> None:
    link = tmp_path / "config.toml"
    link.symlink_to(tmp_path / "dotfiles.toml")
    save_setting("display.theme", "ansi", link)
    assert link.is_symlink()
    assert load(link, {}).settings.display.theme == "ansi"


def test_the_config_folder_is_the_variables_or_the_platforms() -> None:
    assert config_folder({"FUTU_TUI_CONFIG_DIR": "/elsewhere"}) == Path("/elsewhere")
    assert config_folder({}).name == "futu-tui"


@given(st.text())
def test_text_survives_being_written_as_toml(text: str) -> None:
    import tomllib

    if text.isprintable():
        assert tomllib.loads(f"x = {toml_value(text)}") == {"x": text}


SOURCE = """\
a = '''
[t]
b = 1
'''
t.b = 1
t.c = [
  "d = 2",
]

# t.d comes now
t.d.e = 4
[u]
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 1),
        (("t",), 5),
        (("t", "b"), 5),
        (("t", "c"), 6),
        (("t", "d", "e"), 11),
        (("u",), 12),
        (("no",), 1),
    ],
)
def test_a_key_is_found_on_the_line_where_it_begins(path: tuple[str, ...], line: int) -> None:
    assert line_of(SOURCE, path) == line


class TestApiKey:
    def settings(self, path: Path, tmp_path: Path) -> Settings:
        return load_text(tmp_path, f"[gateway]\napi_key_file = '{path}'").settings

    def key_file(self, tmp_path: Path, text: str, mode: int) -> Path:
        path = tmp_path / "key"
        path.write_text(text)
        path.chmod(mode)
        return path

    def test_it_is_read_from_a_file_of_ones_own(self, tmp_path: Path) -> None:
        settings = self.settings(self.key_file(tmp_path, "fc_abc\n", 0o600), tmp_path)
        assert read_api_key(settings, {}) == "fc_abc"

    def test_the_variable_wins(self, tmp_path: Path) -> None:
        settings = self.settings(tmp_path / "absent", tmp_path)
        assert read_api_key(settings, {"FUTU_TUI_API_KEY": "fc_env"}) == "fc_env"

    def test_there_may_be_none(self) -> None:
        assert read_api_key(Settings(), {}) is None

    def test_without_a_file_the_keyring_is_asked_for_the_target(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = {("futu-tui", "127.0.0.1:22500"): "fc_ring"}
        ring = ModuleType("keyring")
        ring.get_password = lambda service, name: kept.get((service, name))  # type: ignore[attr-defined]
        errors = ModuleType("keyring.errors")
        errors.KeyringError = RuntimeError  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "keyring", ring)
        monkeypatch.setitem(sys.modules, "keyring.errors", errors)
        assert read_api_key(Settings(), {}) == "fc_ring"

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
    def test_a_file_that_others_may_read_is_refused_with_the_cure(self, tmp_path: Path, mode: int) -> None:
        path = self.key_file(tmp_path, "fc_abc", mode)
        with pytest.raises(ConfigError, match=f"chmod 600 {path}"):
            read_api_key(self.settings(path, tmp_path), {})
        assert stat.S_IMODE(path.stat().st_mode) == mode

    def test_the_error_of_an_absent_file_names_it(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="absent: the API key cannot be read"):
            read_api_key(self.settings(tmp_path / "absent", tmp_path), {})


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("1" * 5_000, "1: not valid TOML: Exceeds the limit (4300 digits) for integer string conversion"),
        ("[" * 5_000, "3: not valid TOML: too many brackets within one another"),
    ],
    ids=["digits", "brackets"],
)
def test_what_python_s_own_reader_gives_up_on_is_told_alike(tmp_path: Path, value: str, message: str) -> None:
    told = problem(tmp_path, f"\n[display]\nfps = {value}")
    assert told == f'config.toml:{message}; a line reads like theme = "amber"'
