"""
From what pydantic noticed to what a person can act on: one `Problem` per finding.

pydantic knows places as tuples and speaks of types.
Here a place becomes a JSON path into the document as it was given (a single object where an array may stand
has no index), and each finding a sentence that says what was found and what is allowed.
Validators of this package refuse by raising `refusal(Finding(…))`; what pydantic refuses by itself
(a number for text, a missing property) is put into the same words.
This file decides nothing: what is allowed stands with the classes.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeGuard

from pydantic import ValidationError
from pydantic.alias_generators import to_snake
from pydantic_core import ErrorDetails, PydanticCustomError

from openbadge_issuer.errors import Problem
from openbadge_issuer.json_text import child_path, shorten

MAX_PROBLEMS = 100
"""Findings reported for one document. Nobody reads more, and a hostile one could have a hundred thousand."""

MAX_FOUND = 80
"""Characters of a found value that a sentence repeats: enough to recognise it, short enough to read over."""

MAX_BITS = 256
"""Bits of a found integer that is written out: 77 digits, more than any identifier has."""

Place = tuple[str | int, ...]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_OBJECT_ERRORS = {"model_type", "model_attributes_type", "dict_type", "dataclass_type"}
_EXPECTED = {
    "string_type": "text",
    "string_unicode": "text without half a surrogate pair",
    "bool_type": "true or false",
    "tuple_type": "an array",
    "invalid_key": "text as the name of a property",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """
    What a validator of this package objects to.

    Attributes:
        code: A stable short name.
        expected: What is allowed, as it continues "Expected …".
        found: What is there, as it continues "found …"; by default the value itself.
        reason: One more sentence: why, or what to do.
        at: The place, seen from the value that the validator was given; its end names what is missing.
    """

    code: str
    expected: str
    found: str | None = None
    reason: str | None = None
    at: Place = ()


def refusal(*findings: Finding) -> PydanticCustomError:
    """Return the exception by which a validator refuses a value, for one reason or several."""
    context = {"expected": findings[0].expected, "findings": findings}
    return PydanticCustomError(findings[0].code, "Expected {expected}", context)


def problems_of(
    error: ValidationError, document: object, *, closed: Mapping[str, Sequence[str]] | None = None
) -> list[Problem]:
    """
    Put everything pydantic found into words.

    Args:
        error: What pydantic raised.
        document: What it was given, to find each place in it.
        closed: The properties of classes that allow no others, by the name in `type`.
    """
    problems: list[Problem] = []
    for details in error.errors(include_url=False):
        for finding in _findings(details, document, closed or {}):
            if len(problems) == MAX_PROBLEMS:
                return problems
            problems.append(_problem(details, finding, document))
    return problems


def described(value: object) -> str:
    """Describe a value as it continues "found …"."""
    if isinstance(value, str):
        return _json(shorten(value, MAX_FOUND))
    if value is None or isinstance(value, int | float):
        return _json(_pruned(value, levels=0))
    if isinstance(value, dict | list | tuple):
        return f"{'an' if value else 'an empty'} {'object' if isinstance(value, dict) else 'array'}"
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    return f"a Python {type(value).__name__}"


def is_language_map(value: object) -> TypeGuard[Mapping[str, object]]:
    """Tell whether a value gives texts by language (`{"en": …}`), as the published schemas would allow."""
    return isinstance(value, dict) and bool(value) and all(_LANGUAGE.fullmatch(str(key)) for key in value)


def _findings(
    details: ErrorDetails, document: object, closed: Mapping[str, Sequence[str]]
) -> Sequence[Finding]:
    own = details.get("ctx", {}).get("findings")
    return own or [_translated(details, document, closed)]


def _translated(details: ErrorDetails, document: object, closed: Mapping[str, Sequence[str]]) -> Finding:
    """Translate what pydantic refuses by itself; validators of this package say it themselves."""
    kind, value, loc = details["type"], details["input"], details["loc"]
    match kind:
        case "missing":
            return _missing(str(loc[-1]))
        case "extra_forbidden":
            owner, _ = _resolve(document, loc[:-1])
            return _unknown_field(str(loc[-1]), owner, closed)
        case "string_type" if is_language_map(value):
            return _language_map(value)
        case _ if kind in _OBJECT_ERRORS:
            name = str(details.get("ctx", {}).get("class_name", "")).removesuffix("v1p1")
            return _wrong_type(f"an object of type {name}" if name else "an object", value)
        case _:
            return _wrong_type(_EXPECTED.get(kind, details["msg"]), value)


def _missing(name: str) -> Finding:
    return Finding(code="missing", expected=f"`{name}`, which is required here", found="nothing")


def _wrong_type(expected: str, value: object) -> Finding:
    if value is None:
        return Finding(code="null", expected=expected, reason="A property without a value is left out.")
    return Finding(code="wrong-type", expected=expected)


def _language_map(value: Mapping[str, object]) -> Finding:
    languages = ", ".join(list(value)[:5])
    return Finding(
        code="language-map",
        expected="one plain text",
        found=f"texts by language ({languages})",
        reason="The Open Badges context gives them no meaning, so no signature would cover them.",
    )


def _unknown_field(name: str, owner: object, closed: Mapping[str, Sequence[str]]) -> Finding:
    kind = owner.get("type") if isinstance(owner, dict) else None
    allowed = closed.get(kind, ()) if isinstance(kind, str) else ()
    expected = f"only {', '.join(allowed)}" if allowed else "only the properties that the standard names"
    return Finding(code="unknown-field", expected=expected, found=f"`{shorten(name, MAX_FOUND)}`")


def _problem(details: ErrorDetails, finding: Finding, document: object) -> Problem:
    place = (*details["loc"], *finding.at)
    if finding.code == "missing":
        _, path = _resolve(document, details["loc"][:-1])
        path, value = child_path(path, str(place[-1])), None
    else:
        found, path = _resolve(document, place)
        value = value_text(found)
    return Problem(code=finding.code, path=path, message=_sentence(finding, document, place), value=value)


def _sentence(finding: Finding, document: object, place: Place) -> str:
    found = finding.found or described(_resolve(document, place)[0])
    return f"Expected {finding.expected}; found {found}." + (f" {finding.reason}" if finding.reason else "")


def _resolve(document: object, loc: Sequence[str | int]) -> tuple[Any, str]:
    """
    Follow pydantic's place into the document; return the value there and its JSON path.

    Parts that are no keys of the document are passed over: names of a union's branches,
    the index 0 of a single object that stands for an array of one, and the name of what is missing.
    """
    value, path = document, "$"
    for key in loc:
        if isinstance(value, dict) and isinstance(key, str):
            name = key if key in value else to_snake(key)  # nested objects given from Python may use either
            if name in value:
                value, path = value[name], child_path(path, key)
        elif isinstance(value, list | tuple) and isinstance(key, int) and key < len(value):
            value, path = value[key], child_path(path, key)
    return value, path


def value_text(value: object) -> str:
    """Write a found value for a `Problem`, shortened."""
    return shorten(_json(_pruned(value, levels=2)))


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text.encode(errors="backslashreplace").decode()  # half a surrogate pair could not be printed


def _pruned(value: object, *, levels: int) -> object:
    """Cut a value down before it is written: a finding may concern a whole document."""
    match value:
        case str():
            return shorten(value)
        case dict() if levels:
            return {str(key): _pruned(item, levels=levels - 1) for key, item in list(value.items())[:10]}
        case list() | tuple() if levels:
            return [_pruned(item, levels=levels - 1) for item in value[:10]]
        case dict() | list() | tuple():
            return "…"
        case int() if value.bit_length() > MAX_BITS:
            return "a very large number"  # Python refuses to write out the longest ones
        case _:
            return value
