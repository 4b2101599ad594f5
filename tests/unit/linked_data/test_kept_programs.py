"""What is kept between documents, and what makes room."""

import pytest

from openbadge_issuer.linked_data import kept_programs
from openbadge_issuer.linked_data.kept_programs import KeptProgram, KeptPrograms, Remembered


@pytest.fixture
def kept(monkeypatch):
    monkeypatch.setattr(kept_programs, "MAX_KEPT", 3)
    return KeptPrograms()


def keep(kept, *names, size=1):
    for name in names:
        kept.keep(name, KeptProgram(program=name, size=size))


def found(kept, names):
    return "".join(name for name in names if kept.find(name))


def test_the_oldest_makes_room(kept):
    keep(kept, *"abcd")
    assert found(kept, "abcd") == "bcd"


def test_what_was_used_gets_a_second_chance(kept):
    keep(kept, *"abc")
    kept.find("a")
    keep(kept, *"de")
    assert found(kept, "abcde") == "ade"


def test_a_chance_is_given_once(kept):
    keep(kept, *"abc")
    kept.find("a")
    keep(kept, *"defg")
    assert found(kept, "abcdefg") == "efg"


def test_where_all_are_used_the_oldest_makes_room(kept):
    keep(kept, *"abc")
    assert found(kept, "abc") == "abc"
    keep(kept, "d")
    assert found(kept, "abcd") == "bcd"


def test_room_is_counted_by_size(kept):
    keep(kept, *"abc")
    keep(kept, "d", size=2)
    assert found(kept, "abcd") == "cd"


def test_a_program_takes_the_place_of_the_one_there_was(kept):
    keep(kept, *"abcbc")
    assert found(kept, "abc") == "abc"
    kept.drop("a")
    kept.drop("a")
    keep(kept, "d")
    assert found(kept, "abcd") == "bcd"


def test_what_was_remembered_first_is_forgotten_first(monkeypatch):
    monkeypatch.setattr(kept_programs, "MAX_REMEMBERED", 2)
    remembered = Remembered()
    for number in (1, 2, 1, 3):
        remembered.add(number)
    assert [number in remembered for number in (1, 2, 3)] == [False, True, True]
