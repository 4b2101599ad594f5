"""
The rows of the table: what a group of the bench hands over.

A `Comparison` is timed by the frame, side by side with its peers.
A `Figure` was measured by the group itself: memory, a size, milliseconds until something is seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bench.sides import Side


@dataclass(frozen=True)
class Goal:
    """
    What is to be reached.

    Attributes:
        kind: `faster`: at least so many times as fast as the peer. `within`: at most so many times its time.
            For figures: `at_least` and `at_most`.
        number: How many times, or the figure itself.
    """

    kind: Literal["faster", "within", "at_least", "at_most"]
    number: float

    def reached_by(self, number: float) -> bool:
        """Tell whether a measured number is good enough."""
        return number >= self.number if self.kind in ("faster", "at_least") else number <= self.number

    def __str__(self) -> str:
        sign = "≥" if self.kind in ("faster", "at_least") else "≤"
        return f"{sign} {self.number:g}"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """
    Something of ours, and what it is compared with.

    Attributes:
        what: What is done, as the table says it.
        ours: How we do it.
        peers: Name → how they do it.
        goals: Name of a peer → what is to be reached; a peer without one is there for information.
        clock: `core` counts the seconds that the process had a core, which others on the machine hardly change;
            `wall` all seconds, for what waits for disks and sockets.
    """

    what: str
    ours: Side
    peers: Mapping[str, Side]
    goals: Mapping[str, Goal] = field(default_factory=dict)
    clock: Literal["core", "wall"] = "core"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """
    A number that a group measured itself, several times.

    Attributes:
        what: What it is, as the table says it.
        unit: In which unit; "×" for a ratio.
        values: What was measured.
        goal: What is to be reached, if anything.
    """

    what: str
    unit: str
    values: Sequence[float]
    goal: Goal | None = None


@dataclass(frozen=True)
class Skipped:
    """A row, or a peer, that could not be measured here, and why."""

    what: str
    why: str


Row = Comparison | Figure | Skipped
