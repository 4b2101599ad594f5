"""A demo school that is served, and Debian's chromium that looks at it."""

from collections.abc import Iterator

import pytest
from demo_site import ARGUMENTS, CHROMIUM, DemoSite, demo_site
from missing_tool import missing
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[DemoSite]:
    """The demo school; not made where no browser could look at it."""
    with demo_site(tmp_path_factory.mktemp("browser") / "school") as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """
    A real browser; the test is skipped where there is none.

    It is closed with the last test of a module: as long as it is there, an event loop runs in this process,
    and other tests cannot run theirs.
    """
    if not CHROMIUM.exists():
        missing(f"{CHROMIUM} is not there; Debian's package chromium brings it")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
        yield found
        found.close()
