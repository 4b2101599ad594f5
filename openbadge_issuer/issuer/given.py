"""
What an application gives: how it is taken before the data model looks at it.

Two things the published schemas do not mind and people do:
a text that is empty where one is required, and one value by itself where there can be several
(of a text by itself, Python would make an array of its letters).
"""

from collections.abc import Sequence
from typing import TypeVar, cast

from openbadge_issuer.errors import ModelError, Problem
from openbadge_issuer.model import Model

T = TypeVar("T")


def several(given: Sequence[T] | T) -> Sequence[T]:
    """Take one value for several of which there is one."""
    is_one = isinstance(given, str | Model)
    return cast("Sequence[T]", (given,) if is_one else given)


def check_says_something(given: object, *, name: str, of: str) -> None:
    """
    Make sure that a text, if it is one, is more than white space.

    Args:
        given: The text; anything else is left to the data model.
        name: The property that holds it.
        of: The class whose property it is.

    Raises:
        ModelError: If it is empty.
    """
    if isinstance(given, str) and not given.strip():
        message = "Expected a text that says something; found one that is empty."
        problem = Problem(code="empty", path=f"$.{name}", message=message)
        raise ModelError(f"Not a valid {of}: {problem}", path=problem.path, problems=[problem])
