"""
Values as RDF literals (JSON-LD 1.1 API, section 8.6).

Numbers are written as JSON-LD says: whole ones as integers, others as doubles with up to 16 digits.
JSON literals are written by the JSON Canonicalization Scheme (RFC 8785), whole numbers only.
"""

import json

from openbadge_issuer.json_text import JsonValue
from openbadge_issuer.linked_data.rdf import RDF, RDF_LANG_STRING, XSD, XSD_STRING, Term, literal

XSD_DOUBLE = XSD + "double"
I18N = "https://www.w3.org/ns/i18n#"

LARGEST_INTEGER = 2**53 - 1
"""Greater ones have no exact form in RFC 8785, which writes numbers as JavaScript does."""


class NotWritableError(ValueError):
    """A value has no literal that every processor agrees on; says why."""


def to_literal(
    value: JsonValue, *, datatype: str | None, language: str | None, direction: str | None
) -> Term:
    """
    Make the literal of a value object.

    Raises:
        NotWritableError: If processors would write different literals.
    """
    if datatype == "@json":
        return literal(_canonical_json(value), datatype=RDF + "JSON")
    if isinstance(value, bool):
        return literal("true" if value else "false", datatype=datatype or XSD + "boolean")
    if isinstance(value, int | float):
        return _number(value, datatype)
    if not isinstance(value, str):
        raise NotWritableError("An object or an array is no value.")
    if datatype == XSD_DOUBLE:
        raise NotWritableError("A double must be written as a number; processors differ on texts.")
    if datatype == RDF_LANG_STRING:
        raise NotWritableError("A text with a language must be written with @language.")
    if direction is not None:
        return literal(value, datatype=f"{I18N}{language or ''}_{direction}")
    return literal(value, datatype=datatype or XSD_STRING, language=language)


def _number(value: JsonValue, datatype: str | None) -> Term:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        value = int(value)
    if isinstance(value, float) or datatype == XSD_DOUBLE:
        return literal(_canonical_double(value), datatype=datatype or XSD_DOUBLE)
    return literal(str(value), datatype=datatype or XSD + "integer")


def _canonical_double(value: float) -> str:
    """Write a double with one digit before the point and as few as possible after it: `5.0E-1`."""
    mantissa, exponent = f"{value:.15E}".split("E")
    whole, _, digits = mantissa.partition(".")
    return f"{whole}.{digits.rstrip('0') or '0'}E{int(exponent)}"


def _canonical_json(value: JsonValue) -> str:
    """RFC 8785: keys in UTF-16 order, no space, characters as they are."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        if value != int(value) or abs(value) > LARGEST_INTEGER:
            raise NotWritableError(f"Numbers in JSON literals must be whole, up to {LARGEST_INTEGER:,}.")
        value = int(value)
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        pairs = [f"{_canonical_json(key)}:{_canonical_json(item)}" for key, item in members]
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_canonical_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
