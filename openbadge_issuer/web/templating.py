"""
Pages: Jinja2 templates with every value escaped, one style sheet, dates for people.

A name that a template uses and nobody gave is an error; a part that a document does not have is nothing.
Texts that people wrote (criteria, narratives) are Markdown, of which `markdown` reads a part.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Undefined
from jinja2.utils import missing
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from openbadge_issuer.web.headers import FRESH
from openbadge_issuer.web.markdown import markdown, web_url
from openbadge_issuer.web.runtime import Runtime

STATIC: Mapping[str, str] = {"style.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}
"""The files that pages use, with their media types."""


@cache
def static_file(name: str) -> bytes:
    """Return one of the files that pages use; a name of `STATIC`."""
    return (files("openbadge_issuer.web") / "static" / name).read_bytes()


@cache
def static_version(name: str) -> str:
    """Return what tells one version of a file from another: the beginning of its digest."""
    return hashlib.sha256(static_file(name)).hexdigest()[:12]


def render(
    runtime: Runtime,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> HTMLResponse:
    """
    Write a page.

    Args:
        runtime: What links begin with, and which host this is.
        template: The template's file name.
        status: The status of the answer.
        headers: Further headers; pages are kept only as long as nobody asked again, unless said otherwise.
        values: What the template shows.
    """
    text = (
        _environment()
        .get_template(template)
        .render({"root": runtime.prefix, "host": runtime.host, "here": "", **values})
    )
    return HTMLResponse(text, status_code=status, headers={"Cache-Control": FRESH, **(headers or {})})


class _Absent(Undefined):
    """What is not there: an error if it is a value the page needs, nothing if it is a part of a document."""

    def __new__(cls, hint: str | None = None, obj: object = missing, **named: Any) -> Undefined:  # type: ignore[misc]
        """Choose by whether it was looked for in something."""
        kind = StrictUndefined if obj is missing else Undefined
        return kind(hint=hint, obj=obj, **named)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("openbadge_issuer.web"),
        autoescape=True,
        undefined=_Absent,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        markdown=markdown, date=date, date_text=date_text, time=time, web_url=web_url, words=words, code=code
    )
    environment.globals["asset_version"] = static_version
    return environment


def date_text(moment: datetime | str) -> str:
    """Write a date for people, in UTC: 1 June 2026."""
    read = _moment(moment)
    return f"{read.day} {read:%B %Y}"


def date(moment: datetime | str) -> Markup:
    """Write a date for people and programs."""
    return Markup('<time datetime="{}">{}</time>').format(_written(moment), date_text(moment))


def time(moment: datetime | str) -> Markup:
    """Write a date with its time, in UTC, for people and programs."""
    text = f"{date_text(moment)}, {_moment(moment):%H:%M} UTC"
    return Markup('<time datetime="{}">{}</time>').format(_written(moment), text)


def _moment(moment: datetime | str) -> datetime:
    return (datetime.fromisoformat(moment) if isinstance(moment, str) else moment).astimezone(UTC)


def _written(moment: datetime | str) -> str:
    return _moment(moment).isoformat(timespec="seconds")


def code(text: str) -> Markup:
    """Set what stands between backticks as code; everything is escaped."""
    parts = text.split("`")
    marked = [
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    ]
    return Markup("").join(marked)


def words(term: str) -> str:
    """Write one of the standard's names for people: `CommunityService` becomes "Community service"."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", term.removeprefix("ext:"))
    return spaced[:1].upper() + spaced[1:].lower()
