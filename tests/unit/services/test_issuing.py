"""Awarding: wholly, once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from openbadge_issuer.errors import ConflictError, InputError, ModelError, NotFoundError, StrictnessError
from openbadge_issuer.json_text import parse_object
from openbadge_issuer.ports import RevocationCategory
from openbadge_issuer.services import issuing as module
from openbadge_issuer.services import status_lists
from openbadge_issuer.services.orders import OrderedResult
from openbadge_issuer.services.status_lists import StatusLists

DAY = datetime(2026, 5, 20, tzinfo=UTC)


def count(services):
    with services.store.reading() as transaction:
        return transaction.count_credentials()


def subject(issued):
    return parse_object(issued.record.json)["credentialSubject"]


def fields(error):
    return [problem.path for problem in error.value.problems]


# --- what a badge says


def test_a_new_badge_is_valid_in_both_forms(school, issue, now):
    record = issue().record
    for text in (record.json, record.jwt):
        report = school.verifying.verify(text, recipient="Ada@School.example", now=now)
        assert {check.name: check.code for check in report.checks}["issuer key"] == "published"
        assert {check.name: check.code for check in report.checks}["status"] == "not-revoked"
        assert report.valid


def test_the_badge_lies_at_its_own_url(issue):
    issued = issue()
    assert issued.url == f"https://badges.school.example/credentials/{issued.record.id}"
    assert parse_object(issued.record.json)["id"] == issued.url


@pytest.mark.parametrize(
    "base_url", ["http://localhost:8000", "https://school.example/badges", "https://x.example:8443"]
)
def test_badges_are_valid_wherever_the_installation_lies(build, make_school, now, base_url):
    services = build(base_url)
    make_school(services, now)
    order = module.Order(achievement="mentor", recipient=services.policy.recipient(email="a@b.example"))
    issued = services.issuing.issue("school", order, now=now)
    assert issued.url.startswith(base_url + "/credentials/")
    assert services.verifying.verify_url(issued.url, now=now).valid


def test_a_second_issuer_of_a_domain_issues_valid_badges(school, now):
    school.issuers.create("partner", "Partner", url="https://partner.example", now=now)
    school.achievements.create("partner", "other", school.achievements.draft("mentor"), now=now)
    order = module.Order(achievement="other", recipient=school.policy.recipient(email="a@b.example"))
    report = school.verifying.verify_url(school.issuing.issue("partner", order, now=now).url, now=now)
    assert (report.valid, report.issuer_id) == (True, "did:web:badges.school.example:issuers:partner")


def test_an_award_of_another_issuers_achievement_is_refused(school, now):
    school.issuers.create("partner", "Partner", url="https://partner.example", now=now)
    order = module.Order(achievement="mentor", recipient=school.policy.recipient(email="a@b.example"))
    with pytest.raises(NotFoundError, match="of the issuer 'partner'"):
        school.issuing.issue("partner", order, now=now)


def test_everything_ordered_is_in_the_badge(issue):
    issued = issue(
        issued_on=DAY,
        expires_on=datetime(2027, 1, 1, tzinfo=UTC),
        evidence_url="https://school.example/e/1",
        narrative="Built *it*.",
        role="Team lead",
        credits=2.5,
        results=(
            OrderedResult(description="prototype", value="proficient"),
            OrderedResult(description="Score", value="87.5"),
            OrderedResult(description="State", value="Completed"),
        ),
    )
    document = parse_object(issued.record.json)
    url = "https://badges.school.example/achievements/superbots"
    assert (document["validFrom"], document["validUntil"], document["awardedDate"]) == (
        "2026-05-20T00:00:00Z", "2027-01-01T00:00:00Z", "2026-05-20T00:00:00Z",
    )  # fmt: skip
    assert document["evidence"] == [{"id": "https://school.example/e/1", "type": ["Evidence"]}]
    said = document["credentialSubject"]
    assert (said["narrative"], said["role"], said["creditsEarned"]) == ("Built *it*.", "Team lead", 2.5)
    assert said["result"] == [
        {"type": ["Result"], "resultDescription": f"{url}#result-prototype", "value": "Proficient"},
        {"type": ["Result"], "resultDescription": f"{url}#result-score", "value": "87.5"},
        {"type": ["Result"], "resultDescription": f"{url}#result-state", "status": "Completed"},
    ]


def test_no_address_is_stored_anywhere(school, issue, sqlite_url):
    issue(email="ada.secret@school.example", name="Ada Secret")
    stored = Path(sqlite_url.removeprefix("sqlite:///") + "-wal").read_bytes()
    assert b"credentials" in stored
    assert b"ada.secret" not in stored.lower()
    assert b"Secret" not in stored


def test_a_badge_without_a_date_begins_before_now_since_clocks_differ(issue, now):
    begun = datetime.fromisoformat(parse_object(issue().record.json)["validFrom"])
    assert timedelta(0) < now - begun <= timedelta(minutes=1)


def test_todays_date_of_a_place_ahead_of_utc_begins_before_now(issue, now):
    document = parse_object(issue(issued_on=datetime(2026, 6, 2, tzinfo=UTC)).record.json)
    assert document["validFrom"] < "2026-06-01T12:00:00Z"


def test_the_policy_limits_how_long_badges_are_valid(school, build, issue):
    services = build(validity_days=365)
    assert parse_object(issue(services, issued_on=DAY).record.json)["validUntil"] == "2027-05-20T00:00:00Z"


def test_names_are_kept_only_if_the_policy_says_so(school, build, issue):
    assert issue(email="a@b.example", name="Ada Example").record.label is None
    services = build(keep_names=True)
    assert issue(services, email="b@b.example", name="Ben Example").record.label == "Ben Example"


def test_the_policy_decides_what_the_badge_tells_of_a_person(school, build, issue):
    services = build(identifier="none", show_name="initial")
    (identity,) = subject(issue(services, email="a@b.example", name="Ada Example"))["identifier"]
    assert identity["identityHash"] == "Ada E."


def test_a_person_can_be_found_by_an_address_without_storing_it(school, issue):
    record = issue(email="Ada@School.example").record
    key = school.issuing.recipient_key(" ada@school.EXAMPLE")
    with school.store.reading() as transaction:
        assert transaction.credentials(recipient_key=key) == [record]


# --- once


def test_the_same_award_is_made_once(school, issue):
    first, again = issue(issued_on=DAY), issue(email=" ADA@school.example ", issued_on=DAY)
    assert (first.created, again.created, again.record) == (True, False, first.record)
    assert count(school) == 1


def test_the_same_award_is_recognised_years_later(school, issue, now):
    first = issue(expires_on=datetime(2026, 12, 31, tzinfo=UTC))
    again = issue(expires_on=datetime(2026, 12, 31, tzinfo=UTC), at=now + timedelta(days=900))
    assert again.record == first.record


def test_the_same_award_is_recognised_after_the_achievement_was_edited(school, issue, now):
    first = issue()
    draft = school.achievements.draft("mentor")
    school.achievements.edit("superbots", draft, now=now)
    assert issue().record == first.record


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "bob@school.example"},
        {"issued_on": datetime(2026, 5, 21, tzinfo=UTC)},
        {"achievement": "mentor"},
        {"id": "did:example:ada"},
    ],
)
def test_another_person_day_or_achievement_is_another_award(school, issue, changes):
    issue(issued_on=DAY)
    assert issue(**{"issued_on": DAY, **changes}).created


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"role": "Judge"}, "role"),
        ({"narrative": "More."}, "narrative"),
        ({"credits": 3}, "credits"),
        ({"evidence_url": "https://e.example"}, "evidence_url"),
        ({"expires_on": datetime(2030, 1, 1, tzinfo=UTC)}, "expires_on"),
        ({"award_id": "another"}, "award_id"),
        ({"results": (OrderedResult(description="Score", value="3"),)}, "name, id or result"),
    ],
)
def test_the_same_award_with_other_content_is_a_conflict_that_says_what_differs(
    school, issue, changes, named
):
    first = issue(issued_on=DAY, award_id="one")
    with pytest.raises(ConflictError, match=rf"other content \({named}\): {first.url}") as caught:
        issue(issued_on=DAY, **changes)
    assert caught.value.path == "award_key"
    assert count(school) == 1


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"email": "bob@school.example"}, "email"),
        ({"achievement": "mentor"}, "achievement"),
        ({"issued_on": DAY}, "issued_on"),
    ],
)
def test_an_award_id_is_used_once(school, issue, changes, named):
    issue(award_id="one")
    with pytest.raises(ConflictError, match=rf"\({named}\)"):
        issue(award_id="one", **changes)


def test_an_address_recognises_an_award_whatever_other_id_is_given(issue):
    issue(email="ada@school.example")
    with pytest.raises(ConflictError, match="name, id or result"):
        issue(email="ada@school.example", id="did:example:ada")


def test_an_award_id_recognises_an_award_without_an_address(school, issue):
    first, again = (issue(name="Ada Example", award_id="one") for _ in range(2))
    assert (first.created, again.record) == (True, first.record)


def test_an_award_id_is_unique_within_its_issuer_only(school, issue, now):
    school.issuers.create("partner", "Partner", url="https://partner.example", now=now)
    school.achievements.create("partner", "other", school.achievements.draft("mentor"), now=now)
    issue(award_id="one")
    order = module.Order(
        achievement="other", recipient=school.policy.recipient(email="x@y.example"), award_id="one"
    )
    assert school.issuing.issue("partner", order, now=now).created


def test_an_award_ordered_with_and_without_its_award_id_is_the_same(issue):
    first = issue(issued_on=DAY, award_id="one")
    assert issue(issued_on=DAY).record == first.record


def test_a_name_that_no_badge_shows_is_not_content(issue):
    first = issue(email="a@b.example", name="Ada")
    assert issue(email="a@b.example", name="Ada Corrected").record == first.record


def test_a_revoked_award_is_not_made_again(school, issue, now):
    first = issue()
    school.revoking.revoke(first.record.id, now=now)
    assert (issue().created, issue().record.id) == (False, first.record.id)


def test_a_revoked_award_can_be_corrected_once(school, issue, now):
    first = issue(award_id="one", role="Juge")
    school.revoking.revoke(first.record.id, category=RevocationCategory.REPLACED, now=now)
    second = issue(award_id="one", role="Judge")
    assert second.created
    assert issue(award_id="one", role="Judge").record == second.record
    assert issue(award_id="one", role="Juge").record.id == first.record.id
    with pytest.raises(ConflictError, match="role"):
        issue(award_id="one", role="Jury")


# --- what is refused


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "Nobody"}, "email"),
        ({"email": "ada@localhost"}, "email"),
        ({"email": "a..b@school.example"}, "email"),
        ({"id": "not a uri"}, "id"),
        ({"issued_on": datetime(2026, 6, 3, tzinfo=UTC)}, "issued_on"),
        ({"issued_on": datetime(2026, 6, 1, 13, tzinfo=UTC)}, "issued_on"),
        ({"issued_on": datetime(2026, 6, 1)}, "issued_on"),  # noqa: DTZ001  (that is the mistake)
        ({"expires_on": datetime(2026, 6, 1, tzinfo=UTC)}, "expires_on"),
        ({"evidence_url": "www.school.example"}, "evidence_url"),
        ({"evidence_url": "javascript:alert(1)"}, "evidence_url"),
        ({"evidence_url": "https://e.example/a b"}, "evidence_url"),
        ({"credits": -1}, "credits"),
        ({"credits": float("nan")}, "credits"),
        ({"role": "two\nlines"}, "role"),
        ({"role": "x" * 256}, "role"),
        ({"narrative": "x" * 10_001}, "narrative"),
        ({"narrative": "bell\x07"}, "narrative"),
        ({"award_id": " "}, "award_id"),
        ({"results": (OrderedResult(description="Scores", value="3"),)}, "result:Scores"),
        ({"results": (OrderedResult(value="3"),)}, "result"),
        ({"results": (OrderedResult(description="Score", value="101"),)}, "result:Score"),
        ({"results": (OrderedResult(description="Score", value="good"),)}, "result:Score"),
        ({"results": (OrderedResult(description="Prototype", value="Best"),)}, "result:Prototype"),
        ({"results": (OrderedResult(description="State", value="Done"),)}, "result:State"),
        ({"results": (OrderedResult(description="Score", value="1"),) * 2}, "result:Score"),
        ({"achievement": "mentor", "results": (OrderedResult(value="1"),)}, "result"),
        ({"results": (OrderedResult(description="Score", value="1"),) * 51}, "results"),
    ],
)
def test_what_cannot_be_awarded_is_refused_with_its_field(school, issue, changes, field):
    with pytest.raises(InputError) as caught:
        issue(**changes)
    assert fields(caught) == [field]
    assert count(school) == 0


def test_all_problems_of_an_order_are_named_at_once(issue):
    with pytest.raises(InputError) as caught:
        issue(credits=-1, role="two\nlines", evidence_url="nowhere")
    assert fields(caught) == ["role", "evidence_url", "credits"]


def test_what_is_no_address_is_refused(issue):
    with pytest.raises(ModelError, match="email"):
        issue(email="ada")


def test_what_wallets_would_read_differently_is_refused(school, issue):
    draft = school.achievements.draft("mentor")
    with pytest.raises(StrictnessError):
        school.achievements.edit(
            "mentor", module.replace(draft, tags=("\uff01", "\U0001f600")), now=datetime.now(UTC)
        )
    assert count(school) == 0


def test_an_unknown_achievement_or_issuer_is_refused(school, issue, now):
    with pytest.raises(NotFoundError, match="no achievement 'superbot' of the issuer 'school'") as caught:
        issue(achievement="superbot")
    assert caught.value.hint == "There are: superbots, mentor."
    order = module.Order(achievement="superbots", recipient=school.policy.recipient(email="a@b.example"))
    with pytest.raises(NotFoundError):
        school.issuing.issue("nobody", order, now=now)


def test_a_rehearsal_stores_nothing(school, now):
    order = module.Order(achievement="superbots", recipient=school.policy.recipient(email="a@b.example"))
    school.issuing.rehearse("school", order, now=now)
    assert count(school) == 0


# --- in spite of others at the same moment


def test_an_index_that_somebody_took_meanwhile_is_drawn_again(school, issue, monkeypatch):
    taken = issue().record.status_index
    draws = iter([taken, taken, taken + 1])
    monkeypatch.setattr(StatusLists, "free_index", lambda *_: next(draws))
    assert issue(email="bob@school.example").record.status_index == taken + 1


def test_an_award_that_somebody_made_meanwhile_is_returned(school, build, issue, monkeypatch):
    other, compose = build(), module.IssuingService._compose
    made = []

    def overtaken(self, *arguments):
        monkeypatch.setattr(module.IssuingService, "_compose", compose)
        made.append(issue(other).record)
        return compose(self, *arguments)

    monkeypatch.setattr(module.IssuingService, "_compose", overtaken)
    issued = issue()
    assert (issued.record, issued.created, count(school)) == (made[0], False, 1)


def test_a_badge_is_not_stored_under_keys_that_were_rotated_meanwhile(school, build, issue, now, monkeypatch):
    other, compose = build(), module.IssuingService._compose

    def overtaken(self, *arguments):
        monkeypatch.setattr(module.IssuingService, "_compose", compose)
        other.key_ring.rotate("school", now)
        return compose(self, *arguments)

    monkeypatch.setattr(module.IssuingService, "_compose", overtaken)
    method = parse_object(issue().record.json)["proof"]["verificationMethod"]
    assert method == school.key_ring.keys("school")[2].verification_method


def test_who_is_always_overtaken_is_told_to_try_again(school, issue, monkeypatch):
    taken = issue().record.status_index
    monkeypatch.setattr(StatusLists, "free_index", lambda *_: taken)
    monkeypatch.setattr(module, "MAX_TRIES", 3)
    with pytest.raises(module.UnavailableError, match="overtaken 3 times"):
        issue(email="bob@school.example")
    assert count(school) == 1


def test_a_full_list_is_followed_by_a_new_one(school, issue, monkeypatch):
    monkeypatch.setattr(status_lists, "FILL_LIMIT", 2 / 131_072)
    lists = [issue(email=f"{name}@school.example").record.status_list for name in "abcde"]
    assert [lists.index(one) for one in lists] == [0, 0, 2, 2, 4]


def test_a_rehearsal_opens_no_list(school, issue, now, monkeypatch):
    monkeypatch.setattr(status_lists, "FILL_LIMIT", 1 / 131_072)
    issue()
    order = module.Order(achievement="superbots", recipient=school.policy.recipient(email="b@b.example"))
    school.issuing.rehearse("school", order, now=now)
    with school.store.reading() as transaction:
        assert len(transaction.status_lists("school")) == 1


def test_indices_tell_neither_order_nor_number(issue):
    indices = [issue(email=f"{number}@school.example").record.status_index for number in range(12)]
    assert len(set(indices)) == 12
    assert indices != sorted(indices)
    assert max(indices) > 20_000
