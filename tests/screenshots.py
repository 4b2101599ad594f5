"""Takes the pictures of the README from the demo school (`make screenshots`); needs Debian's chromium."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import pypdfium2
from demo_site import ARGUMENTS, CHROMIUM, DemoSite, demo_site
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).parent.parent / "docs" / "images"

COLOURS = 256
"""Colours of a picture, by number; a page has fewer, and the file is a third of the size."""

SHOTS = (
    ("badge", "badge", (1180, 900), "light"),
    ("badge-phone", "badge", (390, 900), "dark"),
    ("report", "report", (1180, 900), "light"),
)
"""File, page, width and height in pixels, colours."""


PORT = 8000
"""Where the demo is served, as the pictures show."""


def main() -> None:
    """Take every picture."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, demo_site(Path(folder) / "school", port=PORT) as site:
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
            for name, page, size, scheme in SHOTS:
                _save(name, Image.open(io.BytesIO(_shot(browser, site, page, size, scheme))))
            browser.close()
        _save("certificate", _certificate(site))


def _shot(browser: Browser, site: DemoSite, page: str, size: tuple[int, int], scheme: str) -> bytes:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    tab = context.new_page()
    tab.goto(site.base_url + site.pages[page])
    tab.wait_for_load_state("networkidle")
    picture = tab.screenshot()
    context.close()
    return picture


def _certificate(site: DemoSite) -> Image.Image:
    with urlopen(f"{site.base_url}{site.badge}.pdf") as answer:
        return pypdfium2.PdfDocument(answer.read())[0].render(scale=1.2).to_pil()


def _save(name: str, picture: Image.Image) -> None:
    small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
