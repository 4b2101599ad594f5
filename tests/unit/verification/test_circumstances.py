"""Other people's documents are fetched once in one verification, and as a rule read once."""

import json

import pytest
from unit.verification.world import FakeWeb

from openbadge_issuer.errors import FetchError, InputError
from openbadge_issuer.verification import circumstances
from openbadge_issuer.verification.circumstances import MAX_READ, Documents

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


def test_only_the_last_documents_are_kept_as_they_were_read(parsed):
    web = FakeWeb()
    urls = [f"{URL}/{number}" for number in range(MAX_READ + 1)]
    for url in urls:
        web.publish(url, {"id": url})
    documents = Documents(web)
    for url in [*urls, urls[-1], urls[0]]:
        documents.json(url)
    assert [json.loads(text)["id"] for text in parsed] == [*urls, urls[0]]
    assert len(web.asked) == MAX_READ + 1
