"""
Pictures of issuers and achievements: checked and cleaned once, when they come in, and had in both forms ever after.

Whatever can be baked is a sound PNG or SVG of bearable size, so baking is the check.
An SVG is cleaned of what could run or lead out of it, and drawn as a PNG; one that came in before that was done
is drawn when its PNG is first asked for.
Where a PNG came in, its SVG is a frame around it, made when it is asked for.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from openbadge_issuer.baking import bake, clean, media_type
from openbadge_issuer.errors import BakingError, NotFoundError
from openbadge_issuer.ports import Drawer, ImageRecord, Store, Transaction

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

PictureForm = Literal["png", "svg"]

TYPES: Mapping[str, str] = {"png": "image/png", "svg": "image/svg+xml"}
"""Media types by form."""

SUFFIXES = {media_type: form for form, media_type in TYPES.items()}
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


@dataclass(frozen=True)
class KeptPictures:
    """
    The pictures that were taken in, in either form.

    Args:
        store: Where they are kept.
        drawer: What draws an SVG of which no PNG is kept.
    """

    store: Store
    drawer: Drawer
    _refused: set[str] = field(default_factory=set, init=False, repr=False)

    def get(self, sha256: str, form: PictureForm) -> bytes:
        """
        Return a picture in a form.

        Raises:
            NotFoundError: If there is none, or an SVG cannot be drawn.
        """
        with self.store.reading() as transaction:
            image = transaction.get_image(sha256)
            drawn = transaction.find_drawing(sha256) if form == "png" else None
        if image.media_type == TYPES[form]:
            return image.data
        if form == "svg":
            return framed(image.data)
        return (drawn or self._draw(image)).data

    def _draw(self, svg: ImageRecord) -> ImageRecord:
        """Draw an SVG and keep what came of it; one that cannot be drawn is not tried again by this process."""
        hint = "Give the achievement or issuer its picture again, as a PNG."
        if svg.sha256 in self._refused:
            raise NotFoundError("There is no PNG: the SVG cannot be drawn.", hint=hint)
        try:
            drawn = _record(self.drawer.draw(svg.data))
        except BakingError as error:
            self._refused.add(svg.sha256)
            raise NotFoundError(f"There is no PNG: {error.message}", hint=hint) from error
        with self.store.writing() as transaction:
            transaction.add_image(drawn)
            transaction.add_drawing(svg.sha256, drawn.sha256)
        return drawn


def _record(data: bytes) -> ImageRecord:
    return ImageRecord(sha256=hashlib.sha256(data).hexdigest(), media_type=media_type(data), data=data)


def framed(png: bytes) -> bytes:
    """Return an SVG that shows a PNG, in the PNG's own size."""
    size = png[_SIZE]
    width, height = int.from_bytes(size[:4]), int.from_bytes(size[4:])
    data = base64.b64encode(png).decode("ascii")
    return _FRAME.format(width=width, height=height, data=data).encode("ascii")
