"""How the watchlists of two programs join that both changed what was in the file: nothing that one added is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from futu_tui.protocol import Security

Lists = Mapping[str, Sequence[Security]]
"""Groups by their names, in their order."""


def joined(known: Lists, ours: Lists, theirs: Lists) -> dict[str, list[Security]]:
    """The groups as they are to stand: `known` was in the file before, `theirs` is there now, `ours` is wanted.

    A group that one program changed and the other deleted stays.
    """
    groups: dict[str, list[Security]] = {}
    first, then = (theirs, ours) if list(ours) == list(known) else (ours, theirs)
    for name in [*first, *(name for name in then if name not in first)]:
        before, mine, other = known.get(name), ours.get(name), theirs.get(name)
        if mine is None or other is None:
            present = other if mine is None else mine
            assert present is not None
            if before is None or list(before) != list(present):
                groups[name] = list(present)
        else:
            groups[name] = _joined_rows(before or (), mine, other)
    return groups


def _joined_rows(
    known: Sequence[Security], ours: Sequence[Security], theirs: Sequence[Security]
) -> list[Security]:
    """In the order of whoever changed it; in ours where both did."""
    if list(ours) == list(known):
        return list(theirs)
    kept = [each for each in ours if each in theirs or each not in known]
    return kept + [each for each in theirs if each not in ours and each not in known]
