import struct
from datetime import UTC, datetime
from threading import Event, Thread

import pytest
from drawings import png_picture
from web_service import png

from openbadge_issuer.adapters import typst_typesetter
from openbadge_issuer.adapters.typst_typesetter import MAX_PIXELS, TypstTypesetter
from openbadge_issuer.errors import ConfigurationError, TypesettingError, UnavailableError

AT = datetime(2026, 6, 1, tzinfo=UTC)
SOURCE = b'#let values = json("values.json")\n#set document(title: "T")\n= #values.text\n'
PICTURE = (
    b'#set document(title: "T")\n#set page(width: 30pt, height: 20pt, margin: 0pt)\n#image("a.png", alt: "A")'
)


@pytest.fixture(scope="module")
def typesetter():
    return TypstTypesetter()


def test_pdf_is_the_same_each_time(typesetter):
    one, other = (typesetter.pdf(SOURCE, {"text": "Ada"}, {}, at=AT) for _ in range(2))
    assert one == other
    assert one.startswith(b"%PDF-")


def test_picture_has_a_pixel_for_each_point(typesetter):
    assert png_picture(typesetter.png(PICTURE, {}, {"a.png": png()})).size == (30, 20)


@pytest.mark.parametrize("text", ["王", "Ada \U0001f600"])
def test_character_that_no_font_has_is_named_in_pdfs_and_pictures(typesetter, text):
    for make in (
        lambda: typesetter.pdf(SOURCE, {"text": text}, {}, at=AT),
        lambda: typesetter.png(SOURCE, {"text": text}, {}),
    ):
        with pytest.raises(TypesettingError, match=f"U\\+{ord(text[-1]):04X}"):
            make()


def test_picture_too_large_to_be_drawn_is_refused_before_it_is_read(typesetter):
    large = png()[:16] + struct.pack(">II", MAX_PIXELS, 2) + png()[24:]
    with pytest.raises(TypesettingError, match="pixels"):
        typesetter.png(PICTURE, {}, {"a.png": large})


def test_picture_that_is_none_is_said(typesetter):
    with pytest.raises(TypesettingError, match="could not be set"):
        typesetter.png(PICTURE, {}, {"a.png": b"no picture"})


def test_source_reads_nothing_outside_of_its_folder(typesetter):
    with pytest.raises(TypesettingError):
        typesetter.pdf(b'#set document(title: "T")\n#read("/etc/passwd")', {}, {}, at=AT)
    with pytest.raises(TypesettingError):
        typesetter.pdf(b'#set document(title: "T")\n#read("../../etc/passwd")', {}, {}, at=AT)


def test_folder_of_fonts_that_is_none_is_said(tmp_path):
    with pytest.raises(ConfigurationError, match="fonts_dir"):
        TypstTypesetter(tmp_path / "none")


def test_who_waits_too_long_for_a_turn_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(typst_typesetter, "MAX_AT_ONCE", 1)
    monkeypatch.setattr(typst_typesetter, "MAX_WAIT_SECONDS", 0.01)
    busy, begun, done = TypstTypesetter(), Event(), Event()

    def hold():
        with busy._turn():
            begun.set()
            done.wait()

    holder = Thread(target=hold)
    holder.start()
    begun.wait()
    try:
        with pytest.raises(UnavailableError):
            busy.png(PICTURE, {}, {"a.png": png()})
    finally:
        done.set()
        holder.join()
