"""JSON pointers: followed as RFC 6901 says, and named when they lead nowhere."""

import pytest

from openbadge_issuer.errors import InputError
from openbadge_issuer.linked_data.json_pointer import follow, parse_pointer, write_pointer

RFC = {
    "foo": ["bar", "baz"],
    "": 0,
    "a/b": 1,
    "c%d": 2,
    "e^f": 3,
    "g|h": 4,
    "i\\j": 5,
    'k"l': 6,
    " ": 7,
    "m~n": 8,
}
"""RFC 6901, section 5."""


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", RFC),
        ("/foo", ["bar", "baz"]),
        ("/foo/0", "bar"),
        ("/", 0),
        ("/a~1b", 1),
        ("/c%d", 2),
        ("/e^f", 3),
        ("/g|h", 4),
        ("/i\\j", 5),
        ('/k"l', 6),
        ("/ ", 7),
        ("/m~0n", 8),
    ],
    ids=lambda value: repr(value) if isinstance(value, str) else "",
)
def test_examples_of_the_standard_point_at_what_it_says(pointer, value):
    found = RFC
    for step in follow(RFC, pointer):
        found = found[step]
    assert found == value


def test_escapes_are_read_once():
    assert parse_pointer("/~01") == ["~1"]


def test_pointer_is_written_as_it_is_read():
    assert write_pointer("a/b", 0, "m~n", "") == "/a~1b/0/m~0n/"
    assert write_pointer() == ""


@pytest.mark.parametrize(
    ("pointer", "why"),
    [
        ("issuer", "begins with a slash, as in /credentialSubject/achievement; found 'issuer'"),
        ("#/issuer", "begins with a slash"),
        ("/a~", "In the JSON pointer '/a~' a ~ must be written ~0"),
        ("/a~2", "must be written ~0"),
        (7, "is a text; found a number"),
        (None, "is a text; found null"),
    ],
    ids=str,
)
def test_what_is_no_pointer_is_refused(pointer, why):
    with pytest.raises(InputError, match=why):
        parse_pointer(pointer)


@pytest.mark.parametrize(
    ("pointer", "why"),
    [
        ("/bar", "'/bar' leads nowhere: the document is an object without 'bar'"),
        ("/foo/2", "'/foo/2' leads nowhere: '/foo' is an array of 2 without '2'"),
        ("/foo/-", "is an array of 2 without '-'"),
        ("/foo/01", "is an array of 2 without '01'"),
        ("/foo/+1", "is an array of 2"),
        ("/foo/1 ", "is an array of 2"),
        ("/foo/\u0661", "is an array of 2"),
        ("/foo/99999999999999999999", "is an array of 2"),
        ("/foo/0/0", "'/foo/0' is a string without '0'"),
        ("/c%d/x", "is a number without 'x'"),
    ],
)
def test_pointer_that_leads_nowhere_is_named(pointer, why):
    with pytest.raises(InputError, match=why):
        follow(RFC, pointer)


def test_long_pointer_is_shortened_in_the_error():
    with pytest.raises(InputError) as caught:
        follow(RFC, "/" + "x" * 10_000)
    assert len(caught.value.message) < 400
