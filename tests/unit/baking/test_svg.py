"""Credentials in SVG pictures."""

import re
import xml.etree.ElementTree as ET

import pytest

from openbadge_issuer.baking import svg
from openbadge_issuer.errors import BakingError

OB = svg.NAMESPACE
OPEN = '<svg xmlns="http://www.w3.org/2000/svg">'
OPEN_OB = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:ob="{OB}">'
DECLARED = f' xmlns:openbadges="{OB}"'


def _element(text: str, declaration: str = "") -> str:
    if text.startswith("{"):
        return f"<openbadges:credential{declaration}><![CDATA[{text}]]></openbadges:credential>"
    return f'<openbadges:credential{declaration} verify="{text}"></openbadges:credential>'


def _unbaked(content: str, root: str = OPEN_OB) -> str:
    return svg.unbake(f"{root}<g/>{content}<g/></svg>".encode())


def test_json_is_the_text_of_one_element_right_after_the_root(svg_picture, json_credential):
    baked = svg.bake(svg_picture, json_credential).decode()
    root = f'<svg{DECLARED} xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    assert root + _element(json_credential) in baked


def test_a_compact_jws_is_an_attribute(jws_credential):
    baked = svg.bake(f"{OPEN}</svg>".encode(), jws_credential).decode()
    assert baked == f"<svg{DECLARED}{OPEN[4:]}{_element(jws_credential)}</svg>"


def test_what_is_baked_is_taken_out_unchanged(svg_picture, json_credential, jws_credential):
    for credential in (json_credential, jws_credential):
        assert svg.unbake(svg.bake(svg_picture, credential)) == credential


def test_taking_the_element_out_gives_back_every_byte(svg_picture, json_credential):
    baked = svg.bake(svg_picture, json_credential).decode()
    assert baked.replace(_element(json_credential), "").replace(DECLARED, "").encode() == svg_picture


def test_other_readers_of_xml_find_one_text(svg_picture, json_credential):
    root = ET.fromstring(svg.bake(svg_picture, json_credential))
    assert root[0].tag == f"{{{OB}}}credential"
    assert root[0].text == json_credential


def test_baking_again_replaces(svg_picture, json_credential, jws_credential):
    for first, second in ((json_credential, jws_credential), (jws_credential, json_credential)):
        again = svg.bake(svg.bake(svg_picture, first), second)
        assert again == svg.bake(svg_picture, second)


@pytest.mark.parametrize(
    "old",
    [
        '<ob:credential verify="a.b.c"/>',
        '<ob:credential verify="a.b.c" x="/>" />',
        "<ob:credential >{}</ob:credential\n>",
        "<ob:credential><ob:credential/><x>></x></ob:credential>",
        '<ob:credential/><a><ob:credential verify=">"></ob:credential></a>',
        f'<credential xmlns="{OB}" verify="a.b.c"/>',
        '<o2:assertion xmlns:o2="http://openbadges.org" verify="https://school.example/1"/>',
    ],
)
def test_whatever_carried_a_badge_before_is_replaced(old, jws_credential):
    picture = f"{OPEN_OB}<g>\n{old}\n</g></svg>".encode()
    without = re.sub("<ob:credential/><a>.*</a>", "<a></a>", old) if "<a>" in old else ""
    expected = svg.bake(f"{OPEN_OB}<g>\n{without}\n</g></svg>".encode(), jws_credential)
    assert svg.bake(picture, jws_credential) == expected


def test_a_root_that_declares_the_prefix_already_is_left_as_it_is(jws_credential):
    root = f"<svg a='1'{DECLARED} xmlns='http://www.w3.org/2000/svg'>"
    assert (
        svg.bake(f"{root}</svg>".encode(), jws_credential).decode()
        == f"{root}{_element(jws_credential)}</svg>"
    )


def test_a_root_that_binds_the_prefix_to_something_else_keeps_it(json_credential):
    root = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">'
    baked = svg.bake(f"{root}<openbadges:x/></svg>".encode(), json_credential)
    assert baked.decode() == f"{root}{_element(json_credential, DECLARED)}<openbadges:x/></svg>"
    assert svg.unbake(baked) == json_credential


def test_a_prefix_bound_further_down_does_not_disturb(json_credential):
    picture = f'{OPEN}<g xmlns:openbadges="http://openbadges.org"><openbadges:x/></g></svg>'
    assert svg.unbake(svg.bake(picture.encode(), json_credential)) == json_credential


def test_a_root_with_a_prefix_is_baked(json_credential):
    rest = ' xmlns:s="http://www.w3.org/2000/svg">'
    picture = f"<s:svg{rest}<s:g/></s:svg>"
    baked = svg.bake(picture.encode(), json_credential).decode()
    assert baked == f"<s:svg{DECLARED}{rest}{_element(json_credential)}<s:g/></s:svg>"


def test_a_root_that_closes_itself_is_opened(jws_credential):
    for root in ("<svg", "<s:svg"):
        bare = f"{root} xmlns='http://www.w3.org/2000/svg' xmlns:s='http://www.w3.org/2000/svg' "
        expected = f"{bare.replace(root, root + DECLARED)}>{_element(jws_credential)}</{root[1:]}>\n"
        assert svg.bake(f"{bare}/>\n".encode(), jws_credential).decode() == expected


@pytest.mark.parametrize(
    "prolog",
    [
        "",
        "\ufeff",
        '\ufeff<?xml version="1.0"?>',
        "<?xml version='1.0' encoding='utf-8' standalone='yes'?>\r\n",
        '<?xml version="1.0" encoding="US-ASCII"?>',
        "\n \t",
        "<!-- <svg> --><?xml-stylesheet href='a>b'?>",
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
        "<!DOCTYPE svg>",
    ],
)
def test_whatever_stands_before_the_root_stays(prolog, json_credential):
    picture = f"{prolog}{OPEN}</svg>".encode()
    baked = svg.bake(picture, json_credential)
    assert baked.startswith(f"{prolog}<svg".encode())
    assert svg.unbake(baked) == json_credential


def test_tags_are_found_by_xml_and_not_by_their_looks(json_credential):
    root = "<svg xmlns='http://www.w3.org/2000/svg' a='>' b=\"'>/>\" >"
    picture = f"<!-- {OPEN} -->{root}<![CDATA[<ob:credential/>]]><x a='&lt;ob:credential/>'/></svg>"
    baked = svg.bake(picture.encode(), json_credential).decode()
    assert baked == picture.replace(root, root.replace("<svg", "<svg" + DECLARED) + _element(json_credential))


def test_latin_1_is_baked_byte_for_byte(json_credential):
    picture = f'<?xml version="1.0" encoding="ISO-8859-1"?>{OPEN}<title>Käfer</title></svg>'.encode("latin-1")
    baked = svg.bake(picture, json_credential)
    assert "Käfer".encode("latin-1") in baked
    assert svg.unbake(baked) == json_credential


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-16", "utf-7", "shift_jis", "no-such", "cp037"])
def test_an_encoding_that_ascii_may_not_fit_is_named(encoding, json_credential):
    picture = f'<?xml version="1.0" encoding="{encoding}"?>{OPEN}</svg>'.encode()
    with pytest.raises(BakingError, match=f"written in {encoding}") as caught:
        svg.bake(picture, json_credential)
    assert caught.value.hint == "Save it as UTF-8."


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_zero_bytes_are_no_utf_8(encoding):
    with pytest.raises(BakingError, match="zero bytes"):
        svg.unbake(f"{OPEN}</svg>".encode(encoding))


def test_bytes_that_are_not_utf_8_are_refused():
    with pytest.raises(BakingError, match=r"not well-formed XML: not well-formed .* at line 2, column 2"):
        svg.unbake(f"{OPEN}\n ".encode() + b"\xe4</svg>")


@pytest.mark.parametrize(
    "content",
    [
        '<ob:credential verify="a.b.c"/>',
        "<ob:credential verify=' a.b.c\n'> </ob:credential>",
        f'<other:credential xmlns:other="{OB}">a.b.c</other:credential>',
        f'<credential xmlns="{OB}"><![CDATA[a.b.c]]></credential>',
        "<g><metadata><ob:credential> a.<!-- x -->b<![CDATA[.]]>c </ob:credential></metadata></g>",
    ],
)
def test_what_others_baked_is_found_by_its_namespace(content):
    assert _unbaked(content) == "a.b.c"


@pytest.mark.parametrize(
    ("content", "deviation"),
    [
        ('\n <ob:credential verify="a.b.c"/>', None),
        ('<ob:credential><![CDATA[{"a": 1}]]></ob:credential>', None),
        ('<ob:credential>\n  <![CDATA[{"a": 1}]]></ob:credential>', None),
        ("<ob:credential>a.b.c</ob:credential>", "attribute verify"),
        ('<title>x</title><ob:credential verify="a.b.c"/>', "right after the start"),
        ("", None),
    ],
)
def test_what_the_standard_forbids_is_named(content, deviation):
    found = svg.deviation(f"{OPEN_OB}{content}</svg>".encode())
    assert (found is None) if deviation is None else (deviation in found)


def test_a_text_in_several_pieces_is_joined():
    content = '{&quot;a&quot;: <![CDATA["<b> &amp;]]>&lt;/b&gt; &#233; &amp;amp; é"}'
    assert _unbaked(f"<ob:credential>\n {content} \n</ob:credential>") == '{"a": "<b> &amp;</b> é &amp; é"}'


@pytest.mark.parametrize(
    "content",
    [
        "<credential>{}</credential>",
        '<openbadges:credential xmlns:openbadges="http://openbadges.org">{}</openbadges:credential>',
        "<ob:assertion>{}</ob:assertion>",
        "<ob:Credential>{}</ob:Credential>",
        "<!-- <ob:credential>{}</ob:credential> -->",
        "<x ob:credential='a.b.c'/>",
    ],
)
def test_what_only_looks_like_a_credential_is_not_one(content):
    with pytest.raises(BakingError, match="carries no Open Badges credential"):
        _unbaked(content)


def test_of_two_credentials_neither_is_believed():
    with pytest.raises(BakingError, match="carries 2 credentials; exactly one is allowed"):
        _unbaked('<ob:credential verify="a.b.c"/><g><ob:credential verify="a.b.c"/></g>')


@pytest.mark.parametrize(
    "content",
    [
        '<ob:credential verify="a.b.c">{}</ob:credential>',
        "<ob:credential>{<b/>}</ob:credential>",
        "<ob:credential><ob:credential>{}</ob:credential></ob:credential>",
    ],
)
def test_a_credential_is_either_attribute_or_text(content):
    with pytest.raises(BakingError, match="either an attribute or one text"):
        _unbaked(content)


def test_an_empty_credential_is_refused():
    for content in ("<ob:credential/>", '<ob:credential verify=""/>', "<ob:credential>\n</ob:credential>"):
        with pytest.raises(BakingError, match="it is empty"):
            _unbaked(content)


def test_open_badges_2_is_named():
    for content in ('verify="https://school.example/1"/>', ">https://school.example/1</assertion>"):
        with pytest.raises(BakingError, match=r"Open Badges 2\.0 assertion.* 'https://school\.example/1"):
            _unbaked(f'<assertion xmlns="http://openbadges.org" {content}')


def test_a_credential_has_at_most_a_mebibyte():
    with pytest.raises(BakingError, match="more than 1,048,576 characters"):
        _unbaked("<ob:credential>{" + "a" * 1_048_576 + "</ob:credential>")


def test_a_credential_of_exactly_a_mebibyte_is_read():
    longest = "{" + "a" * (1_048_576 - 1)
    assert _unbaked(f"<ob:credential>{longest}</ob:credential>") == longest


def test_json_that_xml_would_change_is_not_baked(svg_picture):
    for text in ('{"a":"]]>"}', '{\r\n"a":1}'):
        with pytest.raises(BakingError, match="XML would change this JSON") as caught:
            svg.bake(svg_picture, text)
        assert "json_text.to_text" in caught.value.hint


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE svg [<!ENTITY file SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE svg [<!ENTITY % more SYSTEM "https://evil.example/x.dtd"> %more;]>',
        "<!DOCTYPE svg [<!ATTLIST svg verify CDATA 'a.b.c'>]>",
        '<!DOCTYPE svg PUBLIC "a" "b" []>',
    ],
)
def test_declarations_in_a_doctype_are_refused_unread(doctype, json_credential):
    picture = f"{doctype}{OPEN}</svg>".encode()
    for use in (svg.unbake, lambda source: svg.bake(source, json_credential)):
        with pytest.raises(BakingError, match="declarations in its DOCTYPE"):
            use(picture)


def test_an_entity_that_nobody_declared_is_refused_in_a_credential():
    doctype = '<!DOCTYPE svg SYSTEM "https://school.example/svg.dtd">'
    assert _unbaked('<x>&nbsp;</x><ob:credential verify="a.b.c"/>', doctype + OPEN_OB) == "a.b.c"
    with pytest.raises(BakingError, match="uses the entity nbsp, which is not declared"):
        _unbaked("<ob:credential>{&nbsp;}</ob:credential>", doctype + OPEN_OB)


@pytest.mark.parametrize(
    ("picture", "message"),
    [
        ("", "no element found at line 1, column 1"),
        ("<svg", "unclosed token"),
        (OPEN, "no element found"),
        (f"{OPEN}</svg><svg/>", "junk after document element"),
        (f"{OPEN}&a;</svg>", "undefined entity"),
        (f"{OPEN}<ob:credential/></svg>", "unbound prefix"),
        (f"{OPEN}<a></b></svg>", "mismatched tag at line 1, column 46"),
        ("hello", "syntax error"),
    ],
)
def test_xml_that_is_not_well_formed_is_refused_with_its_place(picture, message):
    with pytest.raises(BakingError, match=f"not well-formed XML: {message}"):
        svg.unbake(picture.encode())


@pytest.mark.parametrize(
    ("picture", "found"),
    [
        ("<svg/>", "svg"),
        ('<html xmlns="http://www.w3.org/1999/xhtml"/>', "html"),
        ('<svg xmlns="http://www.w3.org/1999/xhtml"/>', "svg"),
        (f'<credential xmlns="{OB}"/>', "credential"),
    ],
)
def test_the_root_must_be_svg_by_its_namespace(picture, found, json_credential):
    for use in (svg.unbake, lambda source: svg.bake(source, json_credential)):
        with pytest.raises(BakingError, match=f"Expected svg in the namespace .*; found {found}"):
            use(picture.encode())


def test_depth_and_number_of_elements_are_bounded(jws_credential):
    deepest = "<g>" * (svg.MAX_DEPTH - 1) + "</g>" * (svg.MAX_DEPTH - 1)
    most = "<g/>" * (svg.MAX_ELEMENTS - 1)
    for content in (deepest, most):
        assert svg.bake(f"{OPEN}{content}</svg>".encode(), jws_credential)
    for content in (f"<g>{deepest}</g>", most + "<g/>"):
        with pytest.raises(BakingError, match="over 100,000 elements, or nests them over 256 deep"):
            svg.bake(f"{OPEN}{content}</svg>".encode(), jws_credential)


def test_a_picture_has_at_most_five_mebibytes(json_credential):
    picture = f"{OPEN}</svg>".encode()
    largest = picture + b" " * (svg.MAX_BYTES - len(picture))
    with pytest.raises(BakingError, match="carries no"):
        svg.unbake(largest)
    with pytest.raises(BakingError, match="at most 5,242,880 are allowed"):
        svg.unbake(largest + b" ")
    with pytest.raises(BakingError, match="at most 5,242,880 are allowed"):
        svg.bake(largest, json_credential)
