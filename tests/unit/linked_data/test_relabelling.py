"""Other labels for blank nodes, and nothing else changed."""

import pytest

from openbadge_issuer.errors import LinkedDataError
from openbadge_issuer.linked_data.relabelling import hmac_label, relabelled

KEY = bytes.fromhex("00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF")


def test_label_is_the_one_published_by_w3c():
    assert hmac_label("c14n0", KEY) == "u4YIOZn1MHES1Z4Ij2hWZG3R4dEYBqg5fHTyDEvYhC38"
    assert hmac_label("c14n1", KEY) == "u3Lv2QpFgo-YAegc1cQQKWJFW2sEjQF6FfuZ0VEoMKHg"


def test_subject_object_and_graph_are_relabelled_and_the_lines_sorted_again():
    nquads = "_:c14n0 <urn:p> _:c14n1 _:c14n10 .\n_:c14n1 <urn:p> <urn:x> .\n"
    labels = {"c14n0": "uZ", "c14n1": "uA", "c14n10": "uM"}
    assert relabelled(nquads, labels) == ["_:uA <urn:p> <urn:x> .\n", "_:uZ <urn:p> _:uA _:uM .\n"]


@pytest.mark.parametrize(
    "term", ['"_:c14n0"', '" _:c14n0 ."', '"\\"_:c14n0"', '"a\\\\"@en', "<urn:_:c14n0>", '"\u2028_:c14n0"']
)
def test_what_only_looks_like_a_label_stays(term):
    line = f"_:c14n0 <urn:p_:c14n0> {term} .\n"
    assert relabelled(line, {"c14n0": "uA"}) == [line.replace("_:c14n0", "_:uA", 1)]


@pytest.mark.parametrize("labels", [{}, {"c14n1": "uA"}, {"c14n0": "uA", "c14n1": "uB"}])
def test_labels_of_other_parts_are_refused(labels):
    with pytest.raises(LinkedDataError, match=r"has 1 parts without an id, and \d labels are given"):
        relabelled("_:c14n0 <urn:p> <urn:x> .\n", labels)


def test_nothing_has_no_labels():
    assert relabelled("", {}) == []
