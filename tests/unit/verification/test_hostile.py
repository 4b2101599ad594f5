"""Whatever is done to a badge, its issuer's document or its status list: a report comes out, and no forgery passes."""

import copy
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from unit.verification.world import CREATED, SCHOOL, SCHOOL_URL, FakeWeb, Party, signed, unsigned

from openbadge_issuer.status.bitstring import Bitstring
from openbadge_issuer.status.status_list import MIN_SIZE, build, entry
from openbadge_issuer.verification.verifier import verify

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LIST = "https://school.example/status/1"
QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

KEYS = st.sampled_from(
    ["@context", "@graph", "@id", "@type", "@value", "foo", "id", "proof", "type"]
) | st.text(max_size=8)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(
        ["did:web:", "did:key:z", "https://[", "#", "_:b0", "2026-01-01T00:00:00Z", "z1", "\u202e"]
    )
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
CHANGES = st.tuples(st.lists(st.integers(0, 20), min_size=1, max_size=6), KEYS, VALUES, st.booleans())


@pytest.fixture(scope="module")
def world():
    """A school's signed badge, its DID document, and its signed status list."""
    school = Party()
    badge = signed(unsigned(credentialStatus=entry(LIST, 3)), school.signer, school.method())
    status_list = build(LIST, SCHOOL, Bitstring(MIN_SIZE), valid_from=CREATED)
    return badge, school.document(), signed(status_list, school.signer, school.method())


def changed(document, change):
    """Follow some steps into a document, and replace what is there, or add something beside it."""
    steps, key, value, adds = change
    place = result = copy.deepcopy(document)
    for step in steps:
        names = list(place) if isinstance(place, dict) else list(range(len(place)))
        inner = place[names[step % len(names)]]
        if not isinstance(inner, dict | list) or not inner:
            break
        place = inner
    if isinstance(place, list):
        place[steps[-1] % len(place)] = value
    else:
        names = list(place)
        place[key if adds else names[steps[-1] % len(names)]] = value
    return result


def same(one, other):
    """Tell whether nothing was changed; an empty context of a proof's own adds nothing to the document's."""
    stripped = copy.deepcopy(one)
    if isinstance(stripped.get("proof"), dict) and stripped["proof"].get("@context") == []:
        del stripped["proof"]["@context"]
    return stripped == other


def web_of(did_document, status_list):
    web = FakeWeb()
    web.publish(SCHOOL_URL, did_document)
    web.publish(LIST, status_list)
    return web


def test_untouched_badge_is_valid(world):
    badge, did_document, status_list = world
    assert verify(badge, fetcher=web_of(did_document, status_list), now=NOW).valid


@given(change=CHANGES)
@QUICK
def test_changed_badge_is_never_valid(world, change):
    badge, did_document, status_list = world
    source = changed(badge, change)
    report = verify(source, fetcher=web_of(did_document, status_list), recipient="ada", now=NOW)
    assert report.to_dict()["checks"]
    assert same(source, badge) or not verify(source, fetcher=web_of(did_document, status_list), now=NOW).valid


@given(change=CHANGES)
@QUICK
def test_changed_did_document_never_stops_the_report(world, change):
    badge, did_document, status_list = world
    assert verify(badge, fetcher=web_of(changed(did_document, change), status_list), now=NOW).checks


@given(change=CHANGES)
@QUICK
def test_changed_status_list_is_never_believed(world, change):
    badge, did_document, status_list = world
    served = changed(status_list, change)
    report = verify(badge, fetcher=web_of(did_document, served), now=NOW)
    assert same(served, status_list) or report.check("status").code != "not-revoked"


@given(source=VALUES | st.binary(max_size=200) | st.text(max_size=200))
@QUICK
def test_anything_at_all_gives_a_report_or_a_type_error(source):
    if isinstance(source, dict | str | bytes):
        assert verify(source, now=NOW).outcome == "invalid"
    else:
        with pytest.raises(TypeError):
            verify(source, now=NOW)
