"""The documentation says what the code does: generated pages are current, links lead somewhere, nothing is left out."""

import importlib
import re
import shlex
from pathlib import Path

import pytest
import typer.main
from limits_reference import limits
from reference_pages import FOLDER, PAGES

import openbadge_issuer
from openbadge_issuer.cli.app import app
from openbadge_issuer.settings import Settings

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


LIMITS = re.findall(
    r"^\| [^|]+ \| ([^|]+) \| (`[^|]+`) \|",
    (DOCS / "explanation" / "security.md").read_text("utf-8"),
    re.MULTILINE,
)


@pytest.mark.parametrize(("figures", "constants"), LIMITS, ids=[constants for _, constants in LIMITS])
def test_every_limit_is_what_the_security_page_says(figures, constants):
    values = []
    for name in re.findall(r"`([^`]+)`", constants):
        module, _, constant = name.rpartition(".")
        value = getattr(importlib.import_module(f"openbadge_issuer.{module}"), constant)
        values.append(f"{value:,.0f}")
    assert values == re.findall(r"[0-9][0-9,]*", figures)


@pytest.mark.parametrize("limit", list(limits()), ids=lambda limit: f"{limit[0]}.{limit[1]}")
def test_every_limit_says_what_it_counts_and_why(limit):
    *_, docstring = limit
    assert len(docstring.split()) >= 4


def test_the_upload_limit_is_what_the_security_page_says():
    default = Settings.model_fields["max_upload_bytes"].default
    assert f"by default {default:,} bytes" in (DOCS / "explanation" / "security.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES_WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_of_a_page_exists_with_its_options(page):
    text = page.read_text("utf-8").replace("\\\n", "")
    calls = re.findall(r"^(?:\$ | {4})\S*?openbadge-issuer ([^|#\n]+)", text, re.MULTILINE)
    assert [] == [call for call in calls if not _is_command(shlex.split(call))]


def _is_command(words: list[str]) -> bool:
    found = typer.main.get_command(app)
    while words and words[0] in getattr(found, "commands", {}):
        found = found.commands[words.pop(0)]
    known = {option for parameter in found.params for option in [*parameter.opts, *parameter.secondary_opts]}
    return not getattr(found, "commands", {}) and {word for word in words if word.startswith("--")} <= known


def test_every_page_can_be_found_from_the_index():
    index = (DOCS / "index.md").read_text("utf-8")
    pages = [path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")]
    assert [] == [
        page for page in pages if f"({page})" not in index and page != "index.md" and "decisions/" not in page
    ]


def test_every_decision_has_the_four_parts():
    for page in (DOCS / "decisions").glob("0*.md"):
        headings = re.findall(r"^## (.+)$", page.read_text("utf-8"), re.MULTILINE)
        assert ["Context", "Options", "Choice", "Cost"] == headings, page.name
