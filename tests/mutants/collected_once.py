"""
A runner for mutmut that collects the tests once, and forks a process for each mutant.

mutmut starts pytest anew for each mutant, and most of the time goes into finding the tests.
Here its fork server lives within one session of pytest, after the collection:
each child has all tests at hand, and runs those that reach the function, until one fails.

What the parent knows already must not hide a mutant.
It collects, and runs no test; statistics are made in a process of their own.
A child empties the caches of the package before its first test.
What test modules compute while they are imported stays as it was without the mutant:
where a function that was called then has a mutant that survives, those modules run again, in a new Python.
"""

import gc
import math
import os
import resource
import sys
from collections import defaultdict
from pathlib import Path
from time import process_time

import pytest
from _pytest.runner import runtestprotocol
from direct_calls import DirectCalls
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.runners.harness import PytestRunner
from mutmut.state import state
from mutmut.utils.file_utils import change_cwd
from mutmut.utils.format_utils import mangled_name_from_mutant_name, strip_prefix
from mutmut.workers import isolation
from mutmut.workers.isolation import ForkServerRunner, run_in_fork
from mutmut.workers.timeout import register_timeout

PACKAGE = "openbadge_issuer"

KILLERS = Path("killers").absolute()
"""The folder with a file for each function: the tests that killed its mutants, and are tried first."""

HERE = ["-s", "-qq", "-p", "no:unraisableexception"]
"""How the server runs pytest; mutmut leaves files open, and no test must be blamed for it."""

BUSY = 20
"""So many times as long as alone a child may take on a machine that does other things too."""

ENDLESS = 12
"""Seconds of processor time that one test may take, or five times its usual time; what takes more never ends."""

SECONDS = float(os.environ.get("MUTANT_SECONDS") or "inf")
"""
Processor time for the tests of one mutant, in seconds; the last test that began may end.

With a limit, modules do not run anew, and who survives is named in `CUT`.
"""

CUT = Path("cut").absolute()
"""The file with the names of mutants that survived the tests there was time for."""

ANEW = "import sys, pytest; sys.exit(bool(pytest.main(sys.argv[1:])))"
"""pytest, where whatever is not success counts as a failure; even that nothing can be imported."""

ITEMS = {}
"""Every test that was collected, by its name."""

DIRECT = []
"""The names that lead to functions, once all tests are collected."""

AT_IMPORT = defaultdict(list)
"""The test modules by the functions that were called while they were imported."""


class CollectedTests(PytestRunner):
    """Runs tests that were collected before."""

    def run_tests(self, *, mutant_name, tests):
        """Run some tests in this process; return 1 as soon as one fails, 0 if none does."""
        if mutant_name is None:
            return super().run_tests(mutant_name=mutant_name, tests=tests)
        _empty_caches()
        DIRECT[0].lead_to(mutant_name)
        function = mangled_name_from_mutant_name(mutant_name)
        killer = _killer([ITEMS[test] for test in _in_order(function, tests)], seconds=SECONDS)
        if killer:
            with (KILLERS / function).open("a", encoding="utf-8") as kept:
                kept.write(strip_prefix(killer.nodeid, prefix="mutants/") + "\n")
            return 1
        if SECONDS < math.inf:
            with CUT.open("a", encoding="utf-8") as names:
                names.write(mutant_name + "\n")
            return 0
        modules = AT_IMPORT.get(function)
        return self._run_anew(modules) if modules else 0

    def _run_anew(self, modules):
        command = [sys.executable, "-c", ANEW, "--rootdir=.", "-x", *self._pytest_add_cli_args, *modules]
        _limit_processor_time(math.inf)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())
        os.execv(command[0], command)  # nobody waits for a child of a child that hangs

    def warm_up(self):
        """Do nothing: the server starts after the collection."""


def limit_time(pid, seconds):
    """Limit the time of a child. What counts is processor time; this is for children that wait for something."""
    register_timeout(pid, BUSY * seconds)


class OneCollection(ForkServerRunner):
    """mutmut's fork server, within a session of pytest."""

    def __init__(self, jobs):
        super().__init__(jobs, CollectedTests, {})

    def _forkserver_main(self, work_fd, result_fd):
        def serve():
            super(OneCollection, self)._forkserver_main(work_fd, result_fd)

        KILLERS.mkdir(exist_ok=True)
        isolation.register_timeout = limit_time
        set_mutant_under_test("stats")
        runner = PytestRunner()
        selection = runner._pytest_add_cli_args_test_selection
        with change_cwd("mutants"):
            runner.execute_pytest([*HERE, *selection], plugins=[_Serving(serve)])

    def run_clean_tests(self, tests):
        """Leave it to the server, whose children must all succeed without a mutant."""
        return 0


class _Serving:
    """A plugin that serves where pytest would run tests."""

    def __init__(self, serve):
        self.serve = serve

    def pytest_collectreport(self, report):
        """Note which functions were called while a test module was imported."""
        for function in state()._stats:
            AT_IMPORT[function].append(report.nodeid)
        state()._stats.clear()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        """Keep what was collected, and wait for mutants."""
        ITEMS.update({strip_prefix(item.nodeid, prefix="mutants/"): item for item in session.items})
        session.config._tmp_path_factory.getbasetemp()  # one folder for all children
        set_mutant_under_test("")
        DIRECT.append(DirectCalls())
        if run_in_fork(lambda: _killer(session.items) is not None):
            raise SystemExit("A test fails without any mutant.")
        gc.freeze()  # children need not look through what is here already
        self.serve()
        return True


def _in_order(function, tests):
    """
    Put the tests that killed mutants of a function first, the last one foremost; then those of its file.

    All of these, since only the first test that needs it is seen to reach what a cache keeps.
    """
    kept = KILLERS / function
    killers = kept.read_text("utf-8").splitlines() if kept.exists() else []
    rank = {test: -place for place, test in enumerate(killers)}
    own = {test for test in ITEMS if f"/test_{function.rsplit('.', 2)[-2]}.py::" in test}
    return sorted(
        {*tests, *own},
        key=lambda test: (rank.get(test, 1), test not in own, state().duration_by_test.get(test, 0)),
    )


def _killer(items, seconds=math.inf):
    """Run tests until one fails, or time is over; return the one that failed, or None."""
    items = [item for item in items if _duration(item) <= seconds]
    for item, following in zip(items, [*items[1:], None], strict=True):
        if process_time() > seconds:
            break
        _limit_processor_time(process_time() + max(ENDLESS, 5 * _duration(item)))
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            return item
    return None


def _duration(item):
    return state().duration_by_test.get(strip_prefix(item.nodeid, prefix="mutants/"), 0)


def _limit_processor_time(seconds):
    """End this process where it has taken so much; never later than mutmut says."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    within = most if seconds == math.inf else math.ceil(seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (within if most < 0 else min(within, most), most))


def _empty_caches():
    """Forget what functions of the package returned before the mutant was chosen."""
    for name, module in list(sys.modules.items()):
        if name.startswith(PACKAGE):
            for value in vars(module).values():
                getattr(value, "cache_clear", lambda: None)()
