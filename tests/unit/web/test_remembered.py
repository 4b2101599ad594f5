"""Answers that are repeated: the same as the routes give, header for header, and only as long as they hold."""

import asyncio
from urllib.parse import unquote

import pytest
from web_service import BROWSER, open_instance

from openbadge_issuer.web import remembered
from openbadge_issuer.web.remembered import Answer, Answers

PATHS = [
    *(
        f"/credentials/{{badge}}{suffix}"
        for suffix in ("", ".json", ".jwt", ".png", ".svg", ".html", ".xml", ".")
    ),
    *(f"/status/{{list}}{suffix}" for suffix in ("", ".json", ".jwt", ".html")),
    *(
        "/credentials/nothing",
        "/credentials/{badge}/",
        "/credentials/{badge}.json/x",
        "/credentials/",
        "/status/x",
    ),
    *("/credentials/{badge}?lang=de", "/status/{list}?x", "/achievements/robotics", "/.well-known/did.json"),
]
ACCEPTED = [
    *("*/*", "application/json", "application/vc+ld+json", "application/vc+jwt", "text/plain", "image/png"),
    *("image/svg+xml", "application/pdf", "text/html", BROWSER["Accept"], "", "nonsense", "*/*;q=0"),
]
USUAL = [("accept", "application/json")]


@pytest.fixture
def badge(instance):
    return instance.award().record


@pytest.fixture
def application(instance):
    instance.services.check()
    application = instance.app
    application.state.runtime.open()
    return application


def ask(application, path, headers=USUAL, *, method="GET", root_path=""):
    """Send one request; return the messages of the answer."""
    path, _, query = path.partition("?")
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": root_path,
        "query_string": query.encode(),
        "headers": [(b"host", b"badges.school.example"), *((a.encode(), b.encode()) for a, b in headers)],
    }
    asyncio.run(application(scope, receive, send))
    return sent


def asked_twice(application, *arguments, **options):
    """The second answer, which may be a repeated one, after the same was asked for without conditions."""
    ask(application, arguments[0])
    ask(application, *arguments, **options)
    return ask(application, *arguments, **options)


def repeats(application):
    """How many answers are remembered."""
    return len(application.remembered.answers._answers)


@pytest.mark.parametrize("path", PATHS)
def test_second_answer_is_what_the_routes_say(application, badge, path):
    path = path.format(badge=badge.id, list=badge.status_list)
    for accept in ACCEPTED:
        second = asked_twice(application, path, [("accept", accept)])
        assert second == ask(application.ask_routes, path, [("accept", accept)])


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "DELETE"])
@pytest.mark.parametrize(
    "path", ["/credentials/{badge}", "/credentials/{badge}.html", "/status/{list}", "/status/x"]
)
def test_whatever_the_method_the_second_answer_is_what_the_routes_say(application, badge, path, method):
    path = path.format(badge=badge.id, list=badge.status_list)
    second = asked_twice(application, path, method=method)
    assert second == ask(application.ask_routes, path, method=method)


@pytest.mark.parametrize("known", ["{etag}", "W/{etag}", '"x", {etag}', "*", '"x"', "", "{etag}x"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ["/credentials/{badge}", "/credentials/{badge}.png", "/status/{list}"])
def test_client_that_has_the_body_is_told_so_as_by_the_routes(application, badge, path, method, known):
    path = path.format(badge=badge.id, list=badge.status_list)
    etag = dict(ask(application, path)[0]["headers"])[b"etag"].decode()
    headers = [*USUAL, ("if-none-match", known.format(etag=etag))]
    second = asked_twice(application, path, headers, method=method)
    assert second == ask(application.ask_routes, path, headers, method=method)


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("accept", "text/plain"), ("accept", "text/html")],
        [("if-none-match", '"x"'), ("if-none-match", "*")],
        [("content-length", "0")],
        [("content-length", "99999999")],
        [("transfer-encoding", "chunked")],
        [
            ("range", "bytes=0-1"),
            ("origin", "https://other.example"),
            ("cookie", "a=b"),
            ("authorization", "x"),
        ],
    ],
    ids=["none", "accept-twice", "known-twice", "no-body", "large-body", "chunked", "others"],
)
def test_unusual_headers_get_what_the_routes_say(application, badge, headers):
    path = f"/credentials/{badge.id}"
    assert asked_twice(application, path, headers) == ask(application.ask_routes, path, headers)


def test_a_repeated_answer_reaches_no_route(application, badge, monkeypatch):
    first = ask(application, f"/credentials/{badge.id}")
    monkeypatch.setattr(application.remembered, "app", None)
    assert ask(application, f"/credentials/{badge.id}") == first
    assert first[1]["body"].decode() == badge.json


def test_one_form_is_not_repeated_for_another(application, badge):
    for accept in ACCEPTED * 2:
        answer = ask(application, f"/credentials/{badge.id}", [("accept", accept)])
        assert answer == ask(application.ask_routes, f"/credentials/{badge.id}", [("accept", accept)])
    assert repeats(application) == len({"vc+ld+json", "json", "vc+jwt", "text/plain", "png", "svg"})


def test_a_revocation_by_another_process_is_seen_by_the_next_request(application, badge, tmp_path, instance):
    path = f"/status/{badge.status_list}.json"
    before = asked_twice(application, path)
    instance.services.revoking.revoke(badge.id, now=instance.now)
    after = ask(application, path)
    assert before[1]["body"] != after[1]["body"] == ask(application.ask_routes, path)[1]["body"]
    assert after == ask(application, path)


def test_a_badge_that_is_gone_is_not_repeated(application, badge, instance):
    path = f"/credentials/{badge.id}"
    assert asked_twice(application, path)[0]["status"] == 200
    with instance.services.store.writing() as transaction:
        transaction._connection.exec_driver_sql("DELETE FROM credentials")
    gone = ask(application, path)
    assert gone[0]["status"] != 200
    assert gone == ask(application.ask_routes, path)


def test_a_database_that_cannot_be_looked_at_gets_what_the_routes_say(application, badge, instance):
    path = f"/credentials/{badge.id}"
    asked_twice(application, path)
    with instance.services.store.writing() as transaction:
        transaction._connection.exec_driver_sql("ALTER TABLE credentials RENAME TO hidden")
    refused = ask(application, path)
    assert refused[0]["status"] == 503
    assert refused[0] == ask(application.ask_routes, path)[0]


def test_who_gets_an_answer_may_add_to_it(application, badge):
    first, second = (ask(application, f"/credentials/{badge.id}") for _ in range(2))
    for answer in (first, second):
        answer[0]["headers"].append((b"x-added", b"by an application around this one"))
    assert ask(application, f"/credentials/{badge.id}")[0]["headers"] == first[0]["headers"][:-1]


@pytest.mark.parametrize(
    ("root_path", "prefix"), [("", "/badges"), ("", ""), ("/badges", "/badges"), ("/x", "/x")]
)
def test_under_a_prefix_the_second_answer_is_what_the_routes_say(tmp_path, now, root_path, prefix):
    instance = open_instance(tmp_path, now, base_url="https://school.example/badges")
    application, badge = instance.app, instance.award().record
    path = f"{prefix}/credentials/{badge.id}"
    second = asked_twice(application, path, root_path=root_path)
    assert second == ask(application.ask_routes, path, root_path=root_path)
    assert b"https://school.example/badges/credentials/" in dict(second[0]["headers"])[b"link"]


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(remembered, "CAPACITY", 10 * (remembered.OVERHEAD + 100))
    answers = Answers()
    for number in range(50):
        answers.put(("", str(number)), _answer(100))
        answers.get(("", "0"))
    kept = [number for number in range(50) if answers.get(("", str(number)))]
    assert kept == [0, *range(41, 50)]


def test_a_very_large_answer_is_not_remembered_and_replaces_what_was():
    answers = Answers()
    answers.put(("", "a"), _answer(remembered.LARGEST))
    assert answers.get(("", "a"))
    answers.put(("", "a"), _answer(remembered.LARGEST + 1))
    assert answers.get(("", "a")) is None


def _answer(size):
    return Answer((), '"a"', (), (), bytes(size))
