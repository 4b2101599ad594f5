"""Several processes that do one kind of work."""

import os
import signal
from functools import partial

import pytest
from process_work import adding, failing, killing

from openbadge_issuer.adapters.processes import Processes
from openbadge_issuer.errors import KeyMaterialError, ModelError, UnavailableError

PRELOAD = ["process_work"]


def test_work_is_done_in_other_processes_which_prepare_themselves():
    with Processes(2, partial(adding, 10), preload=PRELOAD) as processes:
        assert len(processes.start() - {os.getpid()}) == 2
        answers = [processes.submit(number) for number in range(4)]
        assert [answer() for answer in answers] == [10, 11, 12, 13]


def test_an_error_comes_back_as_it_was():
    with Processes(1, failing, preload=PRELOAD) as processes, pytest.raises(ModelError) as caught:
        processes.submit("$.name")()
    assert (caught.value.path, caught.value.hint) == ("$.name", "Mend it.")


def test_what_goes_wrong_in_preparing_is_told_with_the_first_job():
    with Processes(1, partial(failing, at_once=True), preload=PRELOAD) as processes:
        processes.start()
        with pytest.raises(KeyMaterialError):
            processes.submit(1)()


def test_a_process_that_is_killed_ends_the_work():
    with Processes(1, killing, preload=PRELOAD) as processes:
        with pytest.raises(UnavailableError, match="ended from outside"):
            processes.submit(signal.SIGKILL)()
        with pytest.raises(UnavailableError):
            processes.submit(0)


def test_ctrl_c_is_left_to_the_process_that_started_them():
    with Processes(1, killing, preload=PRELOAD) as processes:
        assert processes.submit(signal.SIGINT)() == "still there"


@pytest.mark.parametrize("count", [0, 65])
def test_other_numbers_of_processes_are_refused(count):
    with pytest.raises(ValueError, match=f"found {count}"):
        Processes(count, failing)
