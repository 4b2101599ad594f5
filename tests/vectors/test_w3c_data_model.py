"""
The inputs of the W3C's suite for the data model: each is accepted or refused, as its name says.

What the model does not see (types that no context defines, terms made anew) strict canonicalisation does.
"""

import pytest
from w3c_inputs import example_contexts, filled, names, read

from openbadge_issuer.errors import OpenBadgeError
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.model import check_credential, check_presentation

ONLY_LINKED_DATA_SEES = {
    "credential-redef-type-fail.json",
    "credential-redef-type2-fail.json",
    "credential-type-mapped-nonurl-fail.json",
    "credential-type-unmapped-fail.json",
}


@pytest.mark.parametrize("name", names("credential", "ok"))
def test_good_credential_conforms(vectors, name):
    assert check_credential(filled(vectors, name)) == []


@pytest.mark.parametrize("name", names("credential", "fail"))
def test_bad_credential_is_refused(vectors, name):
    credential = filled(vectors, name)
    assert bool(check_credential(credential)) == (name not in ONLY_LINKED_DATA_SEES)
    if name in ONLY_LINKED_DATA_SEES:
        with pytest.raises(OpenBadgeError):
            canonicalize(credential, contexts=example_contexts(vectors))


@pytest.mark.parametrize("name", names("presentation", "ok"))
def test_good_presentation_conforms(vectors, name):
    assert check_presentation(read(vectors, name)) == []


@pytest.mark.parametrize("name", names("presentation", "fail"))
def test_bad_presentation_is_refused(vectors, name):
    assert check_presentation(read(vectors, name))
