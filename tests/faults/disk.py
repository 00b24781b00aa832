"""Disks that take nothing more, and folders in which nothing can be made."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


class SmallDisk:
    """A file system of a megabyte where this may be mounted; elsewhere a limit on the size of any file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
        self._mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
        self._limit = resource.getrlimit(resource.RLIMIT_FSIZE)
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """From here on nothing can be added."""
        if not self._mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, self._limit[1]))
            return
        file = os.open(self._ballast, os.O_CREAT | os.O_WRONLY)
        with suppress(OSError):
            for size in (4096, 1):
                with suppress(OSError):
                    while True:
                        os.write(file, bytes(size))
        os.close(file)

    def make_room(self) -> None:
        """All is well again."""
        resource.setrlimit(resource.RLIMIT_FSIZE, self._limit)
        self._ballast.unlink(missing_ok=True)

    def remove(self) -> None:
        self.make_room()
        if self._mounted:
            subprocess.run(["umount", "-l", str(self.folder)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    disk = SmallDisk(tmp_path / "disk")
    yield disk
    disk.remove()


def names(folder: Path) -> list[str]:
    """Of all that is in it, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """Nothing can be made or changed in the folder, by root neither."""
    mode = folder.stat().st_mode
    folder.chmod(0o500)
    files = [folder, *folder.iterdir()]
    bound = os.geteuid() != 0 or _immutable(files, "+i")
    try:
        if not bound:
            pytest.skip("this user is bound by no permission, and chattr does not work here")
        yield
    finally:
        if os.geteuid() == 0:
            _immutable(files, "-i")
        folder.chmod(mode)


def _immutable(files: list[Path], change: str) -> bool:
    try:
        return (
            subprocess.run(["chattr", change, *map(str, files)], capture_output=True, check=False).returncode
            == 0
        )
    except FileNotFoundError:
        return False
