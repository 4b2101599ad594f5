"""Proof options of our own are brought into canonical form once; those of others, and checks, each time."""

import pytest

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.programs import by_reference
from openbadge_issuer.proofs import rdfc
from openbadge_issuer.proofs.suite import Options

OURS = Options(kind=KeyKind.ED25519, issuing=True)
THEIRS = Options(kind=KeyKind.ED25519)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[JsonObject]:
    """What was brought into canonical form."""
    documents: list[JsonObject] = []

    def canonical_text(document: JsonObject, **choices: object) -> str:
        documents.append(document)
        return canonicalize(document)

    monkeypatch.setattr(rdfc, "canonical_text", canonical_text)
    rdfc._configured.cache_clear()
    return documents


@pytest.fixture
def proof_options() -> JsonObject:
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-05-01T09:30:15Z",
        "verificationMethod": "https://school.example/keys#1",
        "proofPurpose": "assertionMethod",
    }


def test_badges_of_one_second_share_the_canonical_options(
    badge: JsonObject, proof_options: JsonObject, made: list[JsonObject]
) -> None:
    first = rdfc.configure(badge, proof_options, OURS)
    assert rdfc.configure({**badge, "id": "urn:x:2"}, dict(proof_options), OURS) == first
    assert made == [{**proof_options, "@context": badge["@context"]}]
    assert first == canonicalize(made[0])


@pytest.mark.parametrize("member", ["created", "verificationMethod", "proofPurpose"])
def test_options_that_say_anything_else_are_others(
    badge: JsonObject, proof_options: JsonObject, made: list[JsonObject], member: str
) -> None:
    first = rdfc.configure(badge, proof_options, OURS)
    other = {"created": "2026-05-01T09:30:16Z", "proofPurpose": "authentication"}.get(member, "urn:x:key")
    assert rdfc.configure(badge, {**proof_options, member: other}, OURS) != first
    assert len(made) == 2


def test_another_context_makes_others(
    badge: JsonObject, proof_options: JsonObject, made: list[JsonObject]
) -> None:
    rdfc.configure(badge, proof_options, OURS)
    rdfc.configure({**badge, "@context": badge["@context"][:1]}, proof_options, OURS)
    assert [len(document["@context"]) for document in made] == [2, 1]


def test_a_context_that_is_no_list_of_texts_is_never_taken_for_another(
    badge: JsonObject, proof_options: JsonObject, made: list[JsonObject]
) -> None:
    for context in (badge["@context"][0], [*badge["@context"], {"more": "urn:x:more"}]):
        for _ in range(2):
            rdfc.configure({**badge, "@context": context}, proof_options, OURS)
    assert len(made) == 4


def test_options_of_others_are_not_kept(
    badge: JsonObject, proof_options: JsonObject, made: list[JsonObject]
) -> None:
    for _ in range(2):
        rdfc.configure(badge, proof_options, THEIRS)
    assert len(made) == 2


def test_by_reference_nothing_that_was_made_before_is_used(
    badge: JsonObject, proof_options: JsonObject, made: list[JsonObject]
) -> None:
    for _ in range(2):
        with by_reference():
            rdfc.configure(badge, proof_options, OURS)
    assert len(made) == 2
