"""
The JSON-LD contexts at hand: the pinned files in the folder `contexts/`, and what an application adds.

What a signature covers depends on these bytes.
So each shipped file is checked against its digest when it is loaded, and nothing is ever fetched:
a context that is not at hand is an error.

The folder lies beside the package in a checkout, and inside it once installed.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any

from openbadge_issuer.errors import ContextError, InputError
from openbadge_issuer.json_text import JsonObject, name_of, parse_object, shorten, walk
from openbadge_issuer.linked_data.rdf import KEYWORDS, is_iri
from openbadge_issuer.linked_data.terms import definitions

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES_V3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"

ALIASES = {"id": "@id", "type": "@type"}
"""
Other names that a context may give to keywords.

An alias of `@nest` or `@set` could stand in a document without a trace in what is signed,
and one of `@id` be an id that nobody looks for.
"""


class Contexts:
    """
    An immutable set of JSON-LD contexts, by URL.

    Two sets with the same URLs and the same bytes are equal.
    """

    def __init__(self, sources: Mapping[str, bytes]) -> None:
        self._sources = MappingProxyType(dict(sources))
        self.digest = _digest(self._sources)
        """SHA-256 over all URLs and contexts, in hexadecimal."""

    def adding(self, url: str, source: JsonObject | bytes | Path) -> "Contexts":
        """
        Return a new set with one more context.

        Args:
            url: Under which documents name it.
            source: The context: its JSON as an object or as bytes, or the file that holds it.

        Raises:
            ContextError: If the URL is not absolute, if the source is no context,
                if another context has this URL already, or if it redefines keywords or unmakes terms.
        """
        if not is_iri(url):
            raise ContextError(f"Expected an absolute URL to name the context by; found {shorten(url)!r}.")
        content = _content(url, source)
        document = _parse(url, content)
        _check_definitions(url, document)
        if url not in self:
            return Contexts({**self._sources, url: content})
        if self.document(url) != document:
            raise ContextError(f"There is another context with the URL {url} already; it is not replaced.")
        return self

    def document(self, url: str) -> JsonObject:
        """
        Return a context, as a new object that the caller may change.

        Raises:
            ContextError: If it is not at hand.
        """
        if url not in self._sources:
            raise ContextError(
                f"The context {shorten(url)} is not at hand, and none is ever fetched.",
                hint="Use the contexts of Open Badges 3.0, or add this one with Contexts.adding(url, file).",
            )
        document: JsonObject = json.loads(self._sources[url])
        return document

    def source(self, url: str) -> bytes:
        """
        Return the bytes of a context, as they were published or given.

        Raises:
            KeyError: If it is not at hand.
        """
        return self._sources[url]

    def __contains__(self, url: object) -> bool:
        return url in self._sources

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Contexts) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"<Contexts: {len(self)} URLs, {self.digest[:12]}>"


@lru_cache(maxsize=1)
def shipped() -> Contexts:
    """
    Return the contexts that come with the package.

    Raises:
        ContextError: If a file is missing, or is not the one that was shipped.
    """
    return load(_folder())


def load(folder: Traversable) -> Contexts:
    """
    Load every context that a folder's `index.json` lists, checking the digests.

    Raises:
        ContextError: If a file is missing, or is not the one that the index describes.
    """
    index = folder / "index.json"
    try:
        entries = [(entry["url"], entry["file"], entry["sha256"]) for entry in json.loads(index.read_bytes())]
    except (OSError, ValueError) as error:
        raise ContextError(f"{index} cannot be read: {error}.", hint=_HINT) from error
    except (TypeError, KeyError) as error:
        message = f"{index} must list files, each with url, file and sha256; something is missing there."
        raise ContextError(message, hint=_HINT) from error
    return Contexts({url: _read(folder / file, digest) for url, file, digest in entries})


_HINT = "Reinstall openbadge-issuer, or restore the folder `contexts` from its repository."


def _folder() -> Traversable:
    package = files("openbadge_issuer")
    inside = package / "contexts"
    return inside if inside.is_dir() else Path(str(package)).parent / "contexts"


def _read(file: Traversable, expected: str) -> bytes:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ContextError(f"The context file {file} cannot be read: {error}.", hint=_HINT) from error
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        message = f"The context file {file} was changed: its SHA-256 is {found}, it must be {expected}."
        raise ContextError(message, hint=_HINT)
    return content


def _content(url: str, source: object) -> bytes:
    if isinstance(source, bytes):
        return source
    if not isinstance(source, dict | Path):
        message = f"The context for {url} must be an object, bytes or a Path; found {name_of(source)}."
        raise ContextError(message, hint="Give a file as Path(name).")
    try:
        return source.read_bytes() if isinstance(source, Path) else json.dumps(source).encode()
    except (OSError, TypeError, ValueError) as error:
        raise ContextError(f"The context for {url} cannot be read: {error}.") from error


def _parse(url: str, content: bytes) -> JsonObject:
    try:
        document = parse_object(content)
    except InputError as error:
        raise ContextError(f"The context for {url} cannot be read: {error}") from error
    if not isinstance(document.get("@context"), dict | list):
        raise ContextError(f"The document for {url} has no member @context that defines terms.")
    return document


def _check_definitions(url: str, document: dict[str, Any]) -> None:
    for _, part in walk(document):
        if isinstance(part, dict) and "@import" in part:
            raise ContextError(
                f"The context {url} uses @import, which is not supported; put all terms into one file."
            )
        if isinstance(part, dict) and not is_iri(part.get("@vocab") or "urn:none"):
            raise ContextError(f"The @vocab of the context {url} must be an absolute IRI.")
    for term, meaning in definitions(document["@context"]):
        if meaning is None:
            raise ContextError(
                f"The context {url} unmakes the term {term!r}: its values would not be signed."
            )
        keyword = KEYWORDS.get(meaning, meaning)
        if keyword.startswith("@") and ALIASES.get(term) != keyword:
            raise ContextError(
                f"The context {url} makes {term!r} an alias of {keyword}; only 'id' and 'type' may be."
            )


def _digest(sources: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for url, content in sorted(sources.items()):
        total.update(hashlib.sha256(url.encode()).digest() + hashlib.sha256(content).digest())
    return total.hexdigest()
