"""
Which URL belongs to what, and which of our own things a URL names.

Every address of this installation is made here, from one base URL, and read back here.
Nothing here says whether the thing exists.
DIDs follow the did:web method: the domain's own issuer is `did:web:host`, with its document at
`/.well-known/did.json`; every other issuer, and every issuer below a path prefix, has the path form.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from openbadge_issuer.errors import ConfigurationError
from openbadge_issuer.keys.did import did_web

_PORTS = {"http": 80, "https": 443}
MAX_URL = 2048
"""Longest URL looked at, in characters; ours have at most 300."""


class Kind(StrEnum):
    """What one of our own URLs can name."""

    CREDENTIAL = "credential"
    ENDORSEMENT = "endorsement"
    ACHIEVEMENT = "achievement"
    ACHIEVEMENT_IMAGE = "achievement-image"
    ISSUER = "issuer"
    ISSUER_IMAGE = "issuer-image"
    ISSUER_DID = "issuer-did"
    DOMAIN_DID = "domain-did"
    JWKS = "jwks"
    STATUS_LIST = "status-list"


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """
    What one of our own URLs names.

    Attributes:
        kind: The kind of thing.
        id: Its token or slug; empty for what there is only one of.
        suffix: The form asked for by the end of the URL ("json", "jwt", "png", "svg"); empty if none.
        version: Version of an achievement's image, or SHA-256 of an issuer's; None for the current one.
    """

    kind: Kind
    id: str = ""
    suffix: str = ""
    version: str | None = None


_PATHS = (
    (Kind.CREDENTIAL, r"/credentials/(?P<id>[A-Za-z0-9_-]+)(?:\.(?P<suffix>[a-z]+))?"),
    (Kind.ENDORSEMENT, r"/endorsements/(?P<id>[A-Za-z0-9_-]+)(?:\.(?P<suffix>[a-z]+))?"),
    (Kind.STATUS_LIST, r"/status/(?P<id>[A-Za-z0-9_-]+)(?:\.(?P<suffix>[a-z]+))?"),
    (
        Kind.ACHIEVEMENT_IMAGE,
        r"/achievements/(?P<id>[a-z0-9-]+)(?:/versions/(?P<version>[1-9][0-9]{0,8}))?/image",
    ),
    (Kind.ACHIEVEMENT, r"/achievements/(?P<id>[a-z0-9-]+)(?:\.(?P<suffix>[a-z]+))?"),
    (Kind.ISSUER_DID, r"/issuers/(?P<id>[a-z0-9-]+)/did\.json"),
    (Kind.ISSUER_IMAGE, r"/issuers/(?P<id>[a-z0-9-]+)/image(?:s/(?P<version>[0-9a-f]{64}))?"),
    (Kind.ISSUER, r"/issuers/(?P<id>[a-z0-9-]+)(?:\.(?P<suffix>[a-z]+))?"),
)
_BELOW_BASE = tuple((kind, re.compile(pattern, re.ASCII)) for kind, pattern in _PATHS)
_AT_ROOT = {"/.well-known/did.json": Kind.DOMAIN_DID, "/.well-known/jwks.json": Kind.JWKS}


class Addresses:
    """
    The URLs of one installation.

    Args:
        base_url: Where it is reached from outside, such as `https://badges.school.example` or, mounted below
            a prefix, `https://school.example/badges`.

    Raises:
        ConfigurationError: If it is not an http or https URL of a host.
    """

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        parts = _split(self.base_url)
        if parts is None or not parts.hostname:
            raise ConfigurationError(
                f"The base URL must be like https://badges.school.example; found {base_url!r}."
            )
        self._authority = _authority(parts)
        self._prefix = parts.path

    @property
    def has_prefix(self) -> bool:
        """Whether this installation lies below a path, so that its issuers all have DIDs in the path form."""
        return bool(self._prefix)

    def credential(self, token: str, suffix: str = "") -> str:
        """`{base}/credentials/{token}`, with a suffix `{base}/credentials/{token}.{suffix}`."""
        return f"{self.base_url}/credentials/{token}{_dotted(suffix)}"

    def manage(self, token: str, secret: str) -> str:
        """`{base}/credentials/{token}/manage/{secret}`: the earner's own address, for nobody else."""
        return f"{self.credential(token)}/manage/{secret}"

    def endorsement(self, token: str, suffix: str = "") -> str:
        """`{base}/endorsements/{token}`, with a suffix `{base}/endorsements/{token}.{suffix}`."""
        return f"{self.base_url}/endorsements/{token}{_dotted(suffix)}"

    def achievement(self, slug: str) -> str:
        """`{base}/achievements/{slug}`: one stable id for all who hold it."""
        return f"{self.base_url}/achievements/{slug}"

    def achievement_image(self, slug: str, version: int | None = None) -> str:
        """`…/achievements/{slug}/versions/{version}/image`, which never changes, or `…/{slug}/image`."""
        middle = "" if version is None else f"/versions/{version}"
        return f"{self.achievement(slug)}{middle}/image"

    def issuer(self, slug: str) -> str:
        """`{base}/issuers/{slug}`."""
        return f"{self.base_url}/issuers/{slug}"

    def issuer_image(self, slug: str, sha256: str | None = None) -> str:
        """`{base}/issuers/{slug}/images/{sha256}`, which never changes, or the current `…/{slug}/image`."""
        return f"{self.issuer(slug)}/" + ("image" if sha256 is None else f"images/{sha256}")

    def status_list(self, token: str, suffix: str = "") -> str:
        """`{base}/status/{token}`, with a suffix `{base}/status/{token}.{suffix}`."""
        return f"{self.base_url}/status/{token}{_dotted(suffix)}"

    def did(self, slug: str, *, root: bool) -> str:
        """The did:web of an issuer; the root issuer, where there is no prefix, has the domain alone."""
        return did_web(self.base_url, *(() if root and not self.has_prefix else ("issuers", slug)))

    def parse(self, url: str) -> Address | None:
        """Say which of our own things a URL names, whatever its query and fragment; None for others."""
        parts = _split(url) if len(url) <= MAX_URL else None
        if parts is None or _authority(parts) != self._authority:
            return None
        if parts.path in _AT_ROOT:
            return Address(kind=_AT_ROOT[parts.path])
        if not parts.path.startswith(f"{self._prefix}/"):
            return None
        return _below_base(parts.path.removeprefix(self._prefix))


def _below_base(path: str) -> Address | None:
    for kind, pattern in _BELOW_BASE:
        if match := pattern.fullmatch(path):
            found = {name: value for name, value in match.groupdict().items() if value is not None}
            return Address(kind=kind, **found)
    return None


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in _PORTS else None


def _authority(parts: SplitResult) -> tuple[str | None, int | None]:
    """Host and port; not the scheme, since did:web says https where a base URL for trying out says http."""
    default = parts.port in (None, _PORTS[parts.scheme])
    return (parts.hostname, None if default else parts.port)


def _dotted(suffix: str) -> str:
    return f".{suffix}" if suffix else ""
