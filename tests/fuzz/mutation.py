"""Inputs without a coverage-guided fuzzer: seeds that are changed at random, the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

POOL = 400
"""Inputs that mutations begin with; old ones give way."""


def inputs(seeds: Sequence[bytes], dictionary: Sequence[bytes], longest: int, seed: int) -> Iterator[bytes]:
    """The seeds, then without end what comes of them."""
    yield from seeds
    rng = random.Random(seed)
    pool = list(seeds) or [b""]
    while True:
        choice = rng.random()
        if choice < 0.25:
            data = rng.randbytes(rng.choice((3, 12, 40, longest)))
        else:
            data = _changed(rng.choice(pool), pool, dictionary, rng)[:longest]
        if rng.random() < 0.01:
            pool.append(data)
            del pool[: len(pool) - POOL]
        yield data


def _changed(data: bytes, pool: Sequence[bytes], dictionary: Sequence[bytes], rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4))):
        at = rng.randrange(len(changed) + 1)
        kind = rng.randrange(6)
        if kind == 0 and changed:
            changed[at % len(changed)] = rng.randrange(256)
        elif kind == 1 and changed:
            changed[at % len(changed)] ^= 1 << rng.randrange(8)
        elif kind == 2:
            del changed[at : at + rng.randrange(1, 9)]
        elif kind == 3:
            changed[at:at] = rng.choice(dictionary)
        elif kind == 4:
            changed[at:at] = rng.randbytes(rng.randrange(1, 9))
        else:
            other = rng.choice(pool)
            changed[at:] = other[rng.randrange(len(other) + 1) :]
    return bytes(changed)
