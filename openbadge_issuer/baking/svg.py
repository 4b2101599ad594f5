"""
Credentials in SVG pictures (Open Badges 3.0, section 5.3.2; SVG 1.1; Namespaces in XML 1.0).

A credential is written as one element right after the root's start tag, its prefix declared on the root:

    <openbadges:credential><![CDATA[{…}]]></openbadges:credential>          JSON
    <openbadges:credential verify="eyJ…"></openbadges:credential>           compact JWS

Expat only finds the places; the text between them is copied byte for byte, never written anew.
Baking takes out what was baked before, Open Badges 2.0 (`assertion`) included.

Reading goes by namespace, whatever the prefix is: a name like `openbadges:credential` alone proves nothing.

An SVG from a stranger is met with care: no DTD is read and no entity declared, so that nothing can expand;
size, depth and number of elements are bounded; nothing is fetched, and scripts are neither run nor removed.
A plain `<!DOCTYPE svg PUBLIC …>`, which many drawing programs write, is ignored.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from openbadge_issuer.baking.credential_text import MAX_LENGTH, checked, found_version_2, recognized
from openbadge_issuer.errors import BakingError
from openbadge_issuer.json_text import shorten

MEDIA_TYPE = "image/svg+xml"

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
"""The namespace of `credential`; never fetched."""

MAX_BYTES = 5_242_880
"""Largest picture read or written, in bytes: 5 MiB. Drawn badges have 5 to 500 KiB, more with photographs."""

MAX_DEPTH = 256
"""Deepest nesting, in elements. Drawing programs nest a few dozen deep; some readers fail at 1,000."""

MAX_ELEMENTS = 100_000
"""Most elements: half a second's work. The most elaborate badges have a few thousand."""

_PREFIX = "openbadges"
_CREDENTIAL = f"{NAMESPACE} credential"
_ASSERTION = "http://openbadges.org assertion"
_ROOT = "http://www.w3.org/2000/svg svg"

_ENCODINGS = frozenset(("utf-8", "us-ascii", "iso-8859-1"))
"""What expat reads by itself, and what ASCII can be put into."""

_TAG = re.compile(rb"""<([^\s/>]+)[^>"']*+(?:(?:"[^"]*"|'[^']*')[^>"']*+)*+>""")
"""A start tag, its name in a group; a quoted value may hold a `>`."""


@dataclass(slots=True)
class _Carrier:
    """An element that carries a badge, and where it lies in the picture."""

    name: str
    verify: str | None
    start: int
    end: int = 0
    text: list[str] = field(default_factory=list)
    has_children: bool = False


@dataclass(slots=True)
class _Places:
    """Where the root's start tag begins, what it binds our prefix to, and what carries a badge."""

    root: int = -1
    namespace: str | None = None
    carriers: list[_Carrier] = field(default_factory=list)


def bake(picture: bytes, credential: str) -> bytes:
    """
    Return the SVG with a credential inside, in the place of any other.

    Raises:
        BakingError: If the picture is not well-formed, too large or not SVG, or the text is no credential.
    """
    places = _Reader(picture).read()
    root = tag_at(picture, places.root)
    pieces = [picture[: root.start()], _with_credential(root, places.namespace, checked(credential))]
    position = root.end()
    for carrier in places.carriers:
        pieces.append(picture[position : carrier.start])
        position = carrier.end
    pieces.append(picture[position:])
    return _within_size(b"".join(pieces))


def unbake(picture: bytes) -> str:
    """
    Return the text of the one credential in an SVG.

    Raises:
        BakingError: If the picture is not well-formed, too large or not SVG,
            or carries no credential or more than one.
    """
    carriers = _Reader(picture).read().carriers
    credentials = [carrier for carrier in carriers if carrier.name == _CREDENTIAL]
    if len(credentials) > 1:
        raise BakingError(
            f"The SVG carries {len(credentials)} credentials; exactly one is allowed.",
            hint="Ask the issuer for a picture with one: nobody can tell which of them counts.",
        )
    if credentials:
        return recognized(_content(credentials[0]))
    if carriers:
        raise found_version_2(_content(carriers[0]))
    raise BakingError("The SVG carries no Open Badges credential; it may have been lost when it was saved.")


def deviation(picture: bytes) -> str | None:
    """Say how an SVG carries its credential otherwise than the standard allows; None if it does not deviate."""
    places = _Reader(picture).read()
    carrier = next((carrier for carrier in places.carriers if carrier.name == _CREDENTIAL), None)
    if carrier is None:
        return None
    if picture[tag_at(picture, places.root).end() : carrier.start].strip():
        return "not right after the start of the picture, where alone it may stand"
    is_text = carrier.verify is None and not "".join(carrier.text).lstrip().startswith("{")
    return "as text, where a JWT must stand in the attribute verify" if is_text else None


class _Reader:
    """Reads an SVG once from end to end, for the places in it; refuses what is not safe to read."""

    def __init__(self, picture: bytes) -> None:
        self._picture = _within_size(picture)
        self._places = _Places()
        self._elements = self._depth = self._carrier_depth = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.XmlDeclHandler = self._declaration
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartNamespaceDeclHandler = self._namespace
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.SkippedEntityHandler = self._skipped_entity

    def read(self) -> _Places:
        if b"\0" in self._picture:
            raise BakingError("The SVG is not in UTF-8: it has zero bytes.", hint="Save it as UTF-8.")
        try:
            self._parser.Parse(self._picture, True)  # noqa: FBT003  (positional in expat: the last piece)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            place = f"line {error.lineno}, column {error.offset + 1}"
            raise BakingError(f"The SVG is not well-formed XML: {reason} at {place}.") from error
        return self._places

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise BakingError(f"The SVG is written in {shorten(encoding, 40)}.", hint="Save it as UTF-8.")

    def _doctype(self, _name: str, _system: str | None, _public: str | None, internal_subset: int) -> None:
        if internal_subset:
            raise BakingError(
                "The SVG has declarations in its DOCTYPE; they are not read, since entities can expand.",
                hint="Save it as plain SVG, without a program's own editing data.",
            )

    def _namespace(self, prefix: str | None, uri: str) -> None:
        if prefix == _PREFIX:
            self._places.namespace = uri

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > MAX_ELEMENTS or self._depth > MAX_DEPTH:
            raise BakingError(
                f"The SVG has over {MAX_ELEMENTS:,} elements, or nests them over {MAX_DEPTH} deep."
            )
        if self._depth == 1:
            self._root(name)
        elif self._carrier_depth:
            self._places.carriers[-1].has_children = True
        elif name in (_CREDENTIAL, _ASSERTION):
            carrier = _Carrier(name, attributes.get("verify"), self._parser.CurrentByteIndex)
            self._places.carriers.append(carrier)
            self._carrier_depth = self._depth
            self._parser.CharacterDataHandler = self._text

    def _root(self, name: str) -> None:
        if name != _ROOT:
            found = shorten(name.rpartition(" ")[2], 40)
            raise BakingError(f"Expected svg in the namespace http://www.w3.org/2000/svg; found {found}.")
        self._places.root = self._parser.CurrentByteIndex
        self._parser.StartNamespaceDeclHandler = None

    def _end(self, _name: str) -> None:
        if self._depth == self._carrier_depth:
            carrier = self._places.carriers[-1]
            tag = tag_at(self._picture, carrier.start)
            end_tag = self._parser.CurrentByteIndex
            closed = tag.group().endswith(b"/>")
            carrier.end = tag.end() if closed else self._picture.index(b">", end_tag) + 1
            self._carrier_depth = 0
            self._parser.CharacterDataHandler = None
        self._depth -= 1

    def _text(self, text: str) -> None:
        self._places.carriers[-1].text.append(text)

    def _skipped_entity(self, name: str, *_: object) -> None:
        if self._carrier_depth:
            raise BakingError(
                f"The SVG's credential uses the entity {shorten(name, 40)}, which is not declared."
            )


def _content(carrier: _Carrier) -> str:
    text = "".join(carrier.text)
    if carrier.has_children or (carrier.verify is not None and text.strip()):
        raise BakingError(
            "The SVG's credential must be either an attribute or one text, not both, nor elements."
        )
    content = text if carrier.verify is None else carrier.verify
    if len(content) > MAX_LENGTH:
        raise BakingError(f"The SVG's credential has more than {MAX_LENGTH:,} characters.")
    return content


def _with_credential(root: re.Match[bytes], bound_to: str | None, text: str) -> bytes:
    """Return the root's start tag with our prefix declared, and the credential after it."""
    declaration = "" if bound_to == NAMESPACE else f' xmlns:{_PREFIX}="{NAMESPACE}"'
    # A root that binds our prefix to something else keeps it, and the element binds it anew.
    on_root, on_element = (declaration, "") if bound_to is None else ("", declaration)
    name, element = root[1], _element(on_element, text).encode("ascii")
    tag = b"<" + name + on_root.encode("ascii") + root.group()[1 + len(name) :]
    if tag.endswith(b"/>"):
        return tag[:-2] + b">" + element + b"</" + name + b">"
    return tag + element


def _element(declaration: str, text: str) -> str:
    if not text.startswith("{"):
        return f'<{_PREFIX}:credential{declaration} verify="{text}"></{_PREFIX}:credential>'
    if "]]>" in text or "\r" in text:
        raise BakingError(
            "XML would change this JSON: it holds ]]> or a carriage return.",
            hint="json_text.to_text writes it so that it fits, without harm to an embedded proof.",
        )
    return f"<{_PREFIX}:credential{declaration}><![CDATA[{text}]]></{_PREFIX}:credential>"


def tag_at(picture: bytes, start: int) -> re.Match[bytes]:
    """Return the start tag at a place where expat has read one: there is a match, then."""
    return next(_TAG.finditer(picture, start))


def _within_size(picture: bytes) -> bytes:
    if len(picture) > MAX_BYTES:
        raise BakingError(f"The SVG has {len(picture):,} bytes; at most {MAX_BYTES:,} are allowed.")
    return picture
