"""Status entries, status lists, and what a list says about an entry."""

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openbadge_issuer.errors import StatusError
from openbadge_issuer.json_text import to_text
from openbadge_issuer.status.bitstring import MAX_ENTRY_BITS, Bitstring, encode
from openbadge_issuer.status.status_list import (
    MIN_SIZE,
    build,
    entry,
    index_of,
    read,
    read_value,
    seconds_to_live,
)

URL = "https://school.example/status/Zx81"
ISSUER = "did:web:school.example"


def _list(*revoked: int, size: int = MIN_SIZE, **subject) -> dict:
    bits = Bitstring(size)
    for index in revoked:
        bits.set(index)
    document = build(URL, ISSUER, bits, valid_from=datetime(2026, 6, 1, tzinfo=UTC))
    document["credentialSubject"].update(subject)
    return document


def _refusal(list_document, status_entry) -> tuple[str, str]:
    with pytest.raises(StatusError) as caught:
        read(list_document, status_entry)
    (problem,) = caught.value.problems
    assert (problem.path, problem.message) == (caught.value.path, caught.value.message)
    return problem.code, problem.message


def test_an_entry_names_list_and_index_as_the_standard_says():
    assert entry(URL, 94567) == {
        "id": "https://school.example/status/Zx81#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": "https://school.example/status/Zx81",
    }


def test_an_entry_needs_an_index_of_0_or_more():
    with pytest.raises(StatusError, match="0 or more; found -1"):
        entry(URL, -1)


def test_a_list_is_a_credential_with_nothing_but_what_is_needed(now):
    bits = Bitstring(MIN_SIZE)
    assert build(URL, ISSUER, bits, valid_from=now) == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": URL,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": ISSUER,
        "validFrom": "2026-06-01T12:00:00Z",
        "credentialSubject": {
            "id": f"{URL}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode(bits),
        },
    }


def test_a_list_never_starts_ahead_of_its_own_time():
    late = datetime(2026, 6, 1, 14, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=2)))
    assert build(URL, ISSUER, Bitstring(MIN_SIZE), valid_from=late)["validFrom"] == "2026-06-01T12:00:00Z"


def test_the_time_of_a_list_does_not_depend_on_where_it_is_made(monkeypatch, now):
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    made = build(URL, ISSUER, Bitstring(MIN_SIZE), valid_from=now)
    monkeypatch.undo()
    time.tzset()
    assert made["validFrom"] == "2026-06-01T12:00:00Z"


def test_a_time_without_zone_is_refused():
    with pytest.raises(StatusError, match="time zone"):
        build(URL, ISSUER, Bitstring(MIN_SIZE), valid_from=datetime(2026, 6, 1))  # noqa: DTZ001


def test_a_list_too_short_to_hide_in_is_not_built(now):
    with pytest.raises(StatusError, match="at least 131,072 entries; found 131,064"):
        build(URL, ISSUER, Bitstring(MIN_SIZE - 8), valid_from=now)


def test_the_text_of_a_list_has_nothing_that_looks_like_an_html_entity(now):
    document = build("https://school.example/status?a=1&amp;b=2", ISSUER, Bitstring(MIN_SIZE), valid_from=now)
    assert "&" not in to_text(document)


def test_a_set_bit_is_read_as_set_and_its_neighbours_are_not():
    document = _list(0, 23, MIN_SIZE - 1)
    assert [read(document, entry(URL, index)) for index in (0, 1, 22, 23, 24, MIN_SIZE - 1)] == [
        True, False, False, True, False, True,
    ]  # fmt: skip


@given(revoked=st.sets(st.integers(0, MIN_SIZE - 1), max_size=5), probe=st.integers(0, MIN_SIZE - 1))
def test_a_list_says_of_each_index_what_was_put_in(revoked, probe):
    document = _list(*revoked)
    assert read(document, entry(URL, probe)) == (probe in revoked)
    assert all(read(document, entry(URL, index)) for index in revoked)


def test_several_purposes_in_one_list_of_others_are_accepted():
    document = _list(5, statusPurpose=["suspension", "revocation"])
    assert read(document, entry(URL, 5))
    assert read(document, entry(URL, 5, "suspension"))


def test_a_subject_in_an_array_of_one_is_accepted():
    document = _list(5)
    document["credentialSubject"] = [document["credentialSubject"]]
    assert read(document, entry(URL, 5))


def test_types_may_be_arrays_or_strings():
    document = _list(5, type=["BitstringStatusList"])
    document["type"] = "BitstringStatusListCredential"
    assert read(document, entry(URL, 5) | {"type": ["BitstringStatusListEntry"]})


def test_entries_of_several_bits_are_read_as_numbers():
    bits = Bitstring(MIN_SIZE * 2)
    bits.set(8)
    document = _list(encodedList=encode(bits))
    wide = entry(URL, 4, "revocation") | {"statusSize": 2}
    assert read_value(document, wide) == 2
    assert read(document, wide)
    assert read_value(document, wide | {"statusListIndex": "3"}) == 0


def test_the_widest_entry_is_read():
    bits = Bitstring(MIN_SIZE * MAX_ENTRY_BITS)
    bits.set(MAX_ENTRY_BITS)
    widest = entry(URL, 1) | {"statusSize": MAX_ENTRY_BITS}
    assert read_value(_list(encodedList=encode(bits)), widest) == 2 ** (MAX_ENTRY_BITS - 1)


def test_a_list_with_wide_entries_needs_as_many_of_them():
    code, message = _refusal(_list(), entry(URL, 4) | {"statusSize": 2})
    assert code == "list-length"
    assert message == "A status list must have at least 131072 entries; found 65536."


@pytest.mark.parametrize(
    ("written", "index"), [("0", 0), ("94567", 94567), ("007", 7), (23, 23), (0, 0), (10**20 - 1, 10**20 - 1)]
)
def test_an_index_is_digits_or_a_json_integer(written, index):
    assert index_of({"statusListIndex": written}) == index


@pytest.mark.parametrize(
    "written",
    [
        "",
        " 7",
        "7 ",
        "+7",
        "-7",
        "0_7",
        "0x7",
        "7.0",
        "٣",
        "1" * 21,
        -1,
        7.0,
        True,
        None,
        [7],
        {},
        10**20,
        pytest.param(10**5000, id="huge"),
    ],
)
def test_any_other_index_is_the_badges_fault(written):
    code, message = _refusal(_list(), entry(URL, 0) | {"statusListIndex": written})
    assert code == "entry-index"
    assert message.startswith("statusListIndex must be a whole number as digits; found ")


@pytest.mark.parametrize(
    ("change", "code", "found"),
    [
        ({"type": "StatusList2021Entry"}, "entry-type", "'StatusList2021Entry'"),
        ({"type": None}, "entry-type", "nothing"),
        ({"statusPurpose": None}, "entry-purpose", "nothing"),
        ({"statusPurpose": ""}, "entry-purpose", "''"),
        ({"statusPurpose": ["revocation"]}, "entry-purpose", "an array"),
        ({"statusSize": 0}, "entry-size", "0"),
        ({"statusSize": 33}, "entry-size", "33"),
        ({"statusSize": True}, "entry-size", "true or false"),
        ({"statusSize": "1"}, "entry-size", "'1'"),
        ({"statusSize": 1.5}, "entry-size", "a number"),
    ],
)
def test_a_wrong_entry_is_named_as_such(change, code, found):
    refused, message = _refusal(_list(), entry(URL, 0) | change)
    assert refused == code
    assert message.endswith(f"; found {found}.")


@pytest.mark.parametrize("kind", [None, "VerifiableCredential", ["VerifiableCredential"], 7])
def test_another_credential_is_no_status_list(kind):
    assert _refusal(_list() | {"type": kind}, entry(URL, 0))[0] == "list-type"


@pytest.mark.parametrize(
    "subject", [None, "list", [], [{}, {}], {"type": "StatusList2021"}, [{"type": "Achievement"}]]
)
def test_a_list_needs_one_bitstring_as_subject(subject):
    assert _refusal(_list() | {"credentialSubject": subject}, entry(URL, 0))[0] == "list-type"


@pytest.mark.parametrize("purpose", [None, "suspension", [], ["suspension", 7], {}])
def test_a_list_for_another_purpose_gives_no_answer(purpose):
    code, message = _refusal(_list(statusPurpose=purpose), entry(URL, 0))
    assert code == "list-purpose"
    assert "must include the badge's, 'revocation'" in message


@pytest.mark.parametrize("encoded", [None, 7, "H4sIAAAA", "u****", ""])
def test_an_unreadable_list_gives_no_answer(encoded):
    assert _refusal(_list(encodedList=encoded), entry(URL, 0))[0] == "list-encoding"


def test_a_list_too_short_to_hide_in_gives_no_answer():
    code, message = _refusal(_list(encodedList=encode(Bitstring(100_000))), entry(URL, 0))
    assert code == "list-length"
    assert message == "A status list must have at least 131072 entries; found 100000."


def test_an_index_beyond_the_end_gives_no_answer():
    code, message = _refusal(_list(), entry(URL, MIN_SIZE))
    assert code == "list-range"
    assert message == "The status list must reach the badge's index, 131072; found 131071."


@pytest.mark.parametrize(
    ("in_list", "in_entry", "path", "value"),
    [
        ({}, {"type": "X"}, "$.type", "'X'"),
        ({}, {"statusPurpose": 7}, "$.statusPurpose", "7"),
        ({}, {"statusListIndex": "x"}, "$.statusListIndex", "'x'"),
        ({}, {"statusListIndex": -(10**20)}, "$.statusListIndex", "a number"),
        ({}, {"statusSize": 99}, "$.statusSize", "99"),
        ({"type": "X"}, {}, "$.type", "'X'"),
        ({"credentialSubject": "X"}, {}, "$.credentialSubject", "'X'"),
        ({}, {"statusPurpose": "x"}, "$.credentialSubject.statusPurpose", "'revocation'"),
        ({"credentialSubject": {"encodedList": "uX"}}, {}, "$.credentialSubject.encodedList", "uX"),
        ({"credentialSubject": {"encodedList": None}}, {}, "$.credentialSubject.encodedList", None),
        ({}, {"statusListIndex": "999999"}, "$.credentialSubject.encodedList", "131071"),
        ({}, {"statusSize": 8}, "$.credentialSubject.encodedList", "16384"),
    ],
)
def test_a_refusal_says_where_and_what_was_found(in_list, in_entry, path, value):
    subject = in_list.get("credentialSubject")
    status_list = _list(**subject) if isinstance(subject, dict) else _list() | in_list
    with pytest.raises(StatusError) as caught:
        read(status_list, entry(URL, 0) | in_entry)
    (problem,) = caught.value.problems
    assert (problem.path, problem.value) == (path, value)


def test_what_was_found_is_cut_to_forty_characters():
    _, message = _refusal(_list(), entry(URL, 0) | {"type": "X" * 41})
    assert message.endswith(f"; found '{'X' * 39}…'.")
    _, message = _refusal(_list(), entry(URL, 0, "X" * 41))
    assert f"'{'X' * 39}…'" in message


@pytest.mark.parametrize(
    ("ttl", "seconds"), [(300_000, 300), (1, 0.001), (0, 0), (5e2, 0.5), (10**20 - 1, 10**17)]
)
def test_time_to_live_is_in_milliseconds(ttl, seconds):
    assert seconds_to_live(_list(ttl=ttl)) == seconds


@pytest.mark.parametrize("ttl", [-1, "300000", True, [300_000], 10**20, 10**400, float("nan")])
def test_list_whose_time_to_live_cannot_be_read_is_not_to_be_kept(ttl):
    assert seconds_to_live(_list(ttl=ttl)) == 0


@pytest.mark.parametrize("subject", [{}, {"ttl": None}, [{}, {"ttl": 1}], [], "a list", None])
def test_list_that_says_no_time_to_live_may_be_kept(subject):
    assert seconds_to_live({"credentialSubject": subject}) == float("inf")


def test_time_to_live_of_the_only_list_in_an_array_is_read():
    assert seconds_to_live({"credentialSubject": [{"ttl": 2000}]}) == 2
