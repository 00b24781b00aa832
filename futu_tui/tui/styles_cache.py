"""Textual remembers two colours by the widget that asked, and with it the last thousand widgets' lines, gone ones too.

They took some forty megabytes after ten minutes of opening and closing screens. The colours depend on no widget:
`forget_widgets` has them remembered by themselves, as they were meant to be.
"""

from __future__ import annotations

from functools import lru_cache
from inspect import getattr_static

from textual._styles_cache import StylesCache


def forget_widgets() -> None:
    """Does nothing where Textual keeps no widgets, or that is done already."""
    kept = getattr_static(StylesCache, "get_inner_outer", None)
    if hasattr(kept, "cache_info") and hasattr(kept, "__wrapped__"):
        StylesCache.get_inner_outer = classmethod(lru_cache(1024)(kept.__wrapped__))  # type: ignore[arg-type,assignment]
