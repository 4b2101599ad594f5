"""Issuers and their keys, on both databases."""

import pytest
from sample_records import issuer, key

from openbadge_issuer.adapters.sql import SqlStore
from openbadge_issuer.errors import ConflictError, NotFoundError
from openbadge_issuer.ports import KeyState


def test_issuer_comes_back_as_it_was(store: SqlStore):
    with store.writing() as transaction:
        transaction.add_issuer(issuer())
    with store.reading() as transaction:
        assert issuer() == transaction.get_issuer("school")


def test_unknown_issuer_is_not_found(store: SqlStore):
    with store.reading() as transaction, pytest.raises(NotFoundError, match="no issuer nobody"):
        transaction.get_issuer("nobody")


def test_slug_of_an_issuer_is_unique(store: SqlStore):
    with store.writing() as transaction:
        transaction.add_issuer(issuer())
        with pytest.raises(ConflictError, match="already an issuer with this slug") as caught:
            transaction.add_issuer(issuer(did="did:web:other.example"))
    assert caught.value.path == "slug"


def test_updated_issuer_has_its_new_profile(store: SqlStore):
    changed = issuer(profile={"name": "New"})
    with store.writing() as transaction:
        transaction.add_issuer(issuer())
        transaction.update_issuer(changed)
        assert changed == transaction.get_issuer("school")


def test_updating_an_unknown_issuer_fails(store: SqlStore):
    with store.writing() as transaction, pytest.raises(NotFoundError):
        transaction.update_issuer(issuer())


def test_issuers_are_listed_oldest_first(store: SqlStore):
    with store.writing() as transaction:
        for slug in ("zebra", "ant"):
            transaction.add_issuer(issuer(slug=slug))
        assert ["zebra", "ant"] == [record.slug for record in transaction.issuers()]


def test_slug_is_found_by_the_did(store: SqlStore):
    with store.writing() as transaction:
        for slug in ("zebra", "ant", "bee"):
            transaction.add_issuer(
                issuer(slug=slug, did=f"did:web:{'bee' if slug == 'bee' else 'both'}.example")
            )
        dids = ("did:web:both.example", "did:web:bee.example", "did:web:nobody.example")
        assert ["zebra", "bee", None] == [transaction.find_issuer_slug(did) for did in dids]


def test_key_comes_back_as_it_was(store: SqlStore):
    with store.writing() as transaction:
        transaction.add_issuer(issuer())
        transaction.add_key(key())
        assert [key()] == transaction.keys("school")


def test_keys_of_other_issuers_are_left_out(store: SqlStore):
    with store.writing() as transaction:
        transaction.add_issuer(issuer())
        transaction.add_issuer(issuer(slug="other"))
        transaction.add_key(key())
        assert [] == transaction.keys("other")


def test_key_changes_its_state(store: SqlStore):
    with store.writing() as transaction:
        transaction.add_issuer(issuer())
        transaction.add_key(key())
        transaction.update_key(key(state=KeyState.RETIRED))
        assert [KeyState.RETIRED] == [record.state for record in transaction.keys("school")]


def test_verification_method_is_unique(store: SqlStore):
    with store.writing() as transaction:
        transaction.add_issuer(issuer())
        transaction.add_key(key())
        with pytest.raises(ConflictError) as caught:
            transaction.add_key(key(reference="file:other"))
    assert caught.value.path == "verification_method"


def test_key_of_an_unknown_issuer_is_refused(store: SqlStore):
    with store.writing() as transaction, pytest.raises(NotFoundError, match="belongs to"):
        transaction.add_key(key())
