"""Whatever comes in is recognised by its content, or refused with a reason."""

import zlib
from base64 import b64decode
from itertools import repeat
from pathlib import Path

import pytest
from unit.verification.world import unsigned

from openbadge_issuer.baking import bake
from openbadge_issuer.errors import BakingError, InputError, ProofError
from openbadge_issuer.json_text import MAX_DEPTH, to_text
from openbadge_issuer.keys.multibase import base64url
from openbadge_issuer.verification import source as source_module
from openbadge_issuer.verification.reading import read_check
from openbadge_issuer.verification.source import MAX_VALUES, Source, issuer_of, proofs_of, read, types_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
DOT = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize("wrap", [str, lambda text: f"\n {text} \n", lambda text: "\ufeff" + text])
def test_json_text_is_read(badge, wrap):
    assert (read(wrap(badge)).kind, read(wrap(badge).encode()).kind) == ("json", "json")


def test_parsed_document_is_read_and_copied(badge):
    document = unsigned()
    found = read(document)
    assert (found.kind, found.document == document, found.document is document) == ("document", True, False)


def test_jwt_is_read(jwt):
    found = read(jwt)
    assert (found.kind, found.form, found.document) == ("jwt", "jwt", unsigned())
    assert read(f" {jwt}\n".encode()).kind == "jwt"


FORMS = [
    lambda text: text,
    lambda text: ".".join(map(base64url, (b'{"alg": "EdDSA"}', text.encode(), b"x"))),
    lambda text: bake(SVG, text),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ('{"name": "Caf\\u00e9 \\ud83d\\ude00 \\n"}', False),
        ('{"endorsement": []}', True),
        ('{"x": {"endorsementJwt": "a.b.c"}}', True),
        ('{"\\u0065ndorsement": []}', True),
        ('{"endorsemen\\u0074Jwt": []}', True),
    ],
)
def test_endorsements_are_looked_for_where_the_text_may_name_them(form, text, may_be):
    assert read(form(text)).may_be_endorsed is may_be


def test_every_letter_of_the_key_for_endorsements_is_known_as_an_escape():
    for letter in "endorsement":
        for escape in (f"\\u{ord(letter):04x}", f"\\u{ord(letter):04X}"):
            assert read('{"' + "endorsement".replace(letter, escape, 1) + '": []}').may_be_endorsed


def test_baked_pictures_are_read(badge, jwt):
    assert (read(bake(SVG, badge)).kind, read(bake(SVG, badge)).form) == ("svg", "json")
    assert (read(bake(SVG, jwt)).kind, read(bake(SVG, jwt)).form) == ("svg", "jwt")
    assert read(bake(SVG, badge).decode()).kind == "svg"
    assert (read(bake(DOT, badge)).kind, read(bake(DOT, jwt)).kind) == ("png", "png")


@pytest.mark.parametrize(
    "source",
    ["", " ", b"", b"\x00\x01", "no badge", b"[]", b'"x"', "7", '{"a":1,"a":2}', "{", b"{\xff}", "[" * 200],
)
def test_what_is_no_document_is_refused(source):
    with pytest.raises((InputError, BakingError)):
        read(source)


@pytest.mark.parametrize("source", ["", "no badge", "e30.e30.e30.e30", "7"])
def test_text_and_bytes_that_are_nothing_known_are_told_the_same(source):
    told = []
    for form in (source, source.encode()):
        with pytest.raises(InputError) as caught:
            read(form)
        told.append(caught.value.message)
    assert told[0] == told[1]
    assert told[0].startswith("A badge is JSON, a JWT, or a PNG or SVG")


@pytest.mark.parametrize("source", ["https://school.example/credentials/1", b" HTTP://school.example/c\n"])
def test_address_of_a_badge_is_not_fetched(source):
    with pytest.raises(InputError, match="found a URL, which is not fetched here"):
        read(source)


def test_file_is_to_be_read_first():
    with pytest.raises(TypeError, match=r"read_bytes\(\)"):
        read(Path("badge.json"))


@pytest.mark.parametrize("source", [b"GIF89a", SVG, "<html></html>"])
def test_pictures_without_a_badge_are_refused(source):
    with pytest.raises(BakingError):
        read(source)


def test_malformed_jwt_is_refused():
    with pytest.raises(ProofError):
        read("eyJhbGciOiJub25lIn0.e30.")


@pytest.mark.parametrize("source", [None, 7, ["x"], object()])
def test_other_python_types_are_a_mistake_of_the_caller(source):
    with pytest.raises(TypeError, match="dict, str or bytes"):
        read(source)


@pytest.mark.parametrize("value", [object(), {1: 2}, {"x"}, b"x", (1,)])
def test_what_json_has_not_is_refused_with_its_place(value):
    with pytest.raises(InputError, match=r"found a Python int|JSON has no values") as caught:
        read({"name": value})
    assert caught.value.path == "$.name"


def test_no_more_of_a_parsed_document_is_looked_at_than_allowed():
    class Endless(list):
        def __iter__(self):
            return repeat(0)

    with pytest.raises(InputError, match="100,000 values"):
        read({"name": Endless([0])})


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_json_has_not_are_refused_with_their_place(value):
    with pytest.raises(InputError) as caught:
        read({"a": [value]})
    assert caught.value.path == "$.a[0]"


def test_half_of_a_surrogate_pair_is_refused():
    with pytest.raises(InputError):
        read({"name": "\ud800"})


def test_document_that_holds_itself_is_refused():
    document = {}
    document["self"] = [document, document]
    with pytest.raises(InputError, match="nested"):
        read(document)


def test_document_that_unfolds_without_end_is_refused():
    document = {"x": "y"}
    for _ in range(30):
        document = {"a": document, "b": document}
    with pytest.raises(InputError, match=f"{MAX_VALUES:,} values"):
        read(document)


@pytest.mark.parametrize("form", [str, str.encode])
def test_text_of_too_many_values_is_refused_at_once(form):
    text = f'{{"a":[{"1," * MAX_VALUES}1]}}'
    with pytest.raises(InputError, match=f"{MAX_VALUES:,} values"):
        read(form(text))


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        (["VerifiableCredential", "OpenBadgeCredential"], "badge"),
        ("AchievementCredential", "badge"),
        (["EndorsementCredential"], "endorsement"),
        (["BitstringStatusListCredential"], "status list"),
        ("Profile", "profile"),
        (["Profile", "OpenBadgeCredential"], "badge"),
        (["Diploma", 7], None),
        (None, None),
    ],
)
def test_document_is_what_its_type_says(types, kind):
    assert Source(kind="json", document={"type": types}).document_kind == kind


def test_issuer_is_found_as_text_or_object():
    assert [
        issuer_of({"issuer": value}) for value in ("did:x", {"id": "did:x"}, {"id": 7}, None, ["did:x"])
    ] == [
        "did:x",
        "did:x",
        "",
        "",
        "",
    ]


def test_proofs_are_found_with_their_paths():
    assert proofs_of({"proof": {"a": 1}}) == [("$.proof", {"a": 1})]
    assert proofs_of({"proof": [1, 2]}) == [("$.proof[0]", 1), ("$.proof[1]", 2)]
    assert proofs_of({}) == []


def test_types_are_texts():
    assert types_of({"type": ["A", 7, {"B": 1}]}) == {"A"}


def test_picture_that_carries_a_badge_as_the_standard_forbids_is_read_and_remarked(badge):
    picture = b'<svg xmlns="http://www.w3.org/2000/svg"><title>x</title></svg>'
    moved = (
        bake(picture, badge)
        .replace(b"<title>x</title>", b"")
        .replace(b"><openbadges", b"><g/><openbadges", 1)
    )
    assert read_check(read(bake(picture, badge))).message == "Read as an SVG picture."
    assert "not right after the start of the picture" in read_check(read(moved)).message


# --- limits, to the last


@pytest.mark.parametrize("form", [lambda document: document, to_text])
@pytest.mark.parametrize(
    "many", [lambda items: items, lambda items: dict(zip("abcdefghi", items, strict=False))]
)
def test_as_many_values_as_allowed_are_read(monkeypatch, form, many):
    """The document, its one member, and what is in that."""
    monkeypatch.setattr(source_module, "MAX_VALUES", 6)
    assert read(form({"a": many([0] * 4)})).document["a"]
    for number in (5, 9):
        with pytest.raises(InputError, match="over 6 values"):
            read(form({"a": many([0] * number)}))


def test_the_deepest_level_that_is_allowed_is_read():
    document = {}
    for _ in range(MAX_DEPTH - 1):
        document = {"a": document}
    assert read(document).document == document
    with pytest.raises(InputError, match="more than 64 levels"):
        read({"a": document})


def test_members_of_the_document_itself_are_counted(monkeypatch):
    monkeypatch.setattr(source_module, "MAX_VALUES", 6)
    with pytest.raises(InputError, match="over 6 values"):
        read(dict.fromkeys("abcdefgh", 0))


def test_values_that_a_picture_holds_packed_are_counted(monkeypatch):
    monkeypatch.setattr(source_module, "MAX_VALUES", 600)
    packed = zlib.compress(to_text({"a": [0] * 700}).encode())
    chunk = b"iTXtopenbadgecredential\0\1\0\0\0" + packed
    chunk = (len(chunk) - 4).to_bytes(4) + chunk + zlib.crc32(chunk).to_bytes(4)
    with pytest.raises(InputError, match="over 600 values"):
        read(DOT[:33] + chunk + DOT[33:])
