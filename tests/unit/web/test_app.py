import contextlib
import json
import logging
import re
import sqlite3
import threading
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.routing import Mount
from web_service import BASE_URL, BROWSER, Instance, TestClient, body, open_instance, problem_of

from openbadge_issuer.errors import ConfigurationError, KeyMaterialError, UnavailableError
from openbadge_issuer.ports import Scope
from openbadge_issuer.settings import Settings
from openbadge_issuer.web import openapi
from openbadge_issuer.web.app import create_app, root_router
from openbadge_issuer.web.routes import well_known

PREFIXED = "https://school.example/badges"
REFERENCE = Path(__file__).parents[3] / "docs/reference/http.md"

ANSWERS = [
    ("GET", "/", 200),
    ("GET", "/credentials/{badge}", 200),
    ("GET", "/credentials/{badge}.png", 200),
    ("GET", "/credentials/nobody", 404),
    ("GET", "/static/style.css", 200),
    ("GET", "/verify", 200),
    ("POST", "/verify", 422),
    ("POST", "/api/verify", 422),
    ("GET", "/api/issuers", 401),
    ("DELETE", "/issuers/school", 405),
    ("OPTIONS", "/issuers/school", 204),
    ("GET", "/status/x", 404),
    ("GET", "/openapi.json", 200),
    ("GET", "/health", 200),
]


@pytest.mark.parametrize("headers", [{}, BROWSER], ids=["software", "browser"])
@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_carries_the_security_headers(instance, client, method, path, status, headers):
    badge = instance.award().record.id
    answer = client.request(method, path.format(badge=badge), headers=headers)
    assert status == answer.status_code or (status, path) == (422, "/api/verify")
    assert_secure(answer)


def assert_secure(answer):
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy or "script-src 'self';" in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert "set-cookie" not in answer.headers
    assert "cache-control" in answer.headers
    page = answer.headers.get("content-type", "").startswith("text/html")
    assert ("unsafe-inline" not in policy) if page else ("sandbox" in policy)


# --- faults ----------------------------------------------------------------------------------------------------


class Broken:
    """A store that cannot be used."""

    def __init__(self, error):
        self.error = error

    def check(self):
        raise self.error

    reading = writing = check


def break_store(instance, error):
    object.__setattr__(instance.services.hosting, "store", Broken(error))


@pytest.mark.parametrize("headers", [{}, BROWSER])
def test_busy_database_is_told_with_when_to_come_back(instance, client, headers):
    break_store(instance, UnavailableError("The database is locked."))
    answer = client.get("/credentials/x", headers=headers)
    assert 503 == answer.status_code
    assert int(answer.headers["retry-after"]) > 0
    assert_secure(answer)


def test_award_meets_a_locked_database_and_can_be_repeated(tmp_path, now):
    instance = open_instance(tmp_path, now, busy_timeout=0.05)
    headers = {**instance.key(Scope.ISSUE), "Idempotency-Key": "k"}
    path, other = "/api/issuers/school/credentials", sqlite3.connect(tmp_path / "test.sqlite3")
    with instance.client() as client, contextlib.closing(other):
        other.execute("BEGIN IMMEDIATE")
        locked = client.post(path, json=body(), headers=headers)
        other.rollback()
        assert (503, "unavailable") == (locked.status_code, problem_of(locked)["code"])
        assert "retry-after" in locked.headers
        assert 201 == client.post(path, json=body(), headers=headers).status_code


@pytest.mark.parametrize("headers", [{}, BROWSER])
def test_fault_nobody_foresaw_tells_nothing_and_is_logged_without_its_message(
    instance, client, caplog, headers
):
    break_store(instance, ZeroDivisionError("ada@school.example obk_secret"))
    with caplog.at_level(logging.DEBUG, logger="openbadge_issuer"):
        answer = client.get("/credentials/x", headers=headers)
    assert 500 == answer.status_code
    assert "Reference: " in answer.text
    assert "ZeroDivisionError" in caplog.text
    for text in (answer.text, caplog.text):
        assert "ada@" not in text
        assert "obk_" not in text
    assert "Traceback" not in answer.text
    assert_secure(answer)


def test_key_that_cannot_be_opened_is_our_fault_and_names_no_file(instance, client, caplog, monkeypatch):
    def refuse(*_, **__):
        raise KeyMaterialError("/srv/keys/school.pem is readable by others.", hint="chmod 600 it.")

    monkeypatch.setattr(type(instance.services.issuing), "issue", refuse)
    path, key = "/api/issuers/school/credentials", instance.key(Scope.ISSUE)
    answer = client.post(path, json=body(), headers=key)
    assert (500, "key") == (answer.status_code, problem_of(answer)["code"])
    assert "/srv" not in answer.text
    assert "/srv/keys/school.pem" in caplog.text


def test_nothing_of_a_request_is_logged(instance, client, caplog):
    headers = instance.key(Scope.ISSUE)
    with caplog.at_level(logging.DEBUG, logger="openbadge_issuer"):
        client.post("/api/issuers/school/credentials", json=body(), headers=headers)
        client.post("/api/issuers/school/credentials", json=body(role=5), headers=headers)
    assert "ada@" not in caplog.text
    assert headers["Authorization"] not in caplog.text


# --- starting --------------------------------------------------------------------------------------------------


def test_making_the_application_opens_nothing(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert create_app().title == "openbadge-issuer"
    assert [] == list(tmp_path.iterdir())


def test_start_is_refused_with_the_reason(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENBADGE_BASE_URL", raising=False)
    with pytest.raises(ConfigurationError, match="OPENBADGE_BASE_URL"), TestClient(create_app()):
        pass


def test_start_is_refused_when_a_key_cannot_be_opened(instance):
    instance.services.key_ring.key_store.signers.clear()
    with pytest.raises(Exception), instance.client():  # noqa: B017, PT011 (whatever the key store says)
        pass


def test_instance_that_was_mended_needs_no_restart(instance):
    store = instance.services.store
    object.__setattr__(
        instance.services, "store", Broken(ConfigurationError("Run: openbadge-issuer migrate"))
    )
    client = instance.client()  # not entered: as if mounted, so that nobody tells it to start
    broken = client.get("/health")
    assert (503, "configuration") == (broken.status_code, problem_of(broken)["code"])
    assert problem_of(broken)["type"] == "about:blank"
    assert 503 == client.get("/", headers=BROWSER).status_code
    object.__setattr__(instance.services, "store", store)
    assert 200 == client.get("/health").status_code


def test_largest_body_is_what_the_settings_say(instance, tmp_path):
    settings = Settings(base_url=BASE_URL, instance=tmp_path, max_upload_bytes=65_536)
    app = create_app(settings, services=instance.services)
    with TestClient(app, base_url=BASE_URL) as client:
        assert 413 == client.post("/api/verify", content=b"x" * 65_537).status_code
        assert 413 != client.post("/api/verify", content=b"x" * 65_536).status_code


def test_first_requests_open_it_once(instance, monkeypatch):
    opened = []
    monkeypatch.setattr(
        "openbadge_issuer.web.runtime._checked", lambda services: opened.append(1) or services
    )
    client = instance.client()
    threads = [threading.Thread(target=client.get, args=("/health",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [1] == opened


# --- mounted ---------------------------------------------------------------------------------------------------


@pytest.fixture
def prefixed(tmp_path, now) -> Instance:
    return open_instance(tmp_path, now, base_url=PREFIXED)


def mounted_in(kind, instance):
    if kind == "fastapi":
        parent = FastAPI()
        parent.mount("/badges", instance.app)
        parent.include_router(root_router(instance.services))
        return parent
    routes = [Mount("/badges", instance.app), *root_router(instance.services).routes]
    return Starlette(routes=routes)


@pytest.mark.parametrize("kind", ["fastapi", "starlette"])
def test_mounted_under_a_prefix_everything_is_found_and_linked(prefixed, kind):
    client = TestClient(mounted_in(kind, prefixed), base_url="https://school.example")
    url = prefixed.award().url
    assert url.startswith(f"{PREFIXED}/credentials/")
    document = client.get(url).json()
    assert document["issuer"]["id"] == "did:web:school.example:badges:issuers:school"
    assert client.get(f"{PREFIXED}/issuers/school/did.json").json()["id"] == document["issuer"]["id"]
    page = client.get(url, headers=BROWSER).text
    for link in re.findall(r'(?:href|src)="(/[^"]*)"', page):
        assert 200 == client.get(link).status_code, link
    assert client.post(f"{PREFIXED}/api/verify", json={"url": url}).json()["valid"]
    assert_secure(client.get(url))


@pytest.mark.parametrize("kind", ["fastapi", "starlette"])
def test_root_router_serves_what_lies_at_the_root_of_the_domain(prefixed, kind):
    client = TestClient(mounted_in(kind, prefixed), base_url="https://school.example")
    keys = client.get("/.well-known/jwks.json")
    assert 2 == len(keys.json()["keys"])
    assert keys.headers["access-control-allow-origin"] == "*"
    assert_secure(keys)
    assert problem_of(client.get("/.well-known/did.json"))["code"] == "not-found"
    assert 404 == client.get("/.well-known/other").status_code


@pytest.mark.parametrize("path", ["/badges/issuers/school", "/issuers/school"])
def test_proxy_may_pass_the_prefix_on_or_take_it_off(prefixed, path):
    with TestClient(prefixed.app, base_url="https://school.example") as client:
        assert 200 == client.get(path).status_code
        assert client.get(path).headers["access-control-allow-origin"] == "*"
        managed = client.get(path.replace("/issuers/school", "/api/issuers"), headers=BROWSER)
        assert 401 == managed.status_code
        assert "access-control-allow-origin" not in managed.headers
        assert problem_of(managed)["type"] == f"{PREFIXED}/problems#no-access"


def test_links_follow_the_base_url_and_not_the_host_header(instance, client):
    url = instance.award().url
    answer = client.get(url, headers={**BROWSER, "Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in answer.text


# --- the reference ---------------------------------------------------------------------------------------------


def operations(client):
    document = client.get("/openapi.json").json()
    return document, [
        (method.upper(), path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_route_is_in_the_written_reference(client):
    text = REFERENCE.read_text("utf-8")
    _, found = operations(client)
    assert [] == [f"{method} {path}" for method, path, _ in found if f"| `{method} {path}` |" not in text]


def test_written_reference_names_no_route_that_is_not(client):
    _, found = operations(client)
    known = {f"{method} {path}" for method, path, _ in found} | {"GET /openapi.json", "GET /static/{name}"}
    ours, _, _ = REFERENCE.read_text("utf-8").partition("\n## The VC API\n")
    written = re.findall(r"^\| `((?:GET|POST|PUT|PATCH|DELETE) [^`]+)` \|", ours, re.MULTILINE)
    assert [] == [route for route in written if route not in known]


def test_written_reference_has_the_status_of_every_error():
    from openbadge_issuer.web.problems import KINDS

    text = REFERENCE.read_text("utf-8")
    for code, kind in KINDS.items():
        assert re.search(rf"^\|.*`{code}`.*\| {kind.status}\b", text, re.MULTILINE), code


def test_openapi_describes_every_operation_and_its_errors(client):
    document, found = operations(client)
    names = [operation["operationId"] for _, _, operation in found]
    assert len(names) == len(set(names))
    for method, path, operation in found:
        assert operation["summary"], path
        assert operation["description"], path
        managed = path.startswith("/api/") and path != "/api/verify"
        assert managed == ("security" in operation), path
        assert not managed or {"401", "403"} <= set(operation["responses"]), path
        if method in ("POST", "PUT", "PATCH") and not path.endswith(("/accept", "/link", "{id}/reinstate")):
            assert operation["requestBody"]["content"], path
    assert "HTTPValidationError" not in json.dumps(document)


def test_openapi_refers_only_to_what_it_holds(client):
    document, _ = operations(client)
    names = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert names <= set(document["components"]["schemas"])
    assert document["servers"] == [{"url": BASE_URL}]


def test_openapi_names_its_components_as_the_standard_allows(client):
    document, _ = operations(client)
    names = [name for kind in document["components"].values() for name in kind]
    assert all(re.fullmatch(r"[a-zA-Z0-9._-]+", name) for name in names)


def test_only_our_own_routes_are_served(client):
    for path in (
        "/redoc",
        "/docs/oauth2-redirect",
        "/issuers/school/",
        "/static/../app.py",
        "/static/style.css.map",
    ):
        assert 404 == client.get(path).status_code, path


def test_well_known_paths_are_those_of_the_router():
    assert set(well_known.PATHS) == {route.path for route in well_known.router.routes}


def test_openapi_document_is_valid_for_its_own_standard(client):
    document, _ = operations(client)
    assert document["openapi"].startswith("3.1")
    assert openapi.TITLE == document["info"]["title"]
