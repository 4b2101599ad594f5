"""
Reading and writing JSON text: the strict way in, and the one way out.

Reading refuses what two readers could understand differently (duplicate keys, NaN, lone surrogates)
and what costs too much (size, nesting).

Writing gives the exact text that is signed into a JWT, stored, served and baked into pictures.
It is ASCII, and braces, ampersands and angle brackets inside strings are written as escapes:
a wallet that finds the end of a baked credential by counting braces then counts right,
and a reader that decodes HTML entities before parsing changes nothing.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from openbadge_issuer.errors import InputError
from openbadge_issuer.plain_json import plain_text

JsonObject = dict[str, Any]

JsonValue = Any
"""Whatever JSON can say: an object, an array, a text, a number, true, false or null."""

MAX_BYTES = 1_048_576
"""
Largest document read, in bytes: 1 MiB.

A rich badge is 5 KiB; a baked status list of a million entries 200 KiB.
"""

MAX_DEPTH = 64
"""Deepest nesting read, in levels of objects and arrays. A badge with embedded endorsements has 12."""

MAX_PATH = 1_000
"""
Longest JSON path that is made longer, in characters; what lies deeper has the path of what encloses it.

A path is made for each value, and a hostile document has long keys and many values below them.
"""

# Possessive, and content with a string that does not end: no text makes these look at a character twice.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_STRING_OR_BRACKET = re.compile(rf"{_STRING.pattern}|[\[{{]|[\]}}]", re.DOTALL)
_ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in "{}&<>"})
_PLAIN_AND_STRING = re.compile(
    rf'(?P<plain>(?:[^"]++|"(?:[^"\\{{}}&<>]++|\\.)*+")*+)(?P<other>{_STRING.pattern})', re.DOTALL
)
"""Text that can stay as it is, and the next string in which something is written as an escape."""

_BRACE_IN_STRING = re.compile(r'\{(?:[^"]|"[,:\]}])')
"""A brace that begins no object as it is written here, `{"key…`: what follows it goes on with a string, or ends one."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,199}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def to_text(document: JsonObject) -> str:
    """
    Write a document as the ASCII text that is signed, stored and served.

    Raises:
        InputError: If the document is not JSON: a number that is not finite, half a surrogate pair,
            an object of some other kind, or nesting without end.
    """
    text = plain_text(document)
    if text is not None:
        return text
    try:
        text = _ENCODER.encode(document)
    except (TypeError, ValueError) as error:
        raise InputError(f"The document cannot be written as JSON: {error}.") from error
    except RecursionError as error:
        raise InputError("The document is nested too deeply to be written.") from error
    if "\\ud" in text:
        _check_surrogates(document)
    return _with_escapes(text)


def parse(source: bytes | str, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH) -> JsonValue:
    """
    Read JSON text.

    Args:
        source: The text; bytes must be UTF-8, and may begin with a byte order mark.
        max_bytes: Largest source accepted, in bytes (in characters for text).
        max_depth: Deepest nesting accepted, in levels.

    Raises:
        InputError: If the source is too large, not UTF-8, nested too deeply, not JSON,
            has a key twice in one object, a number that is not finite, or half a surrogate pair.
    """
    if len(source) > max_bytes:
        raise InputError(f"The document has {len(source):,} bytes; at most {max_bytes:,} are read.")
    text = _decode(source) if isinstance(source, bytes) else source
    _check_depth(text, max_depth)
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        reason = error.msg.removesuffix(" at")  # "Unterminated string starting at"
        raise InputError(f"Not JSON: {reason} at line {error.lineno}, column {error.colno}.") from error
    except ValueError as error:  # Python's own limit on the digits of an integer
        raise InputError("A number in the document has too many digits.") from error
    if _may_hold_surrogate(text):
        _check_surrogates(value)
    return value


def parse_object(
    source: bytes | str, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH
) -> JsonObject:
    """
    Read JSON text that must hold one object; otherwise like `parse`.

    Raises:
        InputError: As `parse`, and if the text holds something other than an object.
    """
    value = parse(source, max_bytes=max_bytes, max_depth=max_depth)
    if not isinstance(value, dict):
        raise InputError(f"Expected a JSON object, found {name_of(value)}.", path="$")
    return value


def name_of(value: object) -> str:
    """Name the JSON type of a value as an error message does: "an object", "a string"."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "a string"
        case int() | float():
            return "a number"
        case list():
            return "an array"
        case _:
            return "an object"


def child_path(path: str, key: str | int) -> str:
    """Extend a JSON path by a key or an index: `$.issuer`, `$.result[0]`, `$['@context']`; up to `MAX_PATH`."""
    if len(path) > MAX_PATH:
        return path
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if _NAME.fullmatch(key) else f"{path}[{shorten(key)!r}]"


def walk(value: JsonValue, path: str = "$") -> Iterator[tuple[str, JsonValue]]:
    """Yield every value in a document with its JSON path, parents before children."""
    yield path, value
    stack = [_children(value, path)]
    while stack:
        for here, item in stack[-1]:
            yield here, item
            stack.append(_children(item, here))
            break
        else:
            stack.pop()


def _children(value: JsonValue, path: str) -> Iterator[tuple[str, JsonValue]]:
    """Yield what stands in a value; made one by one, since all paths at once could fill the memory."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield child_path(path, key), item
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield child_path(path, index), item


def _decode(source: bytes) -> str:
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"Not UTF-8: the byte at position {error.start} cannot be read.") from error


def _check_depth(text: str, max_depth: int) -> None:
    """Count brackets outside strings, so that a hostile text never reaches the recursive parser."""
    if text.count("[") + text.count("{") <= max_depth:
        return  # not even all of them within each other would be too deep
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        bracket = match.group()
        if bracket in "[{":
            depth += 1
            if depth > max_depth:
                raise InputError(f"The document is nested more than {max_depth} levels deep.")
        elif bracket in "]}":
            depth -= 1


def _unique_keys(pairs: list[tuple[str, Any]]) -> JsonObject:
    result = dict(pairs)
    if len(result) != len(pairs):
        twice, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        raise InputError(
            f"The key {shorten(twice)!r} stands twice in one object; readers would differ on which counts."
        )
    return result


def _refuse_constant(name: str) -> float:
    raise InputError(f"{name} is not a JSON number.")


def _finite(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise InputError(f"The number {shorten(text)} is too large to be represented.")
    return value


def _with_escapes(text: str) -> str:
    """Write as escapes what some readers of strings take for something else."""
    if _has_nothing_to_escape(text):
        return text
    return "".join(_escaped(text))


def _escaped(text: str) -> Iterator[str]:
    place = 0
    while string := _PLAIN_AND_STRING.match(text, place):
        yield string["plain"]
        yield string["other"].translate(_ESCAPES)
        place = string.end()
    yield text[place:]


def _has_nothing_to_escape(text: str) -> bool:
    """
    Look at a text as it was just written, and tell whether no string in it has anything to escape; most have not.

    If every opening brace begins an object, there are as many closing ones as end one, and any more are in strings.
    """
    if "&" in text or "<" in text or ">" in text or _BRACE_IN_STRING.search(text):
        return False
    return text.count("{") == text.count("}")


def _may_hold_surrogate(text: str) -> bool:
    """Tell whether there is half a surrogate pair as such, or an escape that could be one."""
    return "\\ud" in text or "\\uD" in text or not (text.isascii() or _SURROGATE.search(text) is None)


def _check_surrogates(value: JsonValue) -> None:
    for path, item in walk(value):
        texts = [*item] if isinstance(item, dict) else [item] if isinstance(item, str) else []
        if any(_SURROGATE.search(text) for text in texts):
            raise InputError(
                "Half a surrogate pair is not a character, and cannot be written as UTF-8.", path=path
            )


def shorten(text: str, limit: int = 200) -> str:
    """Cut a found value to what an error message may repeat, in characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


_ENCODER = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique_keys, parse_constant=_refuse_constant, parse_float=_finite
)
"""Made once, since making one takes as long as using it for a small document."""
