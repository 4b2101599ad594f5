"""When programs are made, kept and asked."""

import copy
from concurrent.futures import ThreadPoolExecutor

import pytest
from both_paths import BothPaths

from openbadge_issuer.errors import StrictnessError
from openbadge_issuer.linked_data import programs as programs_module
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.contexts import shipped
from openbadge_issuer.linked_data.program import Program
from openbadge_issuer.linked_data.programs import Programs, by_reference, canonical_text


@pytest.fixture
def asked(monkeypatch):
    """The documents that the reference path was asked for."""
    documents = []

    def ask(document, **options):
        documents.append(document)
        return canonicalize(document, **options)

    monkeypatch.setattr(programs_module, "canonicalize", ask)
    return documents


@pytest.fixture
def compiled(monkeypatch):
    """The documents that were compiled."""
    documents = []
    real = programs_module.compile_program

    def compile_program(document, reading, **options):
        documents.append(document)
        return real(document, reading, **options)

    monkeypatch.setattr(programs_module, "compile_program", compile_program)
    return documents


def text_of(programs, document, *, issuing=False, hash_algorithm="sha256"):
    return programs.canonical_text(document, hash_algorithm=hash_algorithm, issuing=issuing)


def test_a_shape_is_compiled_when_it_comes_again(badge, asked, compiled):
    programs = Programs(shipped())
    for number in range(4):
        badge["id"] = f"https://school.example/credentials/{number}"
        assert text_of(programs, badge) == canonicalize(badge)
    assert (len(asked), len(compiled)) == (2, 1)


def test_programs_are_for_one_purpose_each(badge, asked):
    programs = Programs(shipped())
    for _ in range(3):
        for options in ({}, {"issuing": True}, {"hash_algorithm": "sha384"}):
            assert text_of(programs, badge, **options) == canonicalize(badge, **options)
    assert len(asked) == 6


def test_objects_with_one_id_take_two_rounds(endorsed_badge, asked, compiled):
    programs = Programs(shipped())
    for _ in range(6):
        assert text_of(programs, endorsed_badge) == canonicalize(endorsed_badge)
    assert (len(asked), len(compiled)) == (4, 2)


def test_a_program_proves_itself_before_it_is_used(endorsed_badge, asked, compiled):
    programs = Programs(shipped())
    other = copy.deepcopy(endorsed_badge)
    other["credentialSubject"]["achievement"]["endorsement"][0]["credentialSubject"]["id"] = "urn:uuid:1"
    for document in (endorsed_badge, endorsed_badge, other, other):
        assert text_of(programs, document) == canonicalize(document)
    assert asked == [endorsed_badge, endorsed_badge, other]
    assert len(compiled) == 1


def test_a_program_that_gives_another_text_is_given_up(badge, asked, compiled, monkeypatch):
    monkeypatch.setattr(Program, "run", lambda *_: "something else")
    programs = Programs(shipped())
    for _ in range(4):
        assert text_of(programs, badge) == canonicalize(badge)
    assert (len(asked), len(compiled)) == (4, 1)


def test_a_program_that_once_gave_another_text_is_never_used(badge, asked, monkeypatch):
    real, given = Program.run, []

    def run(program, values):
        given.append(values)
        return "something else" if len(given) == 1 else real(program, values)

    monkeypatch.setattr(Program, "run", run)
    programs = Programs(shipped())
    for _ in range(5):
        assert text_of(programs, badge) == canonicalize(badge)
    assert (len(asked), len(given)) == (5, 1)


def test_known_shapes_are_refused_for_issuing_as_new_ones_are(badge):
    for issuing in (True, False):
        for _ in range(3):
            canonical_text(badge, issuing=issuing)
    badge["evidence"][0]["narrative"] = "\x07"
    assert canonical_text(badge) == canonicalize(badge)
    with pytest.raises(StrictnessError, match="control"):
        canonical_text(badge, issuing=True)


def test_what_cannot_be_compiled_is_tried_once(small_badge, asked, compiled):
    programs = Programs(shipped())
    for _ in range(4):
        assert text_of(programs, small_badge(name={"@value": "x", "@type": "@json"}))
    assert (len(asked), len(compiled)) == (4, 1)


def test_a_refusal_is_that_of_the_reference_path_and_teaches_nothing(badge, compiled):
    programs = Programs(shipped())
    badge["credentialStatus"]["id"] = "relative"
    with pytest.raises(StrictnessError) as expected:
        canonicalize(badge)
    for _ in range(3):
        with pytest.raises(StrictnessError) as error:
            text_of(programs, badge)
        assert error.value.to_dict() == expected.value.to_dict()
    assert compiled == []


def test_what_has_no_shape_is_left_to_the_reference_path(badge, asked):
    programs = Programs(shipped())
    badge["id"] = type("Text", (str,), {})(badge["id"])
    for _ in range(3):
        assert text_of(programs, badge) == canonicalize(badge)
    assert len(asked) == 3


def test_what_has_no_shape_is_refused_for_issuing(badge):
    badge["name"] = type("Text", (str,), {})("\x07")
    with pytest.raises(StrictnessError, match="control"):
        text_of(Programs(shipped()), badge, issuing=True)


@pytest.mark.parametrize("too_long", [0, 1])
def test_long_texts_are_not_compiled(badge, compiled, monkeypatch, too_long):
    monkeypatch.setattr(programs_module, "MAX_TEXT", len(canonicalize(badge)) - too_long)
    programs = Programs(shipped())
    for _ in range(3):
        text_of(programs, badge)
    assert len(compiled) == 1 - too_long


def test_a_flood_of_shapes_compiles_a_fifth_of_what_comes(small_badge, compiled, monkeypatch):
    monkeypatch.setattr(programs_module, "MAX_EARNED", 1_000.0)
    programs = Programs(shipped())
    for number in range(30):
        for _ in range(2):
            text_of(programs, small_badge(name=number))
    assert 10 <= len(compiled) <= 13


def test_small_documents_pay_for_no_large_ones(small_badge, badge, compiled, monkeypatch):
    monkeypatch.setattr(programs_module, "MAX_EARNED", 8_000.0)
    programs = Programs(shipped())
    text_of(programs, badge)
    programs._account = 0.0
    for number in range(20):
        text_of(programs, small_badge(name=number))
    text_of(programs, badge)
    assert compiled == []


def test_threads_get_the_same_texts(badge, endorsed_badge):
    programs = Programs(shipped())
    expected = [canonicalize(badge), canonicalize(endorsed_badge)]
    with ThreadPoolExecutor(4) as threads:
        found = [
            *threads.map(lambda number: text_of(programs, (badge, endorsed_badge)[number % 2]), range(60))
        ]
    assert found == expected * 30


def test_contexts_are_those_shipped_unless_others_are_given(small_badge):
    contexts = shipped().adding("https://school.example/t", {"@context": {"x": "https://school.example/x"}})
    document = small_badge(x="y")
    document["@context"].append("https://school.example/t")
    for _ in range(3):
        assert canonical_text(document, contexts=contexts) == canonicalize(document, contexts=contexts)
        assert canonical_text(small_badge(), issuing=True) == canonicalize(small_badge())


def test_most_documents_of_a_good_shape_are_answered_by_programs(badge):
    paths = BothPaths()
    paths.learn(badge, issuing=True)
    for number in range(5):
        badge["id"] = f"https://school.example/credentials/{number}"
        paths.compare(badge, issuing=True)
    assert (paths.tried, paths.compiled) == (6, 6)


def test_by_reference_no_program_is_used_nor_made(badge, asked, compiled):
    for _ in range(3):
        with by_reference():
            assert canonical_text(badge) == canonicalize(badge)
    assert (len(asked), compiled) == (3, [])


def test_by_reference_all_that_was_asked_for_counts(badge):
    url = "https://school.example/contexts/robots.json"
    contexts = shipped().adding(url, {"@context": {"gripper": "https://school.example/terms#gripper"}})
    badge["@context"] = [*badge["@context"], url]
    badge["gripper"] = "two fingers"
    with by_reference():
        text = canonical_text(badge, contexts=contexts, hash_algorithm="sha384")
        assert (
            text
            == canonicalize(badge, contexts=contexts, hash_algorithm="sha384")
            != canonicalize(badge, contexts=contexts)
        )
        badge["name"] = "\uffff"
        with pytest.raises(StrictnessError):
            canonical_text(badge, contexts=contexts, issuing=True)
