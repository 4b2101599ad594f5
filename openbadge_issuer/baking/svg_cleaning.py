"""
Taking out of an SVG what could run, or could lead out of it (SVG 1.1 and 2; Namespaces in XML 1.0).

Badge pictures come from people's drawing programs, and are shown on pages of ours and of others.
What goes:

- elements that are not SVG's own, and of SVG's own those that run or hold other pages: `script`,
  `foreignObject` and the like; animations that set a link or a handler
- attributes that run (`on…`), and links that lead anywhere but into the picture or to a bitmap it carries
- processing instructions, such as style sheets from elsewhere; in styles, whatever is fetched

As in `svg`, expat only finds the places; everything else stays byte for byte as it was.
A picture with nothing to take out comes back as it is.
"""

import re
from collections.abc import Iterator
from html import escape
from xml.parsers import expat

from openbadge_issuer.baking import svg
from openbadge_issuer.errors import BakingError

_SVG = "http://www.w3.org/2000/svg"

_RUNS = frozenset(
    (
        "script",
        "foreignObject",
        "handler",
        "listener",
        "iframe",
        "embed",
        "object",
        "audio",
        "video",
        "canvas",
    )
)
"""Elements of SVG 1.1, 1.2 and 2 that run something, or show what is not a drawing."""

_ANIMATIONS = frozenset(("set", "animate", "animateMotion", "animateTransform", "animateColor", "discard"))

_LINKS = frozenset(("href", "src", "base", "data", "action", "formaction", "from", "to", "values", "by"))
"""Attributes that hold an address, or, in an animation, may set one."""

_BITMAP = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.\s-]*:|//|\\)", re.IGNORECASE)
_HERE = r"#|data:(?:image/(?:png|jpeg|gif|webp)|font/|application/(?:x-)?font-)"
_FETCHES = re.compile(
    rf"@import[^;]*;?|(?:url|src|image|image-set)\s*\((?!\s*['\"]?\s*(?:{_HERE}))[^)]*\)?", re.IGNORECASE
)
_CALLS = re.compile(r"[(@]")
_ESCAPED = re.compile(r"\\")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*(?:"[^"]*"|'[^']*')""")

_Cut = tuple[int, int, bytes]
"""From where to where, and what stands there instead."""


def clean(picture: bytes) -> bytes:
    """
    Return the SVG without what could run or lead out of it.

    Raises:
        BakingError: If the picture is not well-formed, too large or not SVG.
    """
    cuts = _Cleaner(picture).cuts()
    pieces, position = [], 0
    for start, end, instead in cuts:
        pieces += [picture[position:start], instead]
        position = end
    return b"".join([*pieces, picture[position:]])


class _Cleaner:
    """Reads an SVG once, for what is to be cut."""

    def __init__(self, picture: bytes) -> None:
        svg.bake(picture, "{}")  # the same picture is baked later: what that refuses is refused here
        self._picture = picture
        self._cuts: list[_Cut] = []
        self._depth = self._cut_depth = self._cut_start = 0
        self._style: tuple[int, list[str]] | None = None
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.ordered_attributes = True
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.ProcessingInstructionHandler = self._instruction

    def cuts(self) -> list[_Cut]:
        self._parser.Parse(self._picture, True)  # noqa: FBT003  (positional in expat: the last piece)
        return self._cuts

    def _start(self, name: str, attributes: list[str]) -> None:
        self._depth += 1
        if self._cut_depth:
            return
        self._refuse_in_style()
        place = self._parser.CurrentByteIndex
        space, _, local = name.rpartition(" ")
        if space != _SVG or local in _RUNS or _sets_a_link(local, attributes):
            self._cut_depth, self._cut_start = self._depth, place
            return
        self._cuts += self._attributes(place, attributes)
        if local == "style":
            self._style = (self._tag_end(place), [])

    def _attributes(self, place: int, attributes: list[str]) -> Iterator[_Cut]:
        """Cut attributes; expat gives them in the order in which they stand, declarations left out."""
        tag = self._picture[place : self._tag_end(place)]
        written = [found for found in _ATTRIBUTE.finditer(tag) if not found[1].startswith(b"xmlns")]
        pairs = list(zip(attributes[::2], attributes[1::2], strict=True))
        if len(written) != len(pairs):
            raise BakingError("The SVG has a tag whose attributes cannot be told apart.")
        for found, (name, value) in zip(written, pairs, strict=True):
            if _leads_out(name.rpartition(" ")[2], value):
                yield (place + found.start(), place + found.end(), b"")

    def _end(self, _name: str) -> None:
        if self._depth == self._cut_depth:
            self._cuts.append((self._cut_start, self._element_end(self._cut_start), b""))
            self._cut_depth = 0
        elif self._style is not None:
            self._cuts += self._cleaned_style(*self._style)
            self._style = None
        self._depth -= 1

    def _text(self, text: str) -> None:
        if self._style is not None and not self._cut_depth:
            self._style[1].append(text)

    def _cleaned_style(self, start: int, texts: list[str]) -> Iterator[_Cut]:
        style = "".join(texts)
        if _fetches(style):
            kept = "" if _ESCAPED.search(style) else _FETCHES.sub("none", style)
            yield (
                start,
                self._parser.CurrentByteIndex,
                escape(kept, quote=False).encode("ascii", "xmlcharrefreplace"),
            )

    def _instruction(self, _target: str, _data: str) -> None:
        if not self._cut_depth:
            self._refuse_in_style()
            start = self._parser.CurrentByteIndex
            self._cuts.append((start, self._picture.index(b"?>", start) + 2, b""))

    def _refuse_in_style(self) -> None:
        if self._style is not None:
            raise BakingError("The SVG has more than text in its style sheet.", hint="Save it as plain SVG.")

    def _tag_end(self, place: int) -> int:
        return svg.tag_at(self._picture, place).end()

    def _element_end(self, start: int) -> int:
        tag = svg.tag_at(self._picture, start)
        if tag.group().endswith(b"/>"):
            return tag.end()
        return self._picture.index(b">", self._parser.CurrentByteIndex) + 1


def _sets_a_link(element: str, attributes: list[str]) -> bool:
    """Whether an animation changes where a link leads, or what runs."""
    target = dict(zip(attributes[::2], attributes[1::2], strict=True)).get("attributeName", "")
    local = target.strip().rpartition(":")[2].lower()
    return element in _ANIMATIONS and (local in _LINKS or local.startswith("on"))


def _leads_out(name: str, value: str) -> bool:
    """Whether an attribute runs something, or fetches or opens something that is not in the picture."""
    local = name.lower()
    if local.startswith("on") or local == "base":
        return True
    if local == "href":
        return not (value.strip().startswith("#") or _BITMAP.fullmatch(value.strip()))
    if local in _LINKS and _SCHEME.match(value):
        return True
    return _fetches(value)


def _fetches(style: str) -> bool:
    """Whether a style names anything outside the picture; one with escapes is not trusted to say."""
    return bool(_FETCHES.search(style) or (_ESCAPED.search(style) and _CALLS.search(style)))
