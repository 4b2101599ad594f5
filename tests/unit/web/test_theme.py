import re
from types import SimpleNamespace

import pytest
from web_service import BROWSER, png

from openbadge_issuer.errors import ConfigurationError
from openbadge_issuer.settings import Settings
from openbadge_issuer.web.colours import BLACK, WHITE, contrast, lightened, mixed, readable_on
from openbadge_issuer.web.theme import DARK_GROUNDS, MAX_LOGO_BYTES, Theme, in_language, theme_of

SETTINGS = dict.fromkeys(
    (
        "site_name",
        "site_logo",
        "site_welcome",
        "site_footer",
        "accent_color",
        "accent_color_dark",
        "templates_dir",
        "certificate_paper",
    )
)


def theme(**changes):
    return theme_of(SimpleNamespace(**{**SETTINGS, **changes}))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [(WHITE, BLACK, 21.0), (WHITE, WHITE, 1.0), ("#777777", WHITE, 4.48), ("#0000ff", WHITE, 8.59)],
)
def test_contrast_is_that_of_the_guidelines(one, other, expected):
    assert round(contrast(one, other), 2) == expected == round(contrast(other, one), 2)


def test_colour_too_pale_to_be_read_is_refused_with_its_contrast():
    with pytest.raises(
        ConfigurationError, match=r"accent_color is #ffcc00.* is 1\.\d\d : 1; at least 4\.5 : 1"
    ):
        theme(accent_color="#ffcc00")


def test_colour_too_dark_for_dark_pages_is_refused():
    with pytest.raises(ConfigurationError, match="accent_color_dark is #3451b2"):
        theme(accent_color_dark="#3451b2")


@pytest.mark.parametrize("accent", ["#000000", "#7a0019", "#005c3c", "#5b2d90", "#8a4b00"])
def test_everything_worked_out_from_a_colour_can_be_read(accent):
    style = theme(accent_color=accent).style.decode()
    light, dark = re.findall(r":root \{([^{}]*)\}", style)
    for block, grounds in ((light, (WHITE, "#f4f5f8")), (dark, DARK_GROUNDS)):
        colour = dict(re.findall(r"--([\w-]+): (#\w{6});", block))
        for ground in (*grounds, colour["tint"]):
            assert contrast(colour["accent"], ground) >= 4.5
        assert contrast(colour["on-accent"], colour["accent"]) >= 4.5
        quiet = "#565c6b" if block is light else "#a8afc0"
        assert contrast(quiet, colour["tint"]) >= 4.5


def test_colour_that_can_be_read_stays_as_it_is():
    assert "--accent: #a9bcff;" in theme(accent_color="#222222", accent_color_dark="#a9bcff").style.decode()
    assert next(lightened("#a9bcff")) == "#a9bcff"
    assert [*lightened("#000000")][-1] == WHITE
    assert (mixed(BLACK, WHITE, 0.5), readable_on("#ffcc00")) == ("#808080", BLACK)


def test_pages_are_in_the_colours_name_logo_and_words_of_the_school(client):
    client.app.state.runtime.theme = Theme(
        name="Example School <&>",
        accent="#7a0019",
        logo=png(),
        footer="[Imprint](https://school.example/imprint)",
        welcome={"en": "Welcome.", "de": "Willkommen."},
    )
    text = client.get("/", headers=BROWSER).text
    assert "Example School &lt;&amp;&gt;" in text
    assert '<a href="https://school.example/imprint"' in text
    assert "Welcome." in text
    assert "Willkommen." in client.get("/?lang=de", headers=BROWSER).text
    loaded = re.findall(r'(?:href|src)="(/static/[^"]+)"', text)
    answers = {path: client.get(path) for path in loaded}
    assert all("immutable" in answer.headers["cache-control"] for answer in answers.values())
    sheet = next(answer for path, answer in answers.items() if "style.css" in path)
    assert "--accent: #7a0019;" in sheet.text
    logo = next(answer for path, answer in answers.items() if "logo" in path)
    assert (logo.headers["content-type"], logo.content) == ("image/png", png())


def test_without_a_theme_there_is_no_logo_and_the_style_sheet_is_as_it_is(client):
    assert client.get("/static/logo").status_code == 404
    assert Theme().style == b""


def test_text_that_is_not_there_in_a_language_is_shown_in_another():
    assert (in_language({"de": "Ja"}, "en"), in_language({}, "en"), in_language("Yes", "de")) == (
        "Ja",
        "",
        "Yes",
    )


def test_templates_of_a_school_stand_in_for_ours_and_can_extend_them(client, tmp_path):
    (tmp_path / "home.html").write_text(
        '{% extends "openbadge_issuer/home.html" %}{% block title %}Ours {{ "<b>" }}{% endblock %}', "utf-8"
    )
    client.app.state.runtime.theme = theme(templates_dir=tmp_path)
    text = client.get("/", headers=BROWSER).text
    assert "<title>Ours &lt;b&gt;</title>" in text
    assert "Badges that prove themselves" in text
    assert "Check a badge" in client.get("/verify", headers=BROWSER).text


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("none.png", None, "cannot be read"),
        ("logo.jpg", b"\xff\xd8\xff\xe0", "JPEG"),
        ("large.png", png() + b"x" * MAX_LOGO_BYTES, "at most"),
    ],
)
def test_logo_that_cannot_be_served_is_said(tmp_path, name, content, told):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ConfigurationError, match=told):
        theme(site_logo=tmp_path / name)


def test_folder_of_templates_that_is_none_is_said(tmp_path):
    with pytest.raises(ConfigurationError, match="templates_dir"):
        theme(templates_dir=tmp_path / "none")


def test_theme_comes_from_the_file_of_settings(tmp_path):
    (tmp_path / "openbadge.toml").write_text(
        'base_url = "https://b.example"\nsite_name = "S"\naccent_color = "#7A0019"\nsite_logo = "logo.png"\n'
        '[site_footer]\nen = "Contact"\nde = "Kontakt"\n',
        "utf-8",
    )
    (tmp_path / "logo.png").write_bytes(png())
    found = theme_of(Settings.load(tmp_path))
    assert (found.name, found.accent, found.footer["de"], found.logo) == ("S", "#7a0019", "Kontakt", png())


def test_what_is_no_colour_is_said(tmp_path):
    with pytest.raises(ConfigurationError, match="expected a colour such as"):
        Settings.load(tmp_path, base_url="https://b.example", accent_color="red")
