"""The gateway's API key: a secret, so never a setting and never a flag."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from futu_tui.config import API_KEY_VARIABLE, ConfigError, Settings


def read_api_key(settings: Settings, environ: Mapping[str, str] = os.environ) -> str | None:
    """The key's text from the environment or the key file, or None; a file that others may read is refused."""
    if key := environ.get(API_KEY_VARIABLE, "").strip():
        return key
    if not settings.gateway.api_key_file:
        return None
    path = Path(settings.gateway.api_key_file).expanduser()
    try:
        with path.open(encoding="utf-8") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise ConfigError(f"{path}: others may read this API key; run: chmod 600 {path}")
            return file.read().strip() or None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: the API key cannot be read: {error}") from error
