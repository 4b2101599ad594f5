"""What may be baked, and what is recognised when it is taken out."""

import pytest

from openbadge_issuer.baking.credential_text import MAX_LENGTH, checked, recognized
from openbadge_issuer.errors import BakingError, OlderBadgeError
from openbadge_issuer.json_text import to_text


def test_json_as_it_is_signed_and_a_compact_jws_can_be_baked(json_credential, jws_credential):
    assert checked(json_credential) == json_credential
    assert checked(jws_credential) == jws_credential


def test_white_space_around_a_credential_is_left_out():
    assert checked(' {"a":1}\n') == '{"a":1}'
    assert recognized("\r\n a.b.c \n") == "a.b.c"


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "a.b", "a.b.c.d", "a.b.", ".b.c", "a b.c.d", "ä.b.c", "https://school.example/1"],
)
def test_other_text_is_not_baked(text):
    with pytest.raises(BakingError, match="Expected JSON or a compact JWS to bake"):
        checked(text)


@pytest.mark.parametrize(
    "text", ["{", '{"a":1}}', '{"a":1,"a":2}', '{"a":NaN}', "{'a':1}", '{"a":1} {"b":2}']
)
def test_text_that_is_not_strictly_json_is_not_baked(text):
    with pytest.raises(BakingError, match="cannot be read as JSON"):
        checked(text)


@pytest.mark.parametrize(
    "text", ['{"name":"Käfer"}', '{"name":"a } b"}', '{"name":"a { b"}', '{"name":"}{"}']
)
def test_json_that_a_counter_of_braces_would_misread_is_not_baked(text):
    with pytest.raises(
        BakingError, match="must be ASCII, with braces in strings written as escapes"
    ) as caught:
        checked(text)
    assert "json_text.to_text" in caught.value.hint


def test_balanced_braces_in_strings_do_no_harm():
    assert checked('{"name":"a {b} c"}') == '{"name":"a {b} c"}'


def test_a_credential_has_at_most_a_mebibyte():
    longest = to_text({"a": "b" * (MAX_LENGTH - 8)})
    assert checked(longest) == longest
    with pytest.raises(BakingError, match="at most 1,048,576 can be baked"):
        checked(to_text({"a": "b" * (MAX_LENGTH - 7)}))


@pytest.mark.parametrize("text", ['{"any": "thing"', "a.b.c", "a.b."])
def test_what_can_be_a_credential_is_left_to_the_verifier(text):
    assert recognized(text) == text


@pytest.mark.parametrize("url", ["https://school.example/assertions/1", "http://x.example", "urn:uuid:1-2"])
def test_a_url_is_recognised_as_open_badges_2(url):
    with pytest.raises(
        OlderBadgeError, match=f"carries an Open Badges 2.0 assertion, not a 3.0 credential: '{url}'"
    ) as caught:
        recognized(f" {url}\n")
    assert caught.value.text == url


def test_a_long_url_is_cut_in_the_message_and_kept_in_the_error():
    url = "https://school.example/" + "a" * 100
    with pytest.raises(OlderBadgeError, match=f"'{url[:99]}…'") as caught:
        recognized(url)
    assert caught.value.text == url


def test_anything_else_found_is_named():
    with pytest.raises(BakingError, match="found 'hello world'"):
        recognized("hello world")
    with pytest.raises(BakingError, match="it is empty"):
        recognized("  ")
