"""The gateway's API key: a secret, so never a setting and never a flag."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from futu_tui.config import API_KEY_VARIABLE, APP, ConfigError, Settings


def read_api_key(settings: Settings, environ: Mapping[str, str] = os.environ) -> str | None:
    """The key's text from the environment, the key file or the keyring, or None where there is none.

    Raises ConfigError for a file that others may read, or that cannot be read.
    """
    if key := environ.get(API_KEY_VARIABLE, "").strip():
        return key
    if not settings.gateway.api_key_file:
        return _from_keyring(settings.gateway.target)
    path = Path(settings.gateway.api_key_file).expanduser()
    try:
        with path.open(encoding="utf-8") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise ConfigError(f"{path}: others may read this API key; run: chmod 600 {path}")
            return file.read().strip() or None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: the API key cannot be read: {error}") from error


def _from_keyring(target: str) -> str | None:
    """The password kept for this target under the service `futu-tui`, where the optional keyring is installed."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        key: str | None = keyring.get_password(APP, target)
    except KeyringError:
        return None  # a locked or missing keyring is no key; the gateway says whether it wants one
    return key
