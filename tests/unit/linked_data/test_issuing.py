"""What is right, but had better not be signed."""

import pytest

from openbadge_issuer.errors import StrictnessError
from openbadge_issuer.linked_data.canonicalization import canonicalize, normalize_numbers
from openbadge_issuer.plain_json import MAX_CONTAINERS


def refusals(document):
    assert canonicalize(document)
    with pytest.raises(StrictnessError) as error:
        canonicalize(document, issuing=True)
    return [(problem.code, problem.path, problem.value) for problem in error.value.problems]


def test_an_ordinary_badge_may_be_signed(endorsed_badge):
    assert canonicalize(endorsed_badge, issuing=True) == canonicalize(endorsed_badge)


@pytest.mark.parametrize("number", [0, 1, -1, 2**53 - 1, 0.5, 2.5, 0.000001, 123456.654321])
def test_plain_numbers_may_be_signed(small_badge, number):
    assert canonicalize(small_badge(name=number), issuing=True)


@pytest.mark.parametrize("number", [2**53, -(2**53), 1e300, 3.0, 1e-7, 0.1234567, 1 / 3, 1e9 + 0.5])
def test_numbers_that_other_processors_write_differently_are_refused(small_badge, number):
    assert refusals(small_badge(name=[number])) == [("ambiguous-number", "$.name[0]", str(number))]


def test_texts_that_sort_differently_by_utf_16_are_named(small_badge):
    document = small_badge(name=["plain", "！全角"], description="x", evidence={"name": "😀"})
    document["name"].append("😀 robot")
    order = [("order", "$.name[1]", "！全角"), ("order", "$.name[2]", "😀 robot")]
    assert refusals(document) == order
    assert refusals({**document, "description": 1e-7}) == [
        ("ambiguous-number", "$.description", "1e-07"),
        *order,
    ]


def test_texts_that_sort_the_same_way_may_be_signed(small_badge):
    document = small_badge(name=["！全角 😀", "é", "😀"], description="！")
    document["name"] = "😀"
    assert canonicalize(document, issuing=True)


@pytest.mark.parametrize("hash_algorithm", ["sha256", "sha384"])
def test_order_is_compared_by_the_hash_that_is_signed(small_badge, hash_algorithm):
    parts = [{"name": "😀", "description": str(number)} for number in range(5)]
    document = small_badge(evidence=parts, description="！")
    assert canonicalize(document, hash_algorithm=hash_algorithm, issuing=True)


def test_the_order_within_a_hash_counts_too(small_badge):
    parts = [{"name": ["！", "😀"], "description": str(number)} for number in range(3)]
    document = small_badge(evidence=parts)
    assert [code for code, _, _ in refusals(document)] == ["order", "order"]


def test_what_is_not_a_character_is_refused(small_badge):
    assert refusals(small_badge(name="\uffff")) == [("not-a-character", "$.name", "\uffff")]


def test_whole_numbers_lose_their_fraction():
    document = {"a": [1.0, 2.5, {"b": -0.0}], "c": True, "d": "1.0"}
    normalized = normalize_numbers(document)
    assert normalized == {"a": [1, 2.5, {"b": 0}], "c": True, "d": "1.0"}
    assert [type(normalized["a"][0]), type(normalized["a"][2]["b"]), type(normalized["c"])] == [
        int,
        int,
        bool,
    ]
    assert document["a"][0].__class__ is float


@pytest.mark.parametrize("copies", [1, MAX_CONTAINERS // 2, MAX_CONTAINERS + 1])
def test_whole_numbers_are_found_wherever_they_stand(copies):
    document = {"a": [["text"]] * copies, "b": [{"c": [None, 1.0]}]}
    assert type(normalize_numbers(document)["b"][0]["c"][1]) is int


def test_a_document_without_fractions_is_not_copied():
    document = {"a": [1, {"b": True, "c": None, "d": "1.0"}]}
    assert normalize_numbers(document) is document


def test_a_document_within_itself_has_no_numbers_to_write():
    document = {"a": []}
    document["a"].append(document)
    with pytest.raises(RecursionError):
        normalize_numbers(document)


@pytest.mark.parametrize("code", [0, 1, 8, 0x0B, 0x0C, 0x1F, 0x7F], ids=hex)
def test_control_characters_that_some_processors_do_not_escape_are_refused(small_badge, code):
    text = f"Robotics{chr(code)}in industry"
    assert [refusal[:2] for refusal in refusals(small_badge(name=text))] == [("control-character", "$.name")]


def test_tabs_and_line_ends_may_be_signed(small_badge):
    badge = small_badge(name="Robotics\tin\r\nindustry")
    assert canonicalize(badge, issuing=True) == canonicalize(badge)
