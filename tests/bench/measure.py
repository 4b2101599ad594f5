"""
Taking times fairly on a machine that others use too.

All sides of a comparison take turns, round by round, and a ratio is one of a single round:
what slows the machine down for a while slows both.
A sample in which the process did not have its core is taken again; if that goes on, the least disturbed one counts,
and the result says how many were put away.
"""

from dataclasses import dataclass
from operator import attrgetter
from statistics import median
from typing import Any

from bench.rows import Comparison, Figure, Goal
from bench.sides import Sample, Side

MIN_SHARE = 0.9
"""The part of a sample's time in which its process must have had the core, for the sample to count as undisturbed."""

MAX_AGAIN = 4
"""How often a disturbed sample is taken again."""


@dataclass(frozen=True, kw_only=True)
class Effort:
    """
    How much is measured.

    Attributes:
        seconds: About how long a sample is.
        repeats: How many rounds there are; the median of them counts.
    """

    seconds: float = 0.2
    repeats: int = 7

    @property
    def is_smoke(self) -> bool:
        """True if it is only tried whether everything runs: groups then make few of everything."""
        return self.seconds == 0


def compare(comparison: Comparison, effort: Effort) -> list[dict[str, Any]]:
    """Measure all sides in turn; return one result for each peer, or one for us alone."""
    sides = {"": comparison.ours, **comparison.peers}
    counts = {name: _fitting_count(side, comparison.clock, effort) for name, side in sides.items()}
    rounds = [
        {name: _undisturbed(side, counts[name], comparison.clock, effort) for name, side in sides.items()}
        for _ in range(effort.repeats)
    ]
    times = {name: [found[name][0] for found in rounds] for name in sides}
    again = {name: sum(found[name][1] for found in rounds) for name in sides}
    ours = {
        "what": comparison.what,
        "clock": comparison.clock,
        "ours_us": _spread([1e6 * value for value in times[""]]),
        "taken_again": again[""],
    }
    return [
        {
            **ours,
            **_ratio(name, times[""], times[name], comparison.goals.get(name)),
            "peer_again": again[name],
        }
        for name in comparison.peers
    ] or [ours]


def figure(row: Figure) -> dict[str, Any]:
    """Return the result of a figure."""
    return {"what": row.what, "unit": row.unit, "value": _spread(row.values), **_judged(row.values, row.goal)}


def _ratio(name: str, ours: list[float], theirs: list[float], goal: Goal | None) -> dict[str, Any]:
    within = goal is not None and goal.kind == "within"
    ratios = [a / b if within else b / a for a, b in zip(ours, theirs, strict=True)]
    return {
        "peer": name,
        "peer_us": _spread([1e6 * value for value in theirs]),
        "ratio": _spread(ratios),
        "ratio_is": "our time, in theirs" if within else "their time, in ours",
        **_judged(ratios, goal),
    }


def _judged(values: Any, goal: Goal | None) -> dict[str, Any]:
    return {} if goal is None else {"goal": str(goal), "reached": goal.reached_by(median(values))}


def _spread(values: Any) -> dict[str, Any]:
    return {"median": median(values), "min": min(values), "max": max(values), "all": list(values)}


def _fitting_count(side: Side, clock: str, effort: Effort) -> int:
    """Double the count until a sample is long enough; this warms the side up as well."""
    side.run(1)
    count, took = 1, _time(side.run(1), clock)
    while took < effort.seconds / 2:
        count *= 2
        took = _time(side.run(count), clock)
    return max(1, round(count * effort.seconds / took)) if took else 1


def _undisturbed(side: Side, count: int, clock: str, effort: Effort) -> tuple[float, int]:
    """Return seconds for one operation, and how many samples were put away."""
    samples: list[Sample] = []
    while len(samples) <= MAX_AGAIN:
        samples.append(side.run(count))
        if clock == "wall" or effort.is_smoke or samples[-1].share >= MIN_SHARE:
            return _time(samples[-1], clock) / count, len(samples) - 1
    return _time(max(samples, key=attrgetter("share")), clock) / count, MAX_AGAIN


def _time(sample: Sample, clock: str) -> float:
    return sample.seconds if clock == "wall" else sample.core_seconds
