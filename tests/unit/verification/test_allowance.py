"""What endorsements may cost is counted to the last value and character, and no further."""

from functools import cache

import pytest
from unit.verification.world import as_jwt, endorsement, unsigned

from openbadge_issuer.verification import allowance
from openbadge_issuer.verification.allowance import Allowance, work_of
from openbadge_issuer.verification.source import read


@cache
def made():
    return read({**endorsement(issuer="did:web:partner.example"), "proof": {}})


def test_all_the_work_that_is_left_may_be_spent():
    exact = Allowance(work=work_of(made()))
    assert (exact.spend_work(made()), exact.work) == (None, 0)
    short = Allowance(work=work_of(made()) - 1)
    assert "took all the work" in short.spend_work(made())
    assert short.work == work_of(made()) - 1


def test_token_takes_as_much_work_as_a_proof(stranger):
    document = unsigned(issuer=stranger.id)
    token = read(as_jwt(document, stranger.signer, {"alg": "EdDSA"}))
    assert work_of(token) == 4 * work_of(read(token.document))


def test_one_context_takes_as_much_work_as_an_array_of_one():
    alone, listed = read({"@context": "urn:x"}), read({"@context": ["urn:x"]})
    assert (work_of(alone), work_of(listed)) == (52, 53)


def test_an_exhausted_allowance_buys_nothing():
    left = Allowance()
    left.exhaust()
    assert "took all the work" in left.spend_work(made())


def test_endorsement_as_long_as_allowed_is_read(monkeypatch):
    monkeypatch.setattr(allowance, "MAX_LENGTH", 10)
    left = Allowance(number=2)
    assert "may have" in left.spend_reading("x" * 11)
    assert [left.spend_reading("x" * 10), left.spend_reading({})] == [None, None]
    assert "at most 16 endorsements" in left.spend_reading("x")


@pytest.mark.parametrize(("shorter", "forbidden"), [(0, False), (1, True)])
def test_texts_in_an_endorsement_are_counted_together(monkeypatch, shorter, forbidden):
    texts = [value for value in allowance._values(made().document) if isinstance(value, str)]
    monkeypatch.setattr(allowance, "MAX_LENGTH", sum(map(len, texts)) - shorter)
    assert (Allowance().spend_work(made()) is not None) is forbidden
