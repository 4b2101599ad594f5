"""A program of somebody else's, kept running, which answers one JSON object a line."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class OtherSideError(Exception):
    """The other side could not answer."""


class AskedProcess:
    """
    Answers `ask` with what the program writes.

    Args:
        command: What starts it, in this folder.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def ask(self, operation: str, **request: Any) -> Any:
        """
        Ask for one operation.

        Raises:
            OtherSideError: If there is no answer; tells what the program says.
        """
        process = self._process
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps({"operation": operation, **request}) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise OtherSideError(f"{process.args} ended with {process.wait()}; what it said is above.")
        answer = json.loads(line)
        if "error" in answer:
            raise OtherSideError("; ".join(answer["error"]))
        return answer["answer"]

    def stop(self) -> None:
        """End it: it stops when nothing more comes in."""
        with self._process as process:
            assert process.stdin
            process.stdin.close()
