"""Looks at what was drawn: pictures of PDF pages and SVGs, and the QR codes in pictures."""

import io

import pypdfium2
import zxingcpp
from PIL import Image

from openbadge_issuer.adapters.typst_typesetter import TypstTypesetter

_PICTURE = b"""
#set document(title: "Picture")
#set page(width: 400pt, height: 400pt, margin: 0pt)
#image("picture.svg", alt: "Picture", width: 100%)
"""


def page_picture(pdf: bytes, index: int = 0) -> Image.Image:
    """A picture of a PDF's page, as a printer would make it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[index].render(scale=2).to_pil()
    finally:
        document.close()


def svg_picture(svg: bytes) -> Image.Image:
    """A picture of an SVG."""
    return png_picture(TypstTypesetter().png(_PICTURE, {}, {"picture.svg": svg}))


def png_picture(png: bytes) -> Image.Image:
    """A picture of a PNG."""
    return Image.open(io.BytesIO(png)).convert("RGB")


def qr_codes(picture: Image.Image) -> list[str]:
    """What the QR codes in a picture say."""
    return [found.text for found in zxingcpp.read_barcodes(picture)]
