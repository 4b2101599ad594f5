"""
The inputs of the W3C's suite for the data model, sent as the suite sends them: good ones are issued, bad ones are 400.

What is issued verifies again, proof and structure; some of it is long over, and one carries a proof of nobody.
"""

import json
import warnings
from datetime import UTC, datetime

import pytest
from w3c_inputs import example_contexts, names, read

from openbadge_issuer import KeyKind, LocalSigner, sign
from openbadge_issuer.errors import OpenBadgeError
from openbadge_issuer.keys.did import did_key, did_key_method
from openbadge_issuer.model import check_presentation
from openbadge_issuer.model.base import model_error
from openbadge_issuer.proofs.data_integrity import add_proof
from openbadge_issuer.proofs.proof_use import AUTHENTICATION, ProofUse
from openbadge_issuer.web.vc_api.app import create_vc_api

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # says that another package is to be installed
    from starlette.testclient import TestClient

WITH_A_PROOF_OF_NOBODY = "credential-proof-ok.json"
ENVELOPED = "presentation-enveloped-vc-ok.json"
"""Its JWT names no key, and its issuer no longer publishes any."""

SUITE_HOLDER = "did:key:z6MkpJySvETLnxhQG9DzEdmKJtysBDjuuTeDfUj1uNNCUqcj"
HOLDER = LocalSigner.generate(KeyKind.ED25519)


@pytest.fixture(scope="module")
def contexts(vectors):
    return example_contexts(vectors)


@pytest.fixture(scope="module")
def api(contexts):
    return TestClient(create_vc_api(contexts=contexts), base_url="http://127.0.0.1")


@pytest.mark.parametrize("name", names("credential", "ok"))
def test_good_credential_is_issued_and_verifies(api, vectors, name):
    issued = api.post("/credentials/issue", json={"credential": read(vectors, name), "options": {}})
    assert issued.status_code == 201, issued.text
    body = {"verifiableCredential": issued.json()["verifiableCredential"], "options": {"checks": ["proof"]}}
    verified = api.post("/credentials/verify", json=body)
    assert (verified.status_code == 200) == (name != WITH_A_PROOF_OF_NOBODY), verified.text


@pytest.mark.parametrize("name", names("credential", "fail"))
def test_bad_credential_is_400(api, vectors, name):
    credential = read(vectors, name)
    assert api.post("/credentials/issue", json={"credential": credential}).status_code == 400
    assert api.post("/credentials/verify", json={"verifiableCredential": credential}).status_code == 400


@pytest.mark.parametrize("name", [name for name in names("presentation", "ok") if name != ENVELOPED])
def test_good_presentation_verifies_once_it_is_signed(api, contexts, vectors, name):
    presentation = read(vectors, name)
    answer = api.post(
        "/presentations/verify", json={"verifiablePresentation": signed(presentation, contexts)}
    )
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("name", names("presentation", "fail"))
def test_bad_presentation_is_400(api, contexts, vectors, name):
    presentation = read(vectors, name)
    assert api.post("/presentations/verify", json={"verifiablePresentation": presentation}).status_code == 400
    with pytest.raises((OpenBadgeError, TypeError)):
        signed(presentation, contexts)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("presentation-self-asserted-vc-ok.json", 200),
        ("presentation-self-asserted-vc-no-holder.json", 400),
        ("presentation-self-asserted-vc-holder-mismatch.json", 400),
        ("presentation-self-asserted-vc-issuer-mismatch.json", 400),
    ],
)
def test_credential_that_only_the_presentation_secures_is_its_holder_s(api, contexts, vectors, name, status):
    presentation = secured(ours(read(vectors, name)), contexts)
    answer = api.post("/presentations/verify", json={"verifiablePresentation": presentation})
    assert answer.status_code == status


def ours(presentation):
    """Put our own key where the suite has its own."""
    return json.loads(json.dumps(presentation).replace(SUITE_HOLDER, did_key(HOLDER.public_key)))


def signed(presentation, contexts):
    """Sign a presentation and every credential in it, as the suite does."""
    presentation = ours(presentation)
    credentials = [
        sign({**item, "issuer": did_key(HOLDER.public_key)}, HOLDER, contexts=contexts)
        for item in presentation.get("verifiableCredential", [])
    ]
    within = {"verifiableCredential": credentials} if credentials else {}
    return secured({**presentation, **within}, contexts)


def secured(presentation, contexts):
    if problems := check_presentation(presentation):
        raise model_error("presentation", problems)
    return add_proof(
        presentation,
        HOLDER,
        verification_method=did_key_method(HOLDER.public_key),
        created=datetime.now(UTC),
        contexts=contexts,
        use=ProofUse(purpose=AUTHENTICATION, challenge="c-1", domain="github.example"),
    )
