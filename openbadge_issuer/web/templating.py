"""
Pages: Jinja2 templates with every value escaped, one style sheet, texts in the visitor's language.

A name that a template uses and nobody gave is an error; a part that a document does not have is nothing.
Texts that people wrote (criteria, narratives) are Markdown, of which `markdown` reads a part.

Texts of ours stand in `{% trans %}` or `_("…")`, which take a text as it is written there, never a value:
what they give is taken for HTML. A value of ours, such as a title from a table, goes through `| translated`.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Undefined,
    pass_context,
)
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from openbadge_issuer.web import formats, telling
from openbadge_issuer.web.endorsed import is_own
from openbadge_issuer.web.headers import FRESH, NEVER
from openbadge_issuer.web.languages import LANGUAGES, PARAMETER, gettext, ngettext, visit
from openbadge_issuer.web.local_images import local_image
from openbadge_issuer.web.markdown import markdown, web_url
from openbadge_issuer.web.runtime import Runtime
from openbadge_issuer.web.theme import in_language

STATIC: Mapping[str, str] = {
    "style.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "page.js": "text/javascript; charset=utf-8",
}
"""The files that pages use, with their media types."""


NEGOTIATED: Mapping[str, str] = {"Vary": "Accept, Accept-Language"}
"""Which headers of a request a page depends on."""


@cache
def static_file(name: str) -> bytes:
    """Return one of the files that pages use; a name of `STATIC`."""
    return (files("openbadge_issuer.web") / "static" / name).read_bytes()


@cache
def static_version(name: str, added: bytes = b"") -> str:
    """
    Return what tells one version of a file from another: the beginning of its digest.

    Args:
        name: The file's name.
        added: What a theme adds to it.
    """
    return hashlib.sha256(static_file(name) + added).hexdigest()[:12]


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
    theme = runtime.theme
    around = {
        "root": runtime.prefix,
        "host": runtime.host,
        "here": "",
        "visit": visit(),
        "theme": theme,
        "logo_of": lambda image: local_image(runtime.services.addresses, image),
    }
    version = static_version("style.css", theme.style)
    page = _environment(theme.templates).get_template(template)
    text = page.render({**around, "languages": LANGUAGES, "style_version": version, **values})
    always = {**NEGOTIATED, "Content-Language": visit().language.tag}
    answer = HTMLResponse(
        text, status_code=status, headers={"Cache-Control": FRESH, **(headers or {}), **always}
    )
    if status == HTTPStatus.OK and answer.headers["Cache-Control"] != NEVER:
        answer.headers["ETag"] = _tag(bytes(answer.body))
    return answer


def _tag(page: bytes) -> str:
    """
    Return the entity tag of a page: weak, since a proxy may compress it on the way.

    Each page is written anew, with what holds at that moment, before anybody is told that it is still the same (304).
    """
    return f'W/"{hashlib.sha256(page).hexdigest()[:32]}"'


class _Absent(Undefined):
    """What is not there: an error if it is a value the page needs, nothing if it is a part of a document."""

    def __new__(cls, hint: str | None = None, obj: object = missing, **named: Any) -> Undefined:  # type: ignore[misc]
        """Choose by whether it was looked for in something."""
        kind = StrictUndefined if obj is missing else Undefined
        return kind(hint=hint, obj=obj, **named)


@cache
def _environment(folder: Path | None = None) -> Environment:
    environment = Environment(
        extensions=["jinja2.ext.i18n"],
        loader=_loader(folder),
        autoescape=True,
        undefined=_Absent,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(_FILTERS)
    environment.tests["own"] = is_own
    environment.globals.update(
        asset_version=static_version, link=link, lines=telling.lines, tone=telling.tone
    )
    return environment


def _loader(folder: Path | None) -> BaseLoader:
    """Find templates in a school's folder first; `openbadge_issuer/…` is always ours, to be extended."""
    ours = PackageLoader("openbadge_issuer.web")
    prefixed = PrefixLoader({"openbadge_issuer": ours})
    return ChoiceLoader([*([FileSystemLoader(folder)] if folder else []), ours, prefixed])


@pass_context
def link(context: Context, path: str, /, **query: str) -> str:
    """Return the address of a page of ours; it names the visitor's language if the visitor chose one."""
    return link_to(str(context["root"]), path, **query)


def link_to(root: str, path: str, /, **query: str) -> str:
    """Return the same below the path prefix that this application is mounted under."""
    chosen = {PARAMETER: visit().language.tag} if visit().chosen else {}
    query = {**query, **chosen}
    return f"{root}{path}{'?' if query else ''}{urlencode(query)}"


def url_path(url: str) -> str:
    """Return the path of an address of ours, so that a link works wherever the page was reached."""
    return urlsplit(url).path


def code(text: str) -> Markup:
    """Set what stands between backticks as code; everything is escaped."""
    parts = text.split("`")
    marked = [
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    ]
    return Markup("").join(marked)


_FILTERS = {
    "markdown": markdown,
    "web_url": web_url,
    "code": code,
    "translated": gettext,
    "in_language": lambda text: in_language(text, visit().language.tag),
    "date": formats.date,
    "date_text": formats.date_text,
    "time": formats.time,
    "month": formats.month_text,
    "path": url_path,
    "number": formats.number,
    "words": formats.words,
    "comment": telling.comment,
    "outcome_title": telling.outcome_title,
    "place": telling.place,
    "proven": telling.proven,
    "summary": telling.summary,
    "why": telling.why,
}
