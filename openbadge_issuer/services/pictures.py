"""
Pictures of issuers and achievements: checked once, when they come in.

Whatever can be baked is a sound PNG or SVG of bearable size, so baking is the check.
SVGs are kept as they are; whoever serves them must see to it that scripts in them do not run.
"""

import hashlib

from openbadge_issuer.baking import bake, media_type
from openbadge_issuer.ports import ImageRecord

_NOTHING = "{}"

SUFFIXES = {"image/png": "png", "image/svg+xml": "svg"}
"""Ends of file names by media type."""


def picture(data: bytes) -> ImageRecord:
    """
    Take in a picture.

    Raises:
        BakingError: If it is not a PNG or SVG that badges can be baked into; says what it is.
    """
    bake(data, _NOTHING)
    return ImageRecord(sha256=hashlib.sha256(data).hexdigest(), media_type=media_type(data), data=data)
