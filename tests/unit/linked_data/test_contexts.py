"""The contexts at hand: pinned files, digests, additions."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from openbadge_issuer.errors import ContextError
from openbadge_issuer.linked_data.contexts import (
    ALIASES,
    CREDENTIALS_V2,
    EXTENSIONS,
    OPEN_BADGES_V3,
    load,
    shipped,
)
from openbadge_issuer.linked_data.terms import definitions

FOLDER = Path(__file__).parents[3] / "contexts"
OWN = "https://school.example/contexts/robots.json"
TERMS = {"@context": {"gripper": "https://school.example/terms#gripper"}}


def test_the_shipped_contexts_are_those_badges_are_made_with():
    assert {CREDENTIALS_V2, OPEN_BADGES_V3, EXTENSIONS} < set(shipped())
    assert len(shipped()) == 14


def test_every_file_of_the_folder_is_in_the_index():
    listed = {entry["file"] for entry in json.loads((FOLDER / "index.json").read_text())}
    assert listed == {file.name for file in FOLDER.iterdir()} - {"index.json", "README.md"}


def test_every_entry_says_what_the_file_is_and_where_it_came_from():
    for entry in json.loads((FOLDER / "index.json").read_text()):
        assert list(entry) == ["url", "file", "sha256", "origin", "note"]
        assert all(entry.values())


def test_the_digests_are_those_the_standards_bodies_publish():
    recommendation = "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"
    assert hashlib.sha256((FOLDER / "credentials-v2.jsonld").read_bytes()).hexdigest() == recommendation


def test_the_files_are_the_published_ones(vectors):
    for file in (vectors / "standards/contexts").iterdir():
        assert (FOLDER / file.name).read_bytes() == file.read_bytes()


def test_shipped_contexts_play_no_tricks():
    for url in shipped():
        for term, meaning in definitions(shipped().document(url)["@context"]):
            assert meaning is not None
            assert not meaning.startswith("@") or ALIASES.get(term) == meaning


def test_a_document_is_a_new_object_each_time():
    shipped().document(CREDENTIALS_V2)["@context"].clear()
    assert shipped().document(CREDENTIALS_V2)["@context"]["@protected"] is True


def test_a_context_that_is_not_at_hand_is_named():
    with pytest.raises(ContextError, match=r"https://elsewhere\.example/v1 is not at hand"):
        shipped().document("https://elsewhere.example/v1")


def test_a_changed_file_is_named_with_both_digests_and_how_to_mend_it(tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "contexts")
    file = folder / "ob-v3p0-3.0.3.json"
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(ContextError) as error:
        load(folder)
    assert str(file) in error.value.message
    assert hashlib.sha256(file.read_bytes()).hexdigest() in error.value.message
    assert "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84" in error.value.message
    assert "Reinstall" in error.value.hint


@pytest.mark.parametrize("name", ["index.json", "did-v1.jsonld"])
def test_a_missing_file_is_named(tmp_path, name):
    folder = shutil.copytree(FOLDER, tmp_path / "contexts")
    (folder / name).unlink()
    with pytest.raises(ContextError, match=name):
        load(folder)


def test_an_application_adds_its_own_and_the_first_set_stays_as_it_is(tmp_path):
    file = tmp_path / "robots.json"
    file.write_text(json.dumps(TERMS))
    for source in (TERMS, json.dumps(TERMS).encode(), file):
        added = shipped().adding(OWN, source)
        assert added.document(OWN) == TERMS
        assert OWN not in shipped()


def test_equal_sets_have_equal_digests():
    first, second = (shipped().adding(OWN, TERMS) for _ in range(2))
    assert first == second
    assert hash(first) == hash(second)
    assert first.digest != shipped().digest


def test_sets_with_different_contents_are_not_equal():
    other = shipped().adding(OWN, {"@context": {"gripper": "https://school.example/terms#hand"}})
    assert other != shipped().adding(OWN, TERMS)
    assert other != shipped()
    assert shipped() != shipped().digest


def test_adding_what_is_there_already_changes_nothing():
    assert shipped().adding(CREDENTIALS_V2, FOLDER / "credentials-v2.jsonld") is shipped()


def test_a_shipped_context_is_not_replaced():
    with pytest.raises(ContextError, match="not replaced"):
        shipped().adding(CREDENTIALS_V2, TERMS)


@pytest.mark.parametrize(
    ("definitions", "reason"),
    [
        ({"hidden": None}, "unmakes the term 'hidden'"),
        ({"hidden": {"@id": None}}, "unmakes the term 'hidden'"),
        ({"Robot": {"@id": "urn:r", "@context": {"hidden": None}}}, "unmakes the term 'hidden'"),
        ({"hidden": "@nest"}, "alias of @nest"),
        ({"hidden": "other", "other": "@index"}, "alias of @index"),
        ({"uri": "@id"}, "alias of @id"),
        ({"kind": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"}, "alias of @type"),
        ({"head": {"@id": "http://www.w3.org/1999/02/22-rdf-syntax-ns#first"}}, "alias of @list"),
        ({"@vocab": "@"}, "@vocab"),
        ({"@vocab": "terms#"}, "@vocab"),
        ({"@import": "https://elsewhere.example/v1"}, "@import"),
    ],
)
def test_a_context_with_tricks_is_not_added(definitions, reason):
    with pytest.raises(ContextError, match=reason):
        shipped().adding(OWN, {"@context": definitions})


@pytest.mark.parametrize("url", ["contexts/robots.json", "", "https://school.example/ robots"])
def test_a_context_is_named_by_an_absolute_url(url):
    with pytest.raises(ContextError, match="absolute URL"):
        shipped().adding(url, TERMS)


def test_a_file_is_named_by_a_path():
    with pytest.raises(ContextError, match="an object, bytes or a Path; found a string") as caught:
        shipped().adding(OWN, "robots.json")
    assert "Path(name)" in caught.value.hint


@pytest.mark.parametrize("index", [b"{", b"1", b'{"url": 1}', b"[{}]", b"[1]"])
def test_an_index_that_lists_no_files_is_named(tmp_path, index):
    (tmp_path / "index.json").write_bytes(index)
    with pytest.raises(ContextError, match=r"index\.json") as caught:
        load(tmp_path)
    assert "Reinstall" in caught.value.hint


@pytest.mark.parametrize(
    "source", [b"{", b"[]", {}, {"@context": "https://elsewhere.example/v1"}, Path("/nowhere")]
)
def test_what_is_no_context_is_not_added(source):
    with pytest.raises(ContextError, match=r"robots\.json"):
        shipped().adding(OWN, source)


def test_bytes_of_a_context_are_those_that_were_given():
    given = b'{"@context": {"x": "urn:x:x"}}'
    assert shipped().adding("urn:x:context", given).source("urn:x:context") == given


def test_a_set_of_contexts_says_how_many_it_has_and_which_it_is():
    assert repr(shipped()) == f"<Contexts: {len(shipped())} URLs, {shipped().digest[:12]}>"
