import pytest
from web_service import BASE_URL, BROWSER, TestClient

from openbadge_issuer.errors import ConfigurationError
from openbadge_issuer.web.languages import ENGLISH, LANGUAGES, MAX_QUERY, choose, language, read, visit

GERMAN = {**BROWSER, "Accept-Language": "de-AT,de;q=0.9,en;q=0.8"}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "en"),
        ("", "en"),
        ("de", "de"),
        ("de-AT", "de"),
        ("DE-at", "de"),
        ("en-AU,en;q=0.9,de;q=0.8", "en"),
        ("de;q=0.4,en;q=0.7", "en"),
        ("fr-FR,fr;q=0.9,de;q=0.3", "de"),
        ("fr", "en"),
        ("*", "en"),
        ("de;q=0", "en"),
        ("de;q=x", "en"),
        ("de;q=nan", "en"),
        (";;;,,=", "en"),
    ],
)
def test_language_is_the_one_that_the_browser_likes_best_of_ours(header, expected):
    assert expected == choose(header).tag


def test_language_of_the_installation_is_for_those_who_name_none_that_there_is():
    german = language("de")
    assert ["de", "de", "en"] == [choose(header, german).tag for header in (None, "fr,*", "en,de;q=0.9")]
    assert (read("", "fr", german).language, read("lang=en", None, german).language) == (german, ENGLISH)


def test_language_of_the_installation_must_be_one_that_there_is():
    with pytest.raises(ConfigurationError, match="default_language is 'fr'; there are en, de"):
        language("fr")


def test_address_wins_over_the_browser():
    assert (read("lang=de", "en").language.tag, read("lang=de", "en").chosen) == ("de", True)


@pytest.mark.parametrize("query", ["lang=xx", "lang=", "lang", "lng=de"])
def test_language_that_there_is_not_is_none_chosen(query):
    assert (read(query, "de").language.tag, read(query, "de").chosen) == ("de", False)


def test_switch_keeps_the_rest_of_the_address():
    found = read("url=https%3A%2F%2Fb.example%2F%3Fa%3D1&lang=en", None)
    assert found.switch_to(LANGUAGES[1]) == "?url=https%3A%2F%2Fb.example%2F%3Fa%3D1&lang=de"


@pytest.mark.parametrize("query", ["&".join(f"a{n}=1" for n in range(MAX_QUERY + 1)), "a=" + "x" * 5_000])
def test_query_that_is_none_of_ours_is_not_repeated(query):
    assert read(query, None).query == ()


def test_outside_of_a_request_the_language_is_english():
    assert visit().language is ENGLISH


def test_page_is_written_in_the_language_of_the_browser_and_says_so(client):
    answer = client.get("/", headers=GERMAN)
    assert "Badges, die sich selbst beweisen" in answer.text
    assert '<html lang="de">' in answer.text
    assert answer.headers["content-language"] == "de"
    assert answer.headers["vary"] == "Accept, Accept-Language"


def test_links_of_a_page_whose_language_was_chosen_lead_to_pages_in_it(client, instance):
    badge = instance.award().record
    text = client.get(f"/credentials/{badge.id}?lang=de", headers=BROWSER).text
    assert 'href="/issuers/school?lang=de"' in text
    assert 'href="/?lang=de"' in text
    assert f"/credentials/{badge.id}.json?" not in text


def test_links_of_a_page_whose_language_was_not_chosen_name_none(client):
    assert 'href="/issuers/school"' in client.get("/", headers=GERMAN).text


def test_page_offers_the_other_languages_by_their_own_names(client):
    text = client.get("/verify?url=", headers=BROWSER).text
    assert '<a href="?url=&amp;lang=de" lang="de"' in text or '<a href="?lang=de" lang="de"' in text
    assert ">Deutsch</a>" in text


def test_error_is_told_in_the_visitors_language_too(client):
    answer = client.get("/none", headers=GERMAN)
    assert (answer.status_code, "Nicht gefunden" in answer.text) == (404, True)
    assert "accept-language" in answer.headers["vary"].lower()


def test_documents_do_not_depend_on_language(client):
    answer = client.get("/issuers/school", headers={"Accept-Language": "de"})
    assert answer.headers["vary"] == "Accept"
    assert "content-language" not in answer.headers


def test_dates_follow_the_language(client, instance):
    badge = instance.award().record
    assert "1. Juni 2026" in client.get(f"/credentials/{badge.id}", headers=GERMAN).text
    assert "1 June 2026" in client.get(f"/credentials/{badge.id}", headers=BROWSER).text


def test_pages_are_in_the_language_of_the_installation_where_the_browser_names_none(instance):
    application = instance.app
    with TestClient(application, base_url=BASE_URL) as client:
        application.state.runtime.language = language("de")
        assert '<html lang="de">' in client.get("/", headers=BROWSER).text
        assert '<html lang="en">' in client.get("/", headers={**BROWSER, "Accept-Language": "en"}).text
