"""
The texts of pages in other languages than English: catalogs in the format of gettext.

The catalogs (`locale/*.po`) are read as translators write them, once, when they are first needed:
there is nothing to compile before the package is built or run.
A text that a catalog lacks, or that a translator should look at again (`fuzzy`), is shown in English.
"""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = "en"
"""The language that the texts are written in."""


@cache
def catalog(tag: str) -> NullTranslations:
    """Return the texts of one of our languages, by its tag."""
    return NullTranslations() if tag == SOURCE else compiled(_written(tag), tag)


def compiled(text: bytes, tag: str) -> GNUTranslations:
    """Read a catalog as it is written."""
    binary = BytesIO()
    write_mo(binary, read_po(BytesIO(text), locale=tag))
    binary.seek(0)
    return GNUTranslations(binary)


def _written(tag: str) -> bytes:
    return (files("openbadge_issuer.web") / "locale" / f"{tag}.po").read_bytes()
