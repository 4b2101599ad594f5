"""Lines with places, written sorted."""

from itertools import permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from openbadge_issuer.linked_data.layouts import Constants, Layout, merged, pick

TEXTS = ["<p> ", "<p> .\n", "<p> <x> .\n", "<pp> ", "<q> .\n"]


def written(lines, values):
    constants = Constants(len(values))
    layout = Layout(lines, constants)
    return layout.write([*values, *constants.texts()])


def plainly(lines, values):
    """Write the lines one by one, and sort them."""
    return "".join(
        sorted(
            "".join(values[piece] if isinstance(piece, int) else piece for piece in line) for line in lines
        )
    )


def test_texts_that_follow_each_other_are_one():
    assert merged(["a", "b", 0, 1, "c", "d"]) == ("ab", 0, 1, "cd")


def test_constants_have_places_after_the_values():
    constants = Constants(3)
    assert [constants.place("x"), constants.place("y"), constants.place("x")] == [3, 4, 3]
    assert constants.texts() == ("x", "y")


def test_picking_gives_sequences_of_any_length():
    texts = ["ab", "cd", "ef"]
    assert [[*pick(places)(texts)] for places in ([], [1], [0, 2])] == [[], ["cd"], ["ab", "ef"]]


def test_no_lines_are_no_text():
    assert written([], []) == ""


def test_lines_about_one_thing_are_joined_beforehand():
    layout = Layout([("<", 0, f"> <{name}> ", 1, " .\n") for name in "cab"], Constants(2))
    assert len(layout._units) == 1


def test_lines_whose_order_depends_on_values_are_not_joined():
    lines = [
        ("<", 0, "> <b> ", 1, " .\n"),
        ("<", 0, "> <b> ", 2, " .\n"),
        ("<", 0, "> <a> .\n"),
        ("<", 0, "> <c> .\n"),
    ]
    assert len(Layout(lines, Constants(3))._units) == 4
    for values in permutations(["x", "xx", "y"]):
        assert written(lines, values) == plainly(lines, values)


def test_a_subject_that_begins_like_another_comes_in_its_place():
    lines = [(0, " <p> .\n"), (1, " <p> .\n"), (2, " <p> .\n")]
    values = ["_:c14n10", "_:c14n1", "_:c14n2"]
    assert written(lines, values) == plainly(lines, values)


SUBJECT = st.sampled_from([("<", 0, "> "), ("<", 1, "> "), (2, " "), ("_:a ",), ("_:z ",)])
OBJECT = st.sampled_from([(), (0, " .\n"), (3, " .\n"), ("_:a .\n",), ('"', 3, '" .\n')])
LINE = st.builds(
    lambda subject, text, rest: merged([*subject, text, *rest]), SUBJECT, st.sampled_from(TEXTS), OBJECT
)


@given(lines=st.lists(LINE, max_size=8, unique=True))
@settings(max_examples=300, derandomize=True, database=None, deadline=None)
def test_lines_are_sorted_whatever_the_values_are(lines):
    for first, second, label, other in product(
        ["a", "ab"], ["b", "a/"], ["_:c14n1", "_:c14n10"], ["", "~", "a"]
    ):
        values = [first, second, label, other]
        assert written(lines, values) == plainly(lines, values)
