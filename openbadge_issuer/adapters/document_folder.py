"""
The `DocumentFetcher` port over a folder: documents that were put there beforehand, and nothing else.

For verifying without a network. `index.json` maps each URL to a file of the folder:

    {"https://school.example/did.json": "did.json",
     "https://school.example/status/1": {"file": "list.json", "contentType": "application/vc+ld+json"}}

A did:web document goes by its https URL.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from openbadge_issuer.adapters.http_fetcher import MAX_BYTES
from openbadge_issuer.errors import ConfigurationError, FetchError, InputError
from openbadge_issuer.json_text import parse_object, shorten
from openbadge_issuer.ports import FetchedDocument

INDEX = "index.json"
DEFAULT_MEDIA_TYPE = "application/json"


class DocumentFolder:
    """
    Documents in a folder.

    Args:
        folder: Where they are, with their `index.json`, which is read at once.

    Raises:
        ConfigurationError: If the index cannot be read, or names a file outside the folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._entries = {url: self._entry(url, value) for url, value in self._index().items()}

    def fetch(
        self,
        url: str,
        *,
        accept: Sequence[str] = (DEFAULT_MEDIA_TYPE,),  # noqa: ARG002  (a file has the one form it has)
        max_age_seconds: float | None = None,  # noqa: ARG002  (it is read anew each time)
    ) -> FetchedDocument:
        """
        Return the document that the index has for a URL; its fragment does not count.

        Raises:
            FetchError: If the index has none, or its file cannot be read.
        """
        asked = url.partition("#")[0]
        if asked not in self._entries:
            raise FetchError(f"{shorten(asked)!a} is not in {self._folder / INDEX}; nothing else is fetched.")
        path, media_type = self._entries[asked]
        return FetchedDocument(url=asked, media_type=media_type, body=_read(path))

    def _index(self) -> Mapping[str, object]:
        path = self._folder / INDEX
        try:
            return parse_object(path.read_bytes())
        except (OSError, InputError) as error:
            raise ConfigurationError(
                f"{path} cannot be read: {error}", hint="It maps URLs to files."
            ) from error

    def _entry(self, url: str, value: object) -> tuple[Path, str]:
        entry = value if isinstance(value, dict) else {"file": value}
        file, media_type = entry.get("file"), entry.get("contentType", DEFAULT_MEDIA_TYPE)
        if not (isinstance(file, str) and isinstance(media_type, str)):
            raise ConfigurationError(
                f"{self._folder / INDEX} has something else than a file for {shorten(url)!a}; "
                'expected "file.json" or {"file": "file.json", "contentType": "application/json"}.'
            )
        path = (self._folder / file).resolve()
        if not path.is_relative_to(self._folder):
            raise ConfigurationError(
                f"{self._folder / INDEX} names {shorten(file)!a}, which is outside the folder."
            )
        return path, media_type.partition(";")[0].strip().lower()


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            body = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise FetchError(f"{path} cannot be read: {error.strerror}.") from error
    if len(body) > MAX_BYTES:
        raise FetchError(f"{path} has more than {MAX_BYTES:,} bytes.")
    return body
