import pytest

from openbadge_issuer.web.negotiation import (
    CREDENTIAL,
    DOCUMENT,
    FORMS,
    Form,
    Resource,
    choose,
    negotiate,
    prefers_page,
)

CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
FIREFOX = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,"
    "image/avif,image/webp,image/png,image/svg+xml,*/*;q=0.8"
)
CHROME_IMAGE = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"
DCC = "application/ld+json, application/json"
ONE_EDTECH = (
    "application/json, application/ld+json, application/vc+ld+json, "
    "text/jwt, text/plain, image/svg+xml, image/png"
)
JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"


@pytest.mark.parametrize(
    ("client", "accept", "expected"),
    [
        ("no header", None, "application/vc+ld+json"),
        ("empty header", "", "application/vc+ld+json"),
        ("curl, fetch(), requests", "*/*", "application/vc+ld+json"),
        ("Chrome", CHROME, "text/html"),
        ("Firefox", FIREFOX, "text/html"),
        ("Safari", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("image tag", CHROME_IMAGE, "image/svg+xml"),
        ("axios", "application/json, text/plain, */*", "application/json"),
        ("DCC document loader", DCC, "application/json"),
        ("1EdTech validator", ONE_EDTECH, "application/vc+ld+json"),
        ("Java URLConnection", JAVA, "text/html"),
        ("OB 3.0 API client", "application/vc+ld+json", "application/vc+ld+json"),
        ("VCDM 2.0 client", "application/vc", "application/vc"),
        ("JSON-LD processor with profile", 'application/ld+json;profile="x";q=1', "application/ld+json"),
        ("JWT client", "application/vc+jwt", "application/vc+jwt"),
        ("older JWT client", "application/jwt", "application/jwt"),
        ("plain text", "text/plain", "text/plain"),
        ("PNG", "image/png", "image/png"),
        ("HTML liked less than the rest", "text/html;q=0.5, */*", "application/vc+ld+json"),
        ("HTML and JSON equally", "text/html, application/json", "application/json"),
        ("HTML named, the rest by wildcard", "text/html, */*", "text/html"),
        ("HTML only by wildcard", "text/*", "text/plain"),
        ("HTML refused", "text/html;q=0, */*;q=0.1", "application/vc+ld+json"),
        ("HTML preferred to JSON", "application/json;q=0.9, text/html", "text/html"),
        ("xhtml", "application/xhtml+xml", "application/xhtml+xml"),
        ("something we do not have", "application/pdf", "application/vc+ld+json"),
        ("nonsense", ";;;,/,q=,text/html;q=abc", "application/vc+ld+json"),
        ("negative and huge q", "text/html;q=-1, image/png;q=99999999999", "application/vc+ld+json"),
        ("upper case", "TEXT/HTML", "text/html"),
    ],
)
def test_each_real_client_gets_the_form_it_can_read(client, accept, expected):
    assert expected == choose(accept, CREDENTIAL).media_type, client


def test_profile_is_json_ld_for_those_who_do_not_say():
    assert choose("*/*", DOCUMENT).media_type == "application/ld+json"


@pytest.mark.parametrize(
    ("accept", "expected"), [(CHROME, True), ("*/*", False), (None, False), (DCC, False)]
)
def test_only_browsers_get_errors_as_pages(accept, expected):
    assert expected is prefers_page(accept)


def test_endless_header_is_read_up_to_the_limit():
    assert Form.JSON is choose(",".join(["a/b"] * 100_000) + ",text/html", CREDENTIAL).form


@pytest.mark.parametrize("resource", Resource)
def test_a_suffix_decides_whatever_the_header_says(resource):
    for form in FORMS[resource]:
        assert {form} == {negotiate(resource, form, accept).form for accept in (None, CHROME, "image/png")}


@pytest.mark.parametrize(
    ("resource", "suffix"),
    [(Resource.CREDENTIAL, "exe"), (Resource.ISSUER, "jwt"), (Resource.ENDORSEMENT, "png")],
)
def test_unknown_suffix_is_no_form(resource, suffix):
    assert negotiate(resource, suffix, "*/*") is None


@pytest.mark.parametrize("resource", Resource)
def test_without_a_suffix_the_header_decides(resource):
    found = [negotiate(resource, "", accept).form for accept in (None, "*/*", CHROME)]
    assert found == [Form.JSON, Form.JSON, Form.PAGE]


def test_no_header_makes_a_certificate():
    assert Form.JSON is negotiate(Resource.CREDENTIAL, "", "application/pdf, */*;q=0.1").form
