"""
Names and descriptions of credentials in general: a text, or texts with their language and direction.

W3C Verifiable Credentials Data Model 2.0, 4.6 (Names and Descriptions) and 11.1 (Language and Base Direction).
Open Badges allow one plain text only; see `language-map` in `problems`.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from openbadge_issuer.model.problems import Finding, Place, refusal

_MEMBERS = ("@value", "@language", "@direction")
_DIRECTIONS = ("ltr", "rtl")
_EXPECTED = 'a text, or {"@value": text, "@language": …}, or an array of these objects'


def _language_text(value: object) -> str | Mapping[str, Any] | tuple[Mapping[str, Any], ...]:
    if isinstance(value, str):
        return value
    if not isinstance(value, dict | list | tuple) or not value:
        raise refusal(Finding(code="null" if value is None else "wrong-type", expected=_EXPECTED))
    many = isinstance(value, list | tuple)
    found = [
        finding
        for index, item in enumerate(value if many else [value])
        for finding in _misfits(item, (index,) if many else ())
    ]
    if found:
        raise refusal(*found)
    return tuple(value) if isinstance(value, list | tuple) else value


def _misfits(value: object, at: Place) -> Iterator[Finding]:
    if not isinstance(value, dict):
        yield Finding(code="wrong-type", expected=_EXPECTED, at=at)
        return
    if not isinstance(value.get("@value"), str):
        yield Finding(code="not-a-language-value", expected="@value with a text", at=at)
    for name in sorted(value.keys() - set(_MEMBERS), key=str):
        yield Finding(
            code="not-a-language-value",
            expected=f"only {', '.join(_MEMBERS)} beside each other",
            found=f"`{name}`",
            at=(*at, name),
        )
    if not isinstance(value.get("@language", ""), str):
        yield Finding(code="not-a-language-value", expected="a language tag", at=(*at, "@language"))
    if value.get("@direction", "ltr") not in _DIRECTIONS:
        yield Finding(code="not-a-language-value", expected="ltr or rtl", at=(*at, "@direction"))


LanguageText = Annotated[
    str | Mapping[str, Any] | tuple[Mapping[str, Any], ...],
    PlainValidator(_language_text),
    WithJsonSchema({"type": ["string", "object", "array"]}),
]
"""A text, a language value object, or several of them."""
