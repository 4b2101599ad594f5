"""What is served at each URL."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from openbadge_issuer.adapters.sql_engine import WRITING
from openbadge_issuer.adapters.sql_tables import drawings
from openbadge_issuer.baking import unbake
from openbadge_issuer.errors import BakingError, NotFoundError
from openbadge_issuer.services import signing
from openbadge_issuer.services.addresses import Address, Kind
from openbadge_issuer.services.pictures import KeptPictures, framed
from openbadge_issuer.verification.moments import CLOCK_TOLERANCE

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


@pytest.fixture
def illustrated(school, now):
    """Give `mentor` a picture."""

    def illustrated(picture):
        draft = replace(school.achievements.draft("mentor"), image=picture)
        school.achievements.edit("mentor", draft, now=now)

    return illustrated


def test_a_badge_is_served_exactly_as_it_was_stored(school, issue):
    record = issue().record
    assert school.hosting.credential(record.id).body.decode() == record.json
    assert school.hosting.credential(record.id, "jwt").body.decode() == record.jwt


def test_a_baked_png_carries_the_stored_text(school, issue, illustrated, png):
    illustrated(png)
    record = issue(achievement="mentor").record
    served = school.hosting.credential(record.id, "png")
    assert (unbake(served.body), served.media_type) == (record.json, "image/png")


def test_a_baked_svg_carries_the_stored_text(school, issue, illustrated):
    illustrated(SVG)
    record = issue(achievement="mentor").record
    served = school.hosting.credential(record.id, "svg")
    assert (unbake(served.body), served.media_type) == (record.json, "image/svg+xml")


@pytest.fixture
def undrawn(school, illustrated, sqlite_store):
    """Let `mentor` have an SVG that came in before SVGs were drawn."""

    def undrawn(svg):
        illustrated(svg)
        options = WRITING[sqlite_store.engine.name]
        with sqlite_store.engine.connect().execution_options(**options) as connection, connection.begin():
            connection.execute(drawings.delete())

    return undrawn


def test_an_svg_from_before_is_drawn_when_its_png_is_first_asked_for(school, issue, undrawn):
    undrawn(SVG)
    record = issue(achievement="mentor").record
    served = school.hosting.credential(record.id, "png")
    assert (unbake(served.body), served.media_type) == (record.json, "image/png")
    with school.store.reading() as transaction:
        sha256 = transaction.find_achievement("mentor").image_sha256
        drawn = transaction.find_drawing(sha256)
    assert drawn.data == school.hosting.achievement_picture("mentor", "png").body


def test_an_svg_that_cannot_be_drawn_is_tried_once(school, undrawn):
    undrawn(SVG)
    tried = []

    class Drawer:
        def draw(self, svg):
            tried.append(svg)
            raise BakingError("It has no end.")

    pictures = KeptPictures(school.store, Drawer())
    sha256 = school.achievements.current("mentor").image_sha256
    for said in ("It has no end", "cannot be drawn"):
        with pytest.raises(NotFoundError, match=said):
            pictures.get(sha256, "png")
    assert (1, SVG) == (len(tried), pictures.get(sha256, "svg"))


def test_a_badge_keeps_the_picture_of_its_version(school, issue, illustrated, png, other_png):
    illustrated(png)
    record = issue(achievement="mentor").record
    before = school.hosting.credential(record.id, "png")
    illustrated(other_png)
    assert school.hosting.credential(record.id, "png") == before


def test_a_badge_has_the_forms_that_its_picture_and_keys_allow(school, issue, illustrated, png, now):
    plain = issue(achievement="mentor").record
    illustrated(png)
    pictured = issue(achievement="mentor", email="bob@school.example").record
    assert school.hosting.forms(plain) == ("json", "jwt")
    assert school.hosting.forms(pictured) == ("json", "jwt", "png", "svg")
    assert school.hosting.page(pictured.id, now=now).forms == ("json", "jwt", "png", "svg")
    assert school.hosting.credential(pictured.id).forms == ("json", "jwt", "png", "svg")


def test_a_form_that_there_is_not_is_not_found(school, issue, illustrated, png):
    plain = issue(achievement="mentor").record
    with pytest.raises(NotFoundError, match="its achievement has none"):
        school.hosting.credential(plain.id, "png")
    with pytest.raises(NotFoundError, match="'mentor' has no picture"):
        school.hosting.achievement_picture("mentor", "svg")


def test_a_png_has_an_svg_around_it_that_carries_the_badge(school, issue, illustrated, png):
    illustrated(png)
    record = issue(achievement="mentor").record
    served = school.hosting.credential(record.id, "svg")
    assert (unbake(served.body), served.media_type) == (record.json, "image/svg+xml")
    assert base64.b64encode(png) in served.body
    assert school.hosting.achievement_picture("mentor", "svg").body == framed(png)
    assert school.hosting.achievement_picture("mentor", "png").body == png


def test_a_file_is_named_after_the_achievement(school, issue):
    record = issue().record
    name = school.hosting.credential(record.id, "jwt").file_name
    assert name == f"{record.achievement}-{record.id[:8]}.jwt"


@pytest.mark.parametrize("suffix", ["html", "pdf"])
def test_the_address_of_what_people_read_stands_for_the_badge(school, issue, suffix):
    record = issue().record
    address = school.addresses.parse(school.addresses.credential(record.id, suffix))
    assert school.hosting.at(address).body.decode() == record.json


def test_a_badge_made_without_a_key_for_jwts_has_no_jwt(school, issue, monkeypatch):
    monkeypatch.setattr(signing, "JWT_KINDS", ())
    record = issue().record
    assert record.jwt is None
    with pytest.raises(NotFoundError, match="no key for JWTs"):
        school.hosting.credential(record.id, "jwt")
    assert school.hosting.forms(record) == ("json",)


def test_entity_tags_follow_the_bytes(school, issue, now):
    record = issue().record
    served = [school.hosting.credential(record.id, form) for form in ("json", "jwt", "json")]
    assert served[0].etag == served[2].etag != served[1].etag
    before = school.hosting.status_list(record.status_list).etag
    school.revoking.revoke(record.id, now=now)
    assert school.hosting.status_list(record.status_list).etag != before


def test_only_what_never_changes_is_called_immutable(school, issue, illustrated, png):
    illustrated(png)
    record, hosting = issue(achievement="mentor").record, school.hosting
    assert all(hosting.credential(record.id, form).immutable for form in ("json", "jwt", "png"))
    assert hosting.achievement_image("mentor", 2).immutable
    changing = [
        hosting.achievement_image("mentor"), hosting.achievement("mentor"), hosting.issuer_profile("school"),
        hosting.did_document(), hosting.jwks(), hosting.status_list(record.status_list),
    ]  # fmt: skip
    assert not any(document.immutable for document in changing)


def test_the_page_shows_what_the_badge_says(school, build, issue, now):
    services = build(show_name="full")
    issued = issue(
        services, email="a@b.example", name="Ada Example", expires_on=datetime(2026, 7, 1, tzinfo=UTC)
    )
    page = services.hosting.page(issued.record.id, now=now)
    assert (page.url, page.recipient_name, page.revocation) == (issued.url, "Ada Example", None)
    assert (page.achievement.version, page.issuer.slug, page.image_url) == (1, "school", None)
    assert page.credential["credentialSubject"]["achievement"]["name"] == "Superbots"


def test_the_page_says_when_a_badge_is_over_as_its_check_does(school, issue):
    end = datetime(2026, 7, 1, tzinfo=UTC)
    record = issue(expires_on=end).record
    moments = [end, end + CLOCK_TOLERANCE, end + CLOCK_TOLERANCE + timedelta(seconds=1)]
    assert [school.hosting.page(record.id, now=moment).expired for moment in moments] == [False, False, True]


def test_a_badge_that_carries_no_name_shows_none(school, issue, now):
    assert school.hosting.page(issue(name="Ada", award_id="1").record.id, now=now).recipient_name is None


@pytest.mark.parametrize("kind", Kind)
def test_what_there_is_not_is_not_found(services, kind):
    if kind is Kind.JWKS:
        assert services.hosting.at(Address(kind=kind)).body == b'{"keys":[]}'
        return
    with pytest.raises(NotFoundError):
        services.hosting.at(Address(kind=kind, id="nothing"))


def test_a_form_nobody_knows_is_not_found(school, issue):
    record = issue().record
    with pytest.raises(NotFoundError, match="no form 'gif'; there are json, jwt, png, svg"):
        school.hosting.at(Address(kind=Kind.CREDENTIAL, id=record.id, suffix="gif"))


def test_every_address_leads_to_its_document(school, issue, illustrated, png):
    illustrated(png)
    record, at, addresses = issue(achievement="mentor").record, school.addresses, school.addresses
    hosting = school.hosting
    expected = {
        at.credential(record.id): hosting.credential(record.id),
        at.credential(record.id, "png"): hosting.credential(record.id, "png"),
        at.status_list(record.status_list, "jwt"): hosting.status_list(record.status_list, "jwt"),
        at.achievement("mentor"): hosting.achievement("mentor"),
        at.achievement_image("mentor", 2): hosting.achievement_image("mentor", 2),
        at.achievement_image("mentor"): hosting.achievement_image("mentor"),
        at.issuer("school"): hosting.issuer_profile("school"),
        at.issuer("school") + "/did.json": hosting.did_document("school"),
    }
    for url, document in expected.items():
        assert hosting.at(addresses.parse(url)) == document


def test_an_issuer_without_a_logo_has_none(school):
    with pytest.raises(NotFoundError, match="no logo"):
        school.hosting.issuer_image("school")
    with pytest.raises(NotFoundError):
        school.hosting.issuer_image("school", "ab" * 32)
