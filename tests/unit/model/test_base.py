import json

import pytest
from pydantic import BaseModel
from unit.model.sample_badges import PROFILE, fresh, full_badge, small_achievement

from openbadge_issuer.errors import ModelError
from openbadge_issuer.model import (
    Achievement,
    AchievementCredential,
    Address,
    Criteria,
    GeoCoordinates,
    Image,
    Profile,
)
from openbadge_issuer.model.base import MAX_EXACT_INTEGER


def composed(**properties):
    return Achievement(
        id="urn:x:1",
        name="Superbots",
        description="Robots.",
        criteria=Criteria(narrative="Build."),
        **properties,
    )


def test_composing_needs_only_what_is_required():
    assert composed().to_document() == {
        "id": "urn:x:1",
        "type": ["Achievement"],
        "name": "Superbots",
        "description": "Robots.",
        "criteria": {"narrative": "Build."},
    }


def test_none_and_empty_values_are_left_out():
    written = composed(image=None, human_code="", tag=[], alignment=()).to_document()
    assert written == composed().to_document()


def test_property_can_be_read_by_its_name_in_python():
    assert composed(credits_available=2.5, tag=["a", "b"]).credits_available == 2.5
    assert composed(tag="a").tag == ("a",)
    assert composed().tag == ()


def test_refusal_while_composing_is_a_model_error():
    with pytest.raises(ModelError, match=r"Not a valid Image: \$\.id: Expected `id`") as caught:
        Image(caption=3)
    assert [problem.path for problem in caught.value.problems] == ["$.id", "$.caption"]
    assert str(caught.value).endswith("(and 1 more)")


def test_values_are_frozen():
    with pytest.raises(Exception, match="frozen"):
        composed().name = "Other"


def test_replacing_gives_a_changed_copy():
    before = composed(human_code="ROB-101", note="kept")
    after = before.replacing(name="Superbots 2", human_code=None)
    assert after.to_document() == composed(note="kept").to_document() | {"name": "Superbots 2"}
    assert before.name == "Superbots"


def test_replacing_is_checked():
    with pytest.raises(ModelError):
        composed().replacing(name=3)


def test_python_names_mean_nothing_in_a_document():
    document = small_achievement() | {"human_code": 3}
    achievement = Achievement.from_document(document)
    assert achievement.human_code is None
    assert achievement.to_document() == document


def test_unknown_properties_are_kept_as_they_were():
    document = small_achievement() | {"ceterms:ctid": "ce-1", "note": [None, {"a": []}, 3]}
    assert Achievement.from_document(document).to_document() == document


@pytest.mark.parametrize("name", ["model_config", "to_document", "__dict__", "compacted", "model_fields_set"])
def test_unknown_properties_do_not_get_in_the_way_of_methods(name):
    document = small_achievement() | {name: "x"}
    assert Achievement.from_document(document).to_document() == document


def test_types_are_not_converted():
    for name, value in {"creditsAvailable": "3", "name": 3, "tag": [True], "criteria": "Build."}.items():
        with pytest.raises(ModelError):
            Achievement.from_document(small_achievement() | {name: value})


@pytest.mark.parametrize(
    ("number", "written"),
    [(3.0, 3), (-0.0, 0), (2.5, 2.5), (7, 7), (1e300, 1e300), (2.0**53, MAX_EXACT_INTEGER)],
)
def test_whole_numbers_are_written_as_integers(number, written):
    document = GeoCoordinates(latitude=number, longitude=0, note=[{"x": number}]).to_document()
    assert [written] * 2 == [document["latitude"], document["note"][0]["x"]]
    assert [type(written)] * 2 == [type(document["latitude"]), type(document["note"][0]["x"])]


def test_what_identifies_comes_first_and_the_proof_last():
    names = list(
        Profile.from_document(
            {"proof": {}, "url": "urn:x:2", "name": "x", "id": "urn:x:1", "type": "Profile"}
        ).to_document()
    )
    assert names == ["id", "type", "name", "url", "proof"]


def test_sets_are_written_as_arrays():
    document = small_achievement() | {"type": "Achievement", "tag": "robots"}
    written = Achievement.from_document(document).to_document()
    assert (written["type"], written["tag"]) == (["Achievement"], ["robots"])


def test_types_that_have_one_name_are_written_as_text():
    address = Address(geo=GeoCoordinates(latitude=1, longitude=2))
    assert address.to_document()["geo"]["type"] == "GeoCoordinates"


def test_full_profile_is_written_as_it_was_read():
    assert Profile.from_document(fresh(PROFILE)).to_document() == PROFILE


def test_writing_does_not_share_with_the_value():
    document = full_badge()["credentialSubject"]["achievement"] | {"note": {"a": []}}
    achievement = Achievement.from_document(document)
    achievement.to_document()["note"]["a"].append("x")
    assert achievement.to_document()["note"] == {"a": []}


def test_documents_that_are_at_hand_are_not_written_anew():
    criteria = {"narrative": "As it was written before."}
    document = composed(note="…").to_document(criteria=criteria)
    assert document["criteria"] is criteria
    assert [*document] == [*composed(note="…").to_document()]


@pytest.mark.parametrize("document", [None, 3, "x", [], [{}]])
def test_only_an_object_is_a_document(document):
    with pytest.raises(ModelError, match="Expected an object of type Profile") as caught:
        Profile.from_document(document)
    assert caught.value.path == "$"


def test_json_schema_can_be_made_of_a_class():
    assert Image.model_json_schema()["properties"]["type"]["default"] == "Image"


def test_pydantic_writes_the_document_too():
    badge = AchievementCredential.from_document(full_badge())
    assert badge.model_dump() == badge.model_dump(mode="json") == badge.to_document()
    assert json.loads(badge.model_dump_json()) == badge.to_document()


def test_model_of_an_application_writes_the_document_within_it():
    class Shelf(BaseModel):
        profile: Profile

    shelf = Shelf(profile=Profile(id="did:web:school.example"))
    assert shelf.model_dump() == {"profile": {"id": "did:web:school.example", "type": ["Profile"]}}
