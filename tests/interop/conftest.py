"""
Starts the other sides, and writes down what they were shown to agree on.

Each test says by a marker what it shows: `shows(claim)`, or `shows(claim, with_=name)` where its fixture
`verifier` does not say with whom.
`make interop` runs the tests with `--write-page`, and so writes `docs/explanation/interoperability.md`.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

import pytest
from interop.asked_process import HERE, AskedProcess
from interop.claims import difference
from interop.page import PAGE, Shown, page
from interop.verifiers import VERIFIERS, Verifier

ENVIRONMENT = HERE.parent.parent / ".interop-venv"
SHOWS = "shows"


# --- the other sides


@pytest.fixture(scope="session")
def node(pinned_contexts: dict[str, Any]) -> Iterator[AskedProcess]:
    """The JavaScript libraries, with the contexts that this project ships."""
    if not shutil.which("node") or not (HERE / "node_modules").is_dir():
        _missing("Node 20 or newer with the packages of tests/interop/package-lock.json")
    process = AskedProcess(["node", "answer.mjs"])
    process.ask("contexts", documents=pinned_contexts)
    yield process
    process.stop()


@pytest.fixture(scope="session")
def openbadgeslib() -> Iterator[AskedProcess]:
    """openbadgeslib, in its own environment."""
    python = next(iter(ENVIRONMENT.glob("[bS]*/python*")), None)
    if python is None:
        _missing(f"an environment {ENVIRONMENT.name} with tests/interop/requirements.txt")
    process = AskedProcess([str(python), "openbadgeslib_answers.py"])
    yield process
    process.stop()


@pytest.fixture(params=VERIFIERS)
def verifier(request: pytest.FixtureRequest) -> Verifier:
    """Each verifier of embedded proofs; the test runs once with each."""
    return VERIFIERS[request.param](request.getfixturevalue)


@pytest.fixture
def expected(request: pytest.FixtureRequest) -> bool:
    """Whether the verifier is to accept the badge: it does, unless it is known to differ."""
    return not any(shown.differs for shown in _shown(request.node))


@pytest.fixture(scope="session")
def pinned_contexts() -> dict[str, Any]:
    """The contexts that this project ships, by URL; read without its own code."""
    folder = HERE.parent.parent / "contexts"
    index = json.loads((folder / "index.json").read_text("utf-8"))
    return {entry["url"]: json.loads((folder / entry["file"]).read_text("utf-8")) for entry in index}


def _missing(what: str) -> NoReturn:
    message = f"needs {what}: run 'make interop-tools'"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


# --- what was shown


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-page", action="store_true", help=f"write {PAGE.name} when all of it passes")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "shows(claim, with_=None): what an interop test shows")
    if config.getoption("write_page", default=False) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(PageWriter())


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    for item in items:
        if HERE in Path(item.path).parents:
            item.user_properties.extend((SHOWS, tuple(shown)) for shown in _shown(item))


def _shown(item: pytest.Item) -> Iterator[Shown]:
    for marker in item.iter_markers(SHOWS):
        claim = marker.args[0]
        party = marker.kwargs.get("with_") or item.callspec.params["verifier"]  # type: ignore[attr-defined]
        yield Shown(claim=claim.name, party=party, differs=difference(party, claim))


class PageWriter:
    """Collects what was shown, and writes the page when nothing failed."""

    def __init__(self) -> None:
        self._shown: list[Shown] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            self._shown += [Shown(*value) for name, value in report.user_properties if name == SHOWS]

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        if exitstatus == pytest.ExitCode.OK:
            PAGE.write_text(page(self._shown), encoding="utf-8")
        else:
            sys.stderr.write(f"\n{PAGE.name} was not written, since not everything passed.\n")
