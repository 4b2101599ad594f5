"""Several processes at once, and processes that are killed: nothing lost, nothing twice."""

import json
import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from concurrent_work import processes
from instance_work import AWARDS, work

from openbadge_issuer.bootstrap import build_services
from openbadge_issuer.settings import Settings

TIMEOUT = 120
BATCH = 2


@pytest.fixture
def instance(tmp_path, store_url, make_school, monkeypatch):
    """The folder of an instance with a school, on each kind of database; and its services in this process."""
    folder = tmp_path / "instance"
    folder.mkdir()
    (folder / "openbadge.toml").write_text(
        f'base_url = "https://badges.school.example"\ndatabase_url = "{store_url}"\nimport_batch = {BATCH}\n'
    )
    services = build_services(Settings.load(folder))
    make_school(services, datetime.now(UTC))
    yield folder, services
    services.store.close()


def start(folder, task, number):
    process = processes.Process(target=work, args=(folder, task, number))
    process.start()
    return process


def together(folder, task, count):
    """Let several processes do a task at once; return what came out of each."""
    for process in [start(folder, task, number) for number in range(count)]:
        process.join(TIMEOUT)
        assert process.exitcode == 0
    return [json.loads((folder / f"{number}.json").read_text()) for number in range(count)]


def records(services):
    with services.store.reading() as transaction:
        return transaction.credentials(issuer="school", limit=1_000)


def lists(services):
    with services.store.reading() as transaction:
        return {record.id: record for record in transaction.status_lists("school")}


def assert_whole(services, count):
    """Every award is there once, counted in its list, at an index of its own, and valid in both forms."""
    found = records(services)
    assert len({record.award_key for record in found}) == len(found) == count
    places = Counter((record.status_list, record.status_index) for record in found)
    assert set(places.values()) == {1}
    allocated = {record.id: record.allocated for record in lists(services).values() if record.allocated}
    assert allocated == Counter(record.status_list for record in found)
    for record in random.sample(found, min(5, len(found))):
        for text in (record.json, record.jwt):
            assert services.verifying.verify(text, now=datetime.now(UTC)).valid


def write_roster(folder, rows):
    lines = [f"{number},r{number}@school.example,superbots,2026-05-20" for number in range(rows)]
    (folder / "roster.csv").write_text("\n".join(["award_id,email,achievement,issued_on", *lines]))


def test_eight_processes_issuing_at_once_lose_nothing_and_share_no_index(instance):
    folder, services = instance
    made = together(folder, "issue", 8)
    assert len({ids[0] for ids in made}) == 1
    assert {record.id for record in records(services)} == {identifier for ids in made for identifier in ids}
    assert_whole(services, 8 * AWARDS + 1)


def test_processes_that_find_a_list_full_at_once_open_one_new_list(instance):
    folder, services = instance
    together(folder, "issue into small lists", 4)
    counts = sorted(record.allocated for record in lists(services).values())
    assert sum(counts) == 4 * AWARDS + 1
    assert len(counts) == 2  # 13 awards, and at least 8 in every list but the last
    assert_whole(services, 4 * AWARDS + 1)


def test_two_processes_importing_one_roster_double_nothing(instance):
    folder, services = instance
    write_roster(folder, 12)
    one, other = together(folder, "import", 2)
    assert [url for _, url in one] == [url for _, url in other]
    assert Counter(word for word, _ in one + other) == {"issued": 12, "already-issued": 12}
    assert_whole(services, 12)


def test_revoking_and_rotating_at_once_loses_no_revocation(instance):
    folder, services = instance
    together(folder, "issue", 2)
    revoked = [record.id for record in records(services)[:4]]
    assert together(folder, "revoke", 4) == [[True]] * 4
    for record in records(services):
        report = services.verifying.verify(record.json, now=datetime.now(UTC))
        assert report.check("status").code == ("revoked" if record.id in revoked else "not-revoked")
        assert report.check("issuer key").passed


def wait_for_awards(process, services, count):
    """Wait until a process has made awards enough, or is done."""
    deadline = time.monotonic() + TIMEOUT
    while process.is_alive() and len(records(services)) < count and time.monotonic() < deadline:
        time.sleep(0.01)


@dataclass(frozen=True)
class Pid:
    """A process that somebody else started."""

    pid: int

    def kill(self):
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def is_there(self):
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True


def signers(folder, number):
    """The processes that sign for the process of a number, as far as it has told."""
    file = folder / f"{number}.pids"
    with suppress(FileNotFoundError, ValueError):
        return [Pid(pid) for pid in json.loads(file.read_text())]
    return []


def victims(folder, process, number):
    """The process itself, and one that signs for it if there is one."""
    return [process, *signers(folder, number), process][:2]


def import_in_spite_of_kills(folder, services, *, rows, kills, task="import"):
    write_roster(folder, rows)
    for number in range(kills):
        process = start(folder, task, number)
        wait_for_awards(process, services, len(records(services)) + random.randrange(2 * BATCH))
        time.sleep(random.uniform(0, 0.1))
        victims(folder, process, number)[number % 2].kill()
        process.join(TIMEOUT)
    together(folder, task, 1)
    assert_whole(services, rows)
    (again,) = together(folder, task, 1)
    assert [word for word, _ in again] == ["already-issued"] * rows


def test_an_import_that_is_killed_and_run_again_is_whole(instance):
    folder, services = instance
    import_in_spite_of_kills(folder, services, rows=12, kills=4)


def test_an_import_with_processes_is_whole_whichever_of_them_is_killed(instance):
    folder, services = instance
    import_in_spite_of_kills(folder, services, rows=12, kills=4, task="import with processes")


def test_processes_that_sign_end_with_the_one_that_started_them(instance):
    folder, services = instance
    write_roster(folder, 200)
    process = start(folder, "import with processes", 0)
    wait_for_awards(process, services, 1)
    process.kill()
    process.join(TIMEOUT)
    left, deadline = signers(folder, 0), time.monotonic() + TIMEOUT
    assert left
    while any(signer.is_there() for signer in left) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(signer.is_there() for signer in left)


@pytest.mark.slow
def test_an_import_that_is_killed_many_times_is_whole(instance):
    folder, services = instance
    import_in_spite_of_kills(folder, services, rows=150, kills=60)


@pytest.mark.slow
def test_an_import_with_processes_that_is_killed_many_times_is_whole(instance):
    folder, services = instance
    import_in_spite_of_kills(folder, services, rows=150, kills=40, task="import with processes")
