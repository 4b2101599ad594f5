"""What documents of one shape have in common beside it, and what is made of that."""

import pytest
from both_paths import BothPaths
from unit.linked_data.test_compiling import compiled, values_of

from openbadge_issuer.linked_data import settling as settling_module
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.contexts import shipped
from openbadge_issuer.linked_data.programs import Programs
from openbadge_issuer.linked_data.settling import Settling, settle


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Look at every document."""
    monkeypatch.setattr(settling_module, "LOOKED_AT", 1)


def settled(document, *, but=(), **options):
    """Fill all values of a document into its program, but for the texts that are named."""
    program, values = compiled(document, **options), values_of(document)
    return settle(
        program, options.get("pattern", ()), values, [n for n, text in enumerate(values) if text not in but]
    )


def learned(settling, program, document, pattern=()):
    settling.learn(program, pattern, values_of(document), canonicalize(document))
    return settling


def test_a_document_with_other_values_in_the_open_slots_is_written(badge):
    narrative = badge["evidence"][0]["narrative"]
    program = settled(badge, but=[badge["id"], narrative])
    badge["id"], badge["evidence"][0]["narrative"] = "urn:uuid:5", 'A "film"\nof it'
    assert program.run(values_of(badge)) == canonicalize(badge)


def test_a_document_with_another_value_in_a_filled_slot_is_left_alone(badge):
    program = settled(badge, but=[badge["id"]])
    badge["issuer"]["name"] = "Another"
    assert program.run(values_of(badge)) is None


@pytest.mark.parametrize("hash_algorithm", ["sha256", "sha384"])
def test_all_values_may_be_filled_in(badge, hash_algorithm):
    program = settled(badge, hash_algorithm=hash_algorithm)
    assert program.run(values_of(badge)) == canonicalize(badge, hash_algorithm=hash_algorithm)


def test_an_empty_value_may_be_filled_in(badge):
    badge["name"] = ""
    assert settled(badge, but=[badge["id"]]).run(values_of(badge)) == canonicalize(badge)


def test_what_others_write_differently_is_given_up_for_issuing_only(badge):
    narrative = badge["evidence"][0]["narrative"]
    badge["name"] = "！"
    for_issuing, other = (settled(badge, but=[narrative], issuing=issuing) for issuing in (True, False))
    for text in ("\x07", "😀"):
        badge["evidence"][0]["narrative"] = text
        assert for_issuing.run(values_of(badge)) is None
        assert other.run(values_of(badge)) == canonicalize(badge)


def test_what_must_differ_must_differ_from_what_is_filled_in_too(badge):
    tags = badge["credentialSubject"]["achievement"]["tag"] = ["robots", "teams"]
    program = settled(badge, but=["teams"])
    tags[1] = "builders"
    assert program.run(values_of(badge)) == canonicalize(badge)
    tags[1] = "robots"
    assert program.run(values_of(badge)) is None


def test_an_id_that_comes_to_be_one_that_is_filled_in_is_left_alone(badge):
    program = settled(badge, but=[badge["id"]])
    badge["id"] = badge["issuer"]["id"]
    assert program.run(values_of(badge)) is None


def test_open_values_become_no_iris_unless_they_are(badge):
    program = settled(badge, but=[badge["credentialStatus"]["id"]])
    badge["credentialStatus"]["id"] = "relative"
    assert program.run(values_of(badge)) is None


def pattern_of(document):
    return compiled(document).sharing(values_of(document))


def test_objects_with_one_id_may_be_filled_in(endorsed_badge):
    pattern = pattern_of(endorsed_badge)
    program = settled(endorsed_badge, but=[endorsed_badge["id"]], pattern=pattern)
    endorsed_badge["id"] = "urn:uuid:5"
    assert program.run(values_of(endorsed_badge)) == canonicalize(endorsed_badge)


def test_what_would_be_another_pattern_of_equal_values_is_left_alone(endorsed_badge):
    pattern = pattern_of(endorsed_badge)
    program = settled(endorsed_badge, but=[endorsed_badge["id"]], pattern=pattern)
    endorsed_badge["id"] = endorsed_badge["credentialSubject"]["achievement"]["id"]
    assert pattern_of(endorsed_badge) != pattern
    assert program.run(values_of(endorsed_badge)) is None


def test_equal_values_that_matter_must_all_be_filled_in(endorsed_badge):
    pattern, shared = pattern_of(endorsed_badge), endorsed_badge["credentialSubject"]["achievement"]["id"]
    assert settled(endorsed_badge, but=[shared], pattern=pattern) is None


def test_nothing_is_filled_into_a_program_that_takes_no_such_value(badge):
    program = compiled(badge)
    badge["evidence"][0]["narrative"] = "\ud800"
    assert settle(program, (), values_of(badge), [0]) is None


def test_what_two_documents_have_in_common_is_filled_in(badge):
    program, settling = compiled(badge), Settling()
    for number in range(2):
        badge["id"] = f"urn:uuid:{number}"
        assert settling.run(values_of(badge)) is None
        learned(settling, program, badge)
    badge["id"] = "urn:uuid:3"
    assert settling.run(values_of(badge)) == canonicalize(badge)


def test_once_in_a_while_is_enough(badge, monkeypatch):
    monkeypatch.setattr(settling_module, "LOOKED_AT", 3)
    program, settling = compiled(badge), Settling()
    for _ in range(6):
        assert settling.run(values_of(badge)) is None
        learned(settling, program, badge)
    assert settling.run(values_of(badge)) == canonicalize(badge)


def test_documents_with_little_in_common_stay_as_they_are(badge, monkeypatch):
    monkeypatch.setattr(settling_module, "MIN_COMMON", 1)
    program, settling = compiled(badge), Settling()
    learned(settling, program, badge)
    badge["id"] = "urn:uuid:5"
    assert learned(settling, program, badge).run(values_of(badge)) is None


def test_documents_of_different_patterns_are_not_compared(endorsed_badge):
    special = compiled(endorsed_badge, pattern=(pattern := pattern_of(endorsed_badge)))
    settling = learned(Settling(), special, endorsed_badge, pattern)
    settling.learn(special, (), values_of(endorsed_badge), canonicalize(endorsed_badge))
    assert settling.run(values_of(endorsed_badge)) is None


def test_a_program_that_gives_another_text_is_not_used(badge):
    program, settling = compiled(badge), Settling()
    for _ in range(2):
        settling.learn(program, (), values_of(badge), "something else")
    assert settling.run(values_of(badge)) is None


def test_values_of_an_odd_pattern_settle_nothing(endorsed_badge):
    program, settling = compiled(endorsed_badge), Settling()
    shared = [slot for slot, first in pattern_of(endorsed_badge) if slot != first]
    other = values_of(endorsed_badge)
    other[shared[0]] = "urn:uuid:5"
    pattern = pattern_of(endorsed_badge)
    settling.learn(program, pattern, other, "text")
    settling.learn(program, pattern, values_of(endorsed_badge), "text")
    assert settling.run(values_of(endorsed_badge)) is None


def test_the_latest_few_are_kept(badge):
    program, settling = compiled(badge), Settling()
    for number in range(settling_module.MAX_SETTLED + 1):
        badge["issuer"]["name"] = f"School {number}"
        learned(learned(settling, program, badge), program, badge)
    assert len(settling._settled) == settling_module.MAX_SETTLED
    assert settling.run(values_of(badge)) == canonicalize(badge)


def test_documents_settle_while_they_come(badge, monkeypatch):
    runs, programs = [], Programs(shipped())
    monkeypatch.setattr(Settling, "learn", lambda self, *given: runs.append(given) or LEARN(self, *given))
    for number in range(8):
        badge["id"] = f"urn:uuid:{number}"
        text = programs.canonical_text(badge, hash_algorithm="sha256", issuing=True)
        assert text == canonicalize(badge, issuing=True)
    assert len(runs) == 2


LEARN = Settling.learn


def test_programs_agree_with_the_reference_path_when_values_settle(endorsed_badge):
    paths = BothPaths()
    for number in range(8):
        endorsed_badge["id"] = f"urn:uuid:{number}"
        paths.compare(endorsed_badge, issuing=True)
    assert paths.compiled == 5
