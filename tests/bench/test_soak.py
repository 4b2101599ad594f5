"""The soak still runs, and finds nothing wrong in a few seconds."""

import os

import pytest
from bench.service import running
from bench.soak import faults, soak


@pytest.mark.slow
@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="Memory of processes is read from /proc.")  # noqa: PTH110
def test_a_short_soak_finds_nothing(tmp_path):
    with running(tmp_path, workers=2, settings={}) as service:
        ledger, memory = soak(service, minutes=0.05, visitors=2)
    assert list(faults(ledger, {}, tmp_path)) == []
    assert len(memory) == 2
    assert len(ledger.awarded) >= 2
