"""
Several processes that do one kind of work: values go in, values come out.

Each process prepares itself, from a function that is found by its name and arguments that are plain values;
so what it works with, keys above all, is opened where it is used and never travels.
Processes are forked from a server that has imported what they take, not from this one: a fork copies locks that
threads hold. Where there is no such server they are started anew.

A process ends when the one that started it does, however that ends; and Ctrl+C is left to the latter.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from openbadge_issuer.errors import UnavailableError

Job = TypeVar("Job")
Result = TypeVar("Result")

MAX_PROCESSES = 64
"""Most processes, by number: more than one process that reads and stores can keep busy."""

MOMENT = 0.02
"""How long a process that is ready stays busy, in seconds: longer than handing the same job to the others takes."""

_work: Callable[[Any], Any] | None = None
"""What this process, one of several, does with a job; prepared with the first one."""


class Processes(Generic[Job, Result]):
    """
    Processes that do the same work, each for itself.

    Args:
        count: How many.
        prepare: Called in each process, once: returns what does the work. It is found by its name there,
            and its arguments are copied; it holds no key.
        preload: Names of the modules that all of them take.
    """

    def __init__(
        self, count: int, prepare: Callable[[], Callable[[Job], Result]], *, preload: Sequence[str] = ()
    ) -> None:
        if not 1 <= count <= MAX_PROCESSES:
            raise ValueError(f"Expected 1 to {MAX_PROCESSES} processes; found {count}.")
        self._count = count
        self._pool = ProcessPoolExecutor(
            count, mp_context=_context(preload), initializer=_begin, initargs=(prepare,)
        )

    @property
    def ahead(self) -> int:
        """How many jobs keep all of them busy while the result of the first is dealt with."""
        return self._count + 1

    def start(self) -> frozenset[int]:
        """
        Start all of them, and wait until each can work; returns their ids.

        Raises:
            UnavailableError: If one cannot be started.
        """
        found: frozenset[int] = frozenset()
        while len(found) < self._count:  # the pool starts one more whenever none is idle
            answers = [self._answer(self._pool.submit(_ready)) for _ in range(self._count)]
            found |= frozenset(answer() for answer in answers)
        return found

    def submit(self, job: Job) -> Callable[[], Result]:
        """
        Hand in a job; returns what waits for its result, and raises what the work raised.

        Raises:
            UnavailableError: Now or then, if a process was killed; what it was doing is lost.
        """
        try:
            return self._answer(self._pool.submit(_run, job))
        except BrokenProcessPool as error:
            raise _killed() from error

    def close(self) -> None:
        """End them; jobs that were not begun are dropped."""
        self._pool.shutdown(cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _answer(self, future: "Future[Any]") -> Callable[[], Any]:
        def answer() -> Any:  # noqa: ANN401  (what the work returns)
            try:
                return future.result()
            except BrokenProcessPool as error:
                raise _killed() from error

        return answer


def _context(preload: Sequence[str]) -> BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


def _killed() -> UnavailableError:
    return UnavailableError(
        "A process that signs was ended from outside, or could not be started.",
        hint="What was stored is kept; do the same again, with fewer processes if memory is short.",
    )


# --- in each of the processes


def _begin(prepare: Callable[[], Callable[[Any], Any]]) -> None:
    global _work  # noqa: PLW0603  (a process has one work, and its pool calls functions by their names)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def first(job: Any) -> Any:  # noqa: ANN401  (whatever the work takes and returns)
        """Prepare with the first job, so that what goes wrong is told as its result."""
        global _work  # noqa: PLW0603
        _work = prepare()
        return _work(job)

    _work = first


def _end_with_parent() -> None:
    """Wait for the end of the process that started this one: killed, it tells nobody."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _ready() -> int:
    """Tell which process this is, and be busy for a moment, so that the others are asked as well."""
    time.sleep(MOMENT)
    return os.getpid()


def _run(job: Any) -> Any:  # noqa: ANN401  (whatever the work takes and returns)
    if _work is None:
        raise RuntimeError("This process was not prepared for any work.")
    return _work(job)
