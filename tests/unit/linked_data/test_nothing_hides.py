"""
Whatever is put into a signed document changes its canonical form, or is refused.

Badges that look like signed ones get a random key, item or nesting put into a random place;
and JSON of any shape comes out as statements or as an error of ours.
"""

import contextlib
import copy

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from openbadge_issuer.errors import OpenBadgeError
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.contexts import shipped

RUNS = settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.filter_too_much,
        HealthCheck.too_slow,
    ],
)

KEYS = [
    *["id", "type", "issuer", "credentialSubject", "achievement", "name", "description", "proof", "image"],
    *[
        "criteria",
        "narrative",
        "geo",
        "latitude",
        "allowedValue",
        "tag",
        "address",
        "url",
        "alignment",
        "evidence",
    ],
    *["validFrom", "validUntil", "credentialStatus", "endorsement", "creator", "source", "cnf", "jwk", "_sd"],
    *["Criteria", "GeoCoordinates", "Image", "nope", "", "a:b", "https://schema.org/name", "_:p"],
    *["@id", "@type", "@value", "@language", "@direction", "@list", "@set", "@graph", "@reverse", "@nest"],
    *["@index", "@included", "@none", "@json", "@nope"],
]
TEXTS = [
    *["x", "", "A", "en", "ltr", "Profile", "Achievement", "VerifiableCredential", "DataIntegrityProof"],
    *["urn:x", "_:b0", "relative", "https://school.example/issuers/1", "assertionMethod", "@json", "@id"],
]
NESTINGS = [
    lambda value, other: [value, other],
    lambda value, other: [other, value],
    lambda value, _: [[value]],
    lambda value, _: {"@set": [value]},
    lambda value, _: {"@list": [value]},
    lambda value, _: {"@graph": value},
    lambda value, other: {"@value": value, "@type": other},
    lambda value, other: {"@value": value, "@language": other},
    lambda value, other: {"@value": value, "id": other},
    lambda value, other: {"id": value, "nope": other},
]

leaves = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(TEXTS) | st.text(max_size=4)
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=10,
)


def places(value, path=()):
    """Yield the way to every part of a document, contexts left out."""
    yield path
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, item in members:
        if key != "@context":
            yield from places(item, (*path, key))


def part(document, path):
    for key in path:
        document = document[key]
    return document


def put_into(data, document):
    """Put something somewhere, and tell whether that was possible."""
    path = data.draw(st.sampled_from(list(places(document))))
    target = part(document, path)
    other_place = data.draw(st.sampled_from(list(places(document))))
    new = copy.deepcopy(data.draw(values | st.just(part(document, other_place))))
    if isinstance(target, dict) and data.draw(st.booleans()):
        key = data.draw(st.sampled_from(KEYS))
        assume(key not in target)
        target[key] = new
    elif isinstance(target, list) and data.draw(st.booleans()):
        target.insert(data.draw(st.integers(0, len(target))), new)
    else:
        assume(path)
        part(document, path[:-1])[path[-1]] = data.draw(st.sampled_from(NESTINGS))(target, new)


@RUNS
@given(data=st.data())
def test_nothing_can_be_added_to_a_signed_document_unnoticed(data, badge, endorsed_badge):
    original = data.draw(st.sampled_from([badge, endorsed_badge]))
    document = copy.deepcopy(original)
    put_into(data, document)
    try:
        canonical = canonicalize(document)
    except OpenBadgeError:
        return
    assert canonical != canonicalize(original)


@RUNS
@given(
    document=st.dictionaries(st.sampled_from(KEYS), values, max_size=5),
    contexts=st.lists(st.sampled_from(list(shipped())), max_size=3) | values,
    type_=st.sampled_from(["VerifiableCredential", "Achievement", "DataIntegrityProof", None]),
)
def test_any_json_is_canonicalized_or_refused_by_an_error_of_ours(document, contexts, type_):
    document |= {"@context": contexts} | ({"type": type_} if type_ else {})
    with contextlib.suppress(OpenBadgeError):
        assert canonicalize(document, issuing=True)


@RUNS
@given(values)
def test_what_is_no_document_is_refused_by_an_error_of_ours(value):
    assume(not isinstance(value, dict))
    with pytest.raises(OpenBadgeError):
        canonicalize(value)
