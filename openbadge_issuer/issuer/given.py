"""
What an application gives: how it is taken before the data model looks at it.

One value by itself is taken where there can be several (of a text, Python would make an array of its letters).
A text that is empty where one is required is refused, which the published schemas do not mind and people do.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar, cast

from openbadge_issuer.errors import ModelError, Problem
from openbadge_issuer.model import Model

T = TypeVar("T")


def several(given: Iterable[T] | T) -> tuple[T, ...]:
    """Take one value for several of which there is one."""
    if type(given) is tuple:  # what most give, or the default
        return given
    are_several = isinstance(given, Iterable) and not isinstance(given, str | Mapping | Model)
    return tuple(cast("Iterable[T]", given)) if are_several else (cast("T", given),)


def check_kind(given: object, *kinds: type, name: str) -> None:
    """
    Make sure that an argument is of one of some classes: if not, the mistake is in the program.

    Raises:
        TypeError: If it is of none of them.
    """
    if not isinstance(given, kinds):
        wanted = " or ".join(dict.fromkeys(kind.__name__ for kind in kinds))
        raise TypeError(f"{name} must be of the class {wanted}; found {type(given).__name__}.")


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
