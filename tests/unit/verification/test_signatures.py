"""Does every proof hold, and is one of them the issuer's?"""

from datetime import UTC, datetime

import pytest
from unit.verification.world import CREATED, SCHOOL, as_jwt, signed, unsigned

from openbadge_issuer.keys.did import did_key_method
from openbadge_issuer.keys.multibase import encode_base58btc
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.proofs import rdfc
from openbadge_issuer.proofs.data_integrity import add_proof, append_proof, proof_hashes
from openbadge_issuer.verification.circumstances import Circumstances, Documents
from openbadge_issuer.verification.signatures import MAX_PROOFS, check_signatures
from openbadge_issuer.verification.source import Source, read

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def found(source, trusted=None):
    source = source if isinstance(source, Source) else read(source)
    circumstances = Circumstances(now=NOW, documents=Documents(None), trusted_keys=trusted or {})
    return check_signatures(source, circumstances)


def codes(source, trusted=None):
    result = found(source, trusted)
    return [check.code for check in result.proofs], result.issuer_key.code


@pytest.fixture
def pinned(school):
    return {SCHOOL: [school.key, school.jwt_signer.public_key]}


@pytest.fixture
def own(stranger):
    """A badge by an issuer that is a did:key."""
    return signed(unsigned(issuer=stranger.id), stranger.signer)


def test_proof_of_the_issuer_holds(own, stranger):
    result = found(own)
    assert ([check.code for check in result.proofs], result.issuer_key.code) == (
        ["verified"],
        "issuer-is-key",
    )
    assert (result.hold, result.is_strict, result.proven) == (True, True, f"the key {stranger.id}")


def test_proof_of_a_changed_badge_does_not_hold(own):
    result = found({**own, "name": "Megabots"})
    assert ([check.code for check in result.proofs], result.proven, result.hold) == (
        ["not-verified"],
        None,
        False,
    )


def test_proof_that_does_not_hold_says_what_it_should_have_signed(own):
    details = found({**own, "name": "Megabots"}).details
    assert set(details) == {"documentHash", "proofHash", "canonicalDocument", "canonicalProof"}
    assert "Megabots" in details["canonicalDocument"]


def test_proof_that_cannot_be_hashed_has_no_details(own):
    own["proof"]["@context"] = "https://www.w3.org/ns/did/v1"
    result = found(own)
    assert ([check.code for check in result.proofs], result.details) == (["not-verified"], {})


def test_proof_by_another_key_does_not_hold(stranger, school):
    document = signed(unsigned(issuer=stranger.id), school.signer, did_key_method(stranger.key))
    assert codes(document) == (["not-verified"], "issuer-is-key")


def test_proof_in_the_name_of_another_holds_and_is_not_the_issuers(stranger):
    assert codes(signed(unsigned(), stranger.signer)) == (["verified"], "another-issuer")


def test_document_without_proof_fails():
    assert codes(unsigned()) == (["no-proof"], "no-key")


@pytest.mark.parametrize("proof", [[], None])
def test_empty_proof_is_none(proof):
    assert codes(unsigned(proof=proof)) == (["no-proof"], "no-key")


@pytest.mark.parametrize(
    "proof", ["x", 7, [["x"]], {}, {"type": 7}, {"type": "DataIntegrityProof", "proofPurpose": 7}]
)
def test_malformed_proof_fails(proof):
    assert codes(unsigned(proof=proof))[0] == ["malformed-proof"]


def test_proof_for_another_purpose_fails(own):
    own["proof"]["proofPurpose"] = "authentication"
    assert codes(own)[0] == ["wrong-purpose"]


@pytest.mark.parametrize(
    "changes",
    [
        {"cryptosuite": "bbs-2023"},
        {"type": "Ed25519Signature2018"},
        {"type": "eddsa-rdfc-2022"},
        {"cryptosuite": "Ed25519Signature2020"},
    ],
)
def test_proof_of_an_unknown_kind_could_not_be_checked(own, changes):
    own["proof"] |= changes
    assert codes(own) == (["unsupported-proof"], "issuer-is-key")


@pytest.mark.parametrize("suite", [None, 7, ["eddsa-rdfc-2022"], {}])
def test_proof_must_name_its_suite(own, suite):
    own["proof"]["cryptosuite"] = suite
    result = found(own)
    assert [(check.code, check.path) for check in result.proofs] == [
        ("malformed-proof", "$.proof.cryptosuite")
    ]
    del own["proof"]["cryptosuite"]
    assert codes(own)[0] == ["malformed-proof"]


def test_proof_without_a_method_names_no_key(own):
    del own["proof"]["verificationMethod"]
    assert codes(own) == (["no-key"], "malformed-method")


@pytest.mark.parametrize("issuer", [None, "", "Example Tech School", "https://a\nb.example", {"id": 7}])
def test_document_without_issuer_fails(own, issuer):
    result = found({**own, "issuer": issuer})
    assert (result.issuer_key.code, result.proven, result.hold) == ("no-issuer", None, False)


@pytest.mark.parametrize("value", ["z", "zabc", "uabc", None, "z" + "1" * 500])
def test_proof_value_that_is_none_does_not_hold(own, value):
    own["proof"]["proofValue"] = value
    assert codes(own)[0] == ["not-verified"]


def test_proof_whose_document_is_not_all_signed_could_not_be_checked(own):
    assert codes({**own, "undefined": "x"})[0] == ["not-canonical"]


def test_proof_over_an_unknown_context_could_not_be_checked(own):
    own["@context"].append("https://school.example/own-context")
    assert codes(own)[0] == ["unknown-context"]


def test_proof_over_a_document_that_is_no_linked_data_could_not_be_checked(own):
    assert codes({**own, "@context": 7})[0] == ["not-canonical"]


# --- several proofs


def test_all_of_several_proofs_must_hold_and_one_must_be_the_issuers(own, stranger, school):
    document = {key: value for key, value in own.items() if key != "proof"}
    partner = signed(document, school.signer)["proof"]
    both = {**document, "proof": [partner, own["proof"]]}
    result = found(both)
    assert [(check.code, check.path) for check in result.proofs] == [
        ("verified", "$.proof[0]"),
        ("verified", "$.proof[1]"),
    ]
    assert (result.issuer_key.code, result.proven) == ("issuer-is-key", f"the key {stranger.id}")


def test_several_proofs_without_one_of_the_issuers_fail(school):
    document = unsigned()
    partners = [
        signed(document, signer)["proof"] for signer in (school.signer, LocalSigner.generate("Ed25519"))
    ]
    assert codes({**document, "proof": partners}) == (["verified", "verified"], "another-issuer")


def test_unknown_proof_in_the_issuers_name_does_not_lend_it_to_a_strangers(own, stranger, school):
    document = {key: value for key, value in own.items() if key != "proof"}
    forged = signed(document, school.signer)["proof"]
    unknown = {**own["proof"], "cryptosuite": "bbs-2023"}
    result = found({**document, "proof": [unknown, forged]})
    assert (result.proven, result.hold) == (None, False)


def test_partner_may_sign_beside_the_issuer_in_another_suite(own, stranger, school):
    both = append_proof(
        own,
        school.jwt_signer,
        verification_method=did_key_method(school.jwt_signer.public_key),
        created=CREATED,
        cryptosuite="ecdsa-jcs-2019",
    )
    result = found(both)
    assert [check.code for check in result.proofs] == ["verified", "verified"]
    assert (result.proven, result.hold, result.is_strict) == (f"the key {stranger.id}", True, False)


def chained(own, signer, previous):
    """Add a proof that builds on others, as other software makes it."""
    bare = {key: value for key, value in own.items() if key != "proof"}
    first = own["proof"] if isinstance(own["proof"], list) else [own["proof"]]
    link = {**first[0], "previousProof": previous, "verificationMethod": did_key_method(signer.public_key)}
    link = {key: value for key, value in link.items() if key not in ("id", "proofValue")}
    named = [proof for proof in first if proof.get("id") in previous]
    data = proof_hashes(bare, link, signer.public_key, previous=named)
    return {**bare, "proof": [*first, {**link, "proofValue": encode_base58btc(signer.sign(data.signed))}]}


@pytest.fixture
def named(own, stranger):
    """A badge whose proof has an id."""
    bare = {key: value for key, value in own.items() if key != "proof"}
    proof = {key: value for key, value in own["proof"].items() if key != "proofValue"} | {"id": "urn:uuid:1"}
    value = encode_base58btc(stranger.signer.sign(proof_hashes(bare, proof, stranger.key).signed))
    return {**bare, "proof": {**proof, "proofValue": value}}


def test_link_of_a_chain_holds_beside_what_it_builds_on(named, school, stranger):
    result = found(chained(named, school.signer, ["urn:uuid:1"]))
    assert [check.code for check in result.proofs] == ["verified", "verified"]
    assert (result.proven, result.is_strict) == (f"the key {stranger.id}", True)


def test_order_of_the_proofs_of_a_chain_does_not_matter(named, school):
    document = chained(named, school.signer, ["urn:uuid:1"])
    assert codes({**document, "proof": document["proof"][::-1]})[0] == ["verified", "verified"]


@pytest.mark.parametrize("previous", ["urn:uuid:2", ["urn:uuid:1", "urn:uuid:2"], 7, [], [7], ""])
def test_link_of_a_chain_that_names_no_proof_of_the_document_fails(named, previous):
    link = {**named["proof"], "id": "urn:uuid:3", "previousProof": previous}
    result = found({**named, "proof": [named["proof"], link]})
    assert [(check.code, check.path) for check in result.proofs] == [
        ("verified", "$.proof[0]"),
        ("broken-chain", "$.proof[1].previousProof"),
    ]
    assert not result.proofs[1].passed


def test_link_fails_when_the_proof_it_builds_on_is_left_out_or_exchanged(named, own, school):
    document = chained(named, school.signer, ["urn:uuid:1"])
    assert codes({**document, "proof": document["proof"][1:]})[0] == ["broken-chain"]
    other = {**own["proof"], "id": "urn:uuid:1"}
    assert codes({**document, "proof": [other, document["proof"][1]]})[0] == ["not-verified", "not-verified"]


def test_link_that_does_not_hold_says_that_it_should_have_signed_what_it_builds_on(named, school):
    first, link = chained(named, school.signer, ["urn:uuid:1"])["proof"]
    details = found({**named, "name": "Megabots", "proof": [link, first]}).details
    assert first["proofValue"] in details["canonicalDocument"]


def test_link_that_builds_on_a_broken_proof_does_not_save_it(named, school):
    named["proof"]["proofValue"] = encode_base58btc(bytes(64))
    result = found(chained(named, school.signer, ["urn:uuid:1"]))
    assert [check.code for check in result.proofs] == ["not-verified", "verified"]
    assert (result.hold, result.proven) == (False, None)


def test_too_many_proofs_are_not_checked(own):
    assert codes({**own, "proof": [own["proof"]] * (MAX_PROOFS + 1)}) == (["too-many-proofs"], "no-key")


# --- JWT


def test_jwt_of_the_issuer_holds(jwt, pinned):
    assert codes(jwt, pinned) == (["verified"], "pinned")


def test_embedded_proof_in_a_jwt_must_hold_as_well(school, pinned):
    document = signed(unsigned(), school.signer, school.method())
    token = as_jwt(document, school.jwt_signer, {"alg": "ES256"})
    assert codes(token, pinned) == (["verified", "verified"], "pinned")
    forged = as_jwt({**document, "name": "Megabots"}, school.jwt_signer, {"alg": "ES256"})
    assert codes(forged, pinned) == (["verified", "not-verified"], "pinned")


def test_changed_jwt_does_not_hold(jwt, pinned):
    head, _, signature = jwt.split(".")
    payload = as_jwt(unsigned(name="Megabots"), LocalSigner.generate("P-256"), {"alg": "ES256"}).split(".")[1]
    changed = f"{head}.{payload}.{signature}"
    assert codes(changed, pinned) == (["not-verified"], "pinned")
    assert found(changed, pinned).proven is None


def test_jwt_with_a_key_of_another_kind_does_not_hold(school, pinned):
    header = {"alg": "EdDSA", "kid": school.method(school.jwt_signer.public_key)}
    assert codes(as_jwt(unsigned(), school.signer, header), pinned) == (["not-verified"], "pinned")


def test_jwt_that_names_no_key_is_tried_with_every_pinned_key(school, pinned):
    assert codes(as_jwt(unsigned(), school.jwt_signer, {"alg": "ES256"}), pinned) == (["verified"], "pinned")


DIFFERENT = [
    {"iss": "did:web:b.example"},
    {"jti": "urn:uuid:2"},
    {"sub": "did:x"},
    {"nbf": 1},
    {"exp": 2**31},
]
MISSING = [{"iss": None}, {"jti": None}, {"nbf": None}]


@pytest.mark.parametrize("claims", DIFFERENT + MISSING)
def test_claims_that_do_not_repeat_the_credential_fail(school, pinned, claims):
    token = as_jwt(unsigned(), school.jwt_signer, {"alg": "ES256"}, **claims)
    result = found(token, pinned)
    assert ([check.code for check in result.proofs], result.proven) == (["claims-differ"], None)
    [problem] = result.proofs[0].problems
    assert problem.path == result.proofs[0].path


def test_jwt_without_sub_is_let_pass(school, pinned):
    assert codes(as_jwt(unsigned(), school.jwt_signer, {"alg": "ES256"}, sub=None), pinned)[0] == ["verified"]


@pytest.mark.parametrize("audience", ["https://me.example", ["urn:x:other", "https://me.example"]])
def test_jwt_that_is_meant_for_the_caller_is_not_for_somebody_else(school, pinned, audience):
    token = as_jwt(unsigned(), school.jwt_signer, {"alg": "ES256"}, aud=audience)
    known = {SCHOOL: tuple(pinned[SCHOOL])}

    def code(domain):
        circumstances = Circumstances(now=NOW, documents=Documents(None), trusted_keys=known, domain=domain)
        return check_signatures(read(token), circumstances).proofs[0].code

    domains = ("https://me.example", "https://you.example", None)
    assert [code(domain) for domain in domains] == ["verified", "claims-differ", "claims-differ"]


@pytest.mark.parametrize(
    "audience", ["https://me.example.evil.example", ["https://me.example/x"], 7, None, {}]
)
def test_audience_is_the_caller_and_not_what_begins_alike(school, audience):
    token = as_jwt(unsigned(), school.jwt_signer, {"alg": "ES256"}, aud=audience)
    known = {SCHOOL: (school.jwt_signer.public_key,)}
    circumstances = Circumstances(
        now=NOW, documents=Documents(None), trusted_keys=known, domain="https://me.example"
    )
    (check,) = check_signatures(read(token), circumstances).proofs
    assert check.code == ("verified" if audience is None else "claims-differ")


def test_header_with_more_than_open_badges_allows_is_remarked(school, pinned):
    token = as_jwt(
        unsigned(), school.jwt_signer, {"alg": "ES256", "typ": "vc+jwt", "jku": "https://evil.example"}
    )
    (check,) = found(token, pinned).proofs
    assert (check.code, [problem.path for problem in check.problems]) == ("verified", ["$.jku", "$.typ"])
    assert check.message.endswith("Open Badges does not allow there: jku, typ.")


def test_jwt_with_a_private_key_names_no_key(school):
    header = {"alg": "ES256", "jwk": {"kty": "EC", "crv": "P-256"}}
    assert codes(as_jwt(unsigned(), school.jwt_signer, header)) == (["no-key"], "malformed-method")


def test_proof_made_at_another_time_is_another_proof(stranger):
    document = unsigned(issuer=stranger.id)
    made = add_proof(
        document,
        stranger.signer,
        verification_method=did_key_method(stranger.key),
        created=CREATED.replace(year=2025),
    )
    made["proof"]["created"] = "2026-05-01T09:00:00Z"
    assert codes(made)[0] == ["not-verified"]


@pytest.mark.parametrize("name", ["Megabots", None])
def test_document_with_many_proofs_is_canonicalized_once(name, own, monkeypatch):
    asked = []
    monkeypatch.setattr(
        rdfc,
        "canonical_text",
        lambda document, **options: asked.append(document.get("issuer")) or canonicalize(document, **options),
    )
    result = found({**own, "name": name, "proof": [own["proof"]] * MAX_PROOFS})
    assert len(result.proofs) == MAX_PROOFS
    assert not any(check.passed for check in result.proofs)
    assert asked.count(own["issuer"]) == 1
