"""Whatever a document is, programs make of it what the reference path makes of it, or refuse it in the same words."""

from random import Random

import pytest
from both_paths import BothPaths, options
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.linked_data.shaped_documents import document

SHAPES = 200
VARIATIONS = 6
"""Documents tried of each shape."""


@pytest.fixture(scope="module")
def paths():
    """One set of programs for all documents, so that shapes could be mistaken for each other."""
    return BothPaths()


@given(number=st.integers(0, 2**32 - 1))
@settings(max_examples=SHAPES, derandomize=True, database=None, deadline=None)
def test_both_paths_agree(paths, number):
    random = Random(number)
    paths.vary(document(random), random, VARIATIONS, **options(random))
