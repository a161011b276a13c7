"""Outputs are made in a folder beside them and swapped in: whoever looks sees the last good run or the new one."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

PREFIX = ".building-"


@contextlib.contextmanager
def beside(out: Path) -> Iterator[Path]:
    """Lend a folder inside `out` to write in; it is gone afterwards, whatever happened.

    What a killed run left behind goes, too. The folder of a run that still works is locked by it and stays.
    """
    created = not out.exists()
    out.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as held:
        with _locked(out):  # so that nobody sweeps the new folder away before it is locked
            _sweep(out)
            fresh = Path(tempfile.mkdtemp(prefix=PREFIX, dir=out))
            held.enter_context(_locked(fresh))
        try:
            yield fresh
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
            if created:
                with contextlib.suppress(OSError):
                    out.rmdir()


def swap(fresh: Path, out: Path, *, last: str) -> None:
    """Move what was made into its place, the file named `last` at the end."""
    for path in sorted(fresh.iterdir(), key=lambda path: (path.name == last, path.name)):
        path.replace(out / path.name)


def _sweep(out: Path) -> None:
    """Remove the folders of runs that ended without a chance to do it: those that nobody holds locked."""
    for left in out.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError), _locked(left, wait=False):
            shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def _locked(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a folder locked; the system lets go of it when the process ends, however it ends.

    Raises:
        BlockingIOError: another process holds it, and `wait` is false.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(handle)
