"""The documentation says what the code does: generated pages are current, links lead somewhere, nothing is left out."""

import re
from pathlib import Path

import pytest
from reference_pages import FOLDER, PAGES

import openbadge_issuer

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES_WRITTEN = sorted(
    [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "contexts/README.md", ROOT / "keys/README.md"]
)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_generated_page_is_current(name):
    assert PAGES[name]() == (FOLDER / name).read_text("utf-8"), "run 'make reference'"


@pytest.mark.parametrize("page", PAGES_WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files_that_exist(page):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text("utf-8"))
    assert [] == [link for link in links if not (page.parent / link).exists()]


def test_every_exported_name_is_in_the_library_reference():
    text = (DOCS / "reference" / "library.md").read_text("utf-8")
    assert [] == [name for name in openbadge_issuer.__all__ if f"`{name}" not in text]


def test_every_decision_has_the_four_parts():
    for page in (DOCS / "decisions").glob("0*.md"):
        headings = re.findall(r"^## (.+)$", page.read_text("utf-8"), re.MULTILINE)
        assert ["Context", "Options", "Choice", "Cost"] == headings, page.name


@pytest.mark.parametrize("word", [r"\bissue #?\d+\b", r"/work/", r"pypi\.org/simple", r"\bClaude\b"])
def test_the_project_speaks_of_itself_alone(word):
    files = [
        *PAGES_WRITTEN,
        *(ROOT / "openbadge_issuer").rglob("*.py"),
        ROOT / "Makefile",
        ROOT / "pyproject.toml",
    ]
    assert [] == [str(path) for path in files if re.search(word, path.read_text("utf-8"))]
