"""Making issuers, and what tells the world about them."""

import pytest

from openbadge_issuer.errors import BakingError, ConflictError, InputError, ModelError, NotFoundError
from openbadge_issuer.json_text import parse_object
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.model import Profile
from openbadge_issuer.ports import KeyState
from openbadge_issuer.services.addresses import Addresses


def make(services, now, slug="school", **changes):
    return services.issuers.create(
        slug, **{"name": "Example Tech School", "url": "https://school.example", **changes}, now=now
    )


def test_the_first_issuer_is_the_domain_and_the_next_are_below_it(services, now):
    dids = [make(services, now, slug).did for slug in ("school", "partner")]
    assert dids == ["did:web:badges.school.example", "did:web:badges.school.example:issuers:partner"]
    assert services.issuers.root() == "school"


def test_the_policy_can_name_the_domains_own_issuer(build, now):
    services = build(default_issuer="partner")
    dids = [make(services, now, slug).did for slug in ("school", "partner")]
    assert dids == ["did:web:badges.school.example:issuers:school", "did:web:badges.school.example"]
    assert services.issuers.root() == "partner"


def test_below_a_prefix_no_issuer_is_the_domain(build, now):
    services = build("https://school.example/badges")
    assert make(services, now).did == "did:web:school.example:badges:issuers:school"
    assert services.issuers.root() is None


def test_a_new_issuer_has_a_key_for_each_form(services, now):
    make(services, now)
    keys = services.key_ring.keys("school")
    assert [(key.public_key.kind, key.state) for key in keys] == [
        (KeyKind.ED25519, KeyState.ACTIVE),
        (KeyKind.P256, KeyState.ACTIVE),
    ]
    assert [key.reference for key in keys] == ["memory:school-ed25519-2026", "memory:school-p256-2026"]


def test_a_new_issuer_has_a_signed_status_list(services, now):
    make(services, now)
    with services.store.reading() as transaction:
        (status_list,) = transaction.status_lists("school")
    for form in ("json", "jwt"):
        text = services.hosting.status_list(status_list.id, form).body.decode()
        assert services.verifying.verify(text, now=now).valid


def test_the_profile_says_what_was_given_and_nothing_empty(services, now):
    record = make(services, now, description="Robots", email="badges@school.example")
    assert record.profile == {
        "id": "did:web:badges.school.example",
        "type": ["Profile"],
        "name": "Example Tech School",
        "description": "Robots",
        "email": "badges@school.example",
        "url": "https://school.example",
    }


def test_a_logo_is_named_by_its_digest_and_stays_when_it_is_replaced(services, now, png, other_png):
    first = make(services, now, image=png).profile["image"]["id"]
    second = services.issuers.update("school", image=other_png, now=now).profile["image"]["id"]
    assert first != second
    bodies = [services.hosting.at(services.addresses.parse(url)).body for url in (first, second)]
    assert bodies == [png, other_png]
    assert services.hosting.issuer_image("school").body == other_png


def test_an_update_changes_only_what_is_given(services, now):
    make(services, now, email="badges@school.example")
    changed = services.issuers.update("school", name="New Name", now=now).profile
    assert (changed["name"], changed["email"]) == ("New Name", "badges@school.example")
    assert services.issuers.get("school").profile == changed


def test_an_empty_text_takes_something_away(services, now):
    make(services, now, email="badges@school.example")
    assert "email" not in services.issuers.update("school", email="", now=now).profile
    with pytest.raises(InputError, match="needs a name"):
        services.issuers.update("school", name="", now=now)


def test_the_published_profile_is_a_profile_and_lists_the_keys(services, now):
    make(services, now)
    profile = services.issuers.profile("school")
    Profile.from_document(profile)
    methods = [method["id"] for method in profile["verificationMethod"]]
    assert profile["assertionMethod"] == methods
    assert methods == [key.verification_method for key in services.key_ring.keys("school")]


def test_the_published_profile_is_linked_data_that_says_which_keys_assert(services, now):
    make(services, now)
    profile = services.issuers.profile("school")
    for method in profile["verificationMethod"]:
        method.pop(
            "publicKeyJwk", None
        )  # no context that verifiers know defines it; they read it as plain JSON
        method["type"] = "Multikey"
    quads = canonicalize(profile)
    assert quads.count("<https://w3id.org/security#assertionMethod>") == 2


def test_the_did_document_is_of_the_did(services, now):
    record = make(services, now)
    document = services.issuers.did_document("school")
    assert (document["id"], len(document["assertionMethod"])) == (record.did, 2)


def test_the_key_set_holds_the_keys_of_all_issuers(services, now):
    for slug in ("school", "partner"):
        make(services, now, slug)
    keys = services.issuers.jwks()["keys"]
    assert [(key["kty"], key["iss"].endswith("partner")) for key in keys] == [
        ("OKP", False), ("EC", False), ("OKP", True), ("EC", True),
    ]  # fmt: skip


def test_a_slug_is_taken_once(services, now):
    make(services, now)
    with pytest.raises(ConflictError) as caught:
        make(services, now)
    assert caught.value.path == "slug"


def test_what_cannot_be_an_issuer_is_refused_and_leaves_nothing(services, now):
    for error, changes in [
        (InputError, {"slug": "Not A Slug"}),
        (ModelError, {"url": "school.example"}),
        (ModelError, {"name": 7}),
        (InputError, {"name": " "}),
        (BakingError, {"image": b"GIF89a"}),
    ]:
        with pytest.raises(error):
            make(services, now, **changes)
    assert services.issuers.list() == []


def test_an_unknown_issuer_is_told_apart_from_those_there_are(services, now):
    with pytest.raises(NotFoundError) as caught:
        services.issuers.get("shcool")
    assert caught.value.hint == "There is none yet."
    make(services, now)
    with pytest.raises(NotFoundError) as caught:
        services.issuers.get("shcool")
    assert caught.value.hint == "There are: school."


def test_keys_left_over_from_an_interrupted_start_do_no_harm(services, key_store, now):
    key_store.create("school-ed25519-2026", KeyKind.ED25519)
    make(services, now)
    assert services.key_ring.keys("school")[0].reference == "memory:school-ed25519-2026-2"


def test_documents_are_served_as_they_are_described(services, now):
    make(services, now)
    hosting = services.hosting
    assert parse_object(hosting.issuer_profile("school").body) == services.issuers.profile("school")
    assert parse_object(hosting.did_document().body) == services.issuers.did_document("school")
    assert hosting.did_document("school").media_type == "application/did+json"
    assert parse_object(hosting.jwks().body) == services.issuers.jwks()


def test_a_domain_without_an_issuer_has_no_did_document(services):
    with pytest.raises(NotFoundError):
        services.hosting.did_document()
    assert Addresses("https://badges.school.example").base_url == services.addresses.base_url


def test_a_second_issuer_makes_no_new_secret_for_a_lost_one(school, key_store, now):
    key_store.secrets.clear()
    school.issuers.create("other", "Other School", url="https://other.example", now=now)
    assert key_store.secrets == {}


def test_an_address_that_is_none_is_refused(school, now):
    with pytest.raises(InputError, match="'nonsense' is not an e-mail address"):
        school.issuers.create("third", "Third", url="https://third.example", email="nonsense", now=now)
