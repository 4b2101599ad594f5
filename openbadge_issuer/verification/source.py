"""
What came in, read: a parsed document, JSON text, a compact JWS, or a picture that carries one of these.

Which it is follows from the content, never from a name or a media type.
Whether the document is a badge, and whether it is genuine, is not looked at.
"""

import math
import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from os import PathLike
from typing import Any

from openbadge_issuer.baking import deviation, other_format, png, unbake
from openbadge_issuer.errors import BakingError, InputError
from openbadge_issuer.json_text import MAX_DEPTH, JsonObject, child_path, parse_object, to_text
from openbadge_issuer.proofs.vc_jwt import DecodedJwt, decode

MAX_VALUES = 100_000
"""
Most values in a document, in objects, arrays, strings and numbers; a very rich badge has 1,000.
Objects in memory can repeat each other and unfold without end, and 1 MiB of text can hold 500,000 numbers:
each step of a verification would look at all of them.
"""

KINDS = {
    "badge": frozenset({"OpenBadgeCredential", "AchievementCredential"}),
    "endorsement": frozenset({"EndorsementCredential"}),
    "status list": frozenset({"BitstringStatusListCredential", "StatusList2021Credential"}),
    "profile": frozenset({"Profile"}),
}
"""What a document can be, and the types by which it says so."""

_NAMES = frozenset().union(*KINDS.values())

_TEXTS = frozenset({"json", "jwt"})
"""Kinds whose values stand in the source as they are, each in a character at least."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*", re.ASCII)
_JSON_STARTS = ("{", "[", '"')
_ESCAPED_LETTER = re.compile(r"\\u00[67]")
_URL = re.compile(rb"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """
    A document that could be read.

    Attributes:
        kind: What came in: `document`, `json`, `jwt`, `png`, `svg`.
        document: The credential; of a JWT without the registered claims.
        jwt: The JWT it came in, if it did.
        presenter: The id of who shows it, if it is a presentation.
        deviation: How the picture carries it otherwise than the standard allows, as it continues
            "The picture carries the credential …"; None if it does not, or there is no picture.
        may_be_endorsed: False if the text that it was read from names no endorsements anywhere.
    """

    kind: str
    document: JsonObject
    jwt: DecodedJwt | None = None
    presenter: str | None = None
    deviation: str | None = None
    may_be_endorsed: bool = True

    @property
    def signatory(self) -> str:
        """The id of whoever must have signed it: who shows a presentation, who issued anything else."""
        return issuer_of(self.document) if self.presenter is None else self.presenter

    @property
    def form(self) -> str:
        """How the credential is secured: `json` or `jwt`."""
        return "jwt" if self.jwt else "json"

    @property
    def document_kind(self) -> str | None:
        """What the document says it is: a key of `KINDS`; None if it is none of these."""
        return document_kind(self.document)

    @property
    def is_status_list(self) -> bool:
        """True if the document says it is a status list."""
        return self.document_kind == "status list"


def read(source: JsonObject | str | bytes) -> Source:
    """
    Read what came in.

    Raises:
        InputError: If it is none of the forms, or a damaged one, or a dict holds something that JSON has not.
        BakingError: If it is a picture that carries no credential, or more than one.
        ProofError: If it is a JWT that is malformed.
        TypeError: If it is not a dict, str or bytes.
    """
    if isinstance(source, dict):
        _check_values(source)
        return Source(kind="document", document=parse_object(to_text(source)))
    found = _read(source)
    if found.kind not in _TEXTS or len(source) > MAX_VALUES:
        _check_values(found.document)
    return found


def _read(source: str | bytes) -> Source:
    if isinstance(source, str):
        return _read_text(source.removeprefix("\ufeff").strip())
    if isinstance(source, (bytes, bytearray, memoryview)):
        return _read_bytes(bytes(source))
    raise TypeError(f"A source is a dict, str or bytes; found {_kind_of(source)}.")


def document_kind(document: JsonObject) -> str | None:
    """Return what a document says it is: a key of `KINDS`; None if it is none of these."""
    return _kind_named(_NAMES & types_of(document))


def proofs_of(document: JsonObject) -> list[tuple[str, Any]]:
    """Return the proofs of a document with their paths; a proof may stand alone or in an array."""
    proof = document.get("proof")
    if isinstance(proof, list):
        return [(f"$.proof[{index}]", item) for index, item in enumerate(proof)]
    return [] if proof is None else [("$.proof", proof)]


def types_of(document: JsonObject) -> frozenset[str]:
    """Return the types of a document; a type may stand alone or in an array."""
    found = document.get("type")
    return frozenset(
        [item for item in (found if isinstance(found, list) else [found]) if isinstance(item, str)]
    )


def subjects_of(document: JsonObject) -> list[JsonObject]:
    """Return the subjects of a credential: one, or several in an array."""
    found = document.get("credentialSubject")
    return [item for item in (found if isinstance(found, list) else [found]) if isinstance(item, dict)]


def issuer_of(document: JsonObject) -> str:
    """Return the id of who a document says issued it; empty if it does not say. A profile is its own issuer."""
    issuer = document if document_kind(document) == "profile" else document.get("issuer")
    identifier = issuer.get("id") if isinstance(issuer, dict) else issuer
    return identifier if isinstance(identifier, str) else ""


@cache
def _kind_named(names: frozenset[str]) -> str | None:
    """Return the first kind that some of the names are for; there are few sets of these."""
    return next((kind for kind, own in KINDS.items() if not own.isdisjoint(names)), None)


def _kind_of(source: object) -> str:
    kind = type(source).__name__
    return f"{kind}, which read_bytes() reads" if isinstance(source, PathLike) else kind


def _read_text(text: str) -> Source:
    if text.startswith("<"):
        return _read_picture(text.encode("utf-8", "replace"))
    if _TOKEN.fullmatch(text):
        return _read_token(text, kind="jwt")
    if not text.startswith(_JSON_STARTS):
        raise _neither(text.encode("utf-8", "replace"), is_blank=not text)
    return _json(text, parse_object(text))


def _read_bytes(data: bytes) -> Source:
    start = data.removeprefix(_BYTE_ORDER_MARK).lstrip()
    if start.startswith(tuple(map(str.encode, _JSON_STARTS))):
        return _json(data.decode("utf-8", "replace"), parse_object(data))
    token = start.rstrip()
    if re.fullmatch(_TOKEN.pattern.encode(), token):
        return _read_token(token.decode("ascii"), kind="jwt")
    if not data.startswith(png.SIGNATURE) and (not start.startswith(b"<") or other_format(data)):
        raise _neither(data, is_blank=not token)
    return _read_picture(data)


def _json(text: str, document: JsonObject) -> Source:
    return Source(kind="json", document=document, may_be_endorsed=_may_name_endorsements(text))


def _may_name_endorsements(text: str) -> bool:
    """Any letter can be written as an escape, so a text with letters as escapes may do so without showing it."""
    return "endorsement" in text or _ESCAPED_LETTER.search(text) is not None


def _neither(data: bytes, *, is_blank: bool) -> InputError | BakingError:
    expected = "A badge is JSON, a JWT, or a PNG or SVG that carries one of them"
    if is_blank:
        return InputError(f"{expected}; found nothing.")
    if _URL.fullmatch(data.strip()):
        return InputError(f"{expected}; found a URL, which is not fetched here: hand over what it gives.")
    found = other_format(data)
    return (
        BakingError(f"{expected}; found {found}.")
        if found
        else InputError(f"{expected}; found none of these.")
    )


def _read_picture(data: bytes) -> Source:
    text = unbake(data)
    kind = "png" if data.startswith(png.SIGNATURE) else "svg"
    found = _read_token(text, kind=kind) if _TOKEN.fullmatch(text) else _json(text, parse_object(text))
    return replace(found, kind=kind, deviation=deviation(data))


def _read_token(token: str, *, kind: str) -> Source:
    jwt = decode(token)
    text = jwt.payload_text.decode("utf-8", "replace")
    return Source(kind=kind, document=jwt.credential, jwt=jwt, may_be_endorsed=_may_name_endorsements(text))


def _check_values(document: JsonObject) -> None:
    """Walk a document depth first, so that one which holds itself is soon too deep."""
    stack: list[tuple[str, object, int]] = [("$", document, 1)]
    count = 0
    while stack:
        path, value, depth = stack.pop()
        count += 1
        if depth > MAX_DEPTH or count > MAX_VALUES:
            limit = (
                f"is nested more than {MAX_DEPTH} levels deep"
                if depth > MAX_DEPTH
                else f"has over {MAX_VALUES:,} values"
            )
            raise InputError(f"The document {limit}.", path="$")
        stack.extend((inner, item, depth + 1) for inner, item in _children(path, value))


def _children(path: str, value: object) -> list[tuple[str, object]]:
    """Return what stands in a value, up to one more than is looked at; checks the keys, or the scalar."""
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                message = f"Keys of a JSON object are strings; found a Python {type(key).__name__}."
                raise InputError(message, path=path)
        return [(child_path(path, key), item) for key, item in islice(value.items(), MAX_VALUES + 1)]
    if isinstance(value, list):
        return [(child_path(path, index), item) for index, item in enumerate(islice(value, MAX_VALUES + 1))]
    _check_scalar(path, value)
    return []


def _check_scalar(path: str, value: object) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise InputError("A number in the document is NaN or infinite; JSON has neither.", path=path)
    if value is not None and not isinstance(value, (str, int, float, bool)):
        raise InputError(f"JSON has no values such as a Python {type(value).__name__}.", path=path)
