"""Other people's documents are fetched and read once in one verification."""

import pytest
from unit.verification.world import FakeWeb

from openbadge_issuer.errors import FetchError, InputError
from openbadge_issuer.ports import FetchedDocument
from openbadge_issuer.verification import circumstances
from openbadge_issuer.verification.circumstances import MAX_VALUES, Documents, check_length

URL = "https://school.example/issuers/1"


@pytest.fixture
def parsed(monkeypatch):
    """What was read, in order."""
    texts, parse = [], circumstances.parse_object
    monkeypatch.setattr(circumstances, "parse_object", lambda text: texts.append(text) or parse(text))
    return texts


def test_document_is_read_once_whatever_part_of_it_is_named(parsed):
    """Each of eight proofs asks for the issuer's document, which can be a mebibyte long."""
    web = FakeWeb()
    web.publish(URL, {"id": URL})
    documents = Documents(web)
    assert documents.json(URL) is documents.json(f"{URL}#key-1")
    assert len(parsed) == 1


def test_document_that_cannot_be_read_is_tried_once(parsed):
    web = FakeWeb()
    web.publish(URL, b"no JSON")
    documents = Documents(web)
    for _ in range(2):
        with pytest.raises(InputError):
            documents.json(URL)
    assert parsed == [b"no JSON"]


def test_document_that_cannot_be_had_is_asked_for_once():
    web = FakeWeb()
    documents = Documents(web)
    for _ in range(2):
        with pytest.raises(FetchError):
            documents.json(URL)
    assert web.asked == [URL]


@pytest.mark.parametrize(("allowed", "expected"), [(61, 1), (60, 1), (59, 2)])
def test_document_that_was_kept_for_too_long_is_asked_for_anew(allowed, expected):
    asked = []

    class Cache:
        def fetch(self, url, **wishes):
            asked.append(wishes)
            return FetchedDocument(url=url, media_type="application/vc", body=b"{}", age_seconds=60)

    Documents(Cache()).renewed(f"{URL}#list", accept=["application/vc"], max_age_seconds=allowed)
    assert [wishes["accept"] for wishes in asked] == [["application/vc"]] * expected
    assert [wishes["max_age_seconds"] for wishes in asked[1:]] == [59] * (expected - 1)


@pytest.mark.parametrize("value", [{}, [], 0])
def test_document_with_far_too_many_values_is_not_read(parsed, value):
    """Sixteen such documents of a mebibyte each took three seconds, and more when they were read again."""
    web = FakeWeb()
    web.publish(URL, {"id": URL, "x": [value] * MAX_VALUES})
    with pytest.raises(InputError, match="more than 50,000 values"):
        Documents(web).json(URL)
    assert parsed == []


@pytest.mark.parametrize("sign", [b",", b"[", b"{"])
def test_document_with_as_many_values_as_allowed_is_read(sign):
    check_length(sign * MAX_VALUES)
    with pytest.raises(InputError, match="more than 50,000 values"):
        check_length(sign * (MAX_VALUES + 1))
