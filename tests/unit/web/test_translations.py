"""Every text of a page can be translated, and is: in the catalogs, in the templates, and as pages come out."""

import gettext
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import catalogs
import pytest
from babel.messages.checkers import checkers
from jinja2 import nodes
from jinja2.visitor import NodeVisitor
from web_service import BASE_URL, BROWSER

from openbadge_issuer.ports import RevocationCategory
from openbadge_issuer.verification.codes import CODES
from openbadge_issuer.verification.words import SENTENCES as PLAIN
from openbadge_issuer.web import languages
from openbadge_issuer.web.catalogs import catalog, compiled
from openbadge_issuer.web.languages import LANGUAGES
from openbadge_issuer.web.telling import NAMES, SENTENCES
from openbadge_issuer.web.templating import _environment
from openbadge_issuer.web.wallets import wallet_table

CATALOGS = sorted(catalogs.FOLDER.glob("*.po"))
TEMPLATES = sorted((catalogs.PACKAGE / "web" / "templates").rglob("*.html"))

NOT_TRANSLATED = {"PNG", "SVG", "JSON", "JWT", "PDF", "DID", "API", "HTML", "https"}


def test_every_language_has_its_catalog():
    assert {path.stem for path in CATALOGS} == {language.tag for language in LANGUAGES} - {"en"}


@pytest.mark.parametrize("path", [catalogs.TEMPLATE, *CATALOGS], ids=lambda path: path.name)
def test_catalog_has_the_texts_of_the_pages_and_no_others(path):
    assert catalogs.files()[path] == path.read_text("utf-8"), "run 'make messages', then translate"


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.name)
def test_catalog_translates_everything(path):
    missing = [m.id for m in catalogs.read(path) if m.id and (not all(_forms(m.string)) or m.fuzzy)]
    assert [] == missing


def _forms(string):
    return string if isinstance(string, tuple) else (string,)


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.name)
def test_translations_have_the_same_gaps_and_marks_as_the_text(path):
    marks = re.compile(r"%\(\w+\)s|</?\w+[^>]*>|\{\w+\}")
    for message in catalogs.read(path):
        for check in checkers:
            check(catalogs.read(path), message)
        for form in _forms(message.string) if message.id else ():
            wanted, found = (
                {mark.lower() for mark in marks.findall(text)} for text in (_forms(message.id)[-1], form)
            )
            assert found <= wanted, form
            assert {mark for mark in wanted - found if not mark.startswith("{")} == set(), form


def test_german_calls_a_badge_by_one_gender():
    """Dictionaries allow two; readers should meet one."""
    text = (catalogs.FOLDER / "de.po").read_text("utf-8")
    assert [] == re.findall(r"\b(?:[Dd]er|[Dd]en|[Ee]inen|[Jj]ede[rn]|[Dd]iese[rn]) (?:Open )?Badge\b", text)


class Constants(NodeVisitor):
    """Texts that stand in a template outside of `_()` and `{% trans %}`; its methods are named by Jinja."""

    def __init__(self):
        self.bare, self.variable = [], []

    def visit_Call(self, node):  # noqa: N802
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name in ("_", "gettext", "ngettext"):
            first = node.args[0]
            self.variable += [] if isinstance(first, nodes.Const) else [node.lineno]
            for child in [*node.args[1:], *node.kwargs]:
                self.visit(child)
        else:
            self.generic_visit(node)

    def visit_Const(self, node):  # noqa: N802
        if isinstance(node.value, str) and re.match(r"[A-Z].*[a-z]| *[a-z]+ [a-z]+", node.value):
            self.bare.append(node.value)

    def visit_TemplateData(self, node):  # noqa: N802
        self.bare.append(node.data)


def found_in(path):
    tree, seen = _environment().parse(path.read_text("utf-8")), Constants()
    seen.visit(tree)
    return seen


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_has_no_text_that_cannot_be_translated(path):
    source = " ".join(found_in(path).bare)
    source = re.sub(r"<!doctype html>|<!--.*?-->", "", source, flags=re.DOTALL)
    text = re.sub(r"<[^<>]*>?|[^<>]*>", " ", re.sub(r"<[^<>]*>", " ", source))
    words = set(re.findall(r"[^\W\d_]{2,}", text)) - NOT_TRANSLATED
    assert set() == words
    assert [] == re.findall(
        r'(?:alt|title|placeholder|aria-label)="\s*(?!https:)[^"\s<{]*[A-Za-z]{2,}', source
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_what_is_translated_is_written_there_and_no_value(path):
    assert [] == found_in(path).variable


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_links_to_pages_keep_the_language(path):
    source = path.read_text("utf-8")
    kept = r"/static/|[^\"]*\.\{\{|[^\"]*\.(?:json|jwt|png|svg|pdf)\"|\{\{ picture"
    assert [] == re.findall(rf'(?:href|action)="\{{\{{ root \}}\}}(?!{kept})[^"]*"', source)


ON_PAGES = [
    (name, code)
    for name, found in CODES.items()
    for code in found
    if name not in ("holder key", "challenge", "domain", "freshness", "credentials")
]
"""What presentations are asked besides is not checked by the service."""


@pytest.mark.parametrize(("name", "code"), ON_PAGES, ids=[f"{name}-{code}" for name, code in ON_PAGES])
def test_every_end_of_a_check_has_a_plain_sentence(name, code):
    assert name in NAMES
    assert (code in PLAIN.get(name, ())) is not (code in SENTENCES.get(name, ()))


class Marked(gettext.NullTranslations):
    """A language in which every text of ours stands between marks."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, msgid1, msgid2, n):
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


class Visible(HTMLParser):
    """What people see and hear of a page, but for dates, code and what says that it is English."""

    ATTRIBUTES = ("alt", "title", "placeholder", "aria-label")
    LEFT_OUT = ("time", "code", "pre", "script")
    EMPTY = ("meta", "link", "img", "input", "br", "hr", "circle", "path")

    def __init__(self, text):
        super().__init__()
        self.attributes, self.flow, self.open, self.left_out = [], "", [], 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.attributes += [values[name] for name in self.ATTRIBUTES if values.get(name)]
        if tag == "meta" and values.get("name") == "description":
            self.attributes.append(values["content"])
        if tag in self.EMPTY:
            return
        foreign = (
            values.get("lang", "de") != "de" or "mono" in values.get("class", "") or "hreflang" in values
        )
        silent = tag in self.LEFT_OUT or foreign or values.get("aria-current") == "true"
        self.open.append(silent and tag != "html")
        self.left_out += self.open[-1]

    def handle_endtag(self, tag):
        if tag not in self.EMPTY:
            self.left_out -= self.open.pop()

    def handle_data(self, data):
        if not self.left_out:
            self.flow += data


DATA = {
    *("Robotics", "Robotics in industry.", "Design a robot.", "Pitch it & <defend> it.", "A robot", "robots"),
    *("Example Tech School", "Example Robotics", "A school.", "Ed25519", "P-256", "badges.school.example"),
    *(wallet.name for wallet in (*wallet_table().wallets, *wallet_table().verifiers)),
    *("https://school.example", BASE_URL, "Lead", "Built one.", "ada@school.example"),
}


def untranslated(text):
    page = Visible(text)
    return [word for shown in (page.flow, *page.attributes) for word in unmarked(shown)]


def unmarked(shown):
    while shown != (shown := re.sub(r"⟦[^⟦⟧]*⟧", "", shown)):
        pass
    known = "|".join(re.escape(text) for text in sorted(DATA, key=len, reverse=True))
    left = re.findall(r"[^\W\d_]{2,}", re.sub(known, "", shown))
    return [word for word in left if word not in NOT_TRANSLATED]


@pytest.fixture
def marked(monkeypatch):
    monkeypatch.setattr(languages, "catalog", lambda tag: Marked())


@pytest.fixture
def badge(instance):
    return instance.award(narrative="Built one.", role="Lead", evidence_url="https://e.example/1").record


PAGES = ("/", "/issuers/school", "/achievements/robotics", "/credentials/{badge}", "/verify", "/none")


@pytest.mark.parametrize("path", PAGES)
def test_page_shows_no_text_but_translated_ones_and_data(marked, client, badge, path):
    text = client.get(f"{path.format(badge=badge.id)}?lang=de", headers=BROWSER).text
    assert "⟦" in text
    assert [] == untranslated(text)


def test_page_of_a_revoked_badge_shows_no_text_but_translated_ones(marked, instance, client, badge):
    instance.services.revoking.revoke(badge.id, category=RevocationCategory.ERROR, now=instance.now)
    assert [] == untranslated(client.get(f"/credentials/{badge.id}?lang=de", headers=BROWSER).text)


@pytest.mark.parametrize("spoiled", [False, True])
def test_page_of_a_check_shows_no_text_but_translated_ones(marked, client, badge, spoiled):
    document = json.loads(badge.json)
    if spoiled:
        document["name"] = "Robotics!"
    answer = client.post("/verify?lang=de", data={"credential": json.dumps(document)}, headers=BROWSER)
    assert "⟦Signature⟧" in answer.text
    assert [] == untranslated(answer.text)


def test_problem_of_a_check_is_told_in_the_visitors_language(marked, client):
    answer = client.post("/verify?lang=de", data={}, headers=BROWSER)
    assert [] == untranslated(answer.text)


def test_text_that_a_catalog_lacks_is_shown_in_english():
    assert catalog("de").gettext("Nobody wrote this.") == "Nobody wrote this."


def test_text_that_a_translator_should_look_at_again_is_shown_in_english():
    text = '#, fuzzy\nmsgid "Valid"\nmsgstr "Falsch"\n'
    assert compiled(text.encode(), "de").gettext("Valid") == "Valid"


def test_catalogs_lie_in_the_package():
    assert Path(languages.__file__).parent / "locale" == catalogs.FOLDER
