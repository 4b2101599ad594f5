"""
`make bench`: how fast everything is, beside its peers, in one table and one JSON file.

    make bench                      everything; takes about ten minutes
    make bench ONLY="signing jwt"   some groups

A group is a file in `groups/` with a function `rows(peers, effort)` that yields rows (`rows.py`):
a `Comparison` is two or more sides that the frame times in turn, a `Figure` what the group measured itself,
`Skipped` what could not be measured here.
What a group needs (a database, a server, a folder) it makes before it yields its row, and clears away when it goes on:
a comparison is measured while its generator waits, so `with …: yield Comparison(…)` does it.
With `effort.is_smoke` it makes everything as small as can be; `test_groups.py` then runs every group in every test run,
so that the bench is not found broken on the day it is needed.
Groups run in the order of their names; nothing else is to be done to add one.

Everything is pinned to one core, where the system can do that; a group that needs more says so and undoes it
(`os.sched_setaffinity`).
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from bench.measure import Effort, compare, figure
from bench.peers import ROOT, Peers, missing, started
from bench.rows import Comparison, Figure, Row, Skipped
from bench.table import table

GROUPS = sorted(path.stem for path in (Path(__file__).parent / "groups").glob("*.py"))
RESULTS = ROOT / ".bench" / "results.json"


def results(names: Sequence[str], peers: Peers, effort: Effort) -> Iterator[dict[str, Any]]:
    """Measure the rows of some groups, one after the other."""
    for name in names:
        for row in import_module(f"bench.groups.{name}").rows(peers, effort):
            yield from ({"group": name, **result} for result in _measured(row, effort))


def _measured(row: Row, effort: Effort) -> list[dict[str, Any]]:
    match row:
        case Comparison():
            return compare(row, effort)
        case Figure():
            return [figure(row)]
        case Skipped():
            return [{"what": row.what, "skipped": row.why}]


def pin(core: int | None) -> int | None:
    """Stay on one core, by default the last; return which, or None where the system cannot do that."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    chosen = max(os.sched_getaffinity(0)) if core is None else core
    os.sched_setaffinity(0, {chosen})
    return chosen


def circumstances(core: int | None, effort: Effort) -> dict[str, Any]:
    """Say on what this was measured."""
    packages = ("openbadge-issuer", "cryptography", "pydantic", "pyld", "sqlalchemy", "starlette", "uvicorn")
    return {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "pinned_to": core,
        "load": os.getloadavg() if hasattr(os, "getloadavg") else None,
        "seconds": effort.seconds,
        "repeats": effort.repeats,
        "versions": {name: metadata.version(name) for name in packages},
        "missing": missing(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")


def main() -> None:
    """Measure, print the table, write the JSON file."""
    parser = argparse.ArgumentParser(description="Measure how fast everything is, beside its peers.")
    parser.add_argument(
        "only", nargs="*", metavar="GROUP", help=f"some of {', '.join(GROUPS)}; all by default"
    )
    parser.add_argument("--seconds", type=float, default=Effort.seconds, help="length of a sample")
    parser.add_argument("--repeats", type=int, default=Effort.repeats, help="rounds; their median counts")
    parser.add_argument("--core", type=int, help="the core to stay on")
    parser.add_argument("--json", type=Path, default=RESULTS, help="where the results go")
    arguments = parser.parse_args()
    unknown = sorted({*arguments.only} - {*GROUPS})
    if unknown:
        parser.error(f"there is no group {unknown[0]}; there are {', '.join(GROUPS)}")
    effort = Effort(seconds=arguments.seconds, repeats=arguments.repeats)
    document = circumstances(pin(arguments.core), effort)
    for peer in document["missing"]:
        print(
            f"{peer} is not installed and not compared with; make interop-tools installs it.", file=sys.stderr
        )
    with started() as peers:
        document["results"] = []
        for result in results(arguments.only or GROUPS, peers, effort):
            document["results"].append(result)
            print(".", end="", file=sys.stderr, flush=True)
    print("", file=sys.stderr)
    print(table(document["results"]))
    arguments.json.parent.mkdir(parents=True, exist_ok=True)
    arguments.json.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    print(f"\nAll samples: {arguments.json}")


if __name__ == "__main__":
    main()
