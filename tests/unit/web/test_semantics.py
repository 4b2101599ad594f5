import pytest

from openbadge_issuer.web.semantics import holds


@pytest.mark.parametrize(
    ("known", "etag", "expected"),
    [
        ('"a"', '"a"', True),
        ('"b", "a"', '"a"', True),
        ('W/"a"', '"a"', True),
        ('"a"', 'W/"a"', True),
        ("*", '"a"', True),
        ('"b"', '"a"', False),
        ("", '"a"', False),
        ('"a"', None, False),
        ("*", None, False),
    ],
)
def test_client_holds_what_its_header_names(known, etag, expected):
    assert expected is holds(known, etag)
