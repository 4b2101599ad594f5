"""A few hundred changed inputs for each parser: only results and errors of the package's own tree come out."""

from functools import cache
from random import Random

import pytest
from fuzz.targets import TARGETS
from hypothesis import given, settings
from hypothesis import strategies as st

QUICK = settings(max_examples=200, derandomize=True, database=None, deadline=None)


@cache
def seeds_of(name):
    return TARGETS[name].seeds()


@pytest.mark.parametrize("name", TARGETS)
def test_parser_reads_what_it_is_meant_for(name):
    for seed in seeds_of(name):
        TARGETS[name].feed(seed)


@pytest.mark.parametrize("name", TARGETS)
@given(number=st.integers(0, 2**32 - 1), repeated=st.integers(1, 3))
@QUICK
def test_changed_input_gives_a_result_or_an_error_of_ours(name, number, repeated):
    random, seeds = Random(number), seeds_of(name)
    data = random.choice(seeds)
    for _ in range(repeated):
        data = TARGETS[name].mutate(data, random, random.choice(seeds))
    TARGETS[name].feed(data)


@pytest.mark.parametrize("name", TARGETS)
@given(data=st.binary(max_size=200))
@QUICK
def test_noise_gives_a_result_or_an_error_of_ours(name, data):
    TARGETS[name].feed(data)
