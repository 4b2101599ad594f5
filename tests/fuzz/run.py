"""
`make fuzz`: a million inputs for each parser, fifty thousand for whole verifications, one process at a time.

    make fuzz                                   everything that is left to do
    make fuzz FUZZ_RUNS=20000                   fewer: for a whole verification a twentieth of it
    make fuzz FUZZ_TARGETS="png svg verify"     only these

Stop it with Ctrl-C; started again, it goes on where it was.
What was tried stays in the folder `.fuzz`, a folder for each target: `corpus`, `findings`, `slowest`, `done.json`.
Each finding is a file with the input and a text that says what came of it; remove both once it is mended.
The exit code is 1 if there is any.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".fuzz"

INPUTS = 1_000_000
"""Inputs for each parser."""

WHOLE = 20
"""A whole verification takes this many times as long, and is tried with so many times fewer inputs."""

INPUTS_A_PROCESS = 500_000
"""After so many inputs a process is replaced, so that what one leaves behind cannot grow without end."""

CRASHES = 20
"""So often a process may end before its time; after that a target is given up until it is mended."""

LOOK_SECONDS = 5 if sys.stdout.isatty() else 60
"""How often progress is printed, in seconds: on one line of a terminal, or line by line into a file."""


class Progress:
    """How far a target has come, over all processes; kept in `done.json`."""

    def __init__(self, name):
        self.folder = FOLDER / name
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = self.folder / "done.json"
        self.done = json.loads(kept.read_text("utf-8")) if kept.exists() else {}

    @property
    def inputs(self):
        """How many inputs were tried."""
        return self.done.get("inputs", 0)

    @property
    def findings(self):
        """The findings that lie there."""
        return sorted(path for path in (self.folder / "findings").glob("*") if path.suffix != ".txt")

    def now(self):
        """Return what is done, with what the process that runs has done so far."""
        running = self.folder / "now.json"
        try:
            now = json.loads(running.read_text("utf-8"))
        except (OSError, ValueError):  # not there, or just being written
            return self.done
        total = {key: self.done.get(key, 0) + now[key] for key in ("inputs", "seconds")}
        largest = {key: max(self.done.get(key, 0), now[key]) for key in ("slowest", "megabytes")}
        return {**total, **largest}

    def keep(self):
        """Add what a process has done that ended."""
        self.done = self.now()
        (self.folder / "now.json").unlink(missing_ok=True)
        (self.folder / "done.json").write_text(json.dumps(self.done), "utf-8")


def fuzz(name, wanted):
    """Feed one target until it has had as many inputs as wanted."""
    progress, crashes = Progress(name), 0
    progress.keep()  # a run that was stopped
    while progress.inputs < wanted and crashes < CRASHES:
        code = _process(name, min(INPUTS_A_PROCESS, wanted - progress.inputs), progress)
        crashes += code != 0
        progress.keep()
        if code:
            print(f"\n{name}: the process ended with {code}; see {progress.folder / 'last.log'}", flush=True)
    print(f"\r{_line(name, progress)}", flush=True)


def _process(name, inputs, progress):
    arguments = [sys.executable, "-m", "fuzz.worker", name, str(progress.folder), str(inputs)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}
    with (progress.folder / "last.log").open("wb") as log:
        process = subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            return _watched(process, name, progress)
        finally:
            process.kill()
            process.wait()


def _watched(process, name, progress):
    while True:
        try:
            return process.wait(LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            print(f"\r{_line(name, progress)}", end="" if sys.stdout.isatty() else "\n", flush=True)


def _line(name, progress):
    now = progress.now()
    speed = now.get("inputs", 0) / max(now.get("seconds", 0), 0.1)
    return (
        f"{time.strftime('%H:%M:%S')} {name:20} {now.get('inputs', 0):>9,} inputs {speed:>7,.0f}/s"
        f"  slowest {now.get('slowest', 0) * 1000:>4.0f} ms  memory {now.get('megabytes', 0):>3} MiB"
        f"  findings {len(progress.findings)}"
    )


def main():
    """Feed the targets one after the other, and say what was found."""
    from fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(description="Feed hostile input to the parsers.")
    parser.add_argument("--runs", type=int, default=INPUTS, help="inputs for each parser")
    parser.add_argument("targets", nargs="*", default=list(TARGETS), help=f"of {', '.join(TARGETS)}")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.targets if name not in TARGETS]
    if unknown:
        parser.error(f"There is no target {unknown[0]}; there are {', '.join(TARGETS)}.")
    try:
        for name in arguments.targets:
            fuzz(name, arguments.runs // WHOLE if TARGETS[name].whole else arguments.runs)
    except KeyboardInterrupt:
        print("\nStopped; start again to go on.")
    found = [
        Progress(name).folder / "findings" / found
        for name in arguments.targets
        for found in Progress(name).findings
    ]
    for path in found:
        print(f"FOUND {path}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
