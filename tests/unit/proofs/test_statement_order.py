"""Statements that some processors sort by UTF-16 units, where RDFC-1.0 says code points: both are verified."""

from datetime import datetime

import pytest

from openbadge_issuer.errors import ProofError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.did import did_key_method
from openbadge_issuer.keys.kind import KeyKind
from openbadge_issuer.keys.multibase import encode_base58btc
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.contexts import shipped
from openbadge_issuer.linked_data.issuing import utf16_units
from openbadge_issuer.proofs import rdfc, suite
from openbadge_issuer.proofs.data_integrity import add_proof, verify_proof
from openbadge_issuer.proofs.eddsa_rdfc_2022 import SUITE
from openbadge_issuer.proofs.suite import Options, Transformations


@pytest.fixture
def mixed(badge: JsonObject) -> JsonObject:
    """A badge with a full-width character where another text has an emoji, which JavaScript takes for the smaller."""
    achievement = badge["credentialSubject"]["achievement"]
    tagged = {**achievement, "tag": ["\uff01", "\U0001f600"]}
    return {**badge, "credentialSubject": {**badge["credentialSubject"], "achievement": tagged}}


@pytest.fixture
def proof(mixed: JsonObject, badge: JsonObject, signer: LocalSigner, created: datetime) -> JsonObject:
    """A proof of the badge by a processor that sorts its statements by UTF-16 units."""
    method = did_key_method(signer.public_key)
    members = dict(add_proof(badge, signer, verification_method=method, created=created)["proof"])
    members.pop("proofValue")
    options = Options(kind=signer.public_key.kind)
    lines = SUITE.transform(mixed, options).splitlines(keepends=True)
    otherwise = "".join(sorted(lines, key=lambda line: line.encode("utf-16-be")))
    assert otherwise != "".join(lines)
    data = SUITE.hash(otherwise, SUITE.configure(mixed, members, options), options)
    return {**members, "proofValue": encode_base58btc(signer.sign(data.signed))}


def test_other_order_of_the_same_statements_holds(
    mixed: JsonObject, proof: JsonObject, signer: LocalSigner
) -> None:
    verify_proof(mixed, proof, signer.public_key, transformations=Transformations())


def test_changed_badge_holds_in_neither_order(
    mixed: JsonObject, proof: JsonObject, signer: LocalSigner
) -> None:
    with pytest.raises(ProofError):
        verify_proof({**mixed, "name": "Megabots"}, proof, signer.public_key)


def test_second_look_that_would_take_too_much_work_is_not_taken(
    mixed: JsonObject, proof: JsonObject, signer: LocalSigner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suite, "MAX_WORK", 10)
    with pytest.raises(ProofError):
        verify_proof(mixed, proof, signer.public_key, transformations=Transformations())


def test_text_that_everybody_sorts_alike_is_made_once(
    badge: JsonObject, proof: JsonObject, signer: LocalSigner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openbadge_issuer.proofs.rdfc.canonicalize", None)
    with pytest.raises(ProofError):
        verify_proof(badge, proof, signer.public_key)


def test_contexts_and_hash_count_in_the_other_order_too(mixed: JsonObject) -> None:
    url = "https://school.example/terms"
    contexts = shipped().adding(url, {"@context": {"gripper": f"{url}#gripper"}})
    document = {**mixed, "@context": [*mixed["@context"], url], "gripper": "two fingers"}
    document["evidence"] = [{"type": ["Evidence"], "name": str(number)} for number in range(5)]
    options = Options(kind=KeyKind.P384, contexts=contexts, utf16_order=True)
    assert options.hash_algorithm == "sha384"
    expected = canonicalize(document, hash_algorithm="sha384", contexts=contexts, order=utf16_units)
    assert rdfc.transform(document, options) == expected
    assert expected != canonicalize(document, contexts=contexts, order=utf16_units)
