"""What a holder cannot leave out unless the issuer says otherwise."""

import pytest
from unit.model.sample_badges import full_badge
from unit.proofs.disclosable import disclosable_badge

from openbadge_issuer.linked_data.selection import select
from openbadge_issuer.proofs.mandatory import OPTIONAL, OPTIONAL_OF_SUBJECT, mandatory_pointers


def test_all_but_evidence_results_and_narrative_is_mandatory():
    assert mandatory_pointers(disclosable_badge()) == [
        "/issuer",
        "/validFrom",
        "/validUntil",
        "/name",
        "/credentialSubject/type",
        "/credentialSubject/identifier",
        "/credentialSubject/achievement",
    ]


@pytest.mark.parametrize(
    "name",
    ["validUntil", "credentialStatus", "refreshService", "termsOfUse", "credentialSchema", "issuer", "x/~y"],
)
def test_what_limits_a_badge_is_mandatory_and_so_is_what_nobody_knows(name):
    document = {**disclosable_badge(), name: {"id": "https://school.example/1"}}
    assert select(document, mandatory_pointers(document))[name] == document[name]


def test_of_a_badge_with_everything_only_these_can_be_left_out():
    document = full_badge()
    least = select(document, mandatory_pointers(document))
    assert document.keys() - least.keys() == {*OPTIONAL, "proof"}
    assert document["credentialSubject"].keys() - least["credentialSubject"].keys() == OPTIONAL_OF_SUBJECT


def test_each_of_several_subjects_is_looked_at():
    document = {"credentialSubject": [{"id": "urn:uuid:1", "result": []}, {"narrative": "N"}, "urn:uuid:2"]}
    assert mandatory_pointers(document) == ["/credentialSubject/0/id", "/credentialSubject/2"]


@pytest.mark.parametrize(
    ("document", "pointers"),
    [({}, []), ({"credentialSubject": "urn:uuid:1"}, ["/credentialSubject"]), ({"a/b": 1}, ["/a~1b"])],
    ids=str,
)
def test_other_documents_are_wholly_mandatory(document, pointers):
    assert mandatory_pointers(document) == pointers
