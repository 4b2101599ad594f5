"""Badges that are shown in part: who issues, who derives and who verifies can each be us or somebody else."""

import pytest
from interop.asked_process import OtherSideError
from interop.claims import DIGITALBAZAAR, Claim
from interop.schools import LATELY, begun
from interop.test_our_badges import TEXTS, everything, without
from interop.verifiers import DigitalBazaar

from openbadge_issuer import KeyKind, LocalSigner, derive, verify
from openbadge_issuer.keys.did import did_key, did_key_method
from openbadge_issuer.proofs.data_integrity import add_proof

shows = pytest.mark.shows

SUITE = "ecdsa-sd-2023"
INDIVISIBLE = ["allowedValue", "endorsement", "geo"]
SHOWN = [
    [],
    ["/evidence"],
    ["/credentialSubject/result/0", "/credentialSubject/narrative"],
    ["/endorsementJwt", "/image"],
    [""],
]
SHOWN_BY_US = [*SHOWN, ["/evidence/0"], ["/endorsement"]]


def rich():
    """The sample with every property."""
    badge = begun(everything())
    del badge["proof"], badge["credentialStatus"]
    return badge


def divisible():
    """
    The same without what the other side cannot divide, whoever signed it.

    It gives ids to lists in order (`allowedValue`), and none to the graphs in which embedded endorsements
    have their proofs; and what is compacted by type (`geo`) it cannot read again.
    """
    badge = rich()
    for name in INDIVISIBLE:
        badge = without(badge, name)
    return badge


def ours(badge, **options):
    """Sign as a did:key."""
    signer = LocalSigner.generate(KeyKind.P256)
    own = {**badge, "issuer": {**badge["issuer"], "id": did_key(signer.public_key)}}
    method = did_key_method(signer.public_key)
    return add_proof(own, signer, verification_method=method, created=LATELY, cryptosuite=SUITE, **options)


def theirs(node, badge):
    return node.ask("sign", credential=badge, suite=SUITE, kind=KeyKind.P256)


def derived_by_us(_node, badge, pointers):
    return derive(badge, pointers)


def derived_by_them(node, badge, pointers):
    return node.ask("derive", credential=badge, pointers=pointers)


def check(node, shown):
    """Let both sides verify what is shown, and a changed copy."""
    verdict, report = DigitalBazaar(node, "digitalbazaar").verify(shown, {}), verify(shown)
    assert verdict, verdict.errors
    assert report.check("proof").code == "verified-disclosure", report.to_dict()
    assert report.check("strictness").passed, report.to_dict()
    shown["credentialSubject"]["achievement"]["name"] = "Megabots"
    assert not DigitalBazaar(node, "digitalbazaar").verify(shown, {})
    assert not verify(shown).valid


@shows(Claim.DISCLOSURE, with_=DIGITALBAZAAR)
@pytest.mark.parametrize("pointers", SHOWN_BY_US, ids=str)
def test_part_of_our_badge_that_we_derive_verifies(node, pointers):
    check(node, derive(ours(rich()), pointers))


@shows(Claim.DERIVED_BY_THEM, with_=DIGITALBAZAAR)
@pytest.mark.parametrize("pointers", SHOWN, ids=str)
def test_part_of_our_badge_that_they_derive_verifies(node, pointers):
    check(node, derived_by_them(node, ours(divisible()), pointers))


@shows(Claim.DERIVED_BY_THEM, with_=DIGITALBAZAAR)
@pytest.mark.parametrize("words", [words for words in TEXTS.values() if "_:" not in words])
def test_part_with_text_in_any_script_verifies(node, words):
    badge = divisible()
    badge["name"], badge["credentialSubject"]["narrative"] = words, words
    check(node, derived_by_them(node, ours(badge), ["/credentialSubject/narrative"]))


@shows(Claim.DERIVED_EVERYTHING, with_=DIGITALBAZAAR)
@pytest.mark.parametrize("sign", [lambda _, badge: ours(badge), theirs], ids=["ours", "theirs"])
@pytest.mark.parametrize("name", INDIVISIBLE)
def test_badge_that_they_cannot_take_apart_is_refused_by_them(node, name, sign):
    badge = rich()
    for other in set(INDIVISIBLE) - {name}:
        badge = without(badge, other)
    with pytest.raises(OtherSideError):
        derived_by_them(node, sign(node, badge), [""])


@shows(Claim.THEIR_DISCLOSURE, with_=DIGITALBAZAAR)
@pytest.mark.parametrize("pointers", SHOWN, ids=str)
@pytest.mark.parametrize("derived", [derived_by_us, derived_by_them])
def test_part_of_their_badge_verifies(node, derived, pointers):
    check(node, derived(node, theirs(node, divisible()), pointers))
