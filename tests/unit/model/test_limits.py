import pytest
from unit.model.sample_badges import full_badge

from openbadge_issuer.json_text import MAX_DEPTH
from openbadge_issuer.model import check_document
from openbadge_issuer.model.limits import MAX_VALUES, oversize


def nested(levels):
    document = {}
    for _ in range(levels - 1):
        document = {"a": [document]} if levels % 2 else {"a": document}
    return document


def test_badge_with_everything_in_it_is_not_oversize():
    assert oversize(full_badge()) is None


def test_as_many_values_as_allowed_are_looked_at():
    assert oversize(["x"] * (MAX_VALUES - 1)) is None
    assert oversize(["x"] * MAX_VALUES).code == "too-large"


def test_as_many_levels_as_allowed_are_looked_at():
    assert oversize(nested(MAX_DEPTH)) is None
    assert oversize(nested(MAX_DEPTH + 2)).code == "too-deep"


@pytest.mark.parametrize("member", [1, {}, {"type": 3}, {"parentOrg": []}])
def test_hostile_profile_is_refused_for_its_size_before_its_members_are_looked_at(member):
    hostile = {"id": "urn:x:1", "type": ["Profile"], "endorsement": [member] * 300_000}
    assert [problem.code for problem in check_document(hostile)] == ["too-large"]


def test_hostile_nesting_is_refused_without_recursion():
    hostile = {"id": "urn:x:1", "type": ["Profile"]}
    for _ in range(100_000):
        hostile = {"id": "urn:x:1", "type": ["Profile"], "parentOrg": hostile}
    assert [problem.code for problem in check_document(hostile)] == ["too-deep"]
