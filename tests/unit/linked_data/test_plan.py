"""Plans with values filled in."""

from openbadge_issuer.linked_data.plan import Group, Plan

PLAN = Plan(
    slots=3,
    subjects=(0, 1),
    iris=(0, 1),
    groups=(Group((0, 1)), Group((1, 2))),
    labels=("_:b0",),
    document=(("<", 0, "> <p> ", 3, " .\n"), (3, ' <p> "', 2, '" .\n')),
    blanks=((('_:a <p> "', 2, '" .\n'),),),
    quads=((("<", 0, ">"), ("<p>",), (3,), ()),),
)


def filled(*slots, differing=()):
    return PLAN.filled_in(
        {slot: f"urn:{slot}" for slot in slots}, [f"urn:{slot}" for slot in range(3)], differing=differing
    )


def test_texts_come_in_the_place_of_values_and_the_rest_moves_up():
    plan = filled(0)
    assert plan.document == (("<urn:0> <p> ", 2, " .\n"), (2, ' <p> "', 1, '" .\n'))
    assert plan.quads == ((("<urn:0>",), ("<p>",), (2,), ()),)
    assert (plan.slots, plan.subjects, plan.iris) == (2, (0,), (0,))


def test_values_must_differ_from_those_that_are_filled_in():
    first, second = filled(0).groups
    assert first.pick()(["x", "y"]) == ("urn:0", "x")
    assert second.pick()(["x", "y"]) == ("x", "y")


def test_what_is_all_filled_in_is_not_compared_again():
    assert filled(0, 1).groups == (Group((0,), ("urn:1",)),)


def test_more_values_may_have_to_differ():
    assert filled(0, differing=(0, 2)).groups[-1] == Group((1,), ("urn:0",))
