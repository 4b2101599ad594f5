"""
The small values that properties consist of: URIs, numbers, languages, signed texts; and sets of values.

Each is an annotation for pydantic that checks what the standard says about such a value, and nothing else.
Text itself is plain `str`; terms of enumerations are in `enumerations`, `type` and `@context` in `keywords`.
"""

import re
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar, get_args

from pydantic import (
    AfterValidator,
    Discriminator,
    GetCoreSchemaHandler,
    PlainValidator,
    Tag,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from openbadge_issuer.model.problems import Finding, is_language_map, refusal

T = TypeVar("T")

MAX_NUMBER = sys.float_info.max
"""Largest number: what an IEEE double holds. JSON knows no limit, but its readers have this one."""

_URI = re.compile(
    r"(?!(?i:https?):(?!//[^/?#]))"  # the web needs a host
    r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20\x7f-\xa0<>\"{}|\\^`\s]+"  # RFC 3987: what no IRI may hold
)
_LANGUAGE = re.compile(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_COMPACT_JWS = re.compile(r"[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+")
_ENCODED_LIST = re.compile(r"u[A-Za-z0-9_-]+")


def is_absolute_uri(text: str) -> bool:
    """Tell whether a text is a URI (or IRI) with a scheme and, for the web, with a host."""
    return _URI.fullmatch(text) is not None


def _text(is_allowed: Callable[[str], object], *, code: str, expected: str) -> AfterValidator:
    def check(text: str) -> str:
        if not is_allowed(text):
            raise refusal(Finding(code=code, expected=expected))
        return text

    return AfterValidator(check)


Uri = Annotated[
    str,
    _text(
        is_absolute_uri,
        code="not-a-uri",
        expected="an absolute URI (such as https://school.example/badges/1 or urn:uuid:…)",
    ),
]
"""An absolute URI or IRI; a relative one would mean something else wherever the badge is read."""

LanguageCode = Annotated[
    str, _text(_LANGUAGE.fullmatch, code="not-a-language", expected="a language code (such as en or pt-BR)")
]
"""A language tag of BCP 47, in the shapes the published schemas allow."""

CompactJws = Annotated[
    str,
    _text(_COMPACT_JWS.fullmatch, code="not-a-jws", expected="a compact JWS (three parts joined by dots)"),
]
"""A signed text of RFC 7515 in its compact form; whether the signature holds, `proofs` finds out."""

EncodedList = Annotated[
    str, _text(_ENCODED_LIST.fullmatch, code="not-multibase", expected='"u" and base64url without padding')
]
"""A packed list of bits in multibase; whether it can be unpacked, `status` finds out."""


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refusal(Finding(code="null" if value is None else "wrong-type", expected="a number"))
    if not -MAX_NUMBER <= value <= MAX_NUMBER:  # what is not a number at all (NaN) is not in between either
        raise refusal(Finding(code="out-of-range", expected="a number of at most 308 digits"))
    return value  # an integer stays one


Number = Annotated[float, PlainValidator(_number), WithJsonSchema({"type": "number"})]
"""A JSON number: no text that looks like one, no true or false."""


def _whole_number(value: object) -> float:
    number = _number(value)
    if number < 0 or number % 1:
        raise refusal(Finding(code="out-of-range", expected="a whole number, 0 or more"))
    return number  # as it was written, 3e5 for one


WholeNumber = Annotated[int, PlainValidator(_whole_number), WithJsonSchema({"type": "integer", "minimum": 0})]
"""A JSON number that counts something."""


def _as_tuple(value: object) -> object:
    return value if isinstance(value, tuple) else tuple(value) if isinstance(value, list) else (value,)


class _AsTuple:
    """Makes a tuple of an array, and of a single value that stands for an array of one."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        items = core_schema.tuple_schema(
            [handler.generate_schema(get_args(source)[0])], variadic_item_index=0
        )
        return core_schema.no_info_before_validator_function(_as_tuple, items)


Many = Annotated[Sequence[T], _AsTuple()]
"""A set: in JSON an array, or a single value; in Python a tuple, made of any list."""


class _NotNull:
    """Takes `null` out of what is accepted: what has no value is left out."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        return schema["schema"] if schema["type"] == "nullable" else schema


Maybe = Annotated[T | None, _NotNull()]
"""A property that may be left out."""


def _branch(value: object) -> str:
    is_text = isinstance(value, str) or (is_language_map(value) and value.keys() != {"id"})
    return "<uri>" if is_text else "<object>"


OrUri = Annotated[Annotated[T, Tag("<object>")] | Annotated[Uri, Tag("<uri>")], Discriminator(_branch)]
"""An object, or the URI that identifies it."""
