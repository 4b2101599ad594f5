"""What the tests let processes of `adapters.processes` do; here, since they find it by its name."""

import os
from collections.abc import Callable

from openbadge_issuer.errors import KeyMaterialError, ModelError


def adding(summand: int) -> Callable[[int], int]:
    return lambda number: number + summand


def failing(*, at_once: bool = False) -> Callable[[str], None]:
    if at_once:
        raise KeyMaterialError("There is no such key.")

    def fail(path: str) -> None:
        raise ModelError("Not a badge.", path=path, hint="Mend it.")

    return fail


def killing() -> Callable[[int], str]:
    def kill(number: int) -> str:
        os.kill(os.getpid(), number)
        return "still there"

    return kill
