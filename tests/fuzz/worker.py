"""
One process that feeds one target: guided by coverage where atheris is installed, blindly where it is not.
With FUZZ_BLIND=1 it is blind in any case, and some ten times as fast.

It counts, measures and writes down; it stops by itself after the inputs it was asked for.
What goes wrong with one input is a finding: the input is kept, and the next one tried.
A crash or an endless loop ends the process; then libFuzzer keeps the input, and `run.py` counts it.

    python -m fuzz.worker NAME FOLDER INPUTS
"""

import json
import os
import resource
import sys
import time
import traceback
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from random import Random

try:
    import atheris
except ImportError:
    atheris = None
if "FUZZ_BLIND" in os.environ:
    atheris = None

MAX_SECONDS = 1.0
"""Longest that one input may take, in seconds of processor time: the machine may be busy with other things."""

MAX_MEGABYTES = 256
"""
Most memory that the process may ever have taken, in MiB, with Python, libraries, corpus and instrumentation;
but without what making the inputs took. What stays below the most that this ever took is not seen.
"""

STOP_SECONDS = 20
"""After this time with one input, in seconds, libFuzzer ends the process: what takes that long is a hang."""

REPORT_SECONDS = 2
"""How often progress is written, in seconds."""

MEGABYTE = 1024 if sys.platform == "linux" else 1024 * 1024
"""What `ru_maxrss` counts in, per MiB: kibibytes on Linux, bytes on macOS."""


class Watch:
    """Feeds inputs to a target, and keeps the count, the extremes and the findings."""

    def __init__(self, target, folder, *, known, wanted):
        self.target = target
        self.folder = folder
        self.known = known
        self.wanted = wanted
        self.inputs = 0
        self.slowest = 0.0
        self.findings = 0
        self.megabytes = peak()
        self._written = self._started = time.monotonic()

    def feed(self, data):
        """Feed one input, and judge what came of it."""
        started, before = time.process_time(), peak()
        try:
            self.target.feed(data)
        except Exception as error:  # noqa: BLE001  # anything at all is a finding
            self._found(data, _place(error), traceback.format_exc())
        seconds = time.process_time() - started
        self.megabytes += peak() - before
        self.inputs += 1
        if seconds > self.slowest:
            self.slowest = seconds
            (self.folder / "slowest").write_bytes(data)
        if seconds > MAX_SECONDS:
            self._found(data, "slow", f"{seconds:.2f} s of processor time\n")
        if self.megabytes > MAX_MEGABYTES:
            self._found(data, "memory", f"{self.megabytes:.0f} MiB at the most\n")
            self.write()
            raise SystemExit("Too much memory was taken.")
        is_last = self.inputs >= self.known + self.wanted
        if is_last or time.monotonic() - self._written > REPORT_SECONDS:
            self.write()

    def write(self):
        """Write down how far this process has come; inputs that an earlier one tried are not counted again."""
        self._written = time.monotonic()
        progress = {
            "inputs": max(0, self.inputs - self.known),
            "seconds": round(self._written - self._started, 1),
            "slowest": round(self.slowest, 3),
            "megabytes": round(self.megabytes),
            "findings": self.findings,
        }
        new = self.folder / "now.json.new"
        new.write_text(json.dumps(progress), "utf-8")
        new.replace(self.folder / "now.json")

    def _found(self, data, what, text):
        name = f"{sha256(what.encode()).hexdigest()[:12]}"
        kept = self.folder / "findings" / name
        if not kept.exists():
            self.findings += 1
            kept.write_bytes(data)
            kept.with_suffix(".txt").write_text(f"{what}\n\n{text}", "utf-8", "backslashreplace")


def peak():
    """Return the most memory this process has taken, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def _place(error):
    """Name an error by its kind and the innermost place in the package, so that one defect is one finding."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "openbadge_issuer" in frame.filename] or list(frames)
    return f"{type(error).__name__} at {Path(own[-1].filename).name}:{own[-1].name}:{own[-1].lineno}"


def _guided(watch, seeds):
    """Let libFuzzer choose what to change, by what reached new code."""
    corpus = watch.folder / "corpus"

    def change(data, longest, seed):
        random = Random(seed)
        if random.randrange(3) == 0:
            return atheris.Mutate(data, longest)
        return watch.target.mutate(data, random, random.choice(seeds))[:longest]

    arguments = [
        sys.argv[0], str(corpus), f"-runs={watch.wanted + watch.known + 2}", f"-max_len={watch.target.longest}",
        f"-timeout={STOP_SECONDS}", f"-rss_limit_mb={MAX_MEGABYTES}", f"-artifact_prefix={watch.folder / 'findings'}/",
        "-verbosity=0", "-print_final_stats=0", "-close_fd_mask=0",
    ]  # fmt: skip
    atheris.Setup(arguments, watch.feed, custom_mutator=change)
    atheris.Fuzz()


def _blind(watch, seeds):
    """Change seeds without knowing what the changes reach."""
    number = time.time_ns()
    for count in range(watch.wanted):
        random = Random(number + count)
        data = random.choice(seeds)
        for _ in range(random.choice((1, 1, 2, 4, 8))):
            data = watch.target.mutate(data, random, random.choice(seeds))
        watch.feed(data)


def main():
    """Feed one target, as the arguments say."""
    name, folder, wanted = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    for part in ("corpus", "findings"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    target = _target(name)
    seeds = [seed for seed in target.seeds() if len(seed) <= target.longest]
    for seed in seeds:
        (folder / "corpus" / sha256(seed).hexdigest()).write_bytes(seed)
    known = len(list((folder / "corpus").iterdir())) if atheris else 0
    watch = Watch(target, folder, known=known, wanted=wanted)
    (_guided if atheris else _blind)(watch, seeds)


def _target(name):
    if not atheris:
        return import_module("fuzz.targets").TARGETS[name]
    with atheris.instrument_imports(include=["openbadge_issuer"], enable_loader_override=False):
        return import_module("fuzz.targets").TARGETS[name]


if __name__ == "__main__":
    main()
