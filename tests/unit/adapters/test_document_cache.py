"""The cache of fetched documents stays fresh and small."""

from openbadge_issuer.adapters.document_cache import DocumentCache
from openbadge_issuer.ports import FetchedDocument


def document(body: bytes = b"{}") -> FetchedDocument:
    """Return a document."""
    return FetchedDocument(url="https://school.example/", media_type="application/json", body=body)


def test_fresh_document_is_found():
    cache = DocumentCache()
    cache.put("a", document(), now=0, until=10)
    assert document() == cache.get("a", now=9.9)


def test_stale_document_is_gone():
    cache = DocumentCache()
    cache.put("a", document(), now=0, until=10)
    assert cache.get("a", now=10) is None


def test_document_tells_its_age():
    cache = DocumentCache()
    cache.put("a", document(), now=2, until=10)
    assert cache.get("a", now=9).age_seconds == 7


def test_document_that_is_older_than_wished_is_gone():
    cache = DocumentCache()
    cache.put("a", document(), now=2, until=10)
    assert cache.get("a", now=9, max_age=7) is not None
    assert cache.get("a", now=9.1, max_age=7) is None


def test_document_is_replaced():
    cache = DocumentCache()
    cache.put("a", document(b"1"), now=0, until=10)
    cache.put("a", document(b"2"), now=0, until=10)
    assert document(b"2") == cache.get("a", now=0)


def test_least_recently_used_goes_first():
    cache = DocumentCache(max_entries=2)
    for key in ("a", "b"):
        cache.put(key, document(), now=0, until=10)
    cache.get("a", now=0)
    cache.put("c", document(), now=0, until=10)
    assert [True, False, True] == [cache.get(key, now=0) is not None for key in "abc"]


def test_no_more_bytes_are_kept_than_allowed():
    cache = DocumentCache(max_total_bytes=10)
    for key in "abc":
        cache.put(key, document(b"1234"), now=0, until=10)
    assert [False, True, True] == [cache.get(key, now=0) is not None for key in "abc"]


def test_document_larger_than_the_cache_is_not_kept():
    cache = DocumentCache(max_total_bytes=3)
    cache.put("a", document(b"1234"), now=0, until=10)
    assert cache.get("a", now=0) is None
