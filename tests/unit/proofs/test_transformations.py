"""The canonical texts of one document: each is made once, and all together stay within a limit."""

from datetime import datetime
from itertools import combinations

import pytest

from openbadge_issuer.errors import ComplexityError
from openbadge_issuer.json_text import JsonObject, walk
from openbadge_issuer.keys.kind import KeyKind
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.proofs import suite
from openbadge_issuer.proofs.data_integrity import add_proof, verify_proof
from openbadge_issuer.proofs.suite import Options, Transformations
from openbadge_issuer.proofs.suites import SUITES

JCS = SUITES["eddsa-jcs-2022"]
OPTIONS = Options(kind=KeyKind.ED25519)


def texts(*documents: JsonObject) -> list[str]:
    shared = Transformations()
    return [shared.text(document, JCS, OPTIONS) for document in documents]


def chained(count: int) -> list[JsonObject]:
    """One document, with so many different proofs that are signed with it; each has four values."""
    return [{"id": "urn:x", "proof": {"id": f"urn:{number}"}} for number in range(count)]


def test_text_belongs_to_the_context_and_the_proofs_of_a_document() -> None:
    one, other, signed = texts(
        {"@context": "urn:a"}, {"@context": "urn:b"}, {"@context": "urn:a", "proof": 1}
    )
    assert len({one, other, signed}) == 3


def test_lists_of_contexts_and_the_proofs_beside_them_tell_texts_apart() -> None:
    contexts: list[list[object]] = [
        ["urn:a"],
        ["urn:b"],
        ["urn:a", "urn:b"],
        [{"a": "urn:a"}],
        [{"b": "urn:a"}],
    ]
    documents = [
        {"@context": context, **proof} for context in contexts for proof in ({}, {"proof": 1}, {"proof": 2})
    ]
    for pair in combinations(documents, 2):
        assert len({*texts(*pair)}) == 2


def test_all_texts_of_a_document_together_stay_within_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [sum(1 for _ in walk(document)) for document in chained(3)] == [4, 4, 4]
    monkeypatch.setattr(suite, "MAX_WORK", 12)
    assert len(texts(*chained(3))) == 3
    monkeypatch.setattr(suite, "MAX_WORK", 11)
    assert len(texts(*chained(2))) == 2
    with pytest.raises(ComplexityError, match="more than 11 values"):
        texts(*chained(3))


def test_text_is_made_once_for_all_proofs_that_are_verified(
    badge: JsonObject, signers: dict[KeyKind, LocalSigner], created: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer, shared, made = signers[KeyKind.ED25519], Transformations(), []
    proofs = [
        add_proof(badge, signer, verification_method="urn:x#1", created=moment)["proof"]
        for moment in (created, created.replace(year=2027))
    ]
    make = suite._transformed
    monkeypatch.setattr(suite, "_transformed", lambda *given: made.append(given) or make(*given))
    for proof in proofs:
        verify_proof(badge, proof, signer.public_key, transformations=shared)
    assert len(made) == 1
