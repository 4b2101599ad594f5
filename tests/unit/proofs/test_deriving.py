"""Deriving: the holder chooses, what must be shown is shown, and nothing tells of the rest."""

import copy
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.proofs.disclosable import (
    CREATED,
    METHOD,
    SIGNER,
    bare,
    base_signed,
    base_value,
    derived_value,
    disclosable_badge,
    with_value,
)

from openbadge_issuer import KeyKind, LocalSigner, derive
from openbadge_issuer.errors import InputError, ProofError, StrictnessError
from openbadge_issuer.linked_data.contexts import shipped
from openbadge_issuer.proofs.data_integrity import add_proof, append_proof, verify_proof
from openbadge_issuer.proofs.mandatory import mandatory_pointers

SIGNED = base_signed()
PARTS = [
    "/evidence",
    "/evidence/0",
    "/evidence/1/name",
    "/credentialSubject/result",
    "/credentialSubject/result/1/value",
    "/credentialSubject/narrative",
    "/issuer/name",
    "",
]


def holds(shown):
    verify_proof(bare(shown), shown["proof"], SIGNER.public_key)
    return True


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(PARTS), unique=True))
def test_whatever_is_chosen_holds(pointers):
    assert holds(derive(SIGNED, pointers))


def test_what_must_be_shown_is_shown_and_what_may_be_left_out_is_left_out():
    shown = derive(SIGNED)
    assert bare(SIGNED).keys() - shown.keys() == {"evidence"}
    assert SIGNED["credentialSubject"].keys() - shown["credentialSubject"].keys() == {"result", "narrative"}


def test_chosen_parts_are_shown_as_they_are():
    shown = derive(SIGNED, ["/evidence/1", "/credentialSubject/result/0"])
    assert shown["evidence"] == [SIGNED["evidence"][1]]
    assert shown["credentialSubject"]["result"] == [SIGNED["credentialSubject"]["result"][0]]


def test_everything_can_be_shown():
    shown = derive(SIGNED, [""])
    assert bare(shown) == bare(SIGNED)
    assert {**shown["proof"], "proofValue": ""} == {**SIGNED["proof"], "proofValue": ""}


def test_document_is_left_as_it_was_and_shares_nothing_with_what_is_shown():
    before = copy.deepcopy(SIGNED)
    derive(SIGNED, ["/evidence"])["evidence"][0]["name"] = "Another"
    assert before == SIGNED


def test_nothing_in_the_proof_depends_on_what_is_left_out():
    other = disclosable_badge()
    other["evidence"][0] = {
        "type": ["Evidence"],
        "name": "Another",
        "narrative": "Far longer.",
        "genre": "Film",
    }
    one, two = (derived_value(derive(signed)) for signed in (SIGNED, base_signed(other)))
    assert (len(one.signatures), len(one.labels)) == (len(two.signatures), len(two.labels))
    assert one.mandatory_indexes is not None
    assert len(one.to_bytes()) == len(two.to_bytes())


def test_secret_is_not_handed_on():
    assert base_value(SIGNED).hmac_key not in derived_value(derive(SIGNED, [""])).to_bytes()


def test_what_is_derived_is_no_base_proof():
    with pytest.raises(ProofError, match="has no base proofs"):
        derive(derive(SIGNED))


@pytest.mark.parametrize("proof", [None, [], "x", {}, [{"proofValue": 7}, "x"]], ids=str)
def test_document_without_a_base_proof_is_refused(proof):
    with pytest.raises(ProofError, match="has no base proofs; one is needed"):
        derive({**SIGNED, "proof": proof})


def test_document_with_two_base_proofs_is_refused():
    with pytest.raises(ProofError, match="has 2 base proofs"):
        derive({**SIGNED, "proof": [SIGNED["proof"], SIGNED["proof"]]})


@pytest.mark.parametrize("changes", [{"cryptosuite": "bbs-2023"}, {"previousProof": "urn:uuid:1"}], ids=str)
def test_base_proof_of_another_kind_is_refused(changes):
    with pytest.raises(ProofError, match="nothing can be derived"):
        derive({**SIGNED, "proof": {**SIGNED["proof"], **changes}})


def test_other_proofs_are_left_out_since_they_hold_for_the_whole():
    signed = add_proof(
        disclosable_badge(),
        LocalSigner.generate(KeyKind.ED25519),
        verification_method=METHOD,
        created=CREATED,
    )
    both = append_proof(
        signed, SIGNER, verification_method=METHOD, created=CREATED, cryptosuite="ecdsa-sd-2023"
    )
    shown = derive(both)
    assert shown["proof"]["cryptosuite"] == "ecdsa-sd-2023"
    assert holds(shown)


def test_nothing_at_all_cannot_be_shown():
    signed = base_signed(mandatory_pointers=[])
    with pytest.raises(InputError, match="Nothing is to be shown"):
        derive(signed)
    assert holds(derive(signed, ["/validFrom"]))


@pytest.mark.parametrize(
    ("pointer", "why"),
    [
        ("/shoeSize", "'/shoeSize' leads nowhere"),
        ("evidence", "begins with a slash"),
        ("/evidence/2", "array of 2"),
    ],
)
def test_pointer_that_leads_nowhere_is_named(pointer, why):
    with pytest.raises(InputError, match=why):
        derive(SIGNED, ["/evidence", pointer])


def test_one_pointer_by_itself_is_wrong_use():
    with pytest.raises(TypeError, match=r"Write \['/evidence'\]"):
        derive(SIGNED, "/evidence")


def test_changed_document_shows_nothing():
    more, other = copy.deepcopy(SIGNED), copy.deepcopy(SIGNED)
    more["credentialSubject"]["role"] = "Captain"
    with pytest.raises(ProofError, match=r"signs \d+ statements one by one; the document has \d+"):
        derive(more)
    other["evidence"][0]["name"] = "Another"
    with pytest.raises(ProofError, match="The issuer did not sign this statement"):
        derive(other, ["/evidence"])


def test_one_thing_must_be_shown_alike_wherever_it_stands():
    document = disclosable_badge()
    document["evidence"] = [{**document["issuer"], "type": ["Profile", "Evidence"]}]
    document["issuer"] = dict(document["evidence"][0])
    signed = base_signed(document)
    assert holds(derive(signed, ["/evidence"]))
    with pytest.raises(StrictnessError, match="same id and differs"):
        derive(signed, ["/evidence/0/type"])


def test_base_proof_that_cannot_be_read_is_refused():
    value = base_value(SIGNED)
    with pytest.raises(ProofError, match="ends within"):
        derive(with_value(SIGNED, value.to_bytes()[:-1]))
    with pytest.raises(InputError, match="leads nowhere"):
        derive(with_value(SIGNED, replace(value, mandatory_pointers=("/nowhere",))))
    with pytest.raises(ProofError, match="The key of the proof cannot be read"):
        derive(with_value(SIGNED, replace(value, public_key=bytes(35))), [""])


def test_secret_of_another_proof_shows_nothing():
    value = replace(base_value(SIGNED), hmac_key=bytes(32))
    with pytest.raises(ProofError, match="did not sign this statement"):
        derive(with_value(SIGNED, value), [""])


def test_own_contexts_are_used():
    url = "https://school.example/context"
    contexts = shipped().adding(url, {"@context": {"shoeSize": "https://school.example/terms#shoeSize"}})
    document = disclosable_badge()
    document |= {"@context": [*document["@context"], url], "shoeSize": 42}
    signed = base_signed(
        document, contexts=contexts, mandatory_pointers=mandatory_pointers(disclosable_badge())
    )
    shown = derive(signed, ["/shoeSize"], contexts=contexts)
    assert shown["shoeSize"] == 42
    verify_proof(bare(shown), shown["proof"], SIGNER.public_key, contexts=contexts)
