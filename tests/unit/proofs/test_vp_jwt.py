"""A presentation stands in a JWT where its version stands, and once."""

import pytest

from openbadge_issuer.errors import ProofError
from openbadge_issuer.proofs.vp_jwt import compare_presentation, presentation_of

V1 = {"@context": ["https://www.w3.org/2018/credentials/v1"], "type": "VerifiablePresentation"}
V2 = {"@context": "https://www.w3.org/ns/credentials/v2", "type": "VerifiablePresentation"}


def test_version_2_is_the_payload_without_claims():
    assert presentation_of({**V2, "iss": "did:x:1", "aud": "a", "nonce": "n", "iat": 1}) == V2


def test_version_1_stands_in_vp():
    assert presentation_of({"vp": V1, "iss": "did:x:1"}) == V1


@pytest.mark.parametrize("payload", [V1, {"vp": V2}, {"vp": "x"}, {"vp": V1, "@context": []}])
def test_what_could_be_read_in_two_ways_is_refused(payload):
    with pytest.raises(ProofError):
        presentation_of(payload)


def test_empty_context_is_of_no_version():
    assert presentation_of({"@context": []}) == {"@context": []}


@pytest.mark.parametrize("holder", ["did:x:1", {"id": "did:x:1"}])
def test_claims_repeat_holder_and_id(holder):
    presentation = {"holder": holder, "id": "urn:x:1"}
    assert compare_presentation({"iss": "did:x:1", "jti": "urn:x:1"}, presentation) == []
    found = compare_presentation({"iss": "did:x:2", "jti": 3}, presentation)
    assert [problem.code for problem in found] == ["iss-mismatch", "jti-mismatch"]


def test_claims_may_be_missing_and_may_say_more():
    assert compare_presentation({}, {"holder": "did:x:1"}) == []
    assert compare_presentation({"iss": "did:x:1"}, {}) == []
