"""The one spelling of JSON, and what has none."""

import pytest

from openbadge_issuer.errors import InputError
from openbadge_issuer.json_text import parse_object
from openbadge_issuer.proofs.jcs import canonical_json

# RFC 8785, 3.2.2 and 3.2.3
SAMPLE = r"""{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
 "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"""
SPELLING = (
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
    '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
)


def test_sample_of_the_standard_has_its_spelling() -> None:
    assert canonical_json(parse_object(SAMPLE)) == SPELLING


def test_keys_are_sorted_by_their_utf_16_units() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\x80", "ö"]
    expected = ["\r", "1", "\x80", "ö", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(parse_object(canonical_json(dict.fromkeys(keys, 1)))) == expected


def test_whole_numbers_are_one_number_however_written() -> None:
    assert canonical_json({"a": 3.0, "b": -0.0}) == canonical_json({"a": 3, "b": 0}) == '{"a":3,"b":0}'


def test_texts_are_not_normalized() -> None:
    assert canonical_json({"a": "é"}) != canonical_json({"a": "e\u0301"})


@pytest.mark.parametrize(
    "value",
    [2**53, -(2**53), 10**400, float("nan"), float("inf"), "\ud800", {"\ud800": 1}, {1: 2}, b"x", {2}],
)
def test_value_without_a_spelling_is_refused(value: object) -> None:
    with pytest.raises(InputError, match="no canonical JSON"):
        canonical_json({"a": value})


def test_document_within_itself_is_refused() -> None:
    document: dict[str, object] = {}
    document["a"] = document
    with pytest.raises(InputError, match="nested too deeply"):
        canonical_json(document)
