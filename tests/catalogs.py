"""
Gathers every text of the pages, and brings the catalogs of translators up to date (`make messages`).

`locale/messages.pot` lists the English texts; each `locale/*.po` has their translations.
Catalogs hold no dates and no line numbers, so that they change only when a text does.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from openbadge_issuer.model.enumerations import AchievementType, ResultStatusType
from openbadge_issuer.ports import KeyState
from openbadge_issuer.verification.words import TEXTS
from openbadge_issuer.web.formats import spaced
from openbadge_issuer.web.wallets import wallet_table

PACKAGE = Path(__file__).parent.parent / "openbadge_issuer"
FOLDER = PACKAGE / "web" / "locale"
TEMPLATE = FOLDER / "messages.pot"

METHODS = [("web/**.py", "python"), ("web/templates/**.html", "jinja2"), ("**.py", "ignore")]
OPTIONS = {"web/templates/**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None}

LEFT_OUT = tuple(
    f'"{field}'
    for field in (
        *("Project-Id-Version", "Report-Msgid-Bugs-To", "Last-Translator", "Language-Team"),
        *("POT-Creation-Date", "PO-Revision-Date", "Generated-By"),
    )
)
"""Fields of a catalog's head that say nothing, or change by themselves."""

HEADER = """\
# Texts of the pages of openbadge-issuer. `make messages` brings this file up to date.
#"""


def texts() -> Iterator[tuple[str | tuple[str, ...], str, tuple[str, ...]]]:
    """Give every text, where it is used, and what its writer says to translators."""
    found = extract_from_dir(
        PACKAGE, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for file, _, message, comments, _ in found:
        yield message, f"openbadge_issuer/{file}", tuple(comments)
    for text in TEXTS:
        yield text, "openbadge_issuer/verification/words.py", ()
    for term in (*AchievementType, *ResultStatusType):
        yield spaced(term), "openbadge_issuer/model/enumerations.py", ()
    for wallet in wallet_table().wallets:
        yield wallet.note, "openbadge_issuer/web/wallets.toml", ()
    for state in KeyState:
        yield state.value, "openbadge_issuer/ports.py", ()


def template() -> Catalog:
    """The catalog of all texts."""
    catalog = Catalog(header_comment=HEADER, fuzzy=False)
    for message, file, comments in texts():
        catalog.add(message, locations=[(file, 1)], auto_comments=comments)
    return catalog


def read(path: Path) -> Catalog:
    """Read a catalog of translations."""
    return read_po(BytesIO(path.read_bytes()), locale=path.stem)


def updated(path: Path) -> Catalog:
    """A catalog with every text there is, and none there no longer is."""
    catalog = read(path)
    catalog.update(template(), no_fuzzy_matching=True, update_header_comment=True)
    catalog.fuzzy = False
    return catalog


def written(catalog: Catalog) -> str:
    """Write a catalog."""
    text = BytesIO()
    write_po(text, catalog, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    lines = text.getvalue().decode("utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith(LEFT_OUT)).strip() + "\n"


def files() -> dict[Path, str]:
    """Each catalog as it should be."""
    found = {path: written(updated(path)) for path in sorted(FOLDER.glob("*.po"))}
    return {TEMPLATE: written(template()), **found}


def main() -> None:
    """Bring the catalogs up to date."""
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
