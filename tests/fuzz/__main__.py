"""`python -m tests.fuzz`: millions of inputs, guided by coverage where atheris is installed.

    python -m tests.fuzz --runs 10000000                     # every target, one after the other
    python -m tests.fuzz --runs 500000 --target bodies       # one of them
    python -m tests.fuzz --input folder/bodies-0123456789ab  # what an input that was kept leads to

atheris comes with `pip install 'futu-tui[fuzz]'`. Without it, or with --plain, seeds are changed at random by a number
that makes a run the same each time. Each target runs in a process of its own, one at a time. Ends with 1 where anything
was found.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from tests.fuzz.findings import Findings

_STARTED_BY = "FUTU_TUI_FUZZ_SUMMARY"
"""Where a process of one target puts what it counted."""


@click.command()
@click.option("--runs", default=100_000, show_default=True, help="Inputs in all, or of the one target.")
@click.option("--target", "name", help="One target alone; otherwise all of them by their shares.")
@click.option(
    "--seed", default=1, show_default=True, help="Makes the inputs; atheris' too, where they are alike."
)
@click.option("--plain", is_flag=True, help="Without atheris, even where it is installed.")
@click.option("--keep", type=click.Path(path_type=Path), default=Path("fuzz-findings"), show_default=True,
              help="Folder for inputs that found something.")  # fmt: skip
@click.option("--input", "kept", type=click.Path(exists=True, path_type=Path), help="Run one kept input.")
def main(runs: int, name: str | None, seed: int, plain: bool, keep: Path, kept: Path | None) -> None:
    """Fuzz what comes from outside: nothing of it may raise past its door."""
    if _STARTED_BY in os.environ:
        assert name is not None
        _one(name, runs, seed, keep, guided=not plain)
        return
    from tests.fuzz.targets import TARGETS

    if kept is not None:
        TARGETS[kept.name.partition("-")[0]].run(kept.read_bytes())
        click.echo("nothing raised")
        return
    if name is not None and name not in TARGETS:
        raise click.BadParameter(f"there is no target {name!r}; there are {', '.join(TARGETS)}")
    guided = not plain and importlib.util.find_spec("atheris") is not None
    click.echo("with atheris, guided by coverage" if guided else "without atheris: seeds changed at random")
    total = found = 0
    for each, target in TARGETS.items():
        if name in (None, each):
            share = runs if name else max(1, runs * target.share // 1000)
            inputs, findings = _in_a_process(each, share, seed, keep, plain=not guided)
            total, found = total + inputs, found + findings
    click.echo(f"{total:,} inputs, {found} findings")
    sys.exit(1 if found else 0)


def _in_a_process(name: str, runs: int, seed: int, keep: Path, *, plain: bool) -> tuple[int, int]:
    """Run a target beside; how many inputs it took and how much it found."""
    with tempfile.TemporaryDirectory() as folder:
        summary = Path(folder) / "summary.json"
        began = time.monotonic()
        options = ["--runs", str(runs), "--target", name, "--seed", str(seed), "--keep", str(keep)]
        ended = subprocess.run(
            [sys.executable, "-m", "tests.fuzz", *options, *(["--plain"] if plain else [])],
            env=os.environ | {_STARTED_BY: str(summary)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if not summary.exists():
            raise click.ClickException(f"{name} ended with {ended.returncode}: {ended.stderr[-2000:]}")
        told = json.loads(summary.read_text())
    cut = "" if ended.returncode == 0 else f", ended early with {ended.returncode}"
    click.echo(f"{told['report']}\n    in {time.monotonic() - began:,.0f} s{cut}")
    return told["inputs"], told["found"]


def _one(name: str, runs: int, seed: int, keep: Path, *, guided: bool) -> None:
    """Run one target in this process and leave a summary."""
    if guided:
        from tests.fuzz.guided import fuzz, instrumented

        with instrumented():
            from tests.fuzz.targets import DICTIONARY, TARGETS
    else:
        from tests.fuzz.targets import DICTIONARY, TARGETS

    target, findings, began = TARGETS[name], Findings(name, keep), time.monotonic()

    def summarize() -> None:
        seconds = time.monotonic() - began
        told = {"report": findings.report(seconds), "inputs": findings.inputs, "found": len(findings.found)}
        Path(os.environ[_STARTED_BY]).write_text(json.dumps(told))

    run, seeds = findings.guarded(target.run, summarize), list(target.seeds())
    if guided:
        fuzz(run, seeds, DICTIONARY, runs=runs, longest=target.longest, seed=seed, at_end=summarize)
        return
    from tests.fuzz.mutation import inputs

    for data in inputs(seeds, DICTIONARY, target.longest, seed):
        run(data)
        if findings.inputs >= runs:
            break
    summarize()


if __name__ == "__main__":
    main()
