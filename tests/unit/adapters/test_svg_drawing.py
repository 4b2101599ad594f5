"""SVGs are drawn as PNGs by a process of their own, which may fail without harm."""

import pytest

from openbadge_issuer.adapters.svg_drawing import SIZE, ResvgDrawer
from openbadge_issuer.baking import media_type
from openbadge_issuer.errors import BakingError

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {} {}">'
)


def drawn(inside: str, *, width: int = 10, height: int = 10) -> bytes:
    return ResvgDrawer().draw(f"{HEAD.format(width, height)}{inside}</svg>".encode())


def size(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def test_svg_is_drawn_as_png():
    png = drawn('<rect width="10" height="10" fill="red"/>')
    assert (media_type(png), size(png)) == ("image/png", (SIZE, SIZE))


def test_drawing_keeps_its_proportions():
    assert size(drawn("<rect/>", width=10, height=20)) == (SIZE // 2, SIZE)


def test_endless_picture_is_drawn_small():
    assert size(drawn("<rect/>", width=1, height=100_000)) == (1, SIZE)


def test_same_svg_gives_the_same_png():
    assert drawn('<circle r="5"/>') == drawn('<circle r="5"/>')


def test_picture_that_refers_to_itself_without_end_is_refused_with_the_reason():
    layers = "".join(
        f'<g id="g{number}">' + f'<use xlink:href="#g{number - 1}"/>' * 10 + "</g>" for number in range(1, 9)
    )
    with pytest.raises(BakingError, match="nodes limit"):
        drawn(f'<g id="g0"><rect width="9" height="9"/></g>{layers}')


def test_picture_that_takes_too_long_is_refused():
    with pytest.raises(BakingError, match=r"more than 0\.001 seconds") as caught:
        ResvgDrawer(max_seconds=0.001).draw(f"{HEAD.format(1, 1)}</svg>".encode())
    assert "as PNG" in caught.value.hint


def test_what_is_no_svg_is_refused():
    with pytest.raises(BakingError, match="HTML"):
        ResvgDrawer().draw(b"<html/>")


def test_process_that_dies_is_an_error_and_no_end(monkeypatch):
    monkeypatch.setattr("openbadge_issuer.adapters.svg_drawing._PROGRAM", "import os; os.abort()")
    with pytest.raises(BakingError, match="cannot be drawn"):
        drawn("<rect/>")


def test_file_of_the_machine_is_not_drawn(tmp_path):
    plain = drawn("<rect/>")
    picture = tmp_path / "secret.png"
    picture.write_bytes(drawn('<rect width="10" height="10" fill="red"/>'))
    assert drawn(f'<rect/><image width="10" height="10" xlink:href="{picture}"/>') == plain
