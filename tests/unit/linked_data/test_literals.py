"""Values as literals."""

import pytest
from pyld import jsonld

from openbadge_issuer.linked_data.literals import NotWritableError, to_literal

XSD = "http://www.w3.org/2001/XMLSchema#"
FLOAT = "https://www.w3.org/2001/XMLSchema#float"


def written(value, datatype=None, language=None, direction=None):
    return to_literal(value, datatype=datatype, language=language, direction=direction)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (3.0, "3"),
        (-0.0, "0"),
        (0, "0"),
        (-7, "-7"),
        (10**20, "1" + "0" * 20),
        (1e20, "1" + "0" * 20),
    ],
)
def test_whole_numbers_are_integers(value, text):
    assert written(value) == f'"{text}"^^<{XSD}integer>'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.5, "5.0E-1"),
        (-31.9505, "-3.19505E1"),
        (1e-7, "1.0E-7"),
        (1e21, "1.0E21"),
        (1 / 3, "3.333333333333333E-1"),
    ],
)
def test_other_numbers_are_doubles(value, text):
    assert written(value) == f'"{text}"^^<{XSD}double>'


def test_a_datatype_of_the_context_stays_beside_the_number():
    assert written(3, FLOAT) == f'"3"^^<{FLOAT}>'
    assert written(3.5, FLOAT) == f'"3.5E0"^^<{FLOAT}>'
    assert written(3, XSD + "double") == f'"3.0E0"^^<{XSD}double>'


def test_truth_values():
    assert written(True) == f'"true"^^<{XSD}boolean>'
    assert written(False, "urn:flag") == '"false"^^<urn:flag>'


def test_texts_with_language_and_direction():
    assert written("x", language="en") == '"x"@en'
    assert written("x", language="ar", direction="rtl") == '"x"^^<https://www.w3.org/ns/i18n#ar_rtl>'
    assert written("x", direction="ltr") == '"x"^^<https://www.w3.org/ns/i18n#_ltr>'


def test_json_is_written_by_rfc_8785():
    value = {"\ue000": 1, "😀": [True, None, "\x07\u2028/"], "a": {"b": 4.0}}
    expected = '{"a":{"b":4},"😀":[true,null,"\\u0007\u2028/"],"\ue000":1}'
    escaped = expected.replace("\\", "\\\\").replace('"', '\\"')
    assert written(value, "@json") == f'"{escaped}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>'


@pytest.mark.parametrize("value", [2**53 - 1, 1 - 2**53])
def test_the_largest_numbers_that_all_processors_hold_are_written_in_json(value):
    assert written([value], "@json") == f'"[{value}]"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>'


@pytest.mark.parametrize("value", [0.5, 2**53, 1e300])
def test_numbers_that_json_forms_differ_on_are_refused_in_json(value):
    with pytest.raises(NotWritableError):
        written([value], "@json")


@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        ("3.50", XSD + "double"),
        ("x", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"),
        ({}, None),
        ([], None),
    ],
)
def test_what_processors_write_differently_is_refused(value, datatype):
    with pytest.raises(NotWritableError):
        written(value, datatype)


@pytest.mark.parametrize(
    "value", [0.1, 123456.789, 1e-6, 5e-324, 1.7976931348623157e308, 1e22, 2.5, 99.999999]
)
def test_doubles_are_written_as_pyld_writes_them(value):
    dataset = jsonld.to_rdf([{"@id": "urn:s", "urn:p": [{"@value": value}]}])
    literal = dataset["@default"][0]["object"]
    assert written(value) == f'"{literal["value"]}"^^<{literal["datatype"]}>'
