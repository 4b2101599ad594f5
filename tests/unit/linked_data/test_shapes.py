"""The shape of a document, and its values."""

from collections import OrderedDict

import pytest

from openbadge_issuer.linked_data.shapes import MAX_ENTRIES, Node, nodes, read, with_values

FIXED = frozenset({"type", "@context"})
DOCUMENT = {
    "@context": ["https://a.example/"],
    "id": "urn:x",
    "type": ["A", "B"],
    "name": ["x", "y"],
    "inner": {"type": "C", "note": "z", "id": "urn:y"},
    "several": [{"id": "urn:z"}, "t", 5],
    "yes": True,
}


def test_values_are_in_the_order_of_the_document():
    assert read(DOCUMENT, FIXED).values == ["urn:x", "x", "y", "z", "urn:y", "urn:z", "t"]


def test_documents_that_differ_in_values_only_have_one_shape():
    other = with_values(DOCUMENT, iter("1234567"), FIXED)
    assert read(other, FIXED).shape == read(DOCUMENT, FIXED).shape
    assert read(other, FIXED).values == list("1234567")


def test_the_document_is_left_as_it_is():
    before = repr(DOCUMENT)
    with_values(DOCUMENT, iter("1234567"), FIXED)
    assert repr(DOCUMENT) == before


@pytest.mark.parametrize(
    "other",
    [
        {"a": "x", "b": {"c": "x"}},
        {"a": {"c": "x"}, "b": "x"},
        {"b": "x", "a": "x"},
        {"a": ["x"], "b": "x"},
        {"a": ["x", "x"]},
        {"a": [["x"]], "b": "x"},
        {"a": "x", "b": 1},
        {"a": "x", "b": 1.0},
        {"a": "x", "b": True},
        {"a": "x", "b": 0.0},
        {"a": "x", "b": -0.0},
        {"a": "x", "b": None},
        {"a": "x", "b": "<class 'str'>"},
        {"a": "x", "type": "x"},
        {"a": "x", "type": "<class 'str'>"},
        {"a": "x", "type": ["x"]},
        {"a": "x", "type": {"x": "x"}},
        {"a": {}, "b": "x"},
        {"a": [], "b": "x"},
    ],
)
def test_documents_that_differ_in_more_have_different_shapes(other):
    reading = read({"a": "x", "b": "x", "c": "x"}, FIXED)
    assert read(other, FIXED) != reading
    assert read({**other, "b": "y", "c": 3}, FIXED) != read({"a": "x", "b": "y", "c": 5}, FIXED)


def test_arrays_that_end_elsewhere_make_another_shape():
    one = read({"a": ["x"], "b": "y", "c": ["z", "w"]}, FIXED)
    other = read({"a": ["x", "y"], "b": ["z"], "c": "w"}, FIXED)
    assert one.values == other.values
    assert one.shape != other.shape


def test_numbers_that_python_takes_for_equal_have_different_shapes():
    values = [1, 1.0, True, 0, 0.0, -0.0, False, None]
    assert len({read({"a": value}, FIXED).shape for value in values}) == len(values)


def test_numbers_that_have_one_hash_make_shapes_that_have_not():
    shapes = {read({"a": 5 + number * (2**61 - 1)}, FIXED).shape for number in range(3)}
    assert len({hash(shape) for shape in shapes}) == 3


@pytest.mark.parametrize(
    "document",
    [
        ["x"],
        "x",
        None,
        OrderedDict(a="x"),
        {"a": OrderedDict(b="x")},
        {"a": ("x",)},
        {"a": type("Text", (str,), {})("x")},
        {"a": [type("Text", (str,), {})("x")]},
        {"a": type("List", (list,), {})("x")},
        {"a": [["x"]]},
        {"a": 10**5_000},
        {"a": ["x"] * MAX_ENTRIES},
        {"a": [{"b": "x"}] * MAX_ENTRIES},
        dict.fromkeys(map(str, range(MAX_ENTRIES + 1)), "x"),
    ],
)
def test_what_is_too_large_or_no_plain_json_has_no_shape(document):
    assert read(document, FIXED) is None


def test_nesting_without_end_has_no_shape():
    endless: dict = {}
    endless["a"] = endless
    assert read(endless, FIXED) is None


def test_nodes_are_objects_with_an_id_and_what_is_in_them():
    assert nodes(DOCUMENT, FIXED) == [Node(4, 3, 5), Node(5, 5, 6), Node(0, 0, 7)]


def test_ids_that_belong_to_the_shape_make_no_nodes():
    assert nodes(DOCUMENT, FIXED | {"id"}) == []
    assert nodes({"id": 5, "a": {"id": ["x"]}}, FIXED) == []
