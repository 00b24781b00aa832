"""Settings: declared once here, read from a TOML file, the environment and flags, the later winning.

`load` answers with the settings and where each came from. Anything wrong is a ConfigError that names the place
(file and line, variable or flag) and the right form. Secrets are no settings.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field
from msgspec.inspect import BoolType, FloatType, IntType, LiteralType, Metadata, Type, type_info
from msgspec.structs import fields

from futu_tui.printable import printable
from futu_tui.targets import is_loopback
from futu_tui.toml_lines import WrongTOML, line_of, parse

APP = "futu-tui"
ENV_PREFIX = "FUTU_TUI_"
API_KEY_VARIABLE = "FUTU_TUI_API_KEY"
FILE_NAME = "config.toml"
SLOW_LINE_RATE = 8
"""Most frames a second on a slow line."""


class GatewaySettings(Struct, frozen=True):
    """How to reach the gateway."""

    target: Annotated[
        str,
        Meta(
            pattern=r"^(\[[0-9A-Fa-f:.]+\]|[^\s:\[\]]+):[0-9]{1,5}\Z",
            title="host:port in text",
            description="Address of the gateway.",
        ),
    ] = "127.0.0.1:22500"
    api_key_file: Annotated[
        str, Meta(description=f"File that holds the API key, mode 0600; {API_KEY_VARIABLE} wins over it.")
    ] = ""
    tls: Annotated[
        bool, Meta(description="Encrypt with TLS on this machine too; to any other it is done by itself.")
    ] = False
    insecure: Annotated[
        bool,
        Meta(description="Go without TLS to another machine: all on the way can read, and act in your name."),
    ] = False
    tls_ca: Annotated[str, Meta(description="PEM file of the CA to trust; empty for the system's.")] = ""
    tls_cert: Annotated[str, Meta(description="PEM file of the client's certificate, for mutual TLS.")] = ""
    tls_key: Annotated[str, Meta(description="PEM file of that certificate's private key.")] = ""
    timeout: Annotated[float, Meta(ge=0.5, le=300, description="Seconds to wait for an answer.")] = 10.0

    @property
    def encrypted(self) -> bool:
        """Whether the connection is to be TLS: asked for in any way, or to another machine and not waived."""
        asked = self.tls or bool(self.tls_ca or self.tls_cert or self.tls_key)
        return asked or not (self.insecure or is_loopback(self.target))


class DisplaySettings(Struct, frozen=True):
    """How things look."""

    theme: Annotated[str, Meta(min_length=1, description="Theme, bundled or from the themes folder.")] = (
        "futu-dark"
    )
    up_colour: Annotated[
        Literal["green", "red"], Meta(description="Colour of rising prices; falling ones take the other.")
    ] = "green"
    fps: Annotated[int, Meta(ge=1, le=60, description="Most frames drawn in a second.")] = 30
    ssh: Annotated[
        Literal["auto", "on", "off"],
        Meta(
            description="Save bytes on a slow line: 8 frames a second, nothing blinks or flashes. auto is over SSH."
        ),
    ] = "auto"
    alert_bell: Annotated[bool, Meta(description="Ring the terminal's bell when a price alert tells.")] = True

    def slow_line(self, environ: Mapping[str, str]) -> bool:
        """Whether to save bytes: by wish, or because the terminal is reached over SSH (sshd sets SSH_CONNECTION)."""
        return self.ssh == "on" or (self.ssh == "auto" and bool(environ.get("SSH_CONNECTION")))

    def frame_rate(self, slow_line: bool) -> int:
        """Most frames a second."""
        return min(self.fps, SLOW_LINE_RATE) if slow_line else self.fps


class TradingSettings(Struct, frozen=True):
    """Which account comes first, and how orders are written."""

    environment: Annotated[
        Literal["simulate", "real"], Meta(description="Environment to start in; real is real money.")
    ] = "simulate"
    account: Annotated[
        str,
        Meta(
            pattern=r"^[0-9]*\Z",
            title="digits in text",
            description="Account to start with: its id or the id's last digits.",
        ),
    ] = ""
    confirm_in_simulate: Annotated[
        bool, Meta(description="Ask before a simulated order is sent; real ones always ask.")
    ] = True
    lock_after: Annotated[
        float,
        Meta(ge=0, le=1440, description="Minutes without a key after which real trading locks; 0 for never."),
    ] = 15.0
    default_lots: Annotated[
        int, Meta(ge=1, le=10_000, description="Lots that a new order begins with, where there are lots.")
    ] = 1
    default_shares: Annotated[
        int, Meta(ge=1, le=1_000_000, description="Shares that a new order begins with elsewhere.")
    ] = 10
    disarm_after: Annotated[
        int, Meta(ge=5, le=3600, description="Seconds without a key after which the ladder disarms.")
    ] = 60


_MONEY = r"(?:[A-Z]{3} *)?[0-9]+(?:\.[0-9]+)?"
_SECURITIES = r"[A-Za-z]+(?:\.[!-+\--~]+)?"


def _money_limit(description: str) -> Meta:
    """Amounts by currency, one without a currency for all others."""
    return Meta(
        pattern=rf"^ *(?:{_MONEY} *(?:, *{_MONEY} *)*)?\Z",
        title="amounts by currency in text",
        examples=["HKD 500000, USD 60000"],
        description=f"{description}, by currency or one amount for all; empty for no limit.",
    )


def _security_list(description: str) -> Meta:
    return Meta(
        pattern=rf"^ *(?:{_SECURITIES} *(?:, *{_SECURITIES} *)*)?\Z",
        title="securities and markets in text",
        examples=["HK.00700, US.AAPL, SH"],
        description=description,
    )


class GuardSettings(Struct, frozen=True):
    """Your own limits: an order that breaks one is not sent."""

    max_order_value: Annotated[str, _money_limit("Largest value of an order")] = ""
    max_order_quantity: Annotated[
        int, Meta(ge=0, le=1_000_000_000, description="Most shares of an order; 0 for no limit.")
    ] = 0
    max_position_value: Annotated[
        str, _money_limit("Largest value of a position with its working orders")
    ] = ""
    price_band: Annotated[
        float,
        Meta(ge=0, le=1000, description="Percent that a price may be away from the last; 0 for no limit."),
    ] = 0.0
    orders_per_minute: Annotated[
        int, Meta(ge=0, le=1000, description="Most new orders in a minute; 0 for no limit.")
    ] = 0
    allowed: Annotated[
        str, _security_list("The only securities and markets to trade; empty for all of them.")
    ] = ""
    forbidden: Annotated[str, _security_list("Securities and markets not to trade.")] = ""
    max_day_loss: Annotated[str, _money_limit("Loss of the day after which only closing orders are sent")] = (
        ""
    )
    allow_override: Annotated[
        bool, Meta(description="Send an order past these limits when a word is typed for it.")
    ] = True


class ProgramSettings(Struct, frozen=True):
    """The program itself."""

    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Meta(description="The least that is written into futu-tui.log in the state folder."),
    ] = "info"


class Settings(Struct, frozen=True):
    """Everything that can be set."""

    gateway: GatewaySettings = field(default_factory=GatewaySettings)
    display: DisplaySettings = field(default_factory=DisplaySettings)
    trading: TradingSettings = field(default_factory=TradingSettings)
    guard: GuardSettings = field(default_factory=GuardSettings)
    program: ProgramSettings = field(default_factory=ProgramSettings)
    keys: dict[str, str] = field(default_factory=dict)
    """Changed keys by action id: `{"chart.zoom_in": "i"}`. Their meaning is the keymap's to check."""


class Setting(Struct, frozen=True):
    """One setting as declared: `display.fps` and all there is to say of it."""

    section: str
    name: str
    type: Any
    default: object
    doc: str
    form: str
    """What its value may be, with an example: `a whole number from 1 to 60, such as 30`."""
    choices: tuple[str, ...]
    """The values of a setting that has a few fixed ones."""

    @property
    def path(self) -> str:
        return f"{self.section}.{self.name}"

    @property
    def variable(self) -> str:
        return f"{ENV_PREFIX}{self.section}_{self.name}".upper()

    @property
    def flag(self) -> str:
        return "--" + self.name.replace("_", "-")


def _declared() -> Iterator[Setting]:
    for section in fields(Settings):
        if section.name == "keys":
            continue
        for key in fields(section.type):
            info = type_info(key.type)
            schema: dict[str, Any] = {}
            while isinstance(info, Metadata):
                schema |= info.extra_json_schema or {}
                info = info.type
            example = (schema.get("examples") or [key.default])[0]
            form, choices = _form(info, example, schema.get("title"))
            yield Setting(section.name, key.name, key.type, key.default, schema["description"], form, choices)


def _form(info: Type, example: object, noun: str | None) -> tuple[str, tuple[str, ...]]:
    match info:
        case LiteralType(values=values) if set(values) == set(SWITCH):
            return '"auto", true or false', SWITCH
        case LiteralType(values=values):
            return " or ".join(toml_value(value) for value in values), tuple(map(str, values))
        case BoolType():
            return "true or false", ()
        case IntType(ge=low, le=high):
            noun = f"a whole number from {low} to {high}"
        case FloatType(ge=low, le=high):
            noun = f"a number from {low:g} to {high:g}"
    return f"{noun or 'text'}, such as {toml_value(example)}", ()


SWITCH = ("auto", "on", "off")
"""The values of what is decided by itself unless the person says true or false."""
_SWITCHED = {"true": "on", "1": "on", "false": "off", "0": "off"}


def toml_value(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + printable(value.replace("\\", "\\\\").replace('"', '\\"')) + '"'
    if isinstance(value, list):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    return str(value)


SETTINGS: dict[str, Setting] = {setting.path: setting for setting in _declared()}
"""Every setting but the keys, by path."""

SECTIONS: dict[str, str] = {
    section.name: (section.type.__doc__ or "") for section in fields(Settings) if section.name != "keys"
}


KEYS_DOC = 'The keys of each action, a comma between several; "" leaves it without one.'


class ConfigError(ValueError):
    """Settings that cannot be used, one line for each thing wrong."""


class Loaded(Struct, frozen=True):
    """Settings and their origins."""

    settings: Settings
    path: Path
    """The config file, whether or not it exists."""
    origins: Mapping[str, str]
    """Where each setting that is not a default came from: `path:line`, a variable's name or a flag."""

    def origin(self, path: str) -> str:
        return self.origins.get(path, "default")


def config_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the config file, themes and watchlists lie: FUTU_TUI_CONFIG_DIR or the platform's folder."""
    if chosen := environ.get("FUTU_TUI_CONFIG_DIR"):
        return Path(chosen).expanduser()
    from platformdirs import user_config_path

    return user_config_path(APP, appauthor=False)


def data_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the journal and what is remembered lie: FUTU_TUI_DATA_DIR or the platform's folder."""
    if chosen := environ.get("FUTU_TUI_DATA_DIR"):
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False)


def cache_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where lies what can be had again, the bars of charts: FUTU_TUI_CACHE_DIR or the platform's folder."""
    if chosen := environ.get("FUTU_TUI_CACHE_DIR"):
        return Path(chosen).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path(APP, appauthor=False)


def state_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the log and reports of crashes lie: FUTU_TUI_STATE_DIR or the platform's folder."""
    if chosen := environ.get("FUTU_TUI_STATE_DIR"):
        return Path(chosen).expanduser()
    from platformdirs import user_state_path

    return user_state_path(APP, appauthor=False)


def load(
    file: Path | None = None,
    environ: Mapping[str, str] = os.environ,
    flags: Mapping[str, object] | None = None,
) -> Loaded:
    """Reads the settings; a given `file` must exist. `flags` maps paths such as `gateway.target` to values."""
    path = file or config_folder(environ) / FILE_NAME
    problems: list[str] = []
    values: dict[str, object] = {}
    keys: dict[str, str] = {}
    origins: dict[str, str] = {}

    def take(setting: Setting, value: object, origin: str, strict: bool) -> None:
        try:
            values[setting.path] = _checked(setting, value, strict)
            origins[setting.path] = origin
        except ValueError:
            problems.append(f"{origin}: {setting.path} must be {setting.form}, not {_shown(value)}")

    source = _read(path, must_exist=file is not None)
    for key_path, value in _flatten(_parse(path, source)):
        place = f"{path}:{line_of(source, key_path)}"
        name = ".".join(key_path)
        if key_path[0] == "keys":
            if isinstance(value, str) and len(key_path) > 1:
                keys[name.removeprefix("keys.")] = value
                origins[name] = place
            else:
                problems.append(
                    f'{place}: {name} must be keys in text; write [keys] and then app.theme = "T"'
                )
        elif name in SETTINGS:
            take(SETTINGS[name], value, place, strict=True)
        else:
            problems.append(f"{place}: {_no_such_setting(name)}")

    variables = {setting.variable: setting for setting in SETTINGS.values()}
    sections = tuple(f"{ENV_PREFIX}{section}_".upper() for section in SECTIONS)
    for name, text in environ.items():
        if name in variables:
            setting = variables[name]
            take(setting, text, name, strict=False)
        elif name.startswith(sections):
            near = get_close_matches(name, variables, 1)
            problems.append(f"{name}: no such setting" + (f"; did you mean {near[0]}?" if near else ""))

    for name, value in (flags or {}).items():
        take(SETTINGS[name], value, SETTINGS[name].flag, strict=False)

    if problems:
        raise ConfigError("\n".join(problems))
    settings = _build(values, keys)
    if problem := _encryption_problem(settings.gateway, origins):
        raise ConfigError(problem)
    return Loaded(settings, path, origins)


def _encryption_problem(gateway: GatewaySettings, origins: Mapping[str, str]) -> str:
    """What cannot be meant of `tls` and `insecure` together; empty where all is well."""
    if gateway.insecure and gateway.encrypted:
        asked = next(name for name in ("tls", "tls_ca", "tls_cert", "tls_key") if getattr(gateway, name))
        return (
            f"{origins['gateway.insecure']}: gateway.insecure goes without TLS, and {origins[f'gateway.{asked}']} "
            f"asks for it by gateway.{asked}; take one of them away"
        )
    if "gateway.tls" in origins and not gateway.tls and gateway.encrypted and not is_loopback(gateway.target):
        return (
            f"{origins['gateway.tls']}: gateway.tls = false does not take TLS away from {gateway.target}, which is "
            "another machine; leave it out, or go without by --insecure or gateway.insecure = true"
        )
    return ""


def _read(path: Path, must_exist: bool) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        if must_exist:
            raise ConfigError(f"{path}: there is no such file") from None
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error


def _parse(path: Path, source: str) -> dict[str, Any]:
    try:
        return parse(source)
    except WrongTOML as error:
        raise ConfigError(
            f'{path}:{error.line}: not valid TOML: {error.problem}; a line reads like theme = "amber"'
        ) from error


def _flatten(data: Mapping[str, Any], path: Sequence[str] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every value with its path; a whole section that is not a table comes as itself."""
    for key, value in data.items():
        here = (*path, key)
        if isinstance(value, dict) and (value or path):
            yield from _flatten(value, here)
        elif not (isinstance(value, dict) and (key in SECTIONS or key == "keys")):
            yield here, value


def _checked(setting: Setting, value: object, strict: bool) -> object:
    """The value in the setting's type; raises ValueError. Not `strict` takes numbers and booleans from text."""
    if setting.choices == SWITCH and isinstance(value, (bool, str)):
        text = str(value).lower()
        value = _SWITCHED.get(text, text)
    try:
        converted = msgspec.convert(value, setting.type, strict=strict)
    except msgspec.ValidationError as error:  # a ValueError by itself only in newer versions
        raise ValueError(str(error)) from error
    if setting.path == "gateway.target" and not 0 < int(str(converted).rpartition(":")[2]) < 65536:
        raise ValueError("a port goes from 1 to 65535")
    return converted


def _no_such_setting(name: str) -> str:
    if name in SECTIONS:
        first = next(setting for setting in SETTINGS.values() if setting.section == name)
        return f"{name} is a table; write [{name}] and below it {first.name} = {toml_value(first.default)}"
    elsewhere = [path for path in SETTINGS if path.rpartition(".")[2] == name.rpartition(".")[2]]
    near = elsewhere or get_close_matches(name, SETTINGS, 1)
    if not near:
        return f"there is no setting {name}; futu-tui config lists them all"
    right = SETTINGS[near[0]]
    value = toml_value(right.default)
    return f"there is no setting {name}; did you mean {right.name} = {value} under [{right.section}]?"


def _shown(value: object) -> str:
    return toml_value(value) if isinstance(value, (str, bool, int, float, list)) else repr(value)


def _build(values: Mapping[str, object], keys: dict[str, str]) -> Settings:
    tree: dict[str, Any] = {section: {} for section in SECTIONS}
    for path, value in values.items():
        section, name = path.split(".")
        tree[section][name] = value
    return msgspec.convert({**tree, "keys": keys}, Settings)
