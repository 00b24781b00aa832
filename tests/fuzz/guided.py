"""Inputs by atheris: libFuzzer, which keeps what reaches code that nothing reached before and changes that further."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import atheris


def instrumented() -> AbstractContextManager[None]:
    """What of the program is imported meanwhile tells which of its lines were reached."""
    manager: AbstractContextManager[None] = atheris.instrument_imports(
        include=["futu_tui"], enable_loader_override=False
    )
    return manager


def fuzz(
    run: Callable[[bytes], None],
    seeds: Sequence[bytes],
    dictionary: Sequence[bytes],
    *,
    runs: int,
    longest: int,
    seed: int,
    at_end: Callable[[], None],
) -> None:
    """Take so many inputs and end the process, as libFuzzer does it; `at_end` is called before."""
    left, folder = [runs], Path(tempfile.mkdtemp())

    def count(data: bytes) -> None:
        run(data)
        left[0] -= 1
        if left[0] == 0:
            at_end()
            shutil.rmtree(folder, ignore_errors=True)
            os._exit(0)  # libFuzzer's own count includes what it tries for itself

    corpus = folder / "corpus"
    corpus.mkdir()
    for number, data in enumerate(seeds):
        (corpus / f"{number:04d}").write_bytes(data[:longest])
    words = folder / "words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in dictionary if word))
    options = (f"-dict={words}", f"-max_len={longest}", f"-seed={seed}", "-timeout=20", "-rss_limit_mb=4096")
    atheris.Setup([sys.argv[0], str(corpus), *options, "-print_final_stats=0", "-verbosity=0"], count)
    atheris.Fuzz()


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)
