"""
The `Drawer` port on resvg, which draws static SVG and knows neither scripts nor the network.

It would show files of this machine that a picture names, so pictures are cleaned before (`baking.clean`).

Each picture is drawn by a process of its own with little memory and time: a drawing that asks for more than there is
ends that process, and not the service.
"""

import subprocess
import sys
from dataclasses import dataclass

from openbadge_issuer.baking import clean
from openbadge_issuer.errors import BakingError

SIZE = 600
"""Width and height, in pixels, of the square that a picture is fitted into: sharp on screens and in print."""

MAX_SECONDS = 20
"""Longest time for one picture, in seconds: badges take a tenth of one, on a busy machine some."""

MAX_MEMORY = 1_073_741_824
"""Most memory for one picture, in bytes: 1 GiB, of which 600 × 600 pixels and their filters need a tenth."""

_HINT = "Save it as plain SVG in a drawing program, or as PNG."

_PROGRAM = f"""
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({MAX_MEMORY}, {MAX_MEMORY}))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, ValueError):
    pass
import resvg_py
svg = sys.stdin.buffer.read().decode("utf-8")
sys.stdout.buffer.write(resvg_py.svg_to_bytes(svg_string=svg, width={SIZE}, height={SIZE}))
"""
"""What the process runs. Systems without limits of memory (Windows) still have that of time."""


@dataclass(frozen=True)
class ResvgDrawer:
    """Draws pictures with resvg."""

    max_seconds: float = MAX_SECONDS

    def draw(self, svg: bytes) -> bytes:
        """
        Draw an SVG; return it as a PNG that fits into a square of `SIZE` pixels.

        Raises:
            BakingError: If it cannot be drawn, or not within the limits.
        """
        picture = clean(svg)
        command = [sys.executable, "-I", "-c", _PROGRAM]
        try:
            done = subprocess.run(  # noqa: S603  (a program of ours; the picture is only its input)
                command, input=picture, capture_output=True, timeout=self.max_seconds, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise BakingError(
                f"Drawing the SVG took more than {self.max_seconds:g} seconds.", hint=_HINT
            ) from error
        if done.returncode != 0 or not done.stdout:
            raise BakingError(f"The SVG cannot be drawn{_reason(done.stderr)}.", hint=_HINT)
        return done.stdout


def _reason(output: bytes) -> str:
    """What the drawing program said, if it is a sentence of its own."""
    last = output.decode("utf-8", "replace").strip().rpartition("\n")[2]
    name, _, said = last.partition(": ")
    return f": {said[:200]}" if name == "ValueError" and said else ""
