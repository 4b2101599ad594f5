"""A part of a document, with what it needs around it."""

import pytest

from openbadge_issuer.errors import InputError
from openbadge_issuer.linked_data.json_pointer import MAX_POINTERS
from openbadge_issuer.linked_data.selection import select

DOCUMENT = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "urn:uuid:1",
    "type": ["VerifiableCredential"],
    "name": "Superbots",
    "credentialSubject": {
        "@id": "urn:bnid:0",
        "type": ["AchievementSubject"],
        "narrative": "N",
        "result": [{"type": ["Result"], "value": "A"}, {"type": ["Result"], "value": "B"}, {"value": "C"}],
    },
}
AROUND = {name: DOCUMENT[name] for name in ("@context", "id", "type")}
SUBJECT = {"@id": "urn:bnid:0", "type": ["AchievementSubject"]}


@pytest.mark.parametrize(
    ("pointers", "chosen"),
    [
        (["/name"], {"name": "Superbots"}),
        (["/type/0"], {}),
        (["/credentialSubject/narrative"], {"credentialSubject": {**SUBJECT, "narrative": "N"}}),
        (["/credentialSubject"], {"credentialSubject": DOCUMENT["credentialSubject"]}),
        (
            ["/credentialSubject/result/1"],
            {"credentialSubject": {**SUBJECT, "result": [{"type": ["Result"], "value": "B"}]}},
        ),
        (
            ["/credentialSubject/result/2/value", "/credentialSubject/result/0/type"],
            {"credentialSubject": {**SUBJECT, "result": [{"type": ["Result"]}, {"value": "C"}]}},
        ),
    ],
    ids=str,
)
def test_chosen_values_come_with_the_ids_and_types_around_them(pointers, chosen):
    assert select(DOCUMENT, pointers) == {**AROUND, **chosen}


@pytest.mark.parametrize("order", [1, -1])
def test_part_and_whole_together_are_the_whole(order):
    pointers = ["/credentialSubject", "/credentialSubject/result/0/value"][::order]
    assert select(DOCUMENT, pointers) == {**AROUND, "credentialSubject": DOCUMENT["credentialSubject"]}


def test_members_keep_their_order():
    pointers = ["/credentialSubject/result/0", "/credentialSubject/narrative", "/name"]
    selected = select(DOCUMENT, pointers)
    assert [*selected] == [*DOCUMENT]
    assert [*selected["credentialSubject"]] == [*DOCUMENT["credentialSubject"]]


def test_empty_pointer_chooses_everything_and_no_pointer_nothing():
    assert select(DOCUMENT, ["/name", ""]) == DOCUMENT
    assert select(DOCUMENT, []) is None


def test_pointer_that_leads_nowhere_is_named():
    with pytest.raises(InputError, match="'/credentialSubject/image' leads nowhere"):
        select(DOCUMENT, ["/name", "/credentialSubject/image"])


def test_too_many_pointers_are_refused():
    assert select(DOCUMENT, ["/name"] * MAX_POINTERS) == {**AROUND, "name": "Superbots"}
    with pytest.raises(InputError, match="Found 1,001 JSON pointers; at most 1,000"):
        select(DOCUMENT, ["/name"] * (MAX_POINTERS + 1))
