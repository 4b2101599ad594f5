"""What was found about a key is told in words about a holder."""

import pytest

from openbadge_issuer.verification.codes import CODES, HOLDER_KEY, ISSUER_KEY
from openbadge_issuer.verification.holder import holder_check, holder_of, is_about
from openbadge_issuer.verification.report import Check


@pytest.mark.parametrize("code", [code for code in CODES[ISSUER_KEY] if code != "is-holder"])
def test_every_code_about_issuers_has_one_about_holders(code):
    told = holder_check(Check(name=ISSUER_KEY, code=code, message="The key."), "did:key:z")
    assert (told.name, told.result) == (HOLDER_KEY, CODES[ISSUER_KEY][code])
    assert "issuer" not in told.message


@pytest.mark.parametrize(
    ("holder", "found"), [("did:x:1", "did:x:1"), ({"id": "did:x:1"}, "did:x:1"), ({}, ""), (3, "")]
)
def test_holder_is_an_id_or_an_object_with_one(holder, found):
    assert holder_of({"holder": holder}) == found


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ({"id": "did:x:1"}, True),
        ([{"id": "did:x:1"}, {"id": "did:x:2"}], False),
        ({"id": "did:x:2"}, False),
        ({"name": "Ada"}, None),
        (None, None),
    ],
)
def test_whom_a_credential_is_about_is_told(subject, told):
    assert is_about({"credentialSubject": subject}, "did:x:1") is told


def test_without_a_holder_nothing_is_told():
    assert is_about({"credentialSubject": {"id": ""}}, "") is None
