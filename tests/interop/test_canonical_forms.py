"""
Canonical forms, byte for byte: what we are about to sign is what others will hash.

Badges are generated from the whole data model, with arbitrary texts and numbers.
What we would not sign has no canonical form of ours; all else must have the same there, in safe mode.
"""

import itertools
import json

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from interop.claims import DIGITALBAZAAR, Claim
from unit.model.generated_badges import BADGE

from openbadge_issuer.errors import OpenBadgeError
from openbadge_issuer.linked_data.canonicalization import canonicalize, normalize_numbers
from openbadge_issuer.model import CREDENTIALS_V2, EXTENSIONS, OPEN_BADGES_V3

shows = pytest.mark.shows(Claim.CANONICAL, with_=DIGITALBAZAAR)

EXAMPLES = 300
"""How many badges are compared; with all that is refused on the way it takes about 20 seconds."""

CONTEXT = [CREDENTIALS_V2, OPEN_BADGES_V3, EXTENSIONS]
DEFINED = {"OwnStatus": "https://school.example/types#Status", "Terms": "https://school.example/types#Terms"}
CHARACTERS = st.characters(codec="utf-8", exclude_characters="\ufffe\uffff")
TEXT = st.text(CHARACTERS, min_size=1, max_size=12)
NUMBER = st.integers(-(10**6), 10**6) | st.decimals(-1000, 1000, places=6).map(float)


def signable(badge, text, number):
    """The badge as somebody would sign it: no undefined terms, no id twice, with this text and number in it."""
    ids = (f"urn:uuid:00000000-0000-4000-8000-{count:012}" for count in itertools.count())
    return normalize_numbers(_signable({**badge, "proof": []}, text, number, ids))


def _signable(value, text, number, ids):
    match value:
        case dict():
            members = {name: _signable(item, text, number, ids) for name, item in value.items()}
            changes = {"@context": CONTEXT, "id": next(ids), "proofPurpose": "assertionMethod"}
            members |= {name: change for name, change in changes.items() if name in members}
            return {name: item for name, item in members.items() if name != "note" and item not in ([], "")}
        case list():
            items = [_signable(item, text, number, ids) for item in value]
            return [item for place, item in enumerate(items) if item not in items[:place]]
        case float():
            return number
        case str():
            return DEFINED.get(value, text if value == "Superbots" else value)
    return value


@shows
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(badge=BADGE, text=TEXT, number=NUMBER)
def test_canonical_form_is_the_same(node, badge, text, number):
    document = signable(badge, text, number)
    try:
        ours = canonicalize(document, issuing=True)
    except OpenBadgeError:
        ours = None
    assume(ours is not None)
    assert ours == node.ask("canonicalize", document=document), json.dumps(document)
