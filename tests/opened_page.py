"""Opens a page of the demo school in a window of its own, as a visitor would have it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from demo_site import DemoSite
from playwright.sync_api import Browser

PAGES = (
    *("home", "issuer", "achievement", "badge", "revoked", "earner", "endorsement"),
    *("verify", "report", "german", "problem", "reference", "problems"),
)
"""One page of each kind, by its name in `DemoSite.pages`."""


@contextmanager
def opened(
    browser: Browser,
    site: DemoSite,
    path: str,
    *,
    size: tuple[int, int] = (1280, 900),
    scheme: str = "light",
    scripts: bool = True,
    **options: Any,
) -> Iterator[Any]:
    """Open a page, with everything that it asked for, and all that the browser complained about."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        java_script_enabled=scripts,
        **options,
    )
    page: Any = context.new_page()
    page.asked, page.complaints = [], []
    page.on("response", lambda answer: page.asked.append(answer))  # noqa: PLW0108 - Playwright takes no bound method
    page.on("console", lambda message: page.complaints.append(message.text))
    page.goto(site.base_url + path)
    try:
        yield page
    finally:
        context.close()


def unfold(page: Any) -> None:
    """Open everything on a page that can be opened."""
    page.eval_on_selector_all("details", "found => found.forEach(one => one.open = true)")
