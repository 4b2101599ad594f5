"""
Pictures of issuers and achievements: checked and cleaned once, when they come in, and had in both forms ever after.

Whatever can be baked is a sound PNG or SVG of bearable size, so baking is the check.
An SVG is cleaned of what could run or lead out of it, and drawn as a PNG.
Where a PNG came in, its SVG is a frame around it, made when it is asked for.
"""

import base64
import hashlib
from dataclasses import dataclass

from openbadge_issuer.baking import bake, clean, media_type
from openbadge_issuer.errors import BakingError
from openbadge_issuer.ports import Drawer, ImageRecord, Transaction

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A picture that was taken in, and what an SVG looks like as a PNG; None for a PNG."""

    image: ImageRecord
    drawn: ImageRecord | None

    @property
    def sha256(self) -> str:
        """What names the picture."""
        return self.image.sha256

    def keep(self, transaction: Transaction) -> None:
        """Keep the picture in both forms."""
        transaction.add_image(self.image)
        if self.drawn is not None:
            transaction.add_image(self.drawn)
            transaction.add_drawing(self.sha256, self.drawn.sha256)


def picture(data: bytes, drawer: Drawer) -> Picture:
    """
    Take in a picture.

    Args:
        data: A PNG or SVG.
        drawer: What draws an SVG.

    Raises:
        BakingError: If it is not a PNG or SVG that badges can be baked into, or cannot be drawn; says what it is.
    """
    if len(data) > MAX_BYTES:
        raise BakingError(
            f"The picture has {len(data):,} bytes; at most {MAX_BYTES:,} are taken.",
            hint="Save it smaller: 600 pixels each way are plenty for a badge.",
        )
    bake(data, _NOTHING)
    image = _record(clean(data))
    is_svg = image.media_type == "image/svg+xml"
    return Picture(image=image, drawn=_record(drawer.draw(image.data)) if is_svg else None)


def _record(data: bytes) -> ImageRecord:
    return ImageRecord(sha256=hashlib.sha256(data).hexdigest(), media_type=media_type(data), data=data)


def framed(png: bytes) -> bytes:
    """Return an SVG that shows a PNG, in the PNG's own size."""
    size = png[_SIZE]
    width, height = int.from_bytes(size[:4]), int.from_bytes(size[4:])
    data = base64.b64encode(png).decode("ascii")
    return _FRAME.format(width=width, height=height, data=data).encode("ascii")
