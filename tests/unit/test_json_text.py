"""The strict way in and the one way out of JSON text."""

import contextlib
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openbadge_issuer import json_text
from openbadge_issuer.errors import InputError
from openbadge_issuer.json_text import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_PATH,
    child_path,
    name_of,
    parse,
    parse_object,
    shorten,
    to_text,
    walk,
)

texts = st.text(st.characters(exclude_categories=["Cs"]))
numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None)
@given(st.dictionaries(texts, values, max_size=4))
def test_what_is_written_is_read_again(document):
    assert parse(to_text(document)) == document


@settings(deadline=None)
@given(st.dictionaries(texts, values, max_size=4))
def test_text_is_ascii_and_its_braces_are_those_of_objects(document):
    text = to_text(document)
    assert text.isascii()
    assert not set("&<>") & set(text)
    assert text.count("{") == sum(isinstance(value, dict) for _, value in walk(document))


def test_braces_ampersands_and_angle_brackets_in_strings_are_escaped():
    text = to_text({"a{": '<b>&amp;\\"}'})
    assert text == '{"a\\u007b":"\\u003cb\\u003e\\u0026amp;\\\\\\"\\u007d"}'
    assert parse(text) == {"a{": '<b>&amp;\\"}'}


@settings(deadline=None)
@given(st.lists(st.text('{}&<>"\\:,[]a'), max_size=6))
def test_strings_are_escaped_wherever_braces_and_quotes_stand_in_them(strings):
    document = {"list": strings, "nested": [{string: {}} for string in strings]}
    plain = json.dumps(document, separators=(",", ":"))
    escapes = str.maketrans({char: f"\\u{ord(char):04x}" for char in "{}&<>"})
    expected = re.sub(r'"(?:[^"\\]|\\.)*"', lambda string: string.group().translate(escapes), plain)
    assert to_text(document) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"bytes", "\ud800"])
def test_what_json_cannot_say_is_not_written(value):
    with pytest.raises(InputError):
        to_text({"key": value})


def test_a_document_that_contains_itself_is_not_written():
    document = {}
    document["self"] = document
    with pytest.raises(InputError):
        to_text(document)


def test_an_astral_character_is_written_as_a_pair():
    assert to_text({"a": "😀"}) == '{"a":"\\ud83d\\ude00"}'


def test_a_key_that_stands_twice_is_refused_by_name():
    with pytest.raises(InputError, match="'issuer' stands twice"):
        parse('{"id": 1, "a": {"issuer": 1, "issuer": 2}}')


def test_keys_that_differ_only_in_their_escapes_are_the_same_key():
    with pytest.raises(InputError, match="twice"):
        parse('{"id": 1, "\\u0069d": 2}')


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "-1e400", "1" * 5000])
def test_numbers_out_of_json_s_range_are_refused(number):
    with pytest.raises(InputError):
        parse(f'{{"a": {number}}}')


def test_200_levels_are_refused_before_they_are_parsed():
    with pytest.raises(InputError, match="64 levels"):
        parse("[" * 200 + "]" * 200)


def test_the_deepest_allowed_document_is_read():
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH)


def test_brackets_in_strings_do_not_count_as_nesting():
    assert parse('{"a": "' + "[{" * 500 + '\\""}') == {"a": "[{" * 500 + '"'}


def test_a_document_over_the_size_limit_is_refused_unread():
    with pytest.raises(InputError, match=f"at most {MAX_BYTES:,}"):
        parse(b" " * (MAX_BYTES + 1))


@pytest.mark.parametrize("source", [b"\xff\xfe{}", b'{"a": "\xe9"}', b'"\xed\xa0\x80"'])
def test_what_is_not_utf_8_is_refused(source):
    with pytest.raises(InputError, match="Not UTF-8"):
        parse(source)


def test_a_byte_order_mark_is_skipped():
    assert parse(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.parametrize("source", ['"\\ud800"', '{"\\udc00": 1}', '["\\uDBFF x"]', '"\ud83d"'])
def test_half_a_surrogate_pair_is_refused(source):
    with pytest.raises(InputError, match="surrogate"):
        parse(source)


def test_a_whole_surrogate_pair_is_one_character():
    assert parse('"\\ud83d\\ude00"') == "😀"


@pytest.mark.parametrize(
    "source", ["", "{", '{"a": 1,}', "{'a': 1}", '{"a": 01}', "[1] 2", '"\n"', '"abc', "nul"]
)
def test_what_is_not_json_is_refused_with_its_place(source):
    with pytest.raises(InputError, match=r"Not JSON: .* line \d+, column \d+"):
        parse(source)


def test_where_a_text_breaks_off_is_said_once():
    with pytest.raises(InputError, match="Unterminated string starting at line 1, column 6"):
        parse('{"a":"b')


def test_an_array_is_not_an_object():
    with pytest.raises(InputError, match="Expected a JSON object, found an array"):
        parse_object("[]")


@pytest.mark.parametrize(
    "source",
    [
        '"' + '\\"' * 400_000,
        '"' + "\\" * 900_000,
        "{" + ",".join(f'"{number}":1' for number in range(70_000)) + ',"69999":1}',
        "[" + "[]," * 300_000 + "1]",
        '["' * 300_000,
        "9" * 1_000_000,
    ],
    ids=["escaped-quotes", "backslashes", "keys", "arrays", "open-strings", "digits"],
)
def test_a_hostile_text_comes_to_an_end(source):
    with contextlib.suppress(InputError):
        parse(source)


@pytest.mark.parametrize("pattern", [json_text._STRING, json_text._STRING_OR_BRACKET])
def test_no_text_makes_a_pattern_look_at_a_character_twice(pattern):
    outside_sets = re.sub(r"\[(?:\\.|[^]\\])*\]", "", pattern.pattern)
    repetitions = re.findall(r"[*+]+", outside_sets)
    assert repetitions
    assert set(repetitions) <= {"*+", "++"}, "a repetition that is not possessive can be tried again"


def test_paths_name_members_and_items():
    paths = [path for path, _ in walk({"a": [1, {"b c": None}], "@context": {}})]
    assert paths == ["$", "$.a", "$.a[0]", "$.a[1]", "$.a[1]['b c']", "$['@context']"]
    assert child_path("$", "name") == "$.name"


def test_a_path_grows_only_so_long():
    deep = "$"
    for _ in range(1000):
        deep = child_path(deep, "k" * 1000)
    assert MAX_PATH < len(deep) < 2 * MAX_PATH


def test_the_paths_of_a_document_are_made_one_by_one(monkeypatch):
    made = []
    monkeypatch.setattr(json_text, "child_path", lambda path, key: made.append(key) or child_path(path, key))
    found = walk({"k" * 1000: [0] * 100_000})
    assert [next(found)[1] for _ in range(4)][2:] == [0, 0]
    assert len(made) == 3


def test_types_are_named_as_people_say_them():
    found = [name_of(value) for value in (None, True, "x", 1, 1.5, [], {})]
    assert found[:3] == ["null", "true or false", "a string"]
    assert found[3:] == ["a number", "a number", "an array", "an object"]


def test_found_values_are_shortened():
    assert shorten("a" * 300) == "a" * 199 + "…"
    assert shorten("short") == "short"
