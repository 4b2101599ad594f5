"""
Baking: carrying a credential inside a picture, and getting it out again (Open Badges 3.0, section 5.3).

`bake` and `unbake` look at a picture's first bytes and hand it to `png` or `svg`; nothing else can be baked.
A picture carries one credential: baking again replaces it, and of two in one picture none is believed.

The picture itself is not touched: around the credential, every byte stays as it was
(but that an SVG's root declares the prefix, and is opened if it was written as one empty tag).
So nothing is cleaned either. A script in an SVG is never run here, but it is still there afterwards:
whoever accepts pictures from others cleans them first (`clean`), and serves them so that scripts do not run.

What the credential says, and whether it is genuine, is for the verifier.
"""

import re

from openbadge_issuer.baking import png, svg, svg_cleaning
from openbadge_issuer.errors import BakingError

_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<")
_HINT = "Save it as PNG or SVG in a drawing program; renaming the file is not enough."
_OTHERS = [
    (re.compile(pattern, re.DOTALL), name)
    for pattern, name in (
        (rb"$", "empty"),
        (rb"\x89PNG", "a PNG whose line ends were changed on the way, which destroyed it"),
        (rb"\xff\xd8\xff", "a JPEG"),
        (rb"GIF8", "a GIF"),
        (rb"RIFF....WEBP", "a WebP"),
        (rb"....ftyp(avif|avis)", "an AVIF"),
        (rb"....ftyp", "a HEIC picture or a video"),
        (rb"BM", "a BMP"),
        (rb"II\*\0|MM\0\*", "a TIFF"),
        (rb"\x00\x00\x01\x00", "an icon (ICO)"),
        (rb"%PDF", "a PDF"),
        (rb"\x1f\x8b", "compressed (perhaps SVGZ)"),
        (rb"PK\x03\x04", "a ZIP archive or an office document"),
        (rb"\xff\xfe|\xfe\xff|<\0|\0<", "text in UTF-16, not UTF-8"),
        (rb"(\xef\xbb\xbf)?\s*(?i:<(!doctype\s+html|html))", "a page in HTML"),
        (rb"\s*\{", "JSON, not a picture"),
    )
]


def bake(picture: bytes, credential: str) -> bytes:
    """
    Return the picture with a credential inside; one that it carried before is replaced.

    Args:
        picture: A PNG or SVG.
        credential: The exact signed text: a compact JWS, or JSON as `json_text.to_text` writes it.

    Raises:
        BakingError: If the picture is of another format, damaged or too large, or the text is no credential.
    """
    if media_type(picture) == png.MEDIA_TYPE:
        return png.bake(picture, credential)
    return svg.bake(picture, credential)


def unbake(picture: bytes) -> str:
    """
    Return the one credential in a picture: JSON or a compact JWS, without surrounding white space.

    Raises:
        BakingError: If the picture is of another format, damaged or too large, or carries no credential,
            more than one, or one of Open Badges 2.0.
    """
    if media_type(picture) == png.MEDIA_TYPE:
        return png.unbake(picture)
    return svg.unbake(picture)


def clean(picture: bytes) -> bytes:
    """
    Return the picture without what could run or lead out of it; a PNG comes back as it is.

    Raises:
        BakingError: If the picture is of another format, damaged or too large.
    """
    return picture if media_type(picture) == png.MEDIA_TYPE else svg_cleaning.clean(picture)


def deviation(picture: bytes) -> str | None:
    """
    Say how a picture carries its credential otherwise than the standard allows, although it can be read.

    Returns:
        It continues "The picture carries the credential …"; None if the picture does as the standard says.

    Raises:
        BakingError: If the picture is of another format, damaged or too large.
    """
    if media_type(picture) == png.MEDIA_TYPE:
        return png.deviation(picture)
    return svg.deviation(picture)


def media_type(picture: bytes) -> str:
    """
    Return `image/png` or `image/svg+xml`, from a picture's first bytes; nothing else of it is checked.

    Raises:
        BakingError: If it is neither; names what was found.
        TypeError: If it is not bytes.
    """
    if not isinstance(picture, bytes):
        raise TypeError(f"A picture is bytes, as Path.read_bytes() gives it; found {type(picture).__name__}.")
    if picture.startswith(png.SIGNATURE):
        return png.MEDIA_TYPE
    other = other_format(picture)
    if other is not None:
        raise BakingError(f"The picture must be PNG or SVG; found that it is {other}.", hint=_HINT)
    if _MARKUP.match(picture):
        return svg.MEDIA_TYPE
    raise BakingError("The picture must be PNG or SVG; found neither of them.", hint=_HINT)


def other_format(data: bytes) -> str | None:
    """Say from the first bytes what it is that is no picture for baking, such as "a JPEG"; None if unknown."""
    return next((name for pattern, name in _OTHERS if pattern.match(data)), None)
