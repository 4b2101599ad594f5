"""Several processes at one database, and one that is killed."""

import signal

from concurrent_work import add_awards, die_before_commit, processes
from sample_records import credential

from openbadge_issuer.adapters.sql import SqlStore

PROCESSES = 8
AWARDS = 30
INDICES = PROCESSES * AWARDS + 40


def test_eight_processes_at_once_use_no_index_twice_and_lose_nothing(school: SqlStore, store_url: str):
    work = [(store_url, worker, AWARDS, INDICES) for worker in range(PROCESSES)]
    with processes.Pool(PROCESSES) as pool:
        conflicts = pool.starmap(add_awards, work, chunksize=1)
    with school.reading() as transaction:
        awards = transaction.credentials(limit=PROCESSES * AWARDS + 1)
        allocated = transaction.get_status_list("list1").allocated
    assert sum(conflicts) > 0  # else this proves little
    assert {f"token{number}" for number in range(PROCESSES * AWARDS)} == {record.id for record in awards}
    assert len(awards) == len({record.status_index for record in awards}) == allocated


def test_killed_process_leaves_nothing_behind(school: SqlStore, store_url: str):
    process = processes.Process(target=die_before_commit, args=[store_url])
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with school.writing() as transaction:
        assert [] == transaction.credentials()
        assert transaction.get_status_list("list1").allocated == 0
        transaction.add_credential(credential())
