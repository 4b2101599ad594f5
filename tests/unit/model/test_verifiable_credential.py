import pytest
from unit.model.sample_badges import ENDORSEMENT, PROOF, fresh, small_badge, small_endorsement

from openbadge_issuer.errors import ModelError
from openbadge_issuer.model import (
    CREDENTIALS_V2,
    EXTENSIONS,
    OPEN_BADGES_V3,
    AchievementCredential,
    CredentialSchema,
    EndorsementCredential,
    EndorsementSubject,
    Proof,
    RefreshService,
    RevocationListStatus,
)


def endorsement(**properties):
    return EndorsementCredential(
        id="urn:x:1",
        name="The partner's word",
        issuer="https://partner.example/",
        valid_from="2026-04-01T00:00:00Z",
        credential_subject=EndorsementSubject(id="https://school.example/achievements/superbots"),
        **properties,
    )


def problems_of(document):
    with pytest.raises(ModelError) as caught:
        AchievementCredential.from_document(document)
    return caught.value.problems


def test_full_endorsement_is_written_as_it_was_read():
    assert EndorsementCredential.from_document(fresh(ENDORSEMENT)).to_document() == ENDORSEMENT


def test_endorsement_is_composed_of_values():
    assert endorsement().to_document()["type"] == ["VerifiableCredential", "EndorsementCredential"]


@pytest.mark.parametrize(
    "part",
    [
        {"credential_schema": [CredentialSchema(id="urn:x:2", type="1EdTechJsonSchemaValidator2019")]},
        {"credential_status": [RevocationListStatus(id="urn:x:2")]},
        {"refresh_service": RefreshService(id="urn:x:2", type="1EdTechCredentialRefresh")},
    ],
)
def test_extensions_context_is_written_when_a_type_needs_it(part):
    assert endorsement(**part).to_document()["@context"] == [CREDENTIALS_V2, OPEN_BADGES_V3, EXTENSIONS]


def test_extensions_context_is_not_written_when_nothing_needs_it():
    schema = CredentialSchema(id="urn:x:2", type="JsonSchema")
    assert endorsement(credential_schema=[schema]).to_document()["@context"] == [
        CREDENTIALS_V2,
        OPEN_BADGES_V3,
    ]


def test_contexts_that_were_given_are_left_alone():
    service = RefreshService(id="urn:x:2", type="1EdTechCredentialRefresh")
    given = [CREDENTIALS_V2, OPEN_BADGES_V3, "https://school.example/context.json"]
    assert given == endorsement(refresh_service=service, context=given).to_document()["@context"]


def test_one_proof_is_written_as_an_object_and_several_as_an_array():
    one, two = endorsement(proof=Proof(**PROOF)), endorsement(proof=[PROOF, PROOF])
    assert one.to_document()["proof"] == PROOF
    assert two.to_document()["proof"] == [PROOF, PROOF]


def test_end_before_the_beginning_is_refused():
    (problem,) = problems_of(small_badge() | {"validUntil": "2026-05-01T08:59:59Z"})
    assert str(problem) == (
        "$.validUntil: Expected a moment at or after validFrom (2026-05-01T09:00:00Z); found"
        ' "2026-05-01T08:59:59Z".'
    )


def test_end_at_the_beginning_is_accepted():
    badge = small_badge() | {"validUntil": "2026-05-01T11:00:00+02:00"}
    assert (
        AchievementCredential.from_document(badge).valid_until
        == AchievementCredential.from_document(badge).valid_from
    )


def test_embedded_endorsement_is_checked_in_its_place():
    badge = small_badge()
    badge["credentialSubject"]["achievement"]["endorsement"] = small_endorsement() | {
        "validUntil": "2020-01-01T00:00:00Z"
    }
    assert [problem.path for problem in problems_of(badge)] == [
        "$.credentialSubject.achievement.endorsement.validUntil"
    ]


def test_proof_by_a_bare_key_is_refused():
    (problem,) = problems_of(small_badge() | {"proof": [PROOF | {"verificationMethod": "z6MkjZRZ"}]})
    assert ("not-a-uri", "$.proof[0].verificationMethod") == (problem.code, problem.path)
