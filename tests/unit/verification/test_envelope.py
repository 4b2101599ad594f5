"""An envelope holds a JWT, and nothing that anybody might believe without it."""

import pytest

from openbadge_issuer.errors import InputError
from openbadge_issuer.verification.envelope import enveloped, is_enveloped, opened

TOKEN = "e30.e30.AA"


@pytest.mark.parametrize(
    "kind", ["jwt", "vc+jwt", "vp+jwt", "vc+ld+json+jwt", "vc-ld+jwt;base64url", "vc+jwt;charset=utf-8"]
)
def test_jwt_is_taken_out(kind):
    assert opened({**enveloped(TOKEN), "id": f"data:application/{kind},{TOKEN}"}) == TOKEN


@pytest.mark.parametrize(
    "identifier",
    [None, 3, TOKEN, "data:application/vc+sd-jwt,e30.e30.AA~", "data:application/vc+jwt,e30", "data:,e.e.e"],
)
def test_anything_else_is_refused(identifier):
    with pytest.raises(InputError, match="data: URL") as caught:
        opened({**enveloped(TOKEN), "id": identifier})
    assert caught.value.path == "$.id"


@pytest.mark.parametrize("context", [None, [], "https://www.w3.org/ns/credentials/examples/v2"])
def test_context_must_begin_as_that_of_a_credential(context):
    with pytest.raises(InputError, match="context"):
        opened({**enveloped(TOKEN), "@context": context})


@pytest.mark.parametrize("others", [[], ["https://www.w3.org/ns/credentials/examples/v2"]])
def test_context_may_stand_in_an_array_with_others_behind_it(others):
    envelope = enveloped(TOKEN)
    assert opened({**envelope, "@context": [envelope["@context"], *others]}) == TOKEN


def test_what_nobody_signs_is_refused():
    with pytest.raises(InputError, match="'name'"):
        opened({**enveloped(TOKEN), "name": "Diploma"})


@pytest.mark.parametrize("types", ["EnvelopedVerifiableCredential", ["EnvelopedVerifiablePresentation"]])
def test_envelope_is_told_by_its_only_type(types):
    assert is_enveloped({"type": types})


@pytest.mark.parametrize("types", [None, 3, [3], [], ["EnvelopedVerifiableCredential", "x"], "Profile"])
def test_other_documents_are_no_envelopes(types):
    assert not is_enveloped({"type": types})
