"""
Pictures of issuers and achievements: checked once, when they come in, and had in both forms ever after.

Whatever can be baked is a sound PNG or SVG of bearable size, so baking is the check.
Where a PNG came in, its SVG is a frame around it.
"""

import base64
import hashlib

from openbadge_issuer.baking import bake, media_type
from openbadge_issuer.errors import BakingError
from openbadge_issuer.ports import ImageRecord

MAX_BYTES = 3_670_016
"""Largest picture taken in, in bytes: 3.5 MiB, so that its frame as SVG, in base64, can be baked as well."""

_NOTHING = "{}"

_SIZE = slice(16, 24)
"""Where a PNG says its width and height, four bytes each (PNG, 11.2.2)."""

_FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    '<image width="{width}" height="{height}" xlink:href="data:image/png;base64,{data}"/></svg>'
)
"""SVG 1.1 and its way to refer to things, which all readers know."""

SUFFIXES = {"image/png": "png", "image/svg+xml": "svg"}
"""Ends of file names by media type."""


def picture(data: bytes) -> ImageRecord:
    """
    Take in a picture.

    Raises:
        BakingError: If it is not a PNG or SVG that badges can be baked into; says what it is.
    """
    if len(data) > MAX_BYTES:
        raise BakingError(
            f"The picture has {len(data):,} bytes; at most {MAX_BYTES:,} are taken.",
            hint="Save it smaller: 600 pixels each way are plenty for a badge.",
        )
    bake(data, _NOTHING)
    return ImageRecord(sha256=hashlib.sha256(data).hexdigest(), media_type=media_type(data), data=data)


def framed(png: bytes) -> bytes:
    """Return an SVG that shows a PNG, in the PNG's own size."""
    size = png[_SIZE]
    width, height = int.from_bytes(size[:4]), int.from_bytes(size[4:])
    data = base64.b64encode(png).decode("ascii")
    return _FRAME.format(width=width, height=height, data=data).encode("ascii")
