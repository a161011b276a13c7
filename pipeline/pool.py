"""Work on notices in processes of their own: one that crashes or hangs costs its own row and nothing else.

The standard pools give up as a whole when one process dies, and cannot end a single one that hangs; here each worker
has a pipe, and is replaced when it dies or overstays.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

J = TypeVar("J")
R = TypeVar("R")

AHEAD = 32
"""How many jobs per worker may be finished before their turn: results wait in memory to be given in order."""

START = 60.0
"""Seconds that a process may take to start, over the time of its first job."""

MEMORY = 6 * 1024**3
"""Bytes of address space for one worker; beyond it the notice fails, not the machine."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A job that gave no result, and why: it raised, ran over its time, or took its process down."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Ready:
    """What a process says when it has started: the time of its first job counts from then."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    job: int | None = None
    until: float = 0.0
    ready: bool = False


class Pool(Generic[J, R]):
    """Processes that run one function over jobs; used as a context, so that none outlives it.

    `work` and `preload` (modules that it needs) must be importable; `limit` is the time for one job in seconds.
    """

    def __init__(self, work: Callable[[J], R], *, workers: int, limit: float, preload: Sequence[str] = ()) -> None:
        """Prepare; processes start with the first job."""
        self._work = work
        self._limit = limit
        self._count = workers
        self._context = _context(preload)
        self._workers: list[_Worker] = []

    def __enter__(self) -> Pool[J, R]:
        """Return the pool."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all processes."""
        for worker in self._workers:
            self._end(worker)

    def run(self, jobs: Sequence[J]) -> Iterator[R | Failure]:
        """Give the result of each job, in the order of the jobs."""
        done: dict[int, R | Failure] = {}
        at = given = 0
        while given < len(jobs):
            while at < min(len(jobs), given + AHEAD * self._count) and (idle := self._idle()):
                self._hand(idle, at, jobs[at])
                at += 1
            done.update(self._collect())
            while given in done:
                yield done.pop(given)
                given += 1

    def _idle(self) -> _Worker | None:
        free = next((worker for worker in self._workers if worker.job is None), None)
        if free or len(self._workers) >= self._count:
            return free
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._work), daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours))
        return self._workers[-1]

    def _hand(self, worker: _Worker, number: int, job: J) -> None:
        worker.job = number
        worker.until = time.monotonic() + (self._limit if worker.ready else self._limit + START)
        with contextlib.suppress(BrokenPipeError):  # it died while idle: collecting finds out
            worker.pipe.send(job)

    def _collect(self) -> Iterator[tuple[int, R | Failure]]:
        """Wait until something happens; give what was finished, and end the workers that died or overstayed."""
        busy = [worker for worker in self._workers if worker.job is not None]
        patience = max(0.0, min(worker.until for worker in busy) - time.monotonic())
        ready = wait([worker.pipe for worker in busy], patience)
        now = time.monotonic()
        for worker in busy:
            number = worker.job
            if number is None:
                continue
            if worker.pipe in ready:
                try:
                    result: R | Failure | _Ready = worker.pipe.recv()
                    if isinstance(result, _Ready):
                        worker.ready, worker.until = True, now + self._limit
                        continue
                    worker.job = None
                except (EOFError, OSError):
                    worker.process.join()
                    result = Failure(f"reading it ended its process (exit code {worker.process.exitcode})")
                    self._drop(worker)
                yield number, result
            elif now >= worker.until:
                self._drop(worker)
                yield number, Failure(f"reading it took more than {self._limit:g} seconds")

    def _drop(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        self._end(worker)

    @staticmethod
    def _end(worker: _Worker) -> None:
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()


def _context(preload: Sequence[str]) -> BaseContext:
    """Choose how processes begin: from a server that has the modules loaded, where the system has such a thing."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


def _serve(pipe: Connection, work: Callable[[Any], Any]) -> None:
    """Work off jobs until the pipe closes. An interrupt is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bound_memory()
    pipe.send(_Ready())
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        try:
            result = work(job)
        except MemoryError:
            result = Failure("reading it took more memory than one notice may have")
        except Exception as error:  # noqa: BLE001 - whatever one notice does, the others are read
            result = Failure(f"reading it failed with {type(error).__name__}: {error}")
        pipe.send(result)


def _bound_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, hard))
