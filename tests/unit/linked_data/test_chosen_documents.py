"""
Documents that were chosen, along both paths: odd values and equal values in every place, odd parts in small documents.

`test_both_paths` tries more, by chance; these are always the same, so that a small mistake is always noticed.
"""

from itertools import cycle

import pytest
from both_paths import BothPaths
from unit.linked_data.shaped_documents import BASES, KEYS, VALUES
from unit.model.sample_badges import small_badge

from openbadge_issuer.linked_data import settling
from openbadge_issuer.linked_data.shapes import read, with_values

ODD = [
    "", " ", "\x07", "\xa0", "\ud800", "\uffff", "@id", "@a:b", "sec:key", "sec:", "a|sec:x", "_:b0", "relative",
    "#x", "https:", "https://a b", "https://a|https://b", "https://é.example/", "HTTPS://X", "urn:slot-0:1", "tag:x",
    "https://www.w3.org/2018/credentials#VerifiableCredential", "https://w3id.org/security#assertionMethod",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil", '"', '"@en', "\\u0041", "line\nline", "\b\f", "\x7f", "\x85",
    "！", "😀", "true", "5.0E0", "> .\n<x> <y> <z", "id:x", "type", "urn:uuid:5", "did:x:y", "x" * 5_000,
]  # fmt: skip
USUAL = [base for base in BASES if base not in ("full", "graded")]  # with hundreds of values, those take long
PURPOSES = [{"issuing": False}, {"issuing": True}, {"issuing": False, "hash_algorithm": "sha384"}]


def learned(base):
    """Return both paths, with programs for a document; the document, and what its values are."""
    paths, document = BothPaths(), BASES[base]()
    for purpose in PURPOSES:
        paths.learn(document, **purpose)
    fixed = paths.programs._plain.fixed_keys
    return paths, lambda values: with_values(document, iter(values), fixed), read(document, fixed).values


@pytest.mark.parametrize("base", USUAL)
def test_an_odd_value_makes_no_difference_in_any_place(base):
    paths, changed, values = learned(base)
    for slot, value, purpose in zip([*range(len(values))] * 2, cycle(ODD), cycle(PURPOSES), strict=False):
        paths.compare(changed([*values[:slot], value, *values[slot + 1 :]]), **purpose)


@pytest.mark.parametrize("base", USUAL)
def test_equal_values_make_no_difference_in_any_two_places(base):
    paths, changed, values = learned(base)
    for slot, other, purpose in zip(range(len(values)), cycle((1, 2, 5, 11)), cycle(PURPOSES), strict=False):
        equal = values[(slot + other) % len(values)]
        paths.compare(changed([*values[:slot], equal, *values[slot + 1 :]]), **purpose)


@pytest.mark.parametrize("base", ["badge", "endorsed", "endorsement", "small", "old"])
def test_an_odd_value_makes_no_difference_where_all_others_are_known(base, monkeypatch):
    """Two values in a place, and the program has all others filled in; then come odd ones, and one of the others."""
    monkeypatch.setattr(settling, "LOOKED_AT", 1)
    paths, changed, values = learned(base)
    odd = cycle(ODD)
    for slot, purpose in zip(range(len(values)), cycle(PURPOSES), strict=False):
        for value in ("urn:x:1", "urn:x:2", next(odd), next(odd), values[slot - 1]):
            paths.compare(changed([*values[:slot], value, *values[slot + 1 :]]), **purpose)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_an_odd_part_makes_no_difference(value):
    paths = BothPaths()
    for key in ("name", "evidence", "issuer"):
        paths.learn({**small_badge(), key: value}, issuing=False)


@pytest.mark.parametrize("key", KEYS)
def test_a_key_of_another_kind_makes_no_difference(key):
    paths = BothPaths()
    for value in ("x", "https://school.example/x", ["x", "y"], {"type": ["Profile"], "name": "x"}):
        paths.learn({**small_badge(), key: value}, issuing=True)
