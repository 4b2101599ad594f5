"""Endorsements that were signed elsewhere."""

from dataclasses import replace

import pytest
from endorsed_badges import ELSEWHERE, SUPERBOTS, embedded, outcomes, take_in

from openbadge_issuer import Issuer
from openbadge_issuer.errors import (
    ConflictError,
    FetchError,
    InputError,
    ModelError,
    NotFoundError,
)
from openbadge_issuer.issuer.embedding import MAX_EMBEDDED, MAX_ENDORSEMENT
from openbadge_issuer.json_text import to_text
from openbadge_issuer.ports import Endorsed, FetchedDocument
from openbadge_issuer.verification.report import VerificationError


def test_word_signed_elsewhere_is_kept_as_it_came_and_embedded(hosted, issue, outsider, now):
    word = outsider.endorse(SUPERBOTS, comment="Wir stellen sie gerne ein – wirklich.", now=now)
    text = f"\n  {word.json} \n".replace("\\u2013", "–")
    settled = take_in(hosted, text.encode(), now)
    assert (True, text, now) == (settled.changed, settled.record.json, settled.record.accepted_at)
    assert text.encode() == hosted.hosting.endorsement(settled.record.id).body
    assert [word.document] == embedded(issue())
    assert ["valid"] == outcomes(hosted, issue(), now)


@pytest.mark.parametrize(
    ("subject", "kind"),
    [(SUPERBOTS, Endorsed.ACHIEVEMENT), ("did:web:badges.school.example", Endorsed.ISSUER)],
)
def test_word_may_be_about_an_achievement_or_an_issuer(hosted, outsider, now, subject, kind):
    record = take_in(hosted, outsider.endorse(subject, now=now).json, now).record
    assert (kind, "school", None, outsider.id) == (
        record.kind, record.endorsed, record.endorser, record.endorser_id,
    )  # fmt: skip


def test_word_may_be_about_a_badge(hosted, issue, outsider, now):
    issued = issue()
    record = take_in(hosted, outsider.endorse(issued.url, now=now).json, now).record
    assert (Endorsed.BADGE, issued.record.id) == (record.kind, record.target)


@pytest.mark.parametrize(
    "subject",
    [
        f"{SUPERBOTS}.json",
        f"{SUPERBOTS}?a=b",
        "https://badges.school.example/achievements/nothing",
        "https://badges.school.example/issuers/school",
        "https://badges.school.example/status/x",
        ELSEWHERE,
        "urn:uuid:3f2c1b1e-0000-4000-8000-000000000000",
    ],
)
def test_word_about_nothing_that_badges_call_so_is_refused(hosted, outsider, now, subject):
    with pytest.raises(NotFoundError, match="nothing that is issued here"):
        take_in(hosted, outsider.endorse(subject, now=now).json, now)


def test_forged_word_is_refused_and_not_kept(hosted, outsider, now):
    word = outsider.endorse(SUPERBOTS, now=now).document
    with pytest.raises(VerificationError):
        take_in(hosted, to_text({**word, "name": "Endorsed by everybody"}), now)
    with hosted.store.reading() as transaction:
        assert [] == transaction.endorsements()


def test_word_with_something_unsigned_is_refused(hosted, outsider, now):
    word = outsider.endorse(SUPERBOTS, now=now).document
    with pytest.raises(VerificationError, match="stars"):
        take_in(hosted, to_text({**word, "stars": 5}), now)


class Web:
    """A fetcher that knows the documents it is given, and no others."""

    def __init__(self, **documents):
        self.documents = documents

    def fetch(self, url, *, accept=()):
        for name, document in self.documents.items():
            if name in url:
                return FetchedDocument(url=url, media_type="application/json", body=document)
        raise FetchError(f"{url} is not there.")


def test_word_whose_key_cannot_be_looked_up_is_not_taken_in(hosted, now):
    partner = Issuer.create(name="P", url="https://p.example", did="did:web:robotics.example")
    with pytest.raises(VerificationError, match="Could not be decided"):
        take_in(hosted, partner.endorse(SUPERBOTS, now=now).json, now)


def test_key_of_a_partner_elsewhere_is_looked_up_once_when_its_word_is_taken_in(hosted, build, issue, now):
    partner = Issuer.create(name="P", url="https://p.example", did="did:web:robotics.example")
    online = build(fetcher=Web(did=to_text(partner.did_document).encode()))
    assert take_in(online, partner.endorse(SUPERBOTS, now=now).json, now).changed
    issued = issue()
    assert [partner.id] == [document["issuer"]["id"] for document in embedded(issued)]
    assert hosted.verifying.verify(issued.record.json, now=now).valid


def test_jwt_is_hosted_and_not_embedded(hosted, build, issue, now):
    partner = Issuer.create(name="P", url="https://p.example", did="did:web:robotics.example")
    online = build(fetcher=Web(did=to_text(partner.did_document).encode()))
    word = partner.endorse(SUPERBOTS, now=now)
    record = take_in(online, f" {word.jwt}\n", now).record
    assert (None, word.jwt) == (record.json, record.jwt)
    assert word.jwt.encode() == hosted.hosting.endorsement(record.id, "jwt").body
    with pytest.raises(NotFoundError, match="no JSON of the endorsement"):
        hosted.hosting.endorsement(record.id)
    assert [] == embedded(issue())


def test_same_word_again_changes_nothing(hosted, outsider, now):
    word = outsider.endorse(SUPERBOTS, now=now)
    first = take_in(hosted, word.json, now)
    again = take_in(hosted, word.json, now)
    assert (False, first.record) == (again.changed, again.record)


def test_another_word_with_the_same_id_is_refused(hosted, outsider, now):
    ids = {"endorsement_id": "https://outfitters.example/endorsements/1"}
    take_in(hosted, outsider.endorse(SUPERBOTS, now=now, **ids).json, now)
    with pytest.raises(ConflictError) as caught:
        take_in(hosted, outsider.endorse(SUPERBOTS, comment="More", now=now, **ids).json, now)
    assert "credential_id" == caught.value.path


def test_word_that_was_dropped_is_not_taken_in_again(hosted, outsider, now):
    word = outsider.endorse(SUPERBOTS, now=now)
    hosted.withdrawing.drop(take_in(hosted, word.json, now).record.id, now=now)
    with pytest.raises(ConflictError, match="taken back by the endorsed side"):
        take_in(hosted, word.json, now)


def test_word_given_here_is_accepted_when_its_text_is_handed_in(hosted, endorse, now):
    record = endorse(accept=False)
    assert now == take_in(hosted, record.json, now).record.accepted_at


def test_word_signed_elsewhere_is_revoked_only_there(hosted, outsider, now):
    record = take_in(hosted, outsider.endorse(SUPERBOTS, now=now).json, now).record
    with pytest.raises(InputError, match="can be revoked only there"):
        hosted.withdrawing.revoke(record.id, now=now)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"\xff\xfe", "text in UTF-8"),
        ("<svg/>", "a picture or a page"),
        ('{"type": ["Profile"], "id": "urn:x"}', "found profile"),
        ("{}", "found something else"),
        ("[", "JSON"),
        ("x" * (MAX_ENDORSEMENT + 1), "at most 65,536"),
    ],
    ids=["utf-16", "picture", "profile", "empty", "broken", "large"],
)
def test_what_is_no_endorsement_is_refused(hosted, source, message):
    with pytest.raises(InputError, match=message):
        hosted.endorsing.read(source)


def test_badge_is_no_endorsement(hosted, issue):
    with pytest.raises(InputError, match="found badge"):
        hosted.endorsing.read(issue().record.json)


def test_word_that_is_not_what_open_badges_describes_is_refused(hosted, outsider, now):
    word = outsider.endorse(SUPERBOTS, now=now).document
    del word["name"]
    with pytest.raises(ModelError, match="name"):
        hosted.endorsing.read(to_text(word))


def test_word_that_contradicts_the_badge_is_refused_with_what_it_contradicts(hosted, now):
    partner = Issuer.create(name="Example Outfitters", url="https://outfitters.example")
    creator = {"id": partner.id, "type": ["Profile"], "name": "Outfitters"}
    draft = replace(hosted.achievements.draft("superbots"), creator=creator)
    hosted.achievements.edit("superbots", draft, now=now)
    with pytest.raises(InputError, match="otherwise than the badge does") as caught:
        take_in(hosted, partner.endorse(SUPERBOTS, now=now).json, now)
    assert "creator of the achievement" in caught.value.hint


def test_there_is_a_limit_to_the_endorsements_of_an_achievement(hosted, outsider, now):
    for _ in range(MAX_EMBEDDED):
        take_in(hosted, outsider.endorse(SUPERBOTS, now=now).json, now)
    with pytest.raises(InputError, match=f"{MAX_EMBEDDED} endorsements already"):
        take_in(hosted, outsider.endorse(SUPERBOTS, now=now).json, now)
