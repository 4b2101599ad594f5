"""
Taking times fairly on a machine that others use too.

All sides of a comparison take turns, round by round, and a ratio is one of a single round:
what slows the machine down for a while slows both.
A sample in which the process did not have its core is put away and taken again, as often as there are rounds;
where that goes on and on, what counts is the time that the process had, and the result says how much that was.
"""

from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.rows import Comparison, Figure, Goal
from bench.sides import Sample, Side

MIN_SHARE = 0.9
"""The part of a sample's time in which its process must have had the core, for the sample to count as undisturbed."""


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
    takings = {name: _Taking(side, comparison.clock, effort) for name, side in sides.items()}
    for _ in range(effort.repeats):
        for taking in takings.values():
            taking.take()
    ours = takings[""]
    result = {"what": comparison.what, "clock": comparison.clock, "ours_us": _spread(ours.microseconds)}
    result |= {"put_away": ours.put_away, "share_of_core": ours.share}
    return [
        {
            **result,
            **_ratio(name, ours.microseconds, taking.microseconds, comparison.goals.get(name)),
            "peer_put_away": taking.put_away,
            "peer_share_of_core": taking.share,
        }
        for name, taking in takings.items()
        if name
    ] or [result]


def figure(row: Figure) -> dict[str, Any]:
    """Return the result of a figure."""
    return {"what": row.what, "unit": row.unit, "value": _spread(row.values), **_judged(row.values, row.goal)}


def _ratio(name: str, ours: list[float], theirs: list[float], goal: Goal | None) -> dict[str, Any]:
    within = goal is not None and goal.kind == "within"
    ratios = [a / b if within else b / a for a, b in zip(ours, theirs, strict=True)]
    return {
        "peer": name,
        "peer_us": _spread(theirs),
        "ratio": _spread(ratios),
        "ratio_is": "our time, in theirs" if within else "their time, in ours",
        **_judged(ratios, goal),
    }


def _judged(values: Any, goal: Goal | None) -> dict[str, Any]:
    return {} if goal is None else {"goal": str(goal), "reached": goal.reached_by(median(values))}


def _spread(values: Any) -> dict[str, Any]:
    return {"median": median(values), "min": min(values), "max": max(values), "all": list(values)}


class _Taking:
    """The samples of one side."""

    def __init__(self, side: Side, clock: str, effort: Effort) -> None:
        self._side = side
        self._on_core = clock == "core"
        self._may_put_away = effort.repeats if self._on_core and not effort.is_smoke else 0
        self._count = self._fitting_count(effort.seconds)
        self._samples: list[Sample] = []
        self.put_away = 0

    def take(self) -> None:
        """Take one more sample."""
        sample = self._side.run(self._count)
        while sample.share < MIN_SHARE and self.put_away < self._may_put_away:
            self.put_away += 1
            sample = self._side.run(self._count)
        self._samples.append(sample)

    @property
    def microseconds(self) -> list[float]:
        """How long it took each time, for one operation."""
        return [1e6 * self._time(sample) / sample.count for sample in self._samples]

    @property
    def share(self) -> float:
        """The part of the time in which the process had its core, in the middle of the samples."""
        return median(sample.share for sample in self._samples)

    def _time(self, sample: Sample) -> float:
        return sample.core_seconds if self._on_core else sample.seconds

    def _fitting_count(self, seconds: float) -> int:
        """Double the count until a sample is long enough; this warms the side up as well."""
        self._side.run(1)
        count, took = 1, self._time(self._side.run(1))
        while took < seconds / 2:
            count *= 2
            took = self._time(self._side.run(count))
        return max(1, round(count * seconds / took)) if took else 1
