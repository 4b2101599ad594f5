"""Looks at whether something has changed, on both databases."""

import asyncio
from dataclasses import replace

import pytest
from sample_records import MOMENT, credential

from openbadge_issuer.adapters.sql import SqlStore
from openbadge_issuer.adapters.sql_stamps import CHANGEABLE
from openbadge_issuer.adapters.sql_tables import credentials
from openbadge_issuer.errors import UnavailableError
from openbadge_issuer.ports import Revocation, RevocationCategory, Stamped, Suspension, SuspensionCategory

NEVER_CHANGED = {
    *(
        "number",
        "id",
        "issuer",
        "achievement",
        "achievement_version",
        "award_key",
        "award_id",
        "content_digest",
    ),
    *("status_list", "status_index", "issued_at", "expires_at", "json", "jwt"),
}
NEVER_SEEN = {"recipient_key", "label", "revocation_note", "suspension_note"}


@pytest.fixture
def awarded(school: SqlStore) -> SqlStore:
    with school.writing() as transaction:
        transaction.add_credentials([credential(number) for number in range(3)])
    return school


def look(store, *ids, kind=Stamped.CREDENTIAL):
    """Look at several things at once."""

    async def all_of_them():
        stamps = store.stamps()
        found = await asyncio.gather(*(stamps.look(kind, id) for id in ids))
        stamps.close()
        return found

    return asyncio.run(all_of_them())


def test_every_column_of_an_award_is_looked_at_or_never_changes_or_is_never_seen():
    looked_at = {column.name for column in CHANGEABLE}
    assert looked_at.isdisjoint(NEVER_CHANGED | NEVER_SEEN)
    assert {column.name for column in credentials.c} == looked_at | NEVER_CHANGED | NEVER_SEEN


def test_a_stamp_changes_when_its_award_is_revoked_and_no_others(awarded):
    before = look(awarded, "token0", "token1", "token2", "token1")
    with awarded.writing() as transaction:
        transaction.record_revocation(
            "token1", Revocation(revoked_at=MOMENT, category=RevocationCategory.ERROR)
        )
    after = look(awarded, "token0", "token1", "token2", "token1")
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False, True, False]


def test_a_stamp_changes_when_its_award_is_suspended_and_is_as_before_when_that_is_lifted(awarded):
    before = look(awarded, "token1")
    suspension = Suspension(suspended_at=MOMENT, category=SuspensionCategory.OTHER)
    stamps = []
    for settled in (suspension, None):
        with awarded.writing() as transaction:
            transaction.record_suspensions(["token1"], settled)
        stamps.append(look(awarded, "token1"))
    assert [False, True] == [found == before for found in stamps]


def test_a_stamp_changes_with_the_list(awarded):
    before = look(awarded, "list1", kind=Stamped.STATUS_LIST)
    with awarded.writing() as transaction:
        record = transaction.get_status_list("list1", for_update=True)
        transaction.update_status_list(replace(record, json='{"id":"list1","new":1}'))
    assert look(awarded, "list1", kind=Stamped.STATUS_LIST) != before


def test_what_is_not_there_has_no_stamp(awarded):
    assert look(awarded, "token9", "token0")[0] is None
    assert look(awarded, "token0", kind=Stamped.STATUS_LIST) == [None]


def test_what_is_not_committed_is_not_seen(awarded):
    with awarded.writing() as transaction:
        transaction.record_revocation(
            "token1", Revocation(revoked_at=MOMENT, category=RevocationCategory.ERROR)
        )
        assert look(awarded, "token1") == look(awarded, "token0")
    assert look(awarded, "token1") != look(awarded, "token0")


def test_the_next_turn_of_the_loop_sees_what_was_committed_meanwhile(awarded):
    async def before_and_after():
        stamps = awarded.stamps()
        before = [await stamps.look(Stamped.CREDENTIAL, "token1") for _ in range(2)]
        with awarded.writing() as transaction:
            transaction.record_revocation(
                "token1", Revocation(revoked_at=MOMENT, category=RevocationCategory.ERROR)
            )
        await asyncio.sleep(0)
        after = await stamps.look(Stamped.CREDENTIAL, "token1")
        stamps.close()
        return before, after

    before, after = asyncio.run(before_and_after())
    assert before[0] == before[1] != after


def test_a_look_that_nobody_waits_for_leaves_the_others_their_answer(awarded):
    async def one_gives_up():
        stamps = awarded.stamps()
        impatient, patient = (
            asyncio.create_task(stamps.look(Stamped.CREDENTIAL, "token1")) for _ in range(2)
        )
        await asyncio.sleep(0)
        impatient.cancel()
        found = await patient
        stamps.close()
        return found

    assert asyncio.run(one_gives_up()) == look(awarded, "token1")[0]


def test_after_closing_and_in_another_event_loop_there_is_an_answer_as_well(awarded):
    stamps = awarded.stamps()
    for _ in range(2):
        assert asyncio.run(stamps.look(Stamped.CREDENTIAL, "token1")) is not None
        stamps.close()
        assert asyncio.run(stamps.look(Stamped.CREDENTIAL, "token1")) is not None
    stamps.close()


def test_who_cannot_look_is_told(awarded):
    rename(awarded, "credentials", "hidden")
    try:
        with pytest.raises(UnavailableError):
            look(awarded, "token1", "token2")
    finally:
        rename(awarded, "hidden", "credentials")


def rename(store, old, new):
    with store.writing() as transaction:
        transaction._connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")


def test_a_file_that_is_not_there_is_not_made(tmp_path):
    store = SqlStore.open(f"sqlite:///{tmp_path}/none.sqlite3")
    with pytest.raises(UnavailableError):
        look(store, "token1")
    assert list(tmp_path.iterdir()) == []
