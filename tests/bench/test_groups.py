"""Every group of the bench still runs, and every row of it can be put into the table; how fast it is, is no matter."""

import pytest
from bench.measure import Effort
from bench.peers import Peers
from bench.run import GROUPS, results
from bench.table import table

SMOKE = Effort(seconds=0, repeats=1)


@pytest.mark.parametrize("group", GROUPS)
def test_group_still_runs(group):
    found = list(results([group], Peers({}), SMOKE))
    assert len(found) > 0
    assert len(table(found).splitlines()) == len(found) + 2
