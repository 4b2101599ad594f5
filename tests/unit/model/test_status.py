import pytest
from unit.model.sample_badges import STATUS_ENTRY, small_badge

from openbadge_issuer.errors import ModelError
from openbadge_issuer.model import (
    AchievementCredential,
    BitstringStatusListEntry,
    CredentialStatus,
    RevocationListStatus,
    StatusList2021Entry,
    StatusMessage,
)


def read(status):
    return AchievementCredential.from_document(small_badge() | {"credentialStatus": status})


def problems_of(status):
    with pytest.raises(ModelError) as caught:
        read(status)
    return [(problem.code, problem.path) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("status", "described_by"),
    [
        (STATUS_ENTRY, BitstringStatusListEntry),
        (STATUS_ENTRY | {"type": "StatusList2021Entry"}, StatusList2021Entry),
        ({"id": "https://school.example/revoked", "type": "1EdTechRevocationList"}, RevocationListStatus),
        ({"type": "OwnStatus", "note": "x"}, CredentialStatus),
    ],
)
def test_kind_of_status_is_told_by_its_type(status, described_by):
    badge = read(status)
    assert [described_by] == [type(one) for one in badge.credential_status]
    assert status == badge.to_document()["credentialStatus"]


def test_several_statuses_are_read_and_kept():
    statuses = [STATUS_ENTRY, STATUS_ENTRY | {"statusPurpose": "suspension"}]
    assert read(statuses).to_document()["credentialStatus"] == statuses


def test_entry_is_composed_of_values():
    entry = BitstringStatusListEntry(
        id="https://school.example/status/1#7",
        status_purpose="message",
        status_list_index="7",
        status_list_credential="https://school.example/status/1",
        status_size=2,
        status_message=[StatusMessage(status="0x0", message="pending")],
    )
    assert entry.to_document()["statusMessage"] == [{"status": "0x0", "message": "pending"}]


@pytest.mark.parametrize("index", ["0", "007", "131071", 23, 0])
def test_index_is_kept_as_it_was_written(index):
    written = read(STATUS_ENTRY | {"statusListIndex": index}).to_document()["credentialStatus"][
        "statusListIndex"
    ]
    assert (type(index), index) == (type(written), written)


@pytest.mark.parametrize(
    "index", ["", "-1", "1.0", "0x1", "\uff11", "9" * 19, -1, 1.0, True, None, 10**18, ["1"]]
)
def test_index_that_is_none_is_refused(index):
    assert problems_of(STATUS_ENTRY | {"statusListIndex": index}) == [
        ("not-an-index", "$.credentialStatus.statusListIndex")
    ]


@pytest.mark.parametrize("size", [0, -1, "1", 1.5, True, None])
def test_size_that_is_none_is_refused(size):
    assert problems_of(STATUS_ENTRY | {"statusSize": size}) == [
        ("not-a-size", "$.credentialStatus.statusSize")
    ]


def test_entry_needs_its_list():
    assert problems_of({"type": "BitstringStatusListEntry"}) == [
        ("missing", "$.credentialStatus.statusPurpose"),
        ("missing", "$.credentialStatus.statusListIndex"),
        ("missing", "$.credentialStatus.statusListCredential"),
    ]


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        ({}, ("missing", "$.credentialStatus.type")),
        ({"type": ["BitstringStatusListEntry"]}, ("wrong-type", "$.credentialStatus.type")),
        ("https://school.example/status", ("wrong-type", "$.credentialStatus")),
        ([None], ("null", "$.credentialStatus[0]")),
    ],
)
def test_what_is_no_status_is_refused(status, problem):
    assert problems_of(status) == [problem]
