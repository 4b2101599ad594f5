import pytest
from pydantic import TypeAdapter, ValidationError

from openbadge_issuer.model.scalars import (
    CompactJws,
    EncodedList,
    LanguageCode,
    Many,
    Number,
    Uri,
    is_absolute_uri,
)


def refused_with(annotation, value):
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(annotation).validate_python(value, strict=True)
    return caught.value.errors()[0]["type"]


@pytest.mark.parametrize(
    "uri",
    [
        "https://school.example",
        "http://localhost:8000/credentials/1?a=b#c",
        "HTTPS://SCHOOL.EXAMPLE/",
        "urn:uuid:7c9d1f30-3b43-4f70-8f10-7e8d9c0b1a2f",
        "did:web:school.example%3A8000:issuers:1#key-1",
        "mailto:ada@school.example",
        "data:image/png;base64,iVBORw0KGgo=",
        "https://schüle.example/straße",
        "tag:school.example,2026:x",
    ],
)
def test_absolute_uri_is_accepted(uri):
    assert is_absolute_uri(uri)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "credentials/1",
        "/credentials/1",
        "//school.example/1",
        "#fragment",
        "school.example",
        "ada@school.example",
        "_:b0",
        "1https://school.example",
        "https:",
        "https://",
        "https:/school.example",
        "https:school.example",
        "https:///path",
        "https://school.example/a b",
        "https://school.example/a\n",
        " https://school.example",
        "https://school.example/<a>",
        "https://school.example/{a}",
        "data:image/svg+xml,<svg/>",
        "https://school.example/\u00a0",
        "https://school.example/\u2028",
    ],
)
def test_anything_else_is_no_absolute_uri(text):
    assert not is_absolute_uri(text)
    assert refused_with(Uri, text) == "not-a-uri"


@pytest.mark.parametrize("code", ["en", "pt-BR", "zh-Hant-TW", "es-419", "haw"])
def test_language_code_is_accepted(code):
    assert code == TypeAdapter(LanguageCode).validate_python(code)


@pytest.mark.parametrize("code", ["", "EN", "english", "en_US", "en-us", "en\n"])
def test_anything_else_is_no_language_code(code):
    assert refused_with(LanguageCode, code) == "not-a-language"


@pytest.mark.parametrize("text", ["", "a.b", "a.b.", ".b.c", "a.b.c.d", "a.b.c=", "a b.c.d"])
def test_text_that_is_no_compact_jws_is_refused(text):
    assert refused_with(CompactJws, text) == "not-a-jws"


@pytest.mark.parametrize("text", ["", "u", "zH4sI", "uH4sI=", "H4sI"])
def test_text_that_is_no_base64url_multibase_is_refused(text):
    assert refused_with(EncodedList, text) == "not-multibase"


@pytest.mark.parametrize("number", [0, -1, 2.5, 10**30])
def test_number_stays_what_it_was(number):
    value = TypeAdapter(Number).validate_python(number)
    assert (type(number), number) == (type(value), value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 10**400, -(10**400)])
def test_number_that_no_reader_can_hold_is_refused(value):
    assert refused_with(Number, value) == "out-of-range"


@pytest.mark.parametrize("value", ["3", True, [3], {}])
def test_what_is_no_number_is_refused(value):
    assert refused_with(Number, value) == "wrong-type"


@pytest.mark.parametrize(
    ("value", "members"), [("a", ("a",)), (["a", "b"], ("a", "b")), (("a",), ("a",)), ([], ())]
)
def test_set_is_a_tuple_whatever_it_was_written_as(value, members):
    assert members == TypeAdapter(Many[str]).validate_python(value, strict=True)


@pytest.mark.parametrize("value", [None, [None], [3], 3, [["a"]]])
def test_members_of_a_set_are_checked(value):
    assert refused_with(Many[str], value) == "string_type"
