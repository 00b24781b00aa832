"""The gateway's API key: a secret, so never a setting and never a flag."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from futu_tui.config import API_KEY_VARIABLE, APP, ConfigError, Settings
from futu_tui.private_file import NotPrivate, read_private


def read_api_key(settings: Settings, environ: Mapping[str, str] = os.environ) -> str | None:
    """The key's text from the environment, the key file or the keyring, or None where there is none.

    Raises ConfigError for a file that others may read, that is somebody else's, or that cannot be read.
    """
    if key := environ.get(API_KEY_VARIABLE, "").strip():
        return key
    if not settings.gateway.api_key_file:
        return _from_keyring(settings.gateway.target)
    path = Path(settings.gateway.api_key_file).expanduser()
    try:
        key = read_private(path, "this API key").decode().strip()
    except NotPrivate as error:
        raise ConfigError(str(error)) from error
    except OSError as error:
        raise ConfigError(f"{path}: the API key cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        # What stands in the file may be the key all the same, and the error would hold it.
        raise ConfigError(f"{path}: the API key cannot be read: it is not a text") from None
    if not key:
        raise ConfigError(f"{path}: there is no API key in it; put one there, or unset gateway.api_key_file")
    return key


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
