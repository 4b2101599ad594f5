"""Terms, statements and N-Quads."""

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openbadge_issuer.errors import LinkedDataError
from openbadge_issuer.linked_data.rdf import Quad, is_iri, literal, parse, serialize

S, P = "<urn:s>", "<urn:p>"


def test_a_statement_is_a_line():
    assert Quad(S, P, '"o"', "_:g").line() == '<urn:s> <urn:p> "o" _:g .\n'
    assert Quad(S, P, "_:b0").line() == "<urn:s> <urn:p> _:b0 .\n"


@pytest.mark.parametrize(
    ("char", "written"),
    [
        ("\b", "\\b"),
        ("\t", "\\t"),
        ("\n", "\\n"),
        ("\f", "\\f"),
        ("\r", "\\r"),
        ('"', '\\"'),
        ("\\", "\\\\"),
        ("\0", "\\u0000"),
        ("\x0b", "\\u000B"),
        ("\x1f", "\\u001F"),
        ("\x7f", "\\u007F"),
        ("\uffff", "\\uFFFF"),
        ("\x80", "\x80"),
        ("\u2028", "\u2028"),
        ("\ufeff", "\ufeff"),
        ("'", "'"),
        ("😀", "😀"),
    ],
)
def test_each_character_is_written_in_one_way(char, written):
    assert literal(char) == f'"{written}"'


def test_the_datatype_of_plain_text_is_left_out():
    assert literal("x") == '"x"'
    assert literal("x", datatype="urn:t") == '"x"^^<urn:t>'
    assert literal("x", language="en") == '"x"@en'


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_is_read_again(text):
    quad = Quad(S, P, literal(text))
    assert parse(quad.line()) == [quad]


def test_escapes_are_read():
    line = r'<urn:\u0061> <urn:p> "\u0022\U0001F600\t\'" <urn:g> . # comment'
    assert parse(line) == [Quad("<urn:a>", P, '"\\"😀\\t\'"', "<urn:g>")]


def test_the_last_character_there_is_can_be_escaped():
    assert parse(r'<urn:s> <urn:p> "\U0010FFFF" .') == [Quad(S, P, '"\U0010ffff"')]


def test_comments_and_empty_lines_are_skipped_and_repetitions_dropped():
    text = f"# nothing\n\n \t# nothing\n \t\n{S} {P} _:a .\r\n\t{S}\t{P}\t_:a\t.\n"
    assert parse(text) == [Quad(S, P, "_:a")]


def test_statements_are_written_in_code_point_order():
    quads = [Quad(S, P, '"😀"'), Quad(S, P, '"！"'), Quad(S, P, '"a"')]
    assert serialize(quads) == f'{S} {P} "a" .\n{S} {P} "！" .\n{S} {P} "😀" .\n'


@pytest.mark.parametrize(
    "line",
    [
        "<urn:s> <urn:p> <urn:o>",
        "<urn:s> _:p <urn:o> .",
        '"s" <urn:p> <urn:o> .',
        "<urn:s> <urn:p> <urn:o o> .",
        '<urn:s> <urn:p> "o .',
        '<urn:s> <urn:p> "o"@ .',
        r'<urn:s> <urn:p> "\q" .',
        r'<urn:s> <urn:p> "\ud800" .',
        r'<urn:s> <urn:p> "\udfff" .',
        "\u3000",
        "\u3000# comment",
        "<urn:s> # comment",
        r'<urn:s> <urn:p> "\U00110000" .',
        "<urn:s> <urn:p> _:a. x",
    ],
)
def test_what_is_no_statement_is_refused(line):
    with pytest.raises(LinkedDataError):
        parse(line)


@pytest.mark.parametrize(
    "value", ["https://a.example/b?c#d", "urn:uuid:1", "did:key:z6M", "xsd:dateTime", "a:é"]
)
def test_an_absolute_iri_has_a_scheme(value):
    assert is_iri(value)


@pytest.mark.parametrize(
    "value",
    [
        *[
            "",
            "a",
            "/a",
            "#a",
            "a:",
            "_:b0",
            ":a",
            "1a:b",
            "a: b",
            "a:\u00a0b",
            "a:\n",
            "a:b\n",
            "a:<b>",
            'a:"',
        ],
        *["a:{", "a:|", "a:\\", "a:^", "a:`", "a:\x7f", "a:\uffff", None, 1],
    ],
)
def test_what_is_no_absolute_iri_is_told(value):
    assert not is_iri(value)


@pytest.mark.parametrize("line", ['<urn:s> <urn:p> "\ud800" .', "<urn:\udcff> <urn:p> <urn:o> ."])
def test_half_a_surrogate_pair_is_refused(line):
    with pytest.raises(LinkedDataError, match="surrogate"):
        parse(line)


@pytest.mark.parametrize("target", ["<urn:" + "a" * 1_000_000 + ">", '"' + "\\n" * 500_000 + '"'])
def test_long_terms_are_read_in_little_memory(target):
    line = f"<urn:s> <urn:p> {target} ."
    tracemalloc.start()
    assert len(parse(line)) == 1
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000
