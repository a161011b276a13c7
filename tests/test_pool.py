"""Work in processes: results come in the order of the jobs, and one bad job costs nothing but itself."""

from __future__ import annotations

import os
import time

import pytest

from pipeline.pool import Failure, Pool


def work(job: int) -> int:
    """Do a job by its number: some are slow, some fail, some take the process down."""
    match job:
        case -1:
            raise ValueError("坏文件")
        case -2:
            os._exit(3)
        case -3:
            time.sleep(60)
        case -4:
            raise MemoryError
        case 0:
            time.sleep(0.3)
    return job * job


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_jobs(workers: int) -> None:
    jobs = [0, 1, 2, 3, 4, 5]
    with Pool(work, workers=workers, limit=30) as pool:
        assert list(pool.run(jobs)) == [0, 1, 4, 9, 16, 25]


@pytest.mark.parametrize(
    ("job", "reason"),
    [
        (-1, "reading it failed with ValueError: 坏文件"),
        (-2, "reading it ended its process (exit code 3)"),
        (-3, "reading it took more than 1 seconds"),
        (-4, "reading it took more memory than one notice may have"),
    ],
)
def test_a_bad_job_fails_alone(job: int, reason: str) -> None:
    with Pool(work, workers=2, limit=1) as pool:
        assert list(pool.run([1, job, 2, 3])) == [1, Failure(reason), 4, 9]


def test_no_process_outlives_the_pool() -> None:
    with Pool(work, workers=2, limit=30) as pool:
        list(pool.run([1, 2, 3]))
        processes = [worker.process for worker in pool._workers]
    assert processes
    assert not any(process.is_alive() for process in processes)


def test_no_jobs_give_no_results() -> None:
    with Pool(work, workers=2, limit=30) as pool:
        assert list(pool.run([])) == []
