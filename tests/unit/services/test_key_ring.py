"""Keys: opened, made, rotated, retired, revoked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from openbadge_issuer.errors import ConflictError, KeyMaterialError, NotFoundError
from openbadge_issuer.json_text import parse_object
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.ports import KeyState

ACTIVE, RETIRED, REVOKED = KeyState


@pytest.fixture
def states(school):
    return lambda: [(key.public_key.kind, key.state) for key in school.key_ring.keys("school")]


@pytest.fixture
def method(school):
    """The id of the nth key."""
    return lambda number: school.key_ring.keys("school")[number].verification_method


@pytest.fixture
def outcome(school, now):
    def outcome(text):
        report = school.verifying.verify(text, now=now + timedelta(days=1))
        return str(report.outcome), report.check("issuer key").code, report.check("status").code

    return outcome


def test_rotating_makes_a_new_key_of_each_kind_and_retires_the_old(school, states, now):
    made = school.key_ring.rotate("school", now)
    assert [key.public_key.kind for key in made] == [KeyKind.ED25519, KeyKind.P256]
    assert states() == [
        (KeyKind.ED25519, RETIRED), (KeyKind.P256, RETIRED), (KeyKind.ED25519, ACTIVE), (KeyKind.P256, ACTIVE),
    ]  # fmt: skip


def test_old_badges_stay_valid_after_rotation_and_new_ones_have_new_keys(school, issue, method, outcome, now):
    old = issue().record
    school.key_ring.rotate("school", now)
    new = issue(email="bob@school.example").record
    for text in (old.json, old.jwt, new.json, new.jwt):
        assert outcome(text) == ("valid", "published", "not-revoked")
    assert parse_object(new.json)["proof"]["verificationMethod"] == method(2)


def test_rotating_signs_the_status_lists_again(school, issue, method, now):
    record = issue().record
    school.revoking.revoke(record.id, now=now)
    school.key_ring.rotate("school", now)
    served = parse_object(school.hosting.status_list(record.status_list).body)
    assert served["proof"]["verificationMethod"] == method(2)
    assert school.verifying.verify(record.json, now=now).check("status").code == "revoked"


def test_another_process_signs_with_the_new_key_at_once(school, build, issue, method, now):
    other_process = build()
    issue(other_process, email="first@school.example")
    school.key_ring.rotate("school", now)
    record = issue(other_process, email="second@school.example").record
    assert parse_object(record.json)["proof"]["verificationMethod"] == method(2)


def test_a_revoked_key_makes_its_badges_invalid_and_no_others(school, issue, method, states, outcome, now):
    stolen = issue().record
    school.key_ring.revoke("school", method(0), now)
    assert outcome(stolen.json) == ("invalid", "revoked-key", "not-revoked")
    assert outcome(stolen.jwt) == ("valid", "published", "not-revoked")
    assert states() == [(KeyKind.ED25519, REVOKED), (KeyKind.P256, ACTIVE), (KeyKind.ED25519, ACTIVE)]


def test_after_a_key_was_revoked_the_issuer_goes_on_with_a_new_one(school, issue, method, outcome, now):
    school.key_ring.revoke("school", method(0), now)
    record = issue().record
    assert outcome(record.json) == ("valid", "published", "not-revoked")


def test_a_revoked_key_is_published_as_revoked(school, method, now):
    school.key_ring.revoke("school", method(0), now)
    document = school.issuers.did_document("school")
    revoked = [entry["id"] for entry in document["verificationMethod"] if "revoked" in entry]
    assert revoked == [method(0)]
    assert method(0) not in document["assertionMethod"]


def test_revoking_a_retired_key_makes_no_new_one(school, method, states, now):
    school.key_ring.rotate("school", now)
    school.key_ring.revoke("school", method(0), now)
    assert len(states()) == 4


def test_revoking_again_changes_nothing(school, method, states, now):
    first = school.key_ring.revoke("school", method(0), now)
    assert school.key_ring.revoke("school", method(0), now + timedelta(days=1)) == first
    assert len(states()) == 3


def test_the_newest_key_of_a_kind_signs(school, issue, method, now):
    added = school.key_ring.new("school", KeyKind.ED25519, now)
    assert parse_object(issue().record.json)["proof"]["verificationMethod"] == added.verification_method
    school.key_ring.retire("school", added.verification_method, now)
    record = issue(email="bob@school.example").record
    assert parse_object(record.json)["proof"]["verificationMethod"] == method(0)


def test_an_rsa_key_signs_jwts_where_there_is_no_p256_key(school, issue, outcome, now):
    added = school.key_ring.new("school", KeyKind.RSA, now)
    record = issue().record
    assert outcome(record.jwt) == ("valid", "published", "not-revoked")
    assert added.verification_method.endswith(added.public_key.thumbprint)


def test_a_retired_key_signs_no_more_and_its_badges_stay_valid(school, issue, method, outcome, now):
    old = issue().record
    school.key_ring.new("school", KeyKind.ED25519, now)
    assert school.key_ring.retire("school", method(0), now).state is RETIRED
    assert outcome(old.json) == ("valid", "published", "not-revoked")


def test_the_last_key_of_a_kind_cannot_be_retired(school, method, now):
    with pytest.raises(ConflictError, match="the only active Ed25519 key") as caught:
        school.key_ring.retire("school", method(0), now)
    assert "key rotate" in caught.value.hint


def test_a_revoked_key_cannot_become_a_retired_one(school, method, now):
    school.key_ring.revoke("school", method(0), now)
    with pytest.raises(ConflictError, match="cannot be undone"):
        school.key_ring.retire("school", method(0), now)


def test_a_key_can_be_named_in_several_ways(school, method, now):
    names = [
        method(0),
        method(0).partition("#")[2],
        method(0)[-8:],
        "memory:school-ed25519-2026",
        "school-ed25519-2026",
    ]
    revoked = {school.key_ring.revoke("school", name, now).verification_method for name in names}
    assert revoked == {method(0)}


def test_an_issuer_without_a_key_for_embedded_proofs_cannot_sign(school, sqlite_store, now):
    with sqlite_store.writing() as transaction:
        for key in transaction.keys("school"):
            transaction.update_key(replace(key, state=RETIRED))
    with pytest.raises(KeyMaterialError, match="no active Ed25519 key"):
        school.key_ring.issuer("school")


def test_an_issuer_may_have_no_key_for_jwts(school, issue, sqlite_store, now):
    with sqlite_store.writing() as transaction:
        transaction.update_key(replace(transaction.keys("school")[1], state=RETIRED))
    school.key_ring.rotate("school", now)
    record = issue().record
    assert record.jwt is None
    with pytest.raises(NotFoundError, match="no JWT of the status list"):
        school.hosting.status_list(record.status_list, "jwt")


@pytest.mark.parametrize("name", ["", "nothing", "memory:", "end"])
def test_a_key_that_is_not_there_is_told_with_those_there_are(school, name, method, now):
    name = method(0)[-5:] if name == "end" else name
    with pytest.raises(NotFoundError, match="its keys are: did:web:badges"):
        school.key_ring.revoke("school", name, now)


def test_a_key_file_that_was_swapped_is_refused(school, build, key_store):
    key_store.signers["memory:school-ed25519-2026"] = LocalSigner.generate(KeyKind.ED25519)
    with pytest.raises(KeyMaterialError, match="is not the one that is published"):
        build().key_ring.issuer("school")


def test_keys_are_opened_once(school, build, key_store):
    services = build()
    first = services.key_ring.issuer("school")
    key_store.signers.clear()
    assert services.key_ring.issuer("school") is first


def test_an_unknown_issuer_has_no_keys(services, now):
    for attempt in (services.key_ring.keys, services.key_ring.issuer):
        with pytest.raises(NotFoundError):
            attempt("nobody")
    with pytest.raises(NotFoundError):
        services.key_ring.rotate("nobody", now)


def test_a_key_whose_file_was_lost_keeps_its_name(school, key_store, now):
    del key_store.signers[school.key_ring.keys("school")[0].reference]
    school.key_ring.rotate("school", now)
    references = [key.reference for key in school.key_ring.keys("school")]
    assert len(set(references)) == len(references)
