"""Other people's resolvers find our keys: in the did.json that we write, and in our did:key."""

import json

import pytest
from interop.claims import DIGITALBAZAAR, Claim
from interop.schools import new_school, school_without_a_domain
from interop.verifiers import publish

from openbadge_issuer import KeyKind

shows = pytest.mark.shows(Claim.DID_DOCUMENT, with_=DIGITALBAZAAR)


@shows
@pytest.mark.parametrize("kind", KeyKind)
def test_did_web_resolves_to_our_document(node, kind):
    school = new_school(kind)
    publish(node, school.documents, content_type="application/did+json")
    assert school.issuer.did_document == node.ask("resolve", did=school.issuer.id)


@shows
def test_url_of_a_key_resolves_to_the_key(node):
    school = new_school()
    publish(node, school.documents)
    method = school.issuer.did_document["verificationMethod"][0]
    found = node.ask("resolve", did=method["id"])
    assert method == {name: value for name, value in found.items() if name != "@context"}


@shows
def test_did_key_resolves_to_the_key(node):
    issuer = school_without_a_domain().issuer
    found = json.dumps(node.ask("resolve", did=issuer.id))
    assert issuer.signers[0].public_key.multikey in found
