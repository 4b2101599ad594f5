"""Many badges of one achievement: the same as one by one, in order, without keeping any."""

import itertools
import json
import re
from dataclasses import replace

import pytest

from openbadge_issuer import Achievement, Award, Issuer, Recipient, model, verify
from openbadge_issuer.errors import ModelError, ProofError, StrictnessError
from openbadge_issuer.issuer import series as module
from openbadge_issuer.issuer.spot_checks import SpotChecks, shape_of
from openbadge_issuer.linked_data import programs
from openbadge_issuer.status.status_list import entry

ROBOTS = Achievement(
    name="Robots", description="Robotics.", criteria="Build one.", id="https://school.example/r"
)
ENTRY = entry("https://school.example/status/1", 7)
RANDOM = re.compile(
    r"urn:uuid:[0-9a-f-]{36}|sha256\$[0-9a-f]{64}|\"salt\":\"[0-9a-f]+\"|\"proofValue\":\"\w+\""
)


@pytest.fixture(scope="module")
def school():
    """An issuer with a key for each form."""
    return Issuer.create(name="School", url="https://school.example", did="did:web:school.example")


@pytest.fixture
def verified(monkeypatch):
    """The places, in the series, of the badges that were verified before they were given out."""
    chosen = []

    def choose(self, award, whole=SpotChecks.choose):
        wanted = whole(self, award)
        chosen.append(wanted)
        return wanted

    monkeypatch.setattr(module.SpotChecks, "choose", choose)
    return lambda: [place for place, wanted in enumerate(chosen) if wanted]


def people(count):
    return [Recipient(email=f"p{number}@school.example") for number in range(count)]


def without_chance(text):
    return RANDOM.sub("…", text)


def trusted(issuer):
    return {issuer.id: [signer.public_key for signer in issuer.signers]}


def test_every_recipient_gets_a_badge_in_order_that_verifies_in_both_forms(school, now):
    whom = people(3)
    for recipient, badge in zip(whom, school.issue_many(ROBOTS, whom, now=now), strict=True):
        for text in (badge.json, badge.jwt):
            report = verify(text, now=now, trusted_keys=trusted(school), recipient=recipient.email)
            assert (report.outcome, report.check("recipient").result) == ("valid", "passed")


def test_a_badge_of_many_is_the_badge_that_is_issued_alone(school, now):
    own = {
        "credential_id": "https://school.example/b/1",
        "evidence": "https://school.example/e/1",
        "results": model.Result(value="A"),
        "narrative": "She built **two**.",
        "role": "Engineer",
        "credits_earned": 2.5,
        "valid_until": now.replace(year=2030),
        "awarded_date": now.replace(year=2025),
        "status": ENTRY,
    }
    (person,) = people(1)
    (of_many,) = school.issue_many(ROBOTS, [Award(recipient=person, **own)], now=now)
    alone = school.issue(ROBOTS, person, **own, now=now)
    assert without_chance(of_many.json) == without_chance(alone.json)


def test_recipients_may_be_endless_and_are_asked_for_one_at_a_time(school, now):
    asked = []
    endless = (asked.append(number) or Recipient(id=f"did:example:{number}") for number in itertools.count())
    badges = list(itertools.islice(school.issue_many(ROBOTS, endless, now=now), 4))
    assert (len({badge.id for badge in badges}), asked) == (4, [0, 1, 2, 3])


def test_what_is_wrong_with_the_achievement_is_told_at_once(school):
    with pytest.raises(ModelError, match="name"):
        school.issue_many(replace(ROBOTS, name=" "), people(1))


def test_what_is_wrong_with_a_recipient_is_told_in_its_turn_with_its_number(school, now):
    bad = Award(recipient=Recipient(id="did:example:1"), valid_from=now.replace(year=2030))
    badges = school.issue_many(ROBOTS, [*people(2), bad, *people(1)], now=now)
    next(badges), next(badges)
    with pytest.raises(ModelError, match="ahead of now") as caught:
        next(badges)
    assert caught.value.__notes__ == ["It is award 3 of this series; those before it were given out."]
    assert list(badges) == []


def test_a_series_goes_on_after_a_bad_award(school, now):
    series = school.series(ROBOTS, now=now)
    person = people(1)[0]
    with pytest.raises(StrictnessError):
        series.issue(Award(recipient=person, narrative="a bell: \x07"), now=now)
    assert verify(series.issue(person, now=now).json, now=now, trusted_keys=trusted(school)).valid


def test_anything_but_recipients_and_awards_is_a_mistake_of_the_program(school):
    with pytest.raises(TypeError, match="award must be of the class Award or Recipient; found str"):
        list(school.issue_many(ROBOTS, ["ada@school.example"]))


def test_the_first_badge_of_each_shape_is_verified(school, now, verified):
    plain, told = people(1)[0], Award(recipient=people(1)[0], narrative="Well done.")
    list(school.issue_many(ROBOTS, [plain, plain, told, plain, told], now=now))
    assert verified() == [0, 2]


def test_one_in_so_many_of_the_rest_is_verified_too(school, now, verified):
    list(school.issue_many(ROBOTS, people(7), check_every=3, now=now))
    assert verified() == [0, 2, 5]


def test_a_badge_that_does_not_verify_is_not_given_out(school, now, monkeypatch):
    right = school._signed_json
    monkeypatch.setattr(school, "_signed_json", lambda *given: right(*given).replace("Robots", "Rebels"))
    with pytest.raises(ProofError, match="does not verify, and is not given out"):
        next(school.issue_many(ROBOTS, people(1), now=now))


def test_a_caller_may_verify_in_a_way_of_its_own(school, now):
    seen = []
    series = school.series(ROBOTS, check=lambda badge, moment: seen.append((badge.id, moment)), now=now)
    first, _second = (series.issue(person, now=now) for person in people(2))
    assert seen == [(first.id, now)]


def test_an_issuer_without_self_check_verifies_none(now, verified):
    signers = Issuer.create(name="S", url="https://s.example", did="did:web:s.example").signers
    profile = model.Profile(id="did:web:s.example", name="S")
    list(Issuer(profile=profile, signers=signers, self_check=False).issue_many(ROBOTS, people(2), now=now))
    assert verified() == []


def test_endorsements_are_verified_once_and_go_into_every_badge(school, now, monkeypatch):
    word = school.endorse(ROBOTS, comment="Good.", now=now)
    badges = school.issue_many(ROBOTS, people(2), endorsements=word, now=now)
    monkeypatch.setattr(Issuer, "_means", None)
    for badge in badges:
        (found,) = badge.document["credentialSubject"]["achievement"]["endorsement"]
        assert found == json.loads(word.json)


def test_a_bad_endorsement_is_told_before_any_badge(school, now):
    word = school.endorse(ROBOTS, comment="Good.", now=now)
    with pytest.raises(ProofError, match="is not put into the badge"):
        school.issue_many(ROBOTS, people(1), endorsements=word.json.replace("Good.", "Bad."), now=now)


ADA, BEN = Recipient(email="ada@school.example"), Recipient(email="ben@school.example")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ({"recipient": ADA}, {"recipient": BEN}, True),
        ({"recipient": ADA}, {"recipient": replace(ADA, id="did:example:1")}, False),
        ({"recipient": ADA}, {"recipient": replace(ADA, identifier="clear")}, False),
        ({"narrative": "a"}, {"narrative": "b"}, True),
        ({"narrative": "a"}, {}, False),
        ({"evidence": "https://a.example"}, {"evidence": ["https://b.example"]}, True),
        ({"evidence": ["https://a.example"]}, {"evidence": ["https://a.example"] * 2}, False),
        ({"evidence": model.Evidence(name="a")}, {"evidence": model.Evidence(narrative="a")}, False),
        ({"results": model.Result(value="a")}, {"results": [model.Result(value="b")]}, True),
        ({"results": model.Result(value="a")}, {"results": model.Result(status="Completed")}, False),
        ({"credits_earned": 1.0}, {"credits_earned": 1.5}, False),
        ({"credits_earned": 2}, {"credits_earned": 3.0}, True),
        ({"status": ENTRY}, {}, False),
    ],
)
def test_a_shape_is_what_is_said_and_not_with_which_words(one, other, alike):
    shapes = [shape_of(Award(**{"recipient": ADA, **award})) for award in (one, other)]
    assert (shapes[0] == shapes[1]) is alike


def test_badges_of_one_shape_have_the_same_keys(school, now):
    """What the shape of an award leaves out makes no difference in the badge."""
    awards = [Award(recipient=person, narrative="n", credits_earned=2, status=ENTRY) for person in (ADA, BEN)]
    one, other = (keys(badge.document) for badge in school.issue_many(ROBOTS, awards, now=now))
    assert one == other


def keys(value):
    if isinstance(value, dict):
        return {key: keys(item) for key, item in value.items()}
    return [keys(item) for item in value] if isinstance(value, list) else None


def test_what_is_verified_is_canonicalised_without_programs(school, now):
    used = []
    series = school.series(ROBOTS, check=lambda badge, moment: used.append(programs._BY_REFERENCE.get()))
    series.issue(ADA, now=now)
    assert (used, programs._BY_REFERENCE.get()) == ([True], False)


def test_shapes_beyond_the_limit_are_each_verified(monkeypatch):
    monkeypatch.setattr("openbadge_issuer.issuer.spot_checks.MAX_SHAPES", 2)
    checks = SpotChecks(every=100)
    awards = [Award(recipient=ADA, credits_earned=None, **{name: "x"}) for name in ("role", "narrative")]
    third = Award(recipient=ADA)
    chosen = [checks.choose(award) for award in (*awards, awards[0], third, third)]
    assert chosen == [True, True, False, True, True]


def test_a_sample_of_none_is_refused():
    with pytest.raises(ValueError, match="found 0"):
        SpotChecks(every=0)
