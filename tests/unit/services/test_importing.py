"""Rosters: every good row, once."""

import csv
import io

import pytest

from openbadge_issuer.errors import KeyMaterialError, NotFoundError
from openbadge_issuer.services import importing as module
from openbadge_issuer.services.importing import RowResult
from openbadge_issuer.services.roster import Roster

GOOD = """name,email,achievement,issued_on,credits,result:Prototype
Ada Example,ada@school.example,superbots,2026-05-20,,Proficient
Ben Example,ben@school.example,mentor,2026-05-20,"2,5",
Cleo Example,cleo@school.example,Superbots,2026-05-20,,
"""

BAD = """name,email,achievement,award_id,issued_on,expires_on,evidence_url,credits,result:Prototype,result:Score,result
Ada,ada@school.example,superbots,1,2026-05-20,,,,Proficient,88,
Ben,ben at school.example,superbot,2,20/05/2026,31.12.2026,school.example,"1,000",Best,101,
Cleo,,superbots,,2026-05-20,,,,,,
Dan,dan@school.example,,4,2030-01-01,2026-01-01,,many,,,3
Eve,eve@school.example,mentor,5,2026-05-20,,,,Proficient,,
"""


@pytest.fixture
def check(school, now):
    def check(text, **options):
        return school.importing.check("school", roster(text), now=now, **options)

    return check


@pytest.fixture
def run(school, now):
    def run(text, **options):
        return list(school.importing.run("school", roster(text), now=lambda: now, **options))

    return run


def roster(text):
    return Roster.read(text.encode() if isinstance(text, str) else text)


def places(problems):
    return [(problem.row, problem.column) for problem in problems]


def results(outcomes):
    return [str(outcome.outcome) for outcome in outcomes]


def count(services):
    with services.store.reading() as transaction:
        return transaction.count_credentials()


def table(services, text, outcomes):
    return list(csv.reader(io.StringIO(services.importing.result_csv(roster(text), outcomes), newline="")))


def test_a_good_roster_has_no_problems_and_checking_changes_nothing(school, check):
    assert check(GOOD) == []
    assert count(school) == 0


def test_a_good_roster_is_issued_as_a_whole(school, run, now):
    outcomes = run(GOOD)
    assert results(outcomes) == ["issued"] * 3
    assert all(school.verifying.verify_url(outcome.url, now=now).valid for outcome in outcomes)


def test_a_second_run_issues_nothing_and_gives_the_same_urls(school, run):
    first, second = run(GOOD), run(GOOD)
    assert results(second) == ["already-issued"] * 3
    assert [outcome.url for outcome in second] == [outcome.url for outcome in first]
    assert count(school) == 3


def test_the_same_rows_in_another_form_are_the_same_awards(school, run):
    run(GOOD)
    other = "\ufeffEMAIL;Achievement;Issued-On\n ADA@school.example ;superbots;2026-05-20\n"
    assert results(run(other)) == ["conflict"]
    same = (
        "email\tachievement\tissued_on\tresult:PROTOTYPE\n"
        "ADA@school.example\tsuperbots\t2026-05-20T10:00:00+10:00\tproficient"
    )
    assert results(run(same)) == ["already-issued"]
    assert count(school) == 3


def test_every_problem_of_every_row_is_listed_with_its_place(check):
    assert places(check(BAD)) == [
        (3, "achievement"), (3, "issued_on"), (3, "expires_on"), (3, "credits"), (3, "email"), (3, "evidence_url"),
        (4, "email"),
        (5, "achievement"), (5, "credits"), (5, "issued_on"), (5, "expires_on"),
        (6, "result:prototype"),
    ]  # fmt: skip


def test_a_problem_says_what_was_found_and_what_is_allowed(check):
    problems = {(problem.row, problem.column): problem for problem in check(BAD)}
    achievement = problems[3, "achievement"]
    assert (achievement.value, achievement.allowed) == ("superbot", "superbots, mentor")
    assert achievement.message == "There is no achievement 'superbot'. Is it 'superbots'?"
    date = problems[3, "issued_on"]
    assert date.value == "20/05/2026"
    assert date.allowed.startswith("a date such as 2026-05-31, or a date, time and zone")
    assert problems[3, "credits"].value == "1,000"
    assert "at most two decimals" in problems[3, "credits"].allowed
    assert problems[5, "issued_on"].message.startswith("It may not be in the future")
    assert problems[6, "result:prototype"].allowed == "nothing: the achievement has no results"
    assert str(date).startswith("row 3, column issued_on: '20/05/2026' cannot be read as a date")


def test_results_are_checked_against_the_achievement(check):
    header = "email,achievement,result:Prototype,result:Score,result:State,result:Style"
    text = f"{header}\na@b.example,superbots,Best,101,Done,A\n"
    problems = {problem.column: problem for problem in check(text)}
    assert problems["result:prototype"].allowed == "Emerging, Proficient"
    assert "a number from 0 to 100 is" in problems["result:score"].message
    assert "Completed" in problems["result:state"].allowed
    assert "it has State, Prototype, Score" in problems["result:style"].message
    assert problems["result:style"].allowed == "the columns result:Prototype, result:Score, result:State"


def test_bad_rows_do_not_keep_good_ones_from_being_issued(school, run):
    outcomes = run(BAD)
    assert results(outcomes) == ["issued", "refused", "refused", "refused", "refused"]
    assert "achievement: There is no achievement 'superbot'." in outcomes[1].reason
    assert count(school) == 1


def test_rows_that_were_mended_are_issued_the_next_time(school, run):
    run(BAD)
    mended = BAD.replace("Cleo,,", "Cleo,cleo@school.example,")
    assert results(run(mended))[:3] == ["already-issued", "refused", "issued"]
    assert count(school) == 2


def test_the_same_award_with_other_content_is_reported_and_not_issued(school, run, check):
    run(GOOD)
    changed = GOOD.replace("Proficient", "Emerging")
    outcomes = run(changed)
    assert results(outcomes) == ["conflict", "already-issued", "already-issued"]
    assert "made before, with other content (name, id or result)" in outcomes[0].reason
    (problem,) = check(changed)
    assert (problem.row, problem.blocking) == (2, True)
    assert count(school) == 3


def test_a_row_that_stands_twice_is_issued_once(school, run, check):
    twice = "email,achievement\nada@school.example,mentor\nADA@school.example,mentor\n"
    (problem,) = check(twice)
    assert (problem.row, problem.blocking, problem.message) == (
        3,
        False,
        "The same award as in row 2, it is issued once.",
    )
    assert results(run(twice)) == ["issued", "already-issued"]
    assert count(school) == 1


def test_an_award_id_for_two_awards_is_found_before_anything_is_issued(check, run):
    text = "email,achievement,award_id\nada@school.example,mentor,1\nben@school.example,mentor,1\n"
    (problem,) = check(text)
    assert (problem.row, problem.blocking) == (3, True)
    assert results(run(text)) == ["issued", "conflict"]


def test_an_achievement_for_all_rows_can_be_given(run, check):
    text = "email,achievement\nada@school.example,\nben@school.example,superbots\n"
    assert places(check(text)) == [(2, "achievement")]
    assert results(run(text, default_achievement="mentor")) == ["issued", "issued"]


def test_an_achievement_can_be_named_by_its_name(school, run):
    outcomes = run("email,achievement\nada@school.example,SUPERBOTS")
    assert outcomes[0].outcome is RowResult.ISSUED


def test_an_unknown_issuer_or_achievement_for_all_ends_it(school, now):
    for issuer, achievement in (("nobody", None), ("school", "nothing")):
        with pytest.raises(NotFoundError):
            school.importing.check(issuer, roster(GOOD), default_achievement=achievement, now=now)
        with pytest.raises(NotFoundError):
            next(school.importing.run(issuer, roster(GOOD), default_achievement=achievement, now=lambda: now))


def test_a_missing_key_ends_a_run_and_is_no_fault_of_a_row(build, school, key_store, now):
    key_store.signers.clear()
    with pytest.raises(KeyMaterialError):
        list(build().importing.run("school", roster(GOOD), now=lambda: now))


def test_a_row_with_more_cells_than_columns_is_refused(check):
    (problem,) = check("email,achievement\nada@school.example,mentor,x\n")
    assert problem.message == "The row has 3 cells, and the header names 2."


def test_what_only_signing_finds_out_is_found_by_checking(check, run):
    text = "email,achievement,evidence_url\na@b.example,mentor,https://badges.school.example/achievements/mentor\n"
    (problem,) = check(text)
    assert (problem.row, problem.blocking) == (2, True)
    assert results(run(text)) == ["refused"]


def test_beyond_the_trials_only_unusual_rows_are_signed_for_trial(school, check, monkeypatch):
    signed = []
    monkeypatch.setattr(module, "MAX_TRIALS", 1)
    monkeypatch.setattr(
        type(school.issuing), "rehearse", lambda self, issuer, order, *, now, sign: signed.append(sign)
    )
    check(
        "email,achievement,role\na@b.example,mentor,a\nc@d.example,mentor,b\ne@f.example,mentor,\U0001f600\n"
    )
    assert signed == [True, False, True]


def test_each_row_has_its_own_moment(school, now):
    moments = iter([now, now, now.replace(day=2), now.replace(day=3)])
    text = "email,achievement\na@b.example,mentor\nc@d.example,mentor\ne@f.example,mentor\n"
    outcomes = list(school.importing.run("school", roster(text), now=lambda: next(moments)))
    with school.store.reading() as transaction:
        days = [record.issued_at.day for record in transaction.credentials()]
    assert (results(outcomes), days) == (["issued"] * 3, [1, 2, 3])


def test_the_result_table_has_the_inputs_columns_and_what_became_of_each_row(school, run):
    text = 'Form,email,achievement\n9C,ada@school.example,mentor\n"9,D",ben,mentor\n'
    outcomes = run(text)
    header, first, second = table(school, text, outcomes)
    assert header == ["Form", "email", "achievement", "outcome", "badge_url", "manage_url", "reason"]
    link = school.opening.link(outcomes[0].url.rpartition("/")[2])
    assert first == ["9C", "ada@school.example", "mentor", "issued", outcomes[0].url, link, ""]
    assert second[:6] == ["9,D", "ben", "mentor", "refused", "", ""]
    assert second[6] == "email: 'ben' is not an e-mail address."


def test_the_result_table_has_the_earners_link_as_long_as_it_counts(school, run):
    text = "email,achievement\nada@school.example,mentor\nben@school.example,mentor\n"
    ada, ben = run(text)
    school.opening.new_link(ben.url.rpartition("/")[2])
    links = [row[4] for row in table(school, text, run(text))[1:]]
    assert links == [school.opening.link(ada.url.rpartition("/")[2]), ""]


def test_a_result_table_can_be_imported_again(school, run):
    text = "email,achievement\nada@school.example,mentor\nben,mentor\n"
    written = school.importing.result_csv(roster(text), run(text))
    again = run(written.replace("ben,", "ben@school.example,"))
    assert results(again) == ["already-issued", "issued"]
    assert table(school, written, again)[0] == [
        "email",
        "achievement",
        "outcome",
        "badge_url",
        "manage_url",
        "reason",
    ]


def test_the_result_table_keeps_the_delimiter(school, run):
    text = "email;achievement\nada@school.example;mentor\n"
    assert school.importing.result_csv(roster(text), run(text)).startswith("email;achievement;outcome;")


def test_a_revoked_badge_is_not_mailed_out_unnoticed(school, run, now):
    text = "email,achievement\nada@school.example,mentor\n"
    (first,) = run(text)
    school.revoking.revoke(first.url, now=now)
    (again,) = run(text)
    assert (again.outcome, again.reason) == (RowResult.ALREADY_ISSUED, "Revoked on 2026-06-01 (other).")


def test_rows_that_were_not_reached_are_empty_in_the_result_table(school, run):
    outcomes = run(GOOD)[:1]
    assert [row[-4] for row in table(school, GOOD, outcomes)] == ["outcome", "issued", "", ""]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_ours_begins_like_a_formula(school, run, start):
    from openbadge_issuer.services.importing import _harmless

    assert _harmless(f"{start}1+1") == f"'{start}1+1"


def test_cells_of_the_input_are_kept_even_if_they_are_formulas(school, run):
    text = 'email,achievement,note\nada@school.example,mentor,"=1+1"\n'
    assert table(school, text, run(text))[1][2] == "=1+1"


@pytest.mark.parametrize(("text", "expected"), [("12", 12.0), ("2.5", 2.5), ("2,50", 2.5), (" 7 ", 7.0)])
def test_credits_are_read_with_point_or_comma(text, expected):
    from openbadge_issuer.services.roster_orders import read_credits

    assert read_credits(text) == expected
