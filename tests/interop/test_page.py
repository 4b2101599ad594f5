"""The page about interoperability is about the versions that are tested, and tells every known difference."""

import re

import pytest
from interop.asked_process import HERE
from interop.claims import DIFFERENCES
from interop.page import PAGE, versions

MEND = "run 'make interop'"


@pytest.mark.parametrize(("name", "version"), versions().items())
def test_page_is_about_the_version_that_is_tested(name, version):
    assert re.search(rf"`{re.escape(name)}`( \| | ){re.escape(version)}\b", PAGE.read_text("utf-8")), MEND


@pytest.mark.parametrize("difference", DIFFERENCES)
def test_page_tells_the_difference(difference):
    assert f"`{difference.party}`, {difference.claim}: {DIFFERENCES[difference]}" in PAGE.read_text(
        "utf-8"
    ), MEND


def test_lock_file_names_packages_and_not_where_they_were_found():
    text = (HERE / "package-lock.json").read_text("utf-8")
    assert [] == re.findall(r'"resolved"|registry\.[a-z.]+', text)
