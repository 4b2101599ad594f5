"""What is compared: a function here, or one in a program of somebody else's; each runs a number of times when told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from bench.timing import timed
from interop.asked_process import AskedProcess


@dataclass(frozen=True, kw_only=True)
class Sample:
    """
    How long something took.

    Attributes:
        count: How often it was done.
        seconds: How much time went by.
        core_seconds: How much of it the process had a core.
    """

    count: int
    seconds: float
    core_seconds: float

    @property
    def share(self) -> float:
        """The part of the time in which the process had a core; less than all if others had it, or it waited."""
        return self.core_seconds / self.seconds if self.seconds else 1.0


class Side(Protocol):
    """Something whose time is taken."""

    def run(self, count: int) -> Sample:
        """Do it some times."""


@dataclass(frozen=True)
class Here:
    """A function of this process."""

    function: Callable[[], object]

    def run(self, count: int) -> Sample:
        """Call it some times."""
        return Sample(count=count, **timed(self.function, count))


@dataclass(frozen=True)
class Fresh:
    """
    A function of this process, with something new each time.

    Attributes:
        make: Makes what is handed over; this happens before the time is taken.
        function: What is timed.
    """

    make: Callable[[], Any]
    function: Callable[[Any], object]

    def run(self, count: int) -> Sample:
        """Call it some times."""
        made = iter([self.make() for _ in range(count)])
        return Sample(count=count, **timed(lambda: self.function(next(made)), count))


@dataclass(frozen=True)
class There:
    """An operation of another program, which takes its own time, so that asking for it is not counted."""

    process: AskedProcess
    number: int

    @classmethod
    def prepared(cls, process: AskedProcess, operation: str, **request: Any) -> "There":
        """Let the program make ready for an operation."""
        return cls(process, process.ask("prepare", what=operation, **request))

    def run(self, count: int) -> Sample:
        """Let the program do it some times."""
        return Sample(count=count, **self.process.ask("run", number=self.number, count=count))
