"""A document as statements that can be shown one by one: the same ones, whatever is chosen."""

import copy
import json
from contextlib import suppress

import pytest
from unit.model.sample_badges import full_badge

from openbadge_issuer.errors import InputError, LinkedDataError, StrictnessError
from openbadge_issuer.json_text import walk
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.contexts import shipped
from openbadge_issuer.linked_data.disclosure import DisclosableDocument
from openbadge_issuer.linked_data.json_pointer import write_pointer
from openbadge_issuer.linked_data.relabelling import relabelled
from openbadge_issuer.linked_data.selection import select

KEY = bytes(range(32))
CONTEXT = "https://school.example/context"
TERMS = {
    "anything": {"@id": "https://school.example/terms#anything", "@type": "@json"},
    "said": {"@id": "https://school.example/terms#said", "@container": "@language"},
    "noted": {"@id": "https://school.example/terms#noted", "@container": "@index"},
    "steps": {"@id": "https://school.example/terms#steps", "@container": "@list"},
}


@pytest.fixture(scope="module")
def contexts():
    return shipped().adding(CONTEXT, {"@context": TERMS})


@pytest.fixture
def with_terms(badge):
    """The badge with a context that knows every kind of container."""

    def add(**members):
        document = badge
        return {**document, "@context": [*document["@context"], CONTEXT], **members}

    return add


def everything():
    """The sample with every property, all of whose types are defined."""
    text = json.dumps(full_badge()).replace('"OwnRefresh"', '"1EdTechCredentialRefresh"')
    text = text.replace('"Terms"', '"https://school.example/terms#Terms"')
    two = json.dumps(full_badge()["@context"][:2])
    extended = json.dumps(
        [*full_badge()["@context"][:2], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    )
    document = json.loads(text.replace(two, extended))
    return {name: value for name, value in document.items() if name != "proof"}


def pointers_into(document):
    """A pointer to each member of the document, and to each member of those, and so on; items of lists aside."""
    found = []

    def visit(value, steps):
        found.append(write_pointer(*steps))
        items = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        for key, item in items:
            if key not in ("@context", "@value", "@language", "@direction", "allowedValue", "proof"):
                visit(item, (*steps, key))

    visit(document, ())
    return found


def shown(whole, document, pointers):
    """What a verifier sees of a part: its canonical form, with the labels it is given."""
    canonical = canonicalize(select(document, pointers))
    return relabelled(canonical, whole.labels(pointers))


def test_statements_are_those_of_the_document_with_other_labels():
    document = everything()
    whole = DisclosableDocument(document, KEY)
    canonical = canonicalize(document)
    assert sorted(whole.statements) == list(whole.statements)
    assert relabelled(canonical, whole.labels([""])) == list(whole.statements)


def test_every_part_makes_the_statements_of_its_places():
    document = everything()
    whole = DisclosableDocument(document, KEY)
    compared = 0
    for pointer in pointers_into(document)[::7]:
        chosen = [whole.statements[place] for place in sorted(whole.indexes([pointer]))]
        with suppress(StrictnessError):  # one thing stands in two places, and is shown whole in one only
            assert shown(whole, document, [pointer]) == chosen, pointer
            compared += 1
    assert compared > 40


def test_parts_of_an_array_make_their_own_statements_wherever_they_stand(badge):
    document = badge
    document["evidence"] = [{"type": ["Evidence"], "name": name} for name in ("A", "B", "C")]
    whole = DisclosableDocument(document, KEY)
    for index, name in enumerate("ABC"):
        lines = [whole.statements[place] for place in whole.indexes([f"/evidence/{index}/name"])]
        assert [line for line in lines if "schema.org/name" in line and f'"{name}"' in line]


def test_no_pointers_choose_nothing(badge):
    whole = DisclosableDocument(badge, KEY)
    assert (whole.indexes([]), whole.labels([])) == (frozenset(), {})


def test_labels_depend_on_the_secret(badge):
    one, other = (set(DisclosableDocument(badge, key).statements) for key in (KEY, bytes(32)))
    assert [line for line in one & other if "_:" in line] == []


def test_document_is_left_as_it_was(badge):
    before = copy.deepcopy(badge)
    DisclosableDocument(badge, KEY).indexes(["/issuer/name"])
    assert badge == before


def test_proof_of_an_endorsement_belongs_to_the_graph_it_is_in():
    document = everything()
    whole = DisclosableDocument(document, KEY)
    places = [path for path, value in walk(document) if path.endswith(".proof")]
    assert places
    for index in range(len(document["endorsement"])):
        assert whole.indexes([f"/endorsement/{index}/proof"]) < whole.indexes([f"/endorsement/{index}"])


def test_list_in_order_is_shown_whole_or_not_at_all(contexts, with_terms):
    whole = DisclosableDocument(with_terms(steps=["plan", "build", "pitch"]), KEY, contexts=contexts)
    assert len(whole.indexes(["/steps"])) == 7 + 2, "three links of two statements, the first link, two types"
    with pytest.raises(InputError, match="'/steps/1' leads into something that is one value"):
        whole.indexes(["/name", "/steps/1"])


def test_list_of_objects_keeps_them_in_order(contexts, with_terms):
    steps = [{"type": ["Evidence"], "name": "plan"}, {"type": ["Evidence"], "name": "build"}]
    document = with_terms(steps=steps)
    whole = DisclosableDocument(document, KEY, contexts=contexts)
    canonical = canonicalize(select(document, ["/steps"]), contexts=contexts)
    assert relabelled(canonical, whole.labels(["/steps"])) == [
        whole.statements[place] for place in sorted(whole.indexes(["/steps"]))
    ]


def test_empty_list_is_a_statement(contexts, with_terms):
    whole = DisclosableDocument(with_terms(steps=[]), KEY, contexts=contexts)
    assert [line for line in whole.statements if "#nil>" in line]


def test_json_literal_is_one_value(contexts, with_terms):
    document = with_terms(anything={"a": {"b": [{"c": 1}]}, "d": 2})
    whole = DisclosableDocument(document, KEY, contexts=contexts)
    assert len(whole.indexes(["/anything"])) == 3
    with pytest.raises(InputError, match="'/anything/a' leads into something that is one value"):
        whole.indexes(["/anything/a"])


def test_values_by_language_can_be_shown_one_by_one(contexts, with_terms):
    whole = DisclosableDocument(with_terms(said={"en": "yes", "de": "ja"}), KEY, contexts=contexts)
    lines = [whole.statements[place] for place in whole.indexes(["/said/de"])]
    assert [line for line in lines if '"ja"@de' in line]
    assert not [line for line in lines if '"yes"@en' in line]


def test_inline_context_is_no_part_that_is_named(badge):
    badge["@context"] = [*badge["@context"], {"gripper": "https://school.example/terms#gripper"}]
    badge["gripper"] = {"type": ["Evidence"], "name": "Two fingers"}
    whole = DisclosableDocument(badge, KEY)
    assert shown(whole, badge, ["/gripper"]) == [
        whole.statements[place] for place in sorted(whole.indexes(["/gripper"]))
    ]


def test_document_that_uses_our_ids_is_refused(badge):
    document = badge
    document["issuer"]["id"] = "urn:bnid:0"
    del document["credentialSubject"]["achievement"]["creator"]
    with pytest.raises(LinkedDataError, match="cannot be shown one by one"):
        DisclosableDocument(document, KEY)


def test_document_that_is_not_all_signed_is_refused(badge):
    with pytest.raises(StrictnessError):
        DisclosableDocument({**badge, "shoeSize": 42}, KEY)
    astral = {**badge, "name": "\U0001f600", "description": "\x01"}
    DisclosableDocument(astral, KEY)
    with pytest.raises(StrictnessError):
        DisclosableDocument(astral, KEY, issuing=True)


def test_pointer_that_leads_nowhere_is_named(badge):
    with pytest.raises(InputError, match="'/image' leads nowhere"):
        DisclosableDocument(badge, KEY).indexes(["/name", "/image"])
