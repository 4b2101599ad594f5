"""Badges of Open Badges 2.0 and 1.x are named and left undecided, and nobody is asked about them."""

import hashlib
import json
import zlib

import pytest
from unit.verification.world import Party, unsigned

from openbadge_issuer.baking import png
from openbadge_issuer.proofs.jws import write_jws
from openbadge_issuer.verification.older_badges import version_of
from openbadge_issuer.verification.verifier import verify

ADDRESS = "https://school.example/assertions/1"
SIGNER = Party(identifier=None).jwt_signer
HASH = hashlib.sha256(b"ada@school.example" + b"salt").hexdigest()

HOSTED = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "id": ADDRESS,
    "recipient": {"type": "email", "hashed": True, "salt": "salt", "identity": f"sha256${HASH}"},
    "badge": {
        "type": "BadgeClass",
        "name": "Superbots",
        "issuer": {"type": "Issuer", "name": "Example Tech School"},
    },
    "verification": {"type": "hosted"},
    "issuedOn": "2018-05-01T09:00:00Z",
    "expires": "2020-05-01T09:00:00Z",
}
FIRST = {
    "uid": "1",
    "recipient": {"type": "email", "hashed": False, "identity": "ada@school.example"},
    "badge": "https://school.example/badges/1.json",
    "verify": {"type": "hosted", "url": ADDRESS},
    "issuedOn": 1403120715,
}
VERY_FIRST = {
    "recipient": f"sha256${HASH}",
    "salt": "salt",
    "issued_on": "2012-05-01",
    "badge": {"version": "0.5.0", "name": "Superbots"},
}


def signed_older(document=HOSTED):
    verification = {"type": "SignedBadge", "creator": "https://school.example/keys/1"}
    return write_jws({"alg": "ES256"}, {**document, "verification": verification}, SIGNER)


def svg(text):
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">'
        f'<openbadges:assertion verify="{text}"/></svg>'
    ).encode()


def baked_png(text, kind=b"tEXt"):
    def chunk(kind, data):
        return len(data).to_bytes(4) + kind + data + zlib.crc32(data, zlib.crc32(kind)).to_bytes(4)

    header = chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
    carrier = chunk(kind, b"openbadges\0" + text.encode())
    return png.SIGNATURE + header + carrier + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def told(source, now, **options):
    report = verify(source, now=now, **options)
    assert (report.outcome, report.kind, bool(report)) == ("unknown", "older badge", False)
    return report


def older(report):
    return report.to_dict()["details"]["olderBadge"]


def test_hosted_badge_tells_what_it_claims_to_be(now):
    report = told(HOSTED, now)
    assert [check.code for check in report.checks] == ["open-badges-2"]
    assert older(report) == {
        "version": "2.0",
        "type": "Assertion",
        "badge": "Superbots",
        "issuer": "Example Tech School",
        "recipient": "a hashed e-mail address",
        "verification": f"hosted by its issuer at {ADDRESS}",
        "issuedOn": "2018-05-01T09:00:00Z",
        "expires": "2020-05-01T09:00:00Z",
    }


def test_sentence_tells_the_same(now):
    assert told(HOSTED, now).check("input").message == (
        "This is a badge of Open Badges 2.0, “Superbots”, by Example Tech School, for a hashed e-mail address, "
        f"hosted by its issuer at {ADDRESS}. "
        "It is verified in another way; Open Badges 3.0 is verified here."
    )


def test_signed_badge_is_well_formed_and_its_signature_was_not_checked(now):
    report = told(signed_older(), now)
    assert (report.form, report.source_kind) == ("jwt", "jwt")
    assert older(report)["verification"] == (
        "signed; the JWS is well formed (ES256), its signature was not checked"
    )


@pytest.mark.parametrize("form", ["address", "json", "jws"])
@pytest.mark.parametrize("picture", [svg, baked_png], ids=["svg", "png"])
def test_badge_in_a_picture_is_recognised(now, picture, form):
    text = {"address": ADDRESS, "json": json.dumps(HOSTED), "jws": signed_older()}[form]
    if picture is svg:
        text = text.replace('"', "&quot;")
    report = told(picture(text), now)
    assert report.check("input").code == "open-badges-2"
    assert (ADDRESS if form == "address" else "Superbots") in report.check("input").message


@pytest.mark.parametrize("text", ["eyJhbGciOiJIUzI1NiJ9.e30.AA", "{", '{"a": 1}'])
def test_picture_with_something_else_under_the_old_name_is_recognised(now, text):
    assert "carries a badge of Open Badges 2.0 or older" in told(baked_png(text), now).check("input").message


def test_nobody_is_asked(now, web):
    for source in (HOSTED, FIRST, signed_older(), svg(ADDRESS)):
        told(source, now, fetcher=web)
    assert web.asked == []


# --- versions


@pytest.mark.parametrize(
    ("context", "version"),
    [
        ("https://w3id.org/openbadges/v2", "2.0"),
        (["https://w3id.org/openbadges/v2", {}], "2.0"),
        ("https://openbadgespec.org/v2/context.json", "2.0"),
        ("http://w3id.org/openbadges/v1", "1.1"),
        ("https://w3id.org/openbadges/v3", None),
        ("https://school.example/w3id.org/openbadges/v2", None),
        (7, None),
    ],
)
def test_version_follows_from_the_context(context, version):
    assert version_of({**HOSTED, "@context": context}) == version


@pytest.mark.parametrize("document", [FIRST, VERY_FIRST])
def test_first_badges_have_no_context(now, document):
    report = told(document, now)
    assert (report.check("input").code, older(report)["version"]) == ("open-badges-1", "1.0 or older")


def test_credential_that_names_an_older_context_as_well_is_judged_as_one(now):
    document = unsigned()
    document["@context"].append("https://w3id.org/openbadges/v2")
    report = verify(document, now=now)
    assert (report.kind, report.check("input").code, report.outcome) == ("badge", "read", "invalid")


# --- what is told about recipients, issuers and verification


@pytest.mark.parametrize(
    ("recipient", "form"),
    [
        ({"type": "email", "hashed": False, "identity": "ada@school.example"}, "a plain e-mail address"),
        ({"type": "telephone", "hashed": True, "identity": "sha256$00"}, "a hashed telephone number"),
        ({"type": "x", "identity": "ada"}, "a plain identity"),
        ("ada@school.example", "an e-mail address"),
        (f"sha256${HASH}", "a hashed e-mail address"),
        (7, None),
    ],
)
def test_form_of_the_recipient_is_told(now, recipient, form):
    assert older(told({**HOSTED, "recipient": recipient}, now))["recipient"] == form


@pytest.mark.parametrize("document", [HOSTED, FIRST, VERY_FIRST])
@pytest.mark.parametrize(("asked", "code"), [("Ada@School.example", True), ("eve@school.example", False)])
def test_recipient_is_compared_when_one_is_named(now, document, asked, code):
    report = verify(document, recipient=asked, now=now)
    assert (report.check("recipient").code == "is-recipient", report.outcome) == (
        code,
        "unknown" if code else "invalid",
    )


def test_recipient_is_compared_in_pictures_too(now):
    picture = baked_png(json.dumps(HOSTED))
    assert told(picture, now, recipient="ada@school.example").check("recipient").code == "is-recipient"
    assert verify(picture, recipient="eve@school.example", now=now).outcome == "invalid"


@pytest.mark.parametrize("source", [HOSTED, baked_png("an address"), b"{"])
def test_moment_of_the_report_is_told(now, source):
    assert verify(source, now=now).checked_at == now


def test_document_is_part_of_the_report(now):
    assert told(HOSTED, now).credential == HOSTED


@pytest.mark.parametrize("missing", ["badge", "recipient"])
def test_badge_without_a_context_must_have_both_members(missing):
    document = {name: value for name, value in VERY_FIRST.items() if name != missing}
    assert version_of(VERY_FIRST) == "1.0 or older"
    assert version_of(document) is None


def test_first_badges_tell_what_they_claim_to_be(now):
    assert older(told(VERY_FIRST, now)) | {"version": None} == {
        "version": None,
        "type": "Assertion",
        "badge": "Superbots",
        "issuer": None,
        "recipient": "a hashed e-mail address",
        "verification": None,
        "issuedOn": "2012-05-01",
        "expires": None,
    }
    assert older(told(FIRST, now))["verification"] == f"hosted by its issuer at {ADDRESS}"


def test_what_a_badge_does_not_say_is_not_in_the_sentence(now):
    message = told({"@context": HOSTED["@context"], "type": "Assertion"}, now).check("input").message
    assert message.startswith("This is a badge of Open Badges 2.0. ")


def test_badge_without_a_recipient_is_nobodys(now):
    document = {key: value for key, value in HOSTED.items() if key != "recipient"}
    assert told(document, now, recipient="ada").check("recipient").code == "no-identity"


@pytest.mark.parametrize(
    ("verification", "words"),
    [
        ({"type": "HostedBadge"}, f"hosted by its issuer at {ADDRESS}"),
        (
            {"type": "hosted", "url": "https://school.example/2"},
            "hosted by its issuer at https://school.example/2",
        ),
        ({"type": "SignedBadge"}, "signed, but found here without its signature"),
        ({"type": "signed"}, "signed, but found here without its signature"),
        ({"type": "other"}, None),
        ("hosted", None),
    ],
)
def test_way_to_verify_it_is_told(now, verification, words):
    assert older(told({**HOSTED, "verification": verification}, now))["verification"] == words


def test_hosted_badge_without_an_address_is_hosted_somewhere(now):
    document = {key: value for key, value in HOSTED.items() if key != "id"}
    assert older(told(document, now))["verification"] == "hosted by its issuer"


@pytest.mark.parametrize(
    ("badge", "issuer"),
    [
        ({"name": "Superbots", "issuer": "https://school.example/issuer"}, "https://school.example/issuer"),
        ({"name": "Superbots", "issuer": 7}, None),
        ("https://school.example/badges/1", None),
    ],
)
def test_issuer_is_told_where_it_stands_in_the_badge(now, badge, issuer):
    assert told({**HOSTED, "badge": badge}, now).issuer_name == issuer


@pytest.mark.parametrize(
    ("kind", "issuer"), [("Issuer", "School"), ("Profile", "School"), ("BadgeClass", None)]
)
def test_documents_that_belong_to_badges_are_named(now, kind, issuer):
    report = told({"@context": HOSTED["@context"], "type": kind, "name": "School"}, now)
    assert (report.issuer_name, f"a document ({kind})" in report.check("input").message) == (issuer, True)
    assert older(report)["badge"] == "School"


def test_names_are_shortened_and_kept_from_writing_on_terminals(now):
    badge = {"name": "\x1b[2J" + "x" * 10_000}
    message = told({**HOSTED, "badge": badge}, now).check("input").message
    assert (len(message) < 600, "\x1b" in message) == (True, False)
