"""From a proof's claim about its key to the key, and to whose it is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from unit.verification.world import PROFILE_URL, SCHOOL, SCHOOL_URL, FakeWeb, Party

from openbadge_issuer.errors import KeyMaterialError
from openbadge_issuer.keys.did import did_key_method
from openbadge_issuer.keys.multibase import base64url, decode_multibase, encode_base58btc
from openbadge_issuer.verification.circumstances import Circumstances, Documents
from openbadge_issuer.verification.key_claim import KeyClaim
from openbadge_issuer.verification.resolver import resolve

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
JWKS_URL = "https://school.example/.well-known/jwks.json"


def found(claim, web=None, *, trusted=None):
    return resolve(claim, Circumstances(now=NOW, documents=Documents(web), trusted_keys=trusted or {}))


def of_method(method, web=None, *, issuer=SCHOOL, trusted=None):
    return found(KeyClaim.of_method(method, issuer=issuer), web, trusted=trusted)


def of_header(header, web=None, *, issuer=SCHOOL, trusted=None):
    return found(KeyClaim.of_header(header, issuer=issuer), web, trusted=trusted)


# --- did:key and did:jwk


def test_issuer_that_is_a_did_key_proves_its_key(stranger):
    result = of_method(did_key_method(stranger.key), issuer=stranger.id)
    assert (result.check.code, result.keys) == ("issuer-is-key", (stranger.key,))
    assert result.proven == f"the key {stranger.id}"


def test_key_of_another_did_key_is_refused_without_asking_anybody(school, stranger):
    web = FakeWeb()
    result = of_method(did_key_method(school.key), web, issuer=stranger.id)
    assert (result.check.code, result.check.failed, web.asked) == ("another-issuer", True, [])


def test_did_key_with_a_fragment_of_another_key_is_refused(school, stranger):
    result = of_method(f"{stranger.id}#{school.key.fragment}", issuer=stranger.id)
    assert (result.check.code, result.proven) == ("not-listed", None)


def test_issuer_that_is_a_did_jwk_proves_its_key(school):
    from openbadge_issuer.json_text import to_text

    did = f"did:jwk:{base64url(to_text(school.jwt_signer.public_key.jwk).encode())}"
    result = of_header({"kid": f"{did}#0"}, issuer=did)
    assert (result.check.code, result.keys) == ("issuer-is-key", (school.jwt_signer.public_key,))


def test_did_key_that_holds_no_key_is_refused():
    with pytest.raises(KeyMaterialError):
        KeyClaim.of_method("did:key:zNoKey#zNoKey", issuer="did:key:zNoKey")
    assert of_header({}, issuer="did:key:zNoKey").check.code == "unusable-key"


def test_header_key_that_is_not_the_did_key_is_refused(school, stranger):
    header = {"jwk": school.key.jwk}
    assert of_header(header, issuer=stranger.id).check.code == "key-mismatch"


def test_jwt_without_kid_of_a_did_key_is_checked_with_that_key(stranger):
    result = of_header({}, issuer=stranger.id)
    assert (result.check.code, result.keys) == ("issuer-is-key", (stranger.key,))


# --- what cannot be resolved


@pytest.mark.parametrize(
    "method",
    ["did:example:z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x", "xxx:key", "urn:uuid:1#key", "did:x"],
)
def test_unknown_methods_fail_without_asking_anybody(method):
    web = FakeWeb()
    result = of_method(method, web)
    assert (result.check.code, result.check.failed, web.asked) == ("unsupported-method", True, [])


def test_issuer_that_cannot_be_resolved_fails(stranger):
    result = of_method(did_key_method(stranger.key), issuer="urn:uuid:c5eb1d8c-0f1f-4a3e-9f3a-0b0b6c1d3a11")
    assert (result.check.code, result.keys) == ("unsupported-method", (stranger.key,))


def test_did_web_on_an_ip_address_fails(web):
    result = of_method("did:web:127.0.0.1#key", web, issuer="did:web:127.0.0.1")
    assert (result.check.code, web.asked) == ("unsupported-method", [])


@pytest.mark.parametrize("did", ["did:jwk:", "did:jwk:!", "did:jwk:e30", "did:jwk:" + base64url(b"[]")])
def test_did_jwk_that_holds_no_key_is_refused(did):
    with pytest.raises(KeyMaterialError):
        KeyClaim.of_method(f"{did}#0", issuer=did)
    assert of_header({}, issuer=did).check.code == "unusable-key"


def test_address_that_is_none_leads_nowhere(web):
    result = of_method("https://[::1#key", web, issuer="http://[::1")
    assert (result.check.code, web.asked) == ("insecure-address", [])
    assert of_method("https://[::1#key", web, issuer=PROFILE_URL).check.code == "another-issuer"


@pytest.mark.parametrize(
    "method", [None, 7, "", "z6MkNoUrl", "https://a b/#c", {"id": "x"}, "did:web:" + "a" * 5000]
)
def test_method_that_is_no_url_cannot_be_claimed(method):
    with pytest.raises(KeyMaterialError, match="absolute URL"):
        KeyClaim.of_method(method, issuer=SCHOOL)


# --- did:web


def test_key_listed_in_the_did_document_is_the_issuers(school, web):
    web.publish(SCHOOL_URL, school.document())
    result = of_method(school.method(), web)
    assert (result.check.code, result.keys, result.proven) == (
        "published",
        (school.key,),
        "the domain school.example",
    )


def test_without_a_fetcher_the_key_that_came_along_proves_nothing_about_the_issuer(school):
    result = of_method(school.method())
    assert (result.check.code, result.check.failed, result.keys) == ("not-fetched", False, (school.key,))


def test_did_document_that_cannot_be_had_leaves_the_key_open(school, web):
    result = of_method(school.method(), web)
    assert (result.check.code, result.proven) == ("unreachable", None)


def test_key_that_is_not_in_the_did_document_is_refused(school, stranger, web):
    web.publish(SCHOOL_URL, school.document())
    result = of_method(f"{SCHOOL}#{stranger.key.fragment}", web)
    assert (result.check.code, result.check.failed) == ("not-listed", True)


def test_key_that_is_not_listed_for_assertion_is_refused(school, web):
    web.publish(SCHOOL_URL, school.document(assertionMethod=[], authentication=[school.method()]))
    assert of_method(school.method(), web).check.code == "not-listed"


def test_document_of_another_did_is_refused(school, web):
    web.publish(SCHOOL_URL, school.document(id="did:web:other.example"))
    assert of_method(school.method(), web).check.code == "wrong-document"


def test_key_with_another_controller_is_refused(school, web):
    web.publish(SCHOOL_URL, school.document(school.entry(controller="did:web:other.example")))
    assert of_method(school.method(), web).check.code == "wrong-controller"


def test_key_without_controller_is_refused(school, web):
    web.publish(SCHOOL_URL, school.document(school.entry(controller=None)))
    assert of_method(school.method(), web).check.code == "wrong-controller"


@pytest.mark.parametrize("member", ["revoked", "expires"])
def test_null_says_nothing_of_an_end(school, web, member):
    """Some programs write every member, those without a value too; in linked data null is nothing."""
    web.publish(SCHOOL_URL, school.document(school.entry(**{member: None})))
    assert of_method(school.method(), web).check.code == "published"


@pytest.mark.parametrize("revoked", ["2026-05-31T00:00:00Z", "2026-06-01T12:00:00Z", "yesterday", False])
def test_revoked_key_is_refused_even_if_it_is_no_longer_listed(school, web, revoked):
    web.publish(SCHOOL_URL, school.document(school.entry(revoked=revoked), assertionMethod=[]))
    result = of_method(school.method(), web)
    assert (result.check.code, result.keys) == ("revoked-key", (school.key,))


def test_key_that_will_be_revoked_counts_until_then(school, web):
    web.publish(SCHOOL_URL, school.document(school.entry(revoked="2027-01-01T00:00:00Z")))
    assert of_method(school.method(), web).check.passed


def test_expired_key_is_refused(school, web):
    web.publish(SCHOOL_URL, school.document(school.entry(expires="2026-05-31T00:00:00Z")))
    assert of_method(school.method(), web).check.code == "expired-key"


@pytest.mark.parametrize(("member", "expected"), [("expires", "published"), ("revoked", "revoked-key")])
def test_clocks_may_differ_for_what_expires_and_not_for_what_is_revoked(school, web, member, expected):
    web.publish(SCHOOL_URL, school.document(school.entry(**{member: "2026-06-01T11:56:00Z"})))
    assert of_method(school.method(), web).check.code == expected


@pytest.mark.parametrize(
    ("came_from", "expected"),
    [
        ("https://evil.example/did.json", "unreachable"),
        ("https://www.school.example/did.json", "published"),
        ("https://school.example/new/did.json", "published"),
    ],
)
def test_document_that_came_from_another_host_is_not_the_issuers(school, came_from, expected):
    class Redirecting(FakeWeb):
        def fetch(self, url, *, accept=()):
            return replace(super().fetch(url, accept=accept), url=came_from)

    web = Redirecting()
    web.publish(SCHOOL_URL, school.document())
    assert of_method(school.method(), web).check.code == expected


def test_published_key_that_differs_from_the_fragment_is_refused(school, stranger, web):
    web.publish(SCHOOL_URL, school.document(school.entry(publicKeyMultibase=stranger.key.multikey)))
    assert of_method(school.method(), web).check.code == "key-mismatch"


def test_relative_ids_count_below_the_document(school, web):
    entry = school.entry(id=f"#{school.key.fragment}")
    web.publish(SCHOOL_URL, school.document(entry, assertionMethod=[entry["id"]]))
    assert of_method(school.method(), web).check.passed
    web.publish(SCHOOL_URL, school.document({**entry, "id": "#key-1"}, assertionMethod="#key-1"))
    result = of_method(f"{SCHOOL}#key-1", web)
    assert (result.check.code, result.keys) == ("published", (school.key,))


def test_method_embedded_in_assertion_method_counts(school, web):
    web.publish(SCHOOL_URL, school.document(verificationMethod=[], assertionMethod=[school.entry()]))
    assert of_method(school.method(), web).check.passed


def test_single_values_count_as_arrays(school, web):
    entry = school.entry()
    web.publish(SCHOOL_URL, school.document(verificationMethod=entry, assertionMethod=entry["id"]))
    assert of_method(school.method(), web).check.passed


def test_key_as_jwk_counts(school, web):
    entry = {"id": f"{SCHOOL}#k", "type": "JsonWebKey", "controller": SCHOOL, "publicKeyJwk": school.key.jwk}
    web.publish(SCHOOL_URL, school.document(entry))
    assert of_method(f"{SCHOOL}#k", web).keys == (school.key,)


def test_key_published_under_another_id_is_still_published(school, web):
    entry = school.entry(id=f"{SCHOOL}#key-1")
    web.publish(SCHOOL_URL, school.document(entry))
    assert of_method(school.method(), web).check.passed


@pytest.mark.parametrize("order", [1, -1])
def test_key_published_under_two_other_ids_counts_if_one_is_listed(school, web, order):
    entries = [school.entry(id=f"{SCHOOL}#key-{number}") for number in (1, 2)]
    web.publish(SCHOOL_URL, school.document(*entries[::order], assertionMethod=[f"{SCHOOL}#key-2"]))
    assert of_method(school.method(), web).check.code == "published"


@pytest.mark.parametrize(
    "entry", [{"publicKeyMultibase": "zNoKey"}, {"publicKeyMultibase": None}, {"publicKeyJwk": {}}]
)
def test_published_key_that_is_none_is_refused(school, web, entry):
    web.publish(SCHOOL_URL, school.document({**school.entry(), "id": f"{SCHOOL}#k", **entry}))
    assert of_method(f"{SCHOOL}#k", web).check.code == "unusable-key"


def test_method_with_two_different_keys_is_refused(school, stranger, web):
    web.publish(SCHOOL_URL, school.document(school.entry(publicKeyJwk=stranger.key.jwk)))
    assert of_method(school.method(), web).check.code == "unusable-key"


def test_two_keys_under_one_id_are_no_key(school, stranger, web):
    other = school.entry(stranger.key, id=school.method())
    web.publish(SCHOOL_URL, school.document(school.entry(), other))
    assert of_method(school.method(), web).check.code == "unusable-key"


@pytest.mark.parametrize("order", [1, -1])
def test_key_that_stands_twice_is_revoked_if_either_says_so(school, web, order):
    entries = [school.entry(), school.entry(revoked="2026-05-02T00:00:00Z")]
    web.publish(SCHOOL_URL, school.document(*entries[::order]))
    assert of_method(school.method(), web).check.code == "revoked-key"


@pytest.mark.parametrize("member", ["secretKeyMultibase", "privateKeyJwk"])
def test_key_whose_private_half_is_published_is_refused(school, web, member):
    web.publish(SCHOOL_URL, school.document(school.entry(**{member: "…"})))
    result = of_method(school.method(), web)
    assert (result.check.code, "everybody can sign" in result.check.message) == ("unusable-key", True)


@pytest.mark.parametrize("kind", ["Multikey", "JsonWebKey", "JsonWebKey2020", "Ed25519VerificationKey2020"])
def test_methods_of_every_type_in_use_are_read(school, web, kind):
    key = {"publicKeyJwk": school.key.jwk, "publicKeyMultibase": None} if kind.startswith("Json") else {}
    web.publish(SCHOOL_URL, school.document(school.entry(type=kind, **key)))
    result = of_method(school.method(), web)
    assert (result.check.code, result.keys) == ("published", (school.key,))


def bare_base58(key):
    return encode_base58btc(decode_multibase(key.multikey)[2:]).removeprefix("z")


@pytest.mark.parametrize("kind", ["Ed25519VerificationKey2018", "Ed25519VerificationKey2020"])
def test_keys_in_the_form_before_multikey_are_read(school, web, kind):
    older = {"type": kind, "publicKeyMultibase": None, "publicKeyBase58": bare_base58(school.key)}
    web.publish(SCHOOL_URL, school.document(school.entry(**older)))
    result = of_method(school.method(), web)
    assert (result.check.code, result.keys) == ("published", (school.key,))


@pytest.mark.parametrize("kind", ["Multikey", "JsonWebKey", "EcdsaSecp256k1VerificationKey2019", None])
def test_that_form_is_for_two_types_only(school, web, kind):
    """Of other types it would be another kind of key; beside the key of today it is left alone."""
    older = {"type": kind, "publicKeyBase58": bare_base58(school.key)}
    web.publish(SCHOOL_URL, school.document(school.entry(**older, publicKeyMultibase=None)))
    assert of_method(school.method(), web).check.code == "unusable-key"
    web.publish(SCHOOL_URL, school.document(school.entry(**{**older, "publicKeyBase58": "0"})))
    result = of_method(school.method(), web)
    assert (result.check.code, result.keys) == ("published", (school.key,))


@pytest.mark.parametrize("value", ["", "0OIl", "z6Mk", 7, "1" * 33])
def test_what_is_no_key_in_that_form_is_refused(school, web, value):
    older = {"type": "Ed25519VerificationKey2018", "publicKeyMultibase": None, "publicKeyBase58": value}
    web.publish(SCHOOL_URL, school.document(school.entry(**older)))
    assert of_method(school.method(), web).check.code == "unusable-key"


def test_second_key_in_that_form_must_be_the_same(school, stranger, web):
    older = {"type": "Ed25519VerificationKey2020", "publicKeyBase58": bare_base58(stranger.key)}
    web.publish(SCHOOL_URL, school.document(school.entry(**older)))
    assert of_method(school.method(), web).check.code == "unusable-key"


def test_type_that_tells_another_kind_of_key_is_refused(school, web):
    key = school.jwt_signer.public_key
    web.publish(SCHOOL_URL, school.document(school.entry(key, type="Ed25519VerificationKey2020")))
    assert of_method(school.method(key), web).check.code == "unusable-key"


@pytest.mark.parametrize("media_type", ["text/html", "image/png", "application/octet-stream", ""])
def test_document_that_is_not_served_as_json_is_not_the_issuers(school, web, media_type):
    web.publish(SCHOOL_URL, school.document(), media_type)
    assert of_method(school.method(), web).check.code == "not-published"


@pytest.mark.parametrize("media_type", ["application/did+ld+json", "application/cid", "text/plain"])
def test_document_that_is_served_as_json_or_plain_text_counts(school, web, media_type):
    web.publish(SCHOOL_URL, school.document(), media_type)
    assert of_method(school.method(), web).check.code == "published"


@pytest.mark.parametrize("document", [{}, {"id": SCHOOL, "verificationMethod": 7}, b"<html>", b"[]"])
def test_document_without_keys_leaves_the_key_open(school, web, document):
    web.publish(SCHOOL_URL, document)
    result = of_method(school.method(), web)
    assert (result.check.code, result.check.failed) == ("not-published", False)


# --- https


def test_key_in_a_controller_document_is_the_issuers(web):
    party = Party(PROFILE_URL)
    web.publish(PROFILE_URL, party.document())
    result = of_method(party.method(), web, issuer=PROFILE_URL)
    assert (result.check.code, result.proven) == ("published", "the address school.example/issuers/1")


def test_separate_key_document_counts_if_the_issuer_lists_it(school, web):
    url = "https://school.example/keys/1"
    web.publish(PROFILE_URL, {"id": PROFILE_URL, "type": "Profile", "assertionMethod": [url]})
    web.publish(url, school.entry(id=url, controller=PROFILE_URL))
    assert of_method(url, web, issuer=PROFILE_URL).keys == (school.key,)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"controller": "https://other.example/"}, "wrong-controller"),
        ({"id": "https://school.example/keys/2"}, "wrong-document"),
        ({"id": 7}, "wrong-document"),
        ({"revoked": "2026-01-01T00:00:00Z"}, "revoked-key"),
        ({"publicKeyMultibase": "zNoKey"}, "unusable-key"),
    ],
)
def test_separate_key_document_must_be_that_key_of_that_issuer(school, web, changes, code):
    url = "https://school.example/keys/1"
    web.publish(PROFILE_URL, {"id": PROFILE_URL, "assertionMethod": [url]})
    web.publish(url, {**school.entry(id=url, controller=PROFILE_URL), **changes})
    assert of_method(url, web, issuer=PROFILE_URL).check.code == code


def test_separate_key_that_cannot_be_had_leaves_the_key_open(web):
    url = "https://school.example/keys/1"
    web.publish(PROFILE_URL, {"id": PROFILE_URL, "assertionMethod": [url]})
    assert of_method(url, web, issuer=PROFILE_URL).check.code == "unreachable"


def test_separate_key_that_is_a_page_is_refused(web):
    url = "https://school.example/keys/1"
    web.publish(PROFILE_URL, {"id": PROFILE_URL, "assertionMethod": [url]})
    web.publish(url, b"<html>")
    assert of_method(url, web, issuer=PROFILE_URL).check.code == "unusable-key"


def test_did_key_that_the_issuer_lists_is_the_issuers(stranger, web):
    method = did_key_method(stranger.key)
    web.publish(PROFILE_URL, {"id": PROFILE_URL, "assertionMethod": [method]})
    result = of_method(method, web, issuer=PROFILE_URL)
    assert (result.check.code, result.keys, web.asked) == ("published", (stranger.key,), [PROFILE_URL])


def test_key_below_another_did_counts_if_the_issuer_lists_it(school, web):
    web.publish(PROFILE_URL, {"id": PROFILE_URL, "assertionMethod": [school.method()]})
    web.publish(SCHOOL_URL, school.document(school.entry(controller=PROFILE_URL)))
    result = of_method(school.method(), web, issuer=PROFILE_URL)
    assert (result.check.code, result.keys) == ("published", (school.key,))


def test_document_at_a_separate_address_may_hold_several_keys(school, stranger, web):
    url = "https://school.example/keys"
    entries = [
        party.entry(id=f"#{name}", controller=PROFILE_URL) for party, name in ((stranger, "a"), (school, "b"))
    ]
    web.publish(PROFILE_URL, {"id": PROFILE_URL, "assertionMethod": [f"{url}#b"]})
    web.publish(url, {"id": url, "verificationMethod": entries})
    result = of_method(f"{url}#b", web, issuer=PROFILE_URL)
    assert (result.check.code, result.keys) == ("published", (school.key,))


def test_separate_key_that_came_along_is_looked_up_all_the_same(school, web):
    url = f"https://school.example/keys#{school.key.fragment}"
    web.publish(PROFILE_URL, {"id": PROFILE_URL, "assertionMethod": [url]})
    web.publish(
        "https://school.example/keys",
        school.entry(id=url, controller=PROFILE_URL, revoked="2026-01-01T00:00:00Z"),
    )
    assert of_method(url, web, issuer=PROFILE_URL).check.code == "revoked-key"


def test_key_of_another_address_is_refused_and_that_address_is_not_asked(school, web):
    web.publish(PROFILE_URL, school.document(id=PROFILE_URL))
    result = of_method(f"https://attacker.example/key#{school.key.fragment}", web, issuer=PROFILE_URL)
    assert (result.check.code, web.asked) == ("another-issuer", [PROFILE_URL])


@pytest.mark.parametrize(
    "method",
    ["https://attacker.example/key", "did:web:attacker.example#key", "https://school.example.evil/k"],
)
def test_key_of_another_host_is_refused_without_a_fetcher(method):
    assert of_method(method, issuer=PROFILE_URL).check.code == "another-issuer"


def test_did_key_is_refused_for_an_https_issuer_without_a_fetcher(stranger):
    result = of_method(did_key_method(stranger.key), issuer=PROFILE_URL)
    assert (result.check.code, result.check.failed, result.keys) == ("another-issuer", True, (stranger.key,))


def test_separate_key_of_the_same_host_is_left_open_without_a_fetcher():
    assert of_method("https://school.example/keys/1", issuer=PROFILE_URL).check.code == "not-fetched"


def test_key_on_the_same_host_that_came_along_is_refused_unless_listed(stranger):
    method = f"https://school.example/issuers/2#{stranger.key.fragment}"
    assert of_method(method, issuer=PROFILE_URL).check.code == "another-issuer"


def test_issuer_over_plain_http_is_not_believed(school, web):
    issuer = "http://school.example/issuers/1"
    web.publish(issuer, school.document(id=issuer))
    result = of_method(f"{issuer}#{school.key.fragment}", web, issuer=issuer)
    assert (result.check.code, web.asked) == ("insecure-address", [])


def test_issuer_on_this_machine_may_use_http(web):
    party = Party("http://localhost:8000/issuers/1")
    web.publish(party.id, party.document())
    assert of_method(party.method(), web, issuer=party.id).proven == "the address localhost:8000/issuers/1"


# --- JWT headers


def test_key_in_the_header_is_the_issuers_if_it_is_published(school, web):
    web.publish(SCHOOL_URL, school.document())
    result = of_header({"jwk": school.jwt_signer.public_key.jwk}, web)
    assert (result.check.code, result.keys) == ("published", (school.jwt_signer.public_key,))


def test_key_in_the_header_alone_proves_nothing_about_the_issuer(school):
    result = of_header({"jwk": school.key.jwk})
    assert (result.check.code, result.keys, result.proven) == ("not-fetched", (school.key,), None)


def test_published_keys_that_cannot_be_read_are_passed_over(school, web):
    spoilt = school.entry(id=f"{SCHOOL}#spoilt", publicKeyMultibase="zNoKey")
    web.publish(SCHOOL_URL, school.document(spoilt, {"type": "Multikey"} | {"id": 7}, school.entry()))
    result = of_header({"jwk": school.key.jwk}, web)
    assert (result.check.code, result.keys) == ("published", (school.key,))


def test_key_in_the_header_that_is_not_published_is_refused(school, stranger, web):
    web.publish(SCHOOL_URL, school.document())
    assert of_header({"jwk": stranger.key.jwk}, web).check.code == "not-listed"


def test_short_kid_is_the_fragment_of_the_issuers_id(school, web):
    web.publish(SCHOOL_URL, school.document())
    assert of_header({"kid": school.key.fragment}, web).keys == (school.key,)
    assert of_header({"kid": "#" + school.key.fragment}, web).keys == (school.key,)


def test_jwt_that_names_no_key_is_tried_with_every_key_that_may_sign(school, web):
    spoilt = [school.entry(id=f"{SCHOOL}#spoilt{n}", publicKeyMultibase="zNoKey") for n in range(20)]
    revoked = school.entry(id=f"{SCHOOL}#revoked", revoked="2020-01-01T00:00:00Z")
    web.publish(SCHOOL_URL, school.document(school.entry(), *spoilt, revoked))
    assert of_header({}, web).keys == (school.key,)


def test_jwt_that_names_no_key_is_not_tried_with_keys_for_other_purposes(school, web):
    entries = [school.entry(), school.entry(school.jwt_signer.public_key)]
    listed = {"assertionMethod": [school.method(), f"{SCHOOL}#gone"], "authentication": [entries[1]["id"]]}
    web.publish(SCHOOL_URL, school.document(*entries, **listed))
    assert of_header({}, web).keys == (school.key,)


def test_did_web_has_no_jwk_set_to_be_asked_for(school, stranger, web):
    web.publish(SCHOOL_URL, school.document())
    assert of_header({"kid": f"{SCHOOL}#other"}, web).check.code == "not-listed"
    assert web.asked == [SCHOOL_URL]


def test_jwt_that_names_no_key_of_an_issuer_without_keys_is_left_open(web):
    web.publish(SCHOOL_URL, {"id": SCHOOL})
    assert of_header({}, web).check.code == "not-published"


def test_kid_and_jwk_that_differ_are_refused(school, stranger):
    with pytest.raises(KeyMaterialError, match="two different keys"):
        KeyClaim.of_header({"kid": did_key_method(stranger.key), "jwk": school.key.jwk}, issuer=SCHOOL)


@pytest.mark.parametrize(
    "header", [{"kid": 7}, {"jwk": "x"}, {"jwk": {"kty": "oct", "k": "AA"}}, {"kid": "did:key:z1#z1"}]
)
def test_header_that_names_a_key_wrongly_is_refused(header):
    with pytest.raises(KeyMaterialError):
        KeyClaim.of_header(header, issuer=SCHOOL)


def test_kid_in_the_issuers_jwk_set_is_the_issuers(school, web):
    web.publish(PROFILE_URL, {"id": PROFILE_URL, "type": "Profile"})
    web.publish(
        JWKS_URL,
        {"keys": [7, {"kty": "x"}, {**school.key.jwk, "kid": []}, {**school.key.jwk, "kid": "key-1"}]},
    )
    assert of_header({"kid": "key-1"}, web, issuer=PROFILE_URL).keys == (school.key,)


def test_header_key_in_the_issuers_jwk_set_is_the_issuers(school, web):
    web.publish(JWKS_URL, {"keys": [{**school.key.jwk, "iss": PROFILE_URL}]})
    web.publish(PROFILE_URL, b"<html>")
    assert of_header({"jwk": school.key.jwk}, web, issuer=PROFILE_URL).check.passed


def test_key_that_does_not_say_whose_it_is_proves_the_host_alone(school, stranger, web):
    web.publish(PROFILE_URL, {"id": PROFILE_URL})
    shared, own = {**stranger.key.jwk, "kid": "key-1"}, {**school.key.jwk, "kid": "key-1", "iss": PROFILE_URL}
    web.publish(JWKS_URL, {"keys": [shared]})
    result = of_header({"kid": "key-1"}, web, issuer=PROFILE_URL)
    assert (result.check.code, result.proven) == ("published", "the domain school.example")
    web.publish(JWKS_URL, {"keys": [shared, own]})
    result = of_header({"kid": "key-1"}, web, issuer=PROFILE_URL)
    assert (result.keys, result.proven) == ((school.key,), "the address school.example/issuers/1")


def test_key_of_another_issuer_in_the_same_set_is_refused(school, web):
    web.publish(
        JWKS_URL, {"keys": [{**school.key.jwk, "kid": "key-1", "iss": "https://school.example/issuers/2"}]}
    )
    web.publish(PROFILE_URL, {"id": PROFILE_URL})
    assert of_header({"kid": "key-1"}, web, issuer=PROFILE_URL).check.code == "not-listed"


def test_key_set_does_not_bring_back_a_key_that_was_revoked(school, web):
    entry = school.entry(id=f"{PROFILE_URL}#key-1", controller=PROFILE_URL, revoked="2026-05-02T00:00:00Z")
    web.publish(PROFILE_URL, {"id": PROFILE_URL, "verificationMethod": [entry]})
    web.publish(JWKS_URL, {"keys": [school.key.jwk]})
    assert of_header({"jwk": school.key.jwk}, web, issuer=PROFILE_URL).check.code == "revoked-key"


def test_jwk_set_with_another_key_of_that_name_is_refused(school, stranger, web):
    web.publish(JWKS_URL, {"keys": [{**school.key.jwk, "kid": "key-1"}]})
    web.publish(PROFILE_URL, {"id": PROFILE_URL})
    header = {"kid": "key-1", "jwk": stranger.key.jwk}
    assert of_header(header, web, issuer=PROFILE_URL).check.code == "key-mismatch"


@pytest.mark.parametrize("document", [b"<html>", {"kty": "OKP"}, {"keys": "none"}])
def test_what_is_no_jwk_set_says_nothing(school, web, document):
    web.publish(JWKS_URL, document)
    web.publish(PROFILE_URL, {"id": PROFILE_URL})
    assert of_header({"kid": "key-1"}, web, issuer=PROFILE_URL).check.code == "not-published"


def test_embedded_proofs_do_not_use_the_jwk_set(school, web):
    web.publish(JWKS_URL, {"keys": [{**school.key.jwk, "kid": f"{PROFILE_URL}#key-1"}]})
    web.publish(PROFILE_URL, {"id": PROFILE_URL})
    assert of_method(f"{PROFILE_URL}#key-1", web, issuer=PROFILE_URL).check.code == "not-published"


def test_bare_jwk_behind_the_kid_counts_if_the_issuer_lists_it(school, web):
    url = "https://school.example/keys/jwt"
    web.publish(PROFILE_URL, {"id": PROFILE_URL, "assertionMethod": [url]})
    web.publish(url, school.key.jwk)
    assert of_header({"kid": url}, web, issuer=PROFILE_URL).keys == (school.key,)


def test_jwk_set_behind_the_kid_must_have_that_kid(school, web):
    url = "https://school.example/keys#jwt"
    web.publish(PROFILE_URL, {"id": PROFILE_URL, "assertionMethod": [url]})
    web.publish("https://school.example/keys", {"keys": [{**school.key.jwk, "kid": "other"}]})
    assert of_header({"kid": url}, web, issuer=PROFILE_URL).check.code == "unusable-key"


# --- pinned keys


def test_pinned_key_is_the_issuers_and_nobody_is_asked(school, web):
    result = of_method(school.method(), web, trusted={SCHOOL: [school.key]})
    assert (result.check.code, result.keys, web.asked) == ("pinned", (school.key,), [])


def test_other_keys_than_the_pinned_ones_are_refused(school, stranger, web):
    web.publish(SCHOOL_URL, school.document())
    result = of_method(school.method(), web, trusted={SCHOOL: [stranger.key]})
    assert (result.check.code, result.check.failed, web.asked) == ("not-pinned", True, [])


def test_issuer_without_pinned_keys_has_none():
    assert of_method(f"{SCHOOL}#key-1", trusted={SCHOOL: ()}).check.code == "not-pinned"


def test_pinned_keys_are_all_tried_when_the_proof_names_none_of_them(school, stranger):
    result = of_method(f"{SCHOOL}#key-1", trusted={SCHOOL: [school.key, stranger.key]})
    assert result.keys == (school.key, stranger.key)


def test_pinned_key_that_came_along_is_tried_alone(school, stranger):
    result = of_header({"jwk": stranger.key.jwk}, trusted={SCHOOL: [school.key, stranger.key]})
    assert result.keys == (stranger.key,)


def test_pins_of_one_issuer_say_nothing_about_another(school, stranger):
    result = of_method(did_key_method(stranger.key), issuer=stranger.id, trusted={SCHOOL: [school.key]})
    assert result.check.code == "issuer-is-key"


def test_each_document_is_fetched_once_and_only_so_many():
    web = FakeWeb()
    documents = Documents(web)
    for number in [*range(20), *range(20)]:
        with pytest.raises(Exception, match=r"404|at most 16"):
            documents.get(f"https://school.example/{number}#fragment")
    assert len(web.asked) == 16


@pytest.mark.parametrize(
    "issuer",
    [
        "https://school.example@evil.example/i",
        "https://school.example:443@evil.example/",
        "https:school.example/",
    ],
)
def test_issuer_that_looks_like_another_domain_is_none(issuer, school):
    web = FakeWeb()
    result = of_method(f"https://evil.example/i#{school.key.fragment}", web, issuer=issuer)
    assert (result.check.code, result.proven, web.asked) == ("no-issuer", None, [])


def test_key_whose_place_looks_like_another_domain_is_none(school):
    with pytest.raises(KeyMaterialError, match="absolute URL"):
        KeyClaim.of_method(f"https://school.example@evil.example/i#{school.key.fragment}", issuer=SCHOOL)


@pytest.mark.parametrize(
    "kid", ["urn:ietf:params:oauth:jwk-thumbprint:sha-256:NzbL", "school:2026", "key-1", "#key-1"]
)
def test_kid_that_leads_nowhere_is_a_name_in_a_key_set(school, web, kid):
    web.publish(PROFILE_URL, {"id": PROFILE_URL, "type": "Profile"})
    web.publish(JWKS_URL, {"keys": [{**school.key.jwk, "kid": kid}]})
    result = of_header({"kid": kid}, web, issuer=PROFILE_URL)
    assert (result.check.code, result.keys) == ("published", (school.key,))


@pytest.mark.parametrize(
    "kid",
    [
        "did:example:123#key-1",
        "DID:example:123",
        "https://elsewhere.example/keys/1",
        "http://elsewhere.example/keys/1",
    ],
)
def test_kid_that_is_an_address_is_no_mere_name(school, web, kid):
    web.publish(PROFILE_URL, {"id": PROFILE_URL, "type": "Profile"})
    assert of_header({"kid": kid}, web, issuer=PROFILE_URL).check.failed


def test_document_that_is_a_key_and_a_key_set_is_read_as_both(school, web):
    """One reader takes the document for the key, the next looks into `keys`; so some publish both in one."""
    key_url = "https://school.example/keys/1"
    web.publish(PROFILE_URL, {"id": PROFILE_URL, "assertionMethod": [key_url]})
    web.publish(key_url, {**school.key.jwk, "kid": key_url, "keys": [school.key.jwk]})
    result = of_header({"kid": key_url}, web, issuer=PROFILE_URL)
    assert (result.check.code, result.keys) == ("published", (school.key,))
