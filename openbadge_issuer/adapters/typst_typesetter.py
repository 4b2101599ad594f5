"""
Sets certificates and preview cards with typst, which comes with fonts of its own (the extra `pdf`).

Sources are ours; what people wrote comes in as data (`values.json`), so that no text is ever taken for markup.
Everything lies in a folder made for the one run, and typst reads nothing outside of it but fonts.
A character that no font has is an error that names it, never an empty box: PDF/UA-1 demands that,
and what becomes a picture is first set as such a PDF.
"""

import json
import re
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Any, cast

from openbadge_issuer.errors import ConfigurationError, TypesettingError, UnavailableError
from openbadge_issuer.extras import missing

try:
    import typst
except ModuleNotFoundError as error:
    raise missing("typst") from error

MAX_AT_ONCE = 2
"""Most pages set at the same time, by number: each takes a core, and with large pictures 200 MiB of memory."""

MAX_WAIT_SECONDS = 10.0
"""Longest time that somebody waits for their turn, in seconds; a page takes a twentieth of a second."""

MAX_PIXELS = 40_000_000
"""Largest PNG drawn, in pixels: as read they take 160 MiB, and print sharply at 60 cm."""

SOURCE, VALUES = "source.typ", "values.json"

_NOT_IN_FONT = re.compile(r"the text `\"(?P<text>.+?)\"` could not be displayed")
_PNG = b"\x89PNG\r\n\x1a\n"
_PIXELS_PER_INCH = 72


class TypstTypesetter:
    """
    Sets pages with typst.

    Args:
        fonts: A folder with further fonts; None for those that come with typst alone.

    Raises:
        ConfigurationError: If the folder is none.
    """

    def __init__(self, fonts: Path | None = None) -> None:
        if fonts is not None and not fonts.is_dir():
            raise ConfigurationError(f"The setting fonts_dir names {fonts}, which is not a folder.")
        folders = [fonts] if fonts else []
        self._fonts = typst.Fonts(include_system_fonts=False, font_paths=folders)
        self._turns = BoundedSemaphore(MAX_AT_ONCE)

    def pdf(
        self, source: bytes, values: Mapping[str, object], pictures: Mapping[str, bytes], *, at: datetime
    ) -> bytes:
        """Set a tagged PDF."""
        with self._turn(), _folder(source, values, pictures) as folder:
            return self._set(folder, format="pdf", pdf_standards="ua-1", timestamp=int(at.timestamp()))

    def png(self, source: bytes, values: Mapping[str, object], pictures: Mapping[str, bytes]) -> bytes:
        """Set one page as a picture."""
        with self._turn(), _folder(source, values, pictures) as folder:
            self._set(folder, format="pdf", pdf_standards="ua-1")
            return self._set(folder, format="png", ppi=_PIXELS_PER_INCH)

    def _set(self, folder: Path, **options: Any) -> bytes:
        compiler = typst.Compiler(folder / SOURCE, root=folder, font_paths=self._fonts)
        try:
            return cast("bytes", compiler.compile(**options))
        except typst.TypstError as error:
            raise _explained(error) from error

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=MAX_WAIT_SECONDS):
            raise UnavailableError("Too many certificates are being set at once.")
        try:
            yield
        finally:
            self._turns.release()


@contextmanager
def _folder(source: bytes, values: Mapping[str, object], pictures: Mapping[str, bytes]) -> Iterator[Path]:
    for picture in pictures.values():
        _check_size(picture)
    with TemporaryDirectory(prefix="openbadge-") as name:
        folder = Path(name)
        (folder / SOURCE).write_bytes(source)
        (folder / VALUES).write_text(json.dumps(values), encoding="ascii")
        for file, data in pictures.items():
            (folder / file).write_bytes(data)
        yield folder


def _check_size(picture: bytes) -> None:
    if not picture.startswith(_PNG) or len(picture) < 24:
        return
    width, height = struct.unpack(">II", picture[16:24])
    if width * height > MAX_PIXELS:
        raise TypesettingError(
            f"A picture has {width:,} × {height:,} pixels; pictures of at most {MAX_PIXELS:,} pixels are drawn.",
            hint="Replace the picture by a smaller one.",
        )


def _explained(error: typst.TypstError) -> TypesettingError:
    """Say what could not be set; what typst says of its source is of no use to anybody else."""
    characters = sorted(set(_NOT_IN_FONT.findall(f"{error.message}\n{error.diagnostic}")))
    if characters:
        shown = ", ".join(_named(text) for text in characters[:10])
        return TypesettingError(
            f"No font at hand has {'the character' if len(characters) == 1 else 'these characters'}: {shown}.",
            hint="The operator of this service can name a folder with a font that has them: OPENBADGE_FONTS_DIR.",
        )
    return TypesettingError(f"The page could not be set: {error.message}.")


def _named(text: str) -> str:
    return f"{text} (U+{ord(text[0]):04X})" if text.isprintable() else f"U+{ord(text[0]):04X}"
