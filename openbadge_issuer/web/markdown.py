"""
Markdown as far as criteria and narratives use it (Open Badges 3.0: "Markdown allowed"), for pages.

Read are headings, bulleted and numbered lists, paragraphs with their line breaks, and within a line `code`,
**strong**, *emphasis*, links and bare web addresses.
Not read is HTML, which is shown as the text it is, pictures, which would be loaded from elsewhere,
and anything nested: CommonMark has more than anybody writes into a badge.

Every character comes out escaped; the only attribute that a text decides on is the address of a link,
and that is http or https.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit

from markupsafe import Markup, escape

MAX_LABEL = 500
"""Longest text of a link, in characters; it keeps the search for its end short."""

MAX_ADDRESS = 2_000
"""Longest address of a link, in characters, as browsers take it."""

_FIRST_LEVEL = 3
"""Level of the heading that `#` makes: pages have h1 and h2 of their own."""

_LAST_LEVEL = 6

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BULLET = re.compile(r"\s*[-*+]\s+(.*)")
_NUMBERED = re.compile(r"\s*[0-9]{1,9}[.)]\s+(.*)")
_INLINE = re.compile(
    r"`(?P<code>[^`]+)`"
    rf"|\[(?P<label>[^\[\]]{{1,{MAX_LABEL}}})\]\((?P<address>[^\s()]{{1,{MAX_ADDRESS}}})\)"
    r"|\*\*(?P<strong>[^\s*](?:[^*]*[^\s*])?)\*\*"
    r"|(?<![\w*])\*(?P<star>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<line>[^\s_](?:[^_]*[^\s_])?)_(?![\w_])"
    rf"|(?P<bare>\bhttps?://[^\s<>\"]{{1,{MAX_ADDRESS}}})"
)
_NOT_THE_END = ".,;:!?)'*_"
"""What follows a bare address rather than ends it."""

_LINK = Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>')


def web_url(value: object) -> str | None:
    """Return a URL that a page may link to: http or https, and nothing that runs; None for all else."""
    text = str(value)
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.netloc else None


def markdown(text: str) -> Markup:
    """Write a text as HTML; see above for what of Markdown is read."""
    found = [_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return Markup("\n").join(
        block
        for kind, lines in groupby(found, key=lambda line: line.kind)
        for block in _block(kind, list(lines))
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text: "empty", "heading", "ul", "ol" or "p", and what stands in it."""

    kind: str
    text: str
    level: int = 0


def _line(text: str) -> _Line:
    if not text.strip():
        return _Line("empty", "")
    if heading := _HEADING.fullmatch(text.strip()):
        return _Line("heading", heading[2], min(len(heading[1]) + _FIRST_LEVEL - 1, _LAST_LEVEL))
    for kind, pattern in (("ul", _BULLET), ("ol", _NUMBERED)):
        if item := pattern.fullmatch(text):
            return _Line(kind, item[1].strip())
    return _Line("p", text.strip())


def _block(kind: str, lines: list[_Line]) -> Iterator[Markup]:
    match kind:
        case "heading":
            for line in lines:
                yield Markup('<h{0} dir="auto">{1}</h{0}>').format(line.level, _inline(line.text))
        case "ul" | "ol":
            items = Markup("").join(Markup("<li>{}</li>").format(_inline(line.text)) for line in lines)
            yield Markup('<{0} dir="auto">{1}</{0}>').format(kind, items)
        case "p":
            broken = Markup("<br>").join(_inline(line.text) for line in lines)
            yield Markup('<p dir="auto">{}</p>').format(broken)


def _inline(text: str) -> Markup:
    parts, end = [], 0
    for match in _INLINE.finditer(text):
        parts += [escape(text[end : match.start()]), _marked(match)]
        end = match.end()
    return Markup("").join([*parts, escape(text[end:])])


def _marked(match: re.Match[str]) -> Markup:
    found = match[match.lastgroup or 0]
    match match.lastgroup:
        case "code":
            return Markup("<code>{}</code>").format(found)
        case "strong":
            return Markup("<strong>{}</strong>").format(found)
        case "star" | "line":
            return Markup("<em>{}</em>").format(found)
        case "address":
            address = web_url(found)
            return escape(match[0]) if address is None else _LINK.format(address, match["label"])
        case _:
            bare = found.rstrip(_NOT_THE_END)
            return _LINK.format(bare, bare) + escape(found[len(bare) :])
