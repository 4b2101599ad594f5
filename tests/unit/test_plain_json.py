"""The fast way to write plain documents writes what Python's own writer does, or nothing."""

import json
import math
import sys
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openbadge_issuer import plain_json
from openbadge_issuer.plain_json import count_objects, plain_text

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{}&<>"))
scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | texts
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


def by_python(document):
    return json.dumps(document, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


@given(document=st.dictionaries(texts, values, max_size=5))
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
def test_plain_documents_are_written_as_by_python(document):
    assert plain_text(document) == by_python(document)


def test_every_character_is_written_as_by_python():
    chars = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    for number in range(0, len(chars), 256):
        written = [char for char in chars[number : number + 256] if char not in "{}&<>"]
        document = {"".join(written): written}
        assert plain_text(document) == by_python(document)


@pytest.mark.parametrize("number", [2**64, -(2**63) - 1, 10**400])
def test_huge_integers_are_left_alone(number):
    assert plain_text({"a": number}) is None


class _Term(StrEnum):
    ONE = "one"


@pytest.mark.parametrize(
    "value",
    [1.5, 3.0, math.nan, math.inf, (1,), {1}, b"x", UUID(int=1), _Term.ONE, type("Text", (str,), {})("x")],
)
@pytest.mark.parametrize("wrap", [lambda value: value, lambda value: [value], lambda value: {"b": [value]}])
def test_what_is_not_plain_is_left_alone(value, wrap):
    assert count_objects({"a": wrap(value)}) is None
    assert plain_text({"a": wrap(value)}) is None


@pytest.mark.parametrize("key", [1, None, True, "\ud800"])
def test_keys_that_are_no_texts_are_left_alone(key):
    assert plain_text({key: "x"}) is None


def test_documents_of_other_classes_are_left_alone():
    assert plain_text(type("Document", (dict,), {})(a="x")) is None


@pytest.mark.parametrize("text", ["{", "}", "}{", '"}', "a&b", "<a>", ">"])
def test_what_must_be_escaped_otherwise_is_left_alone(text):
    assert plain_text({"a": [{"b": text}]}) is None
    assert plain_text({text: {}}) is None


def test_objects_are_counted():
    assert count_objects({"a": [{}, {"b": {"c": "{}"}}], "d": "{"}) == 4


def test_what_holds_itself_is_left_alone():
    circle, row = {}, []
    circle["a"] = circle
    row.append(row)
    assert (plain_text(circle), plain_text({"a": row})) == (None, None)


def test_what_is_nested_too_deeply_is_left_alone():
    document = {}
    for _ in range(1_000):
        document = {"a": document}
    assert plain_text(document) is None


@pytest.mark.parametrize(("more", "is_plain"), [(0, True), (1, False)])
def test_what_has_too_many_parts_is_left_alone(monkeypatch, more, is_plain):
    monkeypatch.setattr(plain_json, "MAX_CONTAINERS", 4)
    assert (count_objects({"a": [[], [], *[[]] * more]}) is not None) is is_plain
