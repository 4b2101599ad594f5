"""
A badge of the demo, in every form in which it is taken along, verifies with other people's verifiers.

The demo is served, and the verifiers get its DID document, keys and status lists from there.
Credentials are taken out of pictures by openbadgeslib.
"""

import base64
import json
from urllib.request import urlopen

import pytest
from demo_site import demo_site
from interop.changes import changed, changed_jwt
from interop.claims import JOSE, OPENBADGESLIB, Claim
from interop.verifiers import Openbadgeslib

EMBEDDED = ["json", "png", "svg"]
"""The forms that hold the badge with its embedded proof."""

shows = pytest.mark.shows


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The demo school, served."""
    with demo_site(tmp_path_factory.mktemp("demo") / "school") as found:
        yield found


@pytest.fixture
def reached(site, verifier):
    """Each verifier, for which the demo answers; did:web says https where the demo has no certificate."""
    return reaching(site, verifier)


@pytest.fixture
def jwt_verifier(site, openbadgeslib):
    """openbadgeslib, for which the demo answers."""
    return reaching(site, Openbadgeslib(openbadgeslib))


def reaching(site, verifier):
    for scheme in ("http", "https"):
        verifier.reach(site.base_url.replace("http", scheme, 1), site.base_url)
    return verifier


def fetched(site, path):
    with urlopen(site.base_url + path) as answer:
        return answer.read()


def badge_in(site, form, openbadgeslib):
    """The badge with its embedded proof, as it stands in a form."""
    data = fetched(site, f"{site.badge}.{form}")
    if form == "json":
        return json.loads(data)
    return json.loads(openbadgeslib.ask("unbake", picture=base64.b64encode(data).decode()))


def token_of(site):
    return fetched(site, f"{site.badge}.jwt").decode()


def keys_of(site):
    return json.loads(fetched(site, "/.well-known/jwks.json"))


def issuer_of(site):
    return json.loads(fetched(site, f"{site.badge}.json"))["issuer"]["id"]


@shows(Claim.DEMO)
@pytest.mark.parametrize("form", EMBEDDED)
def test_badge_verifies(site, reached, openbadgeslib, form):
    verdict = reached.verify(badge_in(site, form, openbadgeslib), {})
    assert verdict, verdict.errors


@shows(Claim.DEMO)
@pytest.mark.parametrize("form", EMBEDDED)
def test_changed_badge_is_refused(site, reached, openbadgeslib, form):
    assert not reached.verify(changed(badge_in(site, form, openbadgeslib)), {})


@shows(Claim.DEMO_JWT, with_=JOSE)
def test_jose_verifies_the_jwt_with_the_key_set_of_the_demo(site, node):
    answer = node.ask("jwt-verify", token=token_of(site), keys=keys_of(site))
    assert answer["verified"], answer
    assert answer["payload"]["jti"] == site.base_url + site.badge


@shows(Claim.DEMO_JWT, with_=JOSE)
def test_jose_refuses_a_changed_jwt(site, node):
    answer = node.ask("jwt-verify", token=changed_jwt(token_of(site)), keys=keys_of(site))
    assert not answer["verified"]


@shows(Claim.DEMO_JWT, with_=OPENBADGESLIB)
def test_openbadgeslib_verifies_the_jwt(site, jwt_verifier):
    verdict = jwt_verifier.verify_as(issuer_of(site), token_of(site), {})
    assert verdict, verdict.errors


@shows(Claim.DEMO_JWT, with_=OPENBADGESLIB)
def test_openbadgeslib_refuses_a_changed_jwt(site, jwt_verifier):
    assert not jwt_verifier.verify_as(issuer_of(site), changed_jwt(token_of(site)), {})
