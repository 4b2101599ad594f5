"""What could run, or lead out of a picture, is not in it any more; everything else is as it was."""

import pytest

from openbadge_issuer import baking
from openbadge_issuer.baking import clean
from openbadge_issuer.errors import BakingError

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:h="http://www.w3.org/1999/xhtml" viewBox="0 0 9 9">'
)
SHAPE = '<rect width="9" height="9" fill="url(#g)"/>'
PIXEL = "data:image/png;base64,iVBORw0KGgo="


def cleaned(inside: str) -> str:
    return clean(f"{HEAD}{inside}</svg>".encode()).decode().removeprefix(HEAD).removesuffix("</svg>")


@pytest.mark.parametrize(
    "inside",
    [
        SHAPE,
        '<linearGradient id="g"><stop offset="1" stop-color="#fff"/></linearGradient>',
        '<use href="#g"/><use xlink:href="#g"/>',
        f'<image width="9" height="9" href="{PIXEL}"/>',
        "<style>.a { fill: red; filter: url(#f) } .b { fill: url('#g') }</style>",
        "<style><![CDATA[ .a > .b { fill: red } ]]></style>",
        f"<style>.a {{ background: url({PIXEL}) }}</style>",
        '<animate attributeName="opacity" values="0;1" dur="1s"/>',
        '<text x="1">Robots &amp; more: on time</text><title>A robot</title>',
        "<!-- drawn by hand -->",
        "<g\n   id = \"a\"\n   style='fill:#fff'\n  />",
    ],
)
def test_drawing_stays_as_it_was(inside):
    assert cleaned(inside) == inside


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<script>alert(1)</script>", ""),
        ("<script href='https://evil.example/x.js'/>", ""),
        ("<g><script>a</script><rect/></g>", "<g><rect/></g>"),
        ("<foreignObject><h:p>x</h:p></foreignObject>", ""),
        ("<g><foreignObject><?a b?><h:p>x</h:p></foreignObject></g>", "<g></g>"),
        ("<h:script>alert(1)</h:script>", ""),
        ('<h:iframe src="https://evil.example"/>', ""),
        ('<rect onload="alert(1)" width="9"/>', '<rect width="9"/>'),
        ('<rect ONCLICK = "alert(1)"/>', "<rect/>"),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a xlink:href="&#106;avascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="https://evil.example">x</a>', "<a>x</a>"),
        ('<use href="https://evil.example/x.svg#a"/>', "<use/>"),
        ('<image href="photo.png"/>', "<image/>"),
        ('<image href="data:image/svg+xml;base64,PHN2Zz4="/>', "<image/>"),
        ('<g xml:base="https://evil.example/"/>', "<g/>"),
        ('<set attributeName="href" to="javascript:alert(1)"/>', ""),
        ('<animate attributeName="xlink:href" values="javascript:alert(1)"/>', ""),
        ('<set attributeName="onclick" to="alert(1)"/>', ""),
        ('<animate attributeName="x" to="javascript:alert(1)"/>', '<animate attributeName="x"/>'),
        ('<rect fill="url(https://evil.example/#a)"/>', "<rect/>"),
        ('<rect style="fill:url(//evil.example/a)"/>', "<rect/>"),
        (r'<rect style="fill:\75rl(//evil.example/a)"/>', "<rect/>"),
        ("<?xml-stylesheet href='https://evil.example/a.css'?>", ""),
        (
            "<style>@import url(https://evil.example/a.css); .a &gt; .b { fill: red }</style>",
            "<style>none .a &gt; .b { fill: red }</style>",
        ),
        (
            "<style><![CDATA[.a { background: url('https://evil.example/x') }]]></style>",
            "<style>.a { background: none }</style>",
        ),
        ("<style>@imp<!-- x -->ort url(//evil.example/a);</style>", "<style>none</style>"),
        ("<style>@imp<![CDATA[ort url(//evil.example/a);]]></style>", "<style>none</style>"),
        ("<style>@import 'x'; .é { fill: red }</style>", "<style>none .&#233; { fill: red }</style>"),
        ("<?a b?><g/><?c d?>", "<g/>"),
        (r"<style>@\69mport 'x'; .a { fill: u\72l(//evil.example) }</style>", "<style></style>"),
    ],
)
def test_what_runs_or_leads_out_is_taken_out(inside, expected):
    assert cleaned(f"{SHAPE}{inside}{SHAPE}") == f"{SHAPE}{expected}{SHAPE}"


def test_handler_on_the_picture_itself_is_taken_out():
    picture = b'<svg onload="alert(1)" xmlns="http://www.w3.org/2000/svg"/>'
    assert clean(picture) == b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def test_style_sheet_before_the_picture_is_taken_out():
    picture = (
        b'<?xml version="1.0"?>\n<?xml-stylesheet href="a.css"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'
    )
    assert b"stylesheet" not in clean(picture)
    assert clean(picture).startswith(b'<?xml version="1.0"?>')


def test_letters_that_are_not_ascii_are_kept():
    assert cleaned('<text>Métier – 電</text><rect onclick="x"/>') == "<text>Métier – 電</text><rect/>"


def test_cleaning_again_changes_nothing():
    once = clean(f"{HEAD}<script>a</script>{SHAPE}<style>@import 'x';</style></svg>".encode())
    assert clean(once) == once


def test_cleaned_picture_can_be_baked():
    picture = clean(f"{HEAD}<script>a</script>{SHAPE}</svg>".encode())
    assert baking.unbake(baking.bake(picture, '{"a": 1}')) == '{"a": 1}'


@pytest.mark.parametrize(
    "picture",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><style>a<g/>@import 'x'</style></svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><style>@import 'x';<?a b?></style></svg>",
        b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><g></svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><rect xmlnsx='no declaration' onload='alert(1)'/></svg>",
    ],
    ids=[
        "element in a style sheet",
        "instruction in a style sheet",
        "entities",
        "not well-formed",
        "attribute that looks like a declaration",
    ],
)
def test_what_cannot_be_cleaned_is_refused(picture):
    with pytest.raises(BakingError):
        clean(picture)


def test_png_comes_back_as_it_is():
    picture = b"\x89PNG\r\n\x1a\n<script>"
    assert clean(picture) is picture
