"""
An address as a QR code (ISO/IEC 18004), drawn as SVG.

Black on white whatever the page's colours are, with the quiet zone that scanners need,
and readable with a seventh of it damaged (error correction M).
"""

import hashlib
import io
from functools import lru_cache

import segno

from openbadge_issuer.services.hosting import HostedDocument, HostingService

QUIET_ZONE = 4
"""White border, in modules, as the standard asks."""

KEPT = 512
"""Most codes kept in memory, by number: 3 KiB each."""


@lru_cache(maxsize=KEPT)
def qr_code(url: str) -> bytes:
    """Return the code of an address as an SVG file without size of its own."""
    file = io.BytesIO()
    code = segno.make(url, error="m", micro=False, boost_error=False)
    code.save(
        file,
        kind="svg",
        border=QUIET_ZONE,
        dark="#000",
        light="#fff",
        omitsize=True,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        nl=False,
    )
    return file.getvalue()


def qr_document(hosting: HostingService, token: str) -> HostedDocument:
    """
    Return the code of a badge's address, to be served.

    Raises:
        NotFoundError: If there is no such badge.
    """
    hosting.credential(token)
    body = qr_code(hosting.addresses.credential(token))
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return HostedDocument(
        body=body, media_type="image/svg+xml", etag=etag, immutable=True, file_name=f"{token}-qr.svg"
    )
