"""
The two JSON-LD keywords that every reader looks at first: `type` and `@context`.

Both have defaults for what one composes oneself; in a document that is read, leaving them out is a finding.
What the contexts define is not looked at here: `linked_data` does that.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from openbadge_issuer.model.base import OPEN_BADGES_V3
from openbadge_issuer.model.problems import Finding, refusal
from openbadge_issuer.model.scalars import Many, is_absolute_uri

# The published schemas' pattern, and the one older name that the official validator takes as well.
_OPEN_BADGES = re.compile(
    r"https://purl\.imsglobal\.org/spec/ob/v3p0/(context(-3\.[0-9]\.[0-9])*\.json|context/ob_v3p0\.jsonld)"
)

Handler = Callable[[object], Any]


class _LeftOut:
    """Marks a value as a default, which counts as missing when a document is read."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.any_schema()  # so that a JSON Schema made of the model can show the default


class Default(_LeftOut, tuple[Any, ...]):
    """The default of a set."""

    __slots__ = ()


class DefaultText(_LeftOut, str):
    """The default of a text."""

    __slots__ = ()


Types = Annotated[Many[str], Field(validate_default=True)]
"""The `type` of a class that others may extend; `Requires` says what it must name."""

ConstantType = Annotated[str, Field(validate_default=True)]
"""The `type` of a class that has exactly one; `Is` says which."""

Contexts = Annotated[Many[str | Mapping[str, Any]], Field(validate_default=True)]
"""The `@context` of a document; `BeginsWith` says which come first."""


class _Keyword(ABC):
    """
    Superclass of the checks on a keyword: tells a default from a given value.

    Attributes:
        name: The keyword.
        usual: What nearly all documents have there, which is allowed and need not be looked at again.
    """

    name: str
    usual: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_wrap_validator_function(self._validate, handler(source))

    def _validate(self, value: object, handler: Handler, info: ValidationInfo) -> object:
        if value and isinstance(value, list) and value == [*self.usual]:
            return self.usual
        if not isinstance(value, _LeftOut):
            return self.check(value, handler)
        if info.context:
            expected = f"`{self.name}`, which is required here"
            raise refusal(Finding(code="missing", expected=expected, found="nothing", at=(self.name,)))
        return value

    @abstractmethod
    def check(self, value: object, handler: Handler) -> object:
        """Return the value, if it is allowed."""


class Requires(_Keyword):
    """
    What `type` must name.

    Args:
        required: Each is one type, or several joined by " or " of which one is enough.
    """

    name = "type"

    def __init__(self, *required: str) -> None:
        self.required = {names: frozenset(names.split(" or ")) for names in required}
        self.usual = required if [*map(len, self.required.values())] == [1] else ()

    def check(self, value: object, handler: Handler) -> tuple[str, ...]:
        """Return the types as a tuple."""
        types: tuple[str, ...] = handler(value)
        missing = [names for names, enough in self.required.items() if enough.isdisjoint(types)]
        if missing:
            found = ", ".join(types) or "no type"
            raise refusal(
                Finding(code="wrong-class", expected=f"`type` to name {' and '.join(missing)}", found=found)
            )
        return types


class Is(_Keyword):
    """The one text that `type` must be: where the published schemas allow no array."""

    name = "type"

    def __init__(self, constant: str) -> None:
        self.constant = constant

    def check(self, value: object, handler: Handler) -> str:
        """Return the type."""
        if isinstance(value, str | list) and value != self.constant:
            code = "wrong-class" if isinstance(value, str) else "wrong-type"
            raise refusal(Finding(code=code, expected=f'"{self.constant}"'))
        constant: str = handler(value)
        return constant


class BeginsWith(_Keyword):
    """
    Which contexts must come first, in order.

    Args:
        credentials: The W3C context of the credential's version.
        open_badges: Whether one of the Open Badges contexts must be the second.
        alone: Whether the first may stand there without an array.
    """

    name = "@context"

    def __init__(self, credentials: str, *, open_badges: bool = True, alone: bool = False) -> None:
        self.credentials = credentials
        self.open_badges = open_badges
        self.alone = alone
        self.usual = (credentials, OPEN_BADGES_V3) if open_badges else (credentials,)

    def check(self, value: object, handler: Handler) -> tuple[str | Mapping[str, Any], ...]:
        """Return the contexts as a tuple."""
        if self.alone and value == self.credentials:
            value = (value,)
        if not isinstance(value, list | tuple):
            expected = f"an array that begins with {self.credentials}"
            raise refusal(Finding(code="wrong-context", expected=expected))
        findings = [*self._order(value), *_unusable(value)]
        if findings:
            raise refusal(*findings)
        contexts: tuple[str | Mapping[str, Any], ...] = handler(value)
        return contexts

    def _order(self, contexts: Sequence[object]) -> Iterator[Finding]:
        first, second = (*contexts[:2], None, None)[:2]
        if first != self.credentials:
            yield _misplaced(0, self.credentials, contexts)
        elif self.open_badges and not (isinstance(second, str) and _OPEN_BADGES.fullmatch(second)):
            yield _misplaced(1, OPEN_BADGES_V3, contexts)


def _misplaced(index: int, expected: str, contexts: Sequence[object]) -> Finding:
    place = ("first", "second")[index]
    found = None if index < len(contexts) else "nothing"
    return Finding(
        code="wrong-context", expected=f"{expected} as the {place} context", found=found, at=(index,)
    )


def _unusable(contexts: Sequence[object]) -> list[Finding]:
    return [
        Finding(code="wrong-context", expected="an absolute URI or an object", at=(index,))
        for index, entry in enumerate(contexts)
        if not isinstance(entry, dict) and not (isinstance(entry, str) and is_absolute_uri(entry))
    ]
