import base64
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from web_service import BASE_URL, SCHOOL, body, draft, png, problem_of

from openbadge_issuer.ports import Scope

NEW_ISSUER = {"slug": "college", "name": "Example College", "url": "https://college.example"}
NEW_ACHIEVEMENT = {"slug": "welding", "name": "Welding", "description": "Joining.", "criteria": "Weld."}
REVOCATION = {"category": "issued-in-error", "note": "wrong Ada"}
EDITED = {"name": "Robotics II", "description": "More.", "criteria": "Build two."}
ROSTER = b"email;achievement\nada@school.example;robotics\nnobody;robotics\n"
BOMB = b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>"
AWARDS = f"/api/issuers/{SCHOOL}/credentials"


@pytest.fixture
def badge(instance):
    return instance.award().record


@pytest.fixture
def issuing(instance):
    return instance.key(Scope.ISSUE)


ROUTES = [
    ("GET", "/api/issuers", None, Scope.READ, 200),
    ("POST", "/api/issuers", NEW_ISSUER, Scope.MANAGE, 201),
    ("GET", "/api/issuers/school", None, Scope.READ, 200),
    ("PATCH", "/api/issuers/school", {"description": "New."}, Scope.MANAGE, 200),
    ("PUT", "/api/issuers/school/image", png(), Scope.MANAGE, 200),
    ("GET", "/api/achievements", None, Scope.READ, 200),
    ("POST", "/api/issuers/school/achievements", NEW_ACHIEVEMENT, Scope.MANAGE, 201),
    ("GET", "/api/achievements/robotics", None, Scope.READ, 200),
    (
        "PUT",
        "/api/achievements/robotics",
        {"name": "R", "description": "D", "criteria": "C"},
        Scope.MANAGE,
        200,
    ),
    ("PUT", "/api/achievements/robotics/image", png(width=3), Scope.MANAGE, 200),
    ("POST", AWARDS, body(), Scope.ISSUE, 200),
    (
        "POST",
        "/api/issuers/school/imports",
        b"email,achievement\nb@school.example,robotics\n",
        Scope.ISSUE,
        200,
    ),
    ("GET", "/api/credentials", None, Scope.READ, 200),
    ("GET", "/api/credentials/{badge}", None, Scope.READ, 200),
    ("POST", "/api/credentials/{badge}/page", {"open": True}, Scope.MANAGE, 200),
    ("POST", "/api/credentials/{badge}/link", None, Scope.MANAGE, 200),
    ("POST", "/api/credentials/{badge}/revoke", REVOCATION, Scope.REVOKE, 200),
    ("POST", "/api/credentials/{badge}/suspend", {"category": "under-review"}, Scope.REVOKE, 409),
    ("POST", "/api/credentials/{badge}/reinstate", None, Scope.REVOKE, 409),
    ("DELETE", "/api/credentials/{badge}", None, Scope.MANAGE, 204),
]


def ask(client, method, path, payload, headers):
    content = {"content": payload} if isinstance(payload, bytes) else {"json": payload} if payload else {}
    return client.request(method, path, headers=headers, **content)


@pytest.mark.parametrize(("method", "path", "payload", "scope", "status"), ROUTES)
def test_route_needs_a_key_with_its_scope(instance, client, badge, method, path, payload, scope, status):
    path = path.format(badge=badge.id)
    nobody = ask(client, method, path, payload, {})
    assert (nobody.status_code, problem_of(nobody)["code"]) == (401, "no-access")
    assert nobody.headers["www-authenticate"].startswith("Bearer")
    forged = ask(client, method, path, payload, {"Authorization": "Bearer obk_forged"})
    assert forged.status_code == 401
    without = ask(
        client, method, path, payload, instance.key(*(other for other in Scope if other is not scope))
    )
    assert (without.status_code, problem_of(without)["code"]) == (403, "access")
    assert "insufficient_scope" in without.headers["www-authenticate"]
    assert status == ask(client, method, path, payload, instance.key(scope)).status_code


@pytest.mark.parametrize(("method", "path", "payload", "scope", "status"), ROUTES)
def test_key_of_another_issuer_may_not(instance, client, badge, method, path, payload, scope, status):
    instance.services.issuers.create("college", "College", url="https://college.example", now=instance.now)
    answer = ask(client, method, path.format(badge=badge.id), payload, instance.key(scope, issuer="college"))
    if path in ("/api/issuers", "/api/achievements", "/api/credentials") and method == "GET":
        assert '"school"' not in answer.text
    else:
        assert answer.status_code == 403


@pytest.mark.parametrize(("method", "path", "payload", "scope", "status"), ROUTES)
def test_management_is_not_open_to_scripts_of_other_sites(
    instance, client, badge, method, path, payload, scope, status
):
    answer = ask(client, method, path.format(badge=badge.id), payload, instance.key(scope))
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    preflight = client.options(
        path, headers={"Origin": "https://x.example", "Access-Control-Request-Method": method}
    )
    assert "access-control-allow-origin" not in preflight.headers


def test_revoked_key_is_no_key(instance, client):
    record, secret = instance.services.access.new_key("old", [Scope.READ], now=instance.now)
    instance.services.access.revoke(record.id, instance.now)
    assert client.get("/api/issuers", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_award_gives_where_it_is(client, issuing, instance):
    answer = client.post(AWARDS, json=body(issued_on="2026-05-31", award_id="a-1"), headers=issuing)
    made = answer.json()
    assert answer.status_code == 201
    assert f"{BASE_URL}/credentials/{made['id']}" == made["url"] == answer.headers["location"]
    assert made["award_id"] == "a-1"
    assert "ada@" not in answer.text
    document = client.get(f"/credentials/{made['id']}").json()
    assert document["validFrom"] == "2026-05-31T00:00:00Z"


def test_same_award_is_made_once(client, issuing):
    first = client.post(AWARDS, json=body(issued_on="2026-05-31"), headers=issuing)
    again = client.post(AWARDS, json=body(issued_on="2026-05-31"), headers=issuing)
    assert (first.status_code, again.status_code) == (201, 200)
    assert {**first.json(), "manage_url": None} == again.json()


def test_same_award_with_other_content_is_a_conflict(client, issuing):
    client.post(AWARDS, json=body(issued_on="2026-05-31"), headers=issuing)
    answer = client.post(AWARDS, json=body(issued_on="2026-05-31", role="Lead"), headers=issuing)
    assert (answer.status_code, problem_of(answer)["code"]) == (409, "conflict")


def test_same_idempotency_key_gives_the_same_answer(client, issuing):
    headers = {**issuing, "Idempotency-Key": "k-1"}
    first, again = (client.post(AWARDS, json=body(), headers=headers) for _ in range(2))
    assert (first.status_code, first.content) == (again.status_code, again.content) == (201, first.content)


def test_idempotency_key_of_another_request_is_refused(client, issuing):
    headers = {**issuing, "Idempotency-Key": "k-1"}
    client.post(AWARDS, json=body(), headers=headers)
    answer = client.post(AWARDS, json=body(role="Lead"), headers=headers)
    assert (answer.status_code, problem_of(answer)["path"]) == (409, "idempotency_key")


def test_idempotency_key_belongs_to_an_api_key(instance, client, issuing):
    first = client.post(AWARDS, json=body(), headers={**issuing, "Idempotency-Key": "k"})
    other = {**instance.key(Scope.ISSUE), "Idempotency-Key": "k"}
    second = client.post(AWARDS, json=body(recipient={"email": "ida@school.example"}), headers=other)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] != second.json()["id"]


@pytest.mark.parametrize("key", ["", "ü".encode().decode("latin-1"), "x" * 256])
def test_odd_idempotency_key_is_refused(client, issuing, key):
    answer = client.post(AWARDS, json=body(), headers={**issuing, "Idempotency-Key": key.encode("latin-1")})
    assert (answer.status_code, problem_of(answer)["code"]) == (400, "input")


def test_same_request_from_many_threads_at_once_makes_one_award(instance, client, issuing):
    headers = {**issuing, "Idempotency-Key": "k"}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.post(AWARDS, json=body(), headers=headers), range(8)))
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert {201} == {answer.status_code for answer in answers}


def test_of_different_requests_under_one_key_at_once_one_is_done(instance, client, issuing):
    headers = {**issuing, "Idempotency-Key": "k"}
    bodies = [body(recipient={"email": f"{number}@school.example"}) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda payload: client.post(AWARDS, json=payload, headers=headers), bodies))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    with instance.services.store.reading() as transaction:
        assert transaction.count_credentials() == 1


BAD_BODIES = [
    (b"", 400, "input"),
    (b"{", 400, "input"),
    (b"[]", 400, "input"),
    (b'{"achievement": "a", "achievement": "b"}', 400, "input"),
    (b'{"credits": NaN}', 400, "input"),
    (b'{"credits": 1e999}', 400, "input"),
    (b'{"role": "\\ud800"}', 400, "input"),
    (b'{"a":' * 200 + b"1" + b"}" * 200, 400, "input"),
    (b'{"role": "\xff"}', 400, "input"),
    (b'{"credits": ' + b"9" * 5000 + b"}", 400, "input"),
    (b"{}", 422, "request"),
    (json.dumps(body(rolle="Lead")).encode(), 422, "request"),
    (json.dumps(body(recipient="ada@school.example")).encode(), 422, "request"),
    (json.dumps(body(achievement="unknown")).encode(), 404, "not-found"),
    (json.dumps(body(issued_on="31/05/2026")).encode(), 400, "input"),
    (json.dumps(body(issued_on="2027-01-01")).encode(), 400, "input"),
    (json.dumps(body(recipient={"email": "no address"})).encode(), 422, "model"),
    (json.dumps(body(recipient={})).encode(), 400, "input"),
    (json.dumps(body(evidence_url="javascript:alert(1)")).encode(), 400, "input"),
]


@pytest.mark.parametrize(("content", "status", "code"), BAD_BODIES)
def test_bad_order_is_refused_and_nothing_is_stored(instance, client, issuing, content, status, code):
    answer = client.post(AWARDS, content=content, headers={**issuing, "Content-Type": "application/json"})
    assert (status, code) == (answer.status_code, problem_of(answer)["code"]), answer.text
    assert "Traceback" not in answer.text
    with instance.services.store.reading() as transaction:
        assert transaction.count_credentials() == 0


def test_problem_names_the_field(client, issuing):
    found = problem_of(client.post(AWARDS, json=body(rolle="Lead", credits="many"), headers=issuing))
    assert {"$.rolle", "$.credits"} == {problem["path"] for problem in found["problems"]}


def test_body_of_another_kind_is_refused(client, issuing):
    answer = client.post(AWARDS, content=b"a=b", headers={**issuing, "Content-Type": "text/plain"})
    assert (answer.status_code, problem_of(answer)["code"]) == (415, "media-type")


def test_body_over_the_limit_is_refused(client, issuing):
    answer = client.post(AWARDS, content=b" " * 5_242_881, headers=issuing)
    assert (answer.status_code, problem_of(answer)["code"]) == (413, "too-large")


def test_body_that_does_not_say_how_long_it_is_is_counted(client, issuing):
    answer = client.post(AWARDS, content=(b" " * 65_536 for _ in range(81)), headers=issuing)
    assert (answer.status_code, problem_of(answer)["code"]) == (413, "too-large")


def test_achievement_is_made_with_its_image(instance, client):
    manage = instance.key(Scope.MANAGE)
    image = base64.b64encode(png(width=4)).decode()
    made = client.post(
        "/api/issuers/school/achievements", json={**NEW_ACHIEVEMENT, "image": image}, headers=manage
    )
    assert (made.status_code, made.json()["version"], made.json()["issuer"]) == (201, 1, "school")
    assert png(width=4) == client.get(made.json()["image_url"].removeprefix(BASE_URL)).content


def test_editing_an_achievement_makes_a_version_and_keeps_the_image(instance, client):
    manage = instance.key(Scope.MANAGE)
    first = client.put("/api/achievements/robotics", json=EDITED, headers=manage).json()
    again = client.put("/api/achievements/robotics", json=EDITED, headers=manage).json()
    assert (first["version"], again["version"]) == (2, 2)
    assert png() == client.get("/achievements/robotics/image").content


@pytest.mark.parametrize("data", [b"GIF89a", png()[:40], b"<svg/>", BOMB])
@pytest.mark.parametrize("path", ["/api/achievements/robotics/image", "/api/issuers/school/image"])
def test_picture_that_cannot_be_used_is_refused(instance, client, path, data):
    answer = client.put(path, content=data, headers=instance.key(Scope.MANAGE))
    assert (answer.status_code, problem_of(answer)["code"]) == (422, "baking"), answer.text


@pytest.mark.parametrize("path", ["/api/achievements/robotics/image", "/api/issuers/school/image"])
def test_no_picture_at_all_is_refused(instance, client, path):
    answer = client.put(path, headers=instance.key(Scope.MANAGE))
    assert (answer.status_code, problem_of(answer)["code"]) == (422, "request")


@pytest.mark.parametrize(
    ("payload", "status", "code"),
    [
        ({**NEW_ISSUER, "slug": "school"}, 409, "conflict"),
        ({**NEW_ISSUER, "slug": "No Slug"}, 400, "input"),
        ({**NEW_ISSUER, "url": "nowhere"}, 422, "model"),
        ({**NEW_ISSUER, "image": "!"}, 422, "request"),
    ],
)
def test_issuer_that_cannot_be_is_refused(instance, client, payload, status, code):
    answer = client.post("/api/issuers", json=payload, headers=instance.key(Scope.MANAGE))
    assert (status, code) == (answer.status_code, problem_of(answer)["code"]), answer.text


def test_dry_run_of_a_roster_says_what_is_wrong_and_changes_nothing(instance, client, issuing):
    answer = client.post("/api/issuers/school/imports?dry_run=true", content=ROSTER, headers=issuing)
    found = answer.json()
    assert [(problem["row"], problem["column"]) for problem in found["problems"]] == [(3, "email")]
    assert (found["dry_run"], found["rows"], found["outcomes"]) == (True, 2, [])
    with instance.services.store.reading() as transaction:
        assert transaction.count_credentials() == 0


def test_roster_is_awarded_row_by_row_and_once(client, issuing):
    path = "/api/issuers/school/imports"
    first = client.post(path, content=ROSTER, headers=issuing).json()
    again = client.post(path, content=ROSTER, headers=issuing).json()
    assert first["counts"] == {"issued": 1, "refused": 1}
    assert again["counts"] == {"already-issued": 1, "refused": 1}
    assert first["outcomes"][0]["url"] == again["outcomes"][0]["url"]


def test_roster_comes_back_as_a_table(client, issuing):
    answer = client.post(
        "/api/issuers/school/imports", content=ROSTER, headers={**issuing, "Accept": "text/csv"}
    )
    assert answer.headers["content-type"].startswith("text/csv")
    assert "badge_url" in answer.content.decode("utf-8-sig").splitlines()[0]


def test_what_is_no_table_is_refused(client, issuing):
    answer = client.post("/api/issuers/school/imports", content=b"PK\x03\x04", headers=issuing)
    assert (answer.status_code, problem_of(answer)["code"]) == (422, "roster")


def test_awards_are_listed_page_by_page(instance, client):
    made = [instance.award(email=f"{number}@school.example").record.id for number in range(5)]
    read, seen, after = instance.key(Scope.READ), [], None
    for _ in range(3):
        answer = client.get(
            "/api/credentials", params={"limit": 2, **({"after": after} if after else {})}, headers=read
        )
        seen, after = seen + [item["id"] for item in answer.json()["items"]], answer.json()["after"]
    assert (made, None) == (seen, after)


def test_awards_are_listed_by_what_is_asked(instance, client):
    instance.award(award_id="a-1")
    read = instance.key(Scope.READ)
    found = [
        ("award_id=a-1", 1),
        ("award_id=a-2", 0),
        ("achievement=robotics", 1),
        ("revoked=true", 0),
        ("revoked=false", 1),
    ]
    for query, count in found:
        assert count == len(client.get(f"/api/credentials?{query}", headers=read).json()["items"]), query


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "revoked=perhaps"])
def test_odd_query_is_refused(instance, client, query):
    answer = client.get(f"/api/credentials?{query}", headers=instance.key(Scope.READ))
    assert (answer.status_code, problem_of(answer)["code"]) == (422, "request")
    assert problem_of(answer)["problems"][0]["path"].startswith("query parameter ")


def test_revoking_twice_keeps_the_first_reason(instance, client, badge):
    revoke, path = instance.key(Scope.REVOKE), f"/api/credentials/{badge.id}/revoke"
    first = client.post(path, json=REVOCATION, headers=revoke).json()
    again = client.post(path, json={"category": "other"}, headers=revoke).json()
    assert (first["revocation"]["category"], first["revocation"]["note"]) == ("issued-in-error", "wrong Ada")
    assert first == again


def test_many_are_revoked_in_one_call(instance, client, badge):
    other = instance.award(email="bob@school.example").record
    payload = {**REVOCATION, "ids": [badge.id, f"{BASE_URL}/credentials/{other.id}"]}
    for changed in (True, False):
        answer = client.post("/api/credentials/revoke", json=payload, headers=instance.key(Scope.REVOKE))
        items = {item["id"]: (item["url"], item["changed"]) for item in answer.json()["items"]}
        urls = {id: (f"{BASE_URL}/credentials/{id}", changed) for id in (badge.id, other.id)}
        assert items == urls


@pytest.mark.parametrize("ids", [[], ["x"] * 1_001, "x", [1]])
def test_ids_of_awards_to_be_revoked_are_few_and_texts(instance, client, ids):
    payload = {**REVOCATION, "ids": ids}
    answer = client.post("/api/credentials/revoke", json=payload, headers=instance.key(Scope.REVOKE))
    assert (answer.status_code, problem_of(answer)["code"]) == (422, "request")


def test_to_revoke_many_a_key_needs_the_scope(instance, client, badge):
    payload = {**REVOCATION, "ids": [badge.id]}
    without = instance.key(*(other for other in Scope if other is not Scope.REVOKE))
    answers = [
        client.post("/api/credentials/revoke", json=payload, headers=headers) for headers in ({}, without)
    ]
    assert [401, 403] == [answer.status_code for answer in answers]


def test_a_bound_key_revokes_none_of_many_that_are_not_all_its_issuers(instance, client, badge):
    instance.services.issuers.create("other", "Other", url="https://other.example", now=instance.now)
    payload = {**REVOCATION, "ids": [badge.id]}
    bound = instance.key(Scope.REVOKE, issuer="other")
    answer = client.post("/api/credentials/revoke", json=payload, headers=bound)
    assert (answer.status_code, problem_of(answer)["code"]) == (403, "access")
    assert instance.services.hosting.page(badge.id, now=instance.now).revocation is None


def test_revocation_needs_a_known_category(instance, client, badge):
    answer = client.post(
        f"/api/credentials/{badge.id}/revoke",
        json={"category": "because"},
        headers=instance.key(Scope.REVOKE),
    )
    assert (answer.status_code, problem_of(answer)["code"]) == (422, "request")


def test_secret_of_a_caller_is_not_in_its_repr(instance):
    from openbadge_issuer.web.dependencies import Caller

    record, secret = instance.services.access.new_key("x", [Scope.READ], now=instance.now)
    assert secret not in repr(Caller(record, secret, instance.services))


def test_draft_of_a_body_has_every_field():
    from openbadge_issuer.web.schemas import AchievementBody

    given = {"name": "N", "description": "D", "criteria": "C", "image": "eA=="}
    made = AchievementBody.model_validate(given).draft()
    assert draft(name="N").__dataclass_fields__.keys() == made.__dataclass_fields__.keys()
    assert made.image == b"x"


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"recipient": {"email": "nobody"}}, "$.recipient.email"),
        ({"recipient": {"id": "not a uri"}}, "$.recipient.id"),
        ({"issued_on": "31/05/2026"}, "$.issued_on"),
        ({"role": "two\nlines"}, "$.role"),
        ({"results": [{"value": "A"}]}, "$.results"),
    ],
)
def test_what_cannot_be_ordered_is_named_by_its_place_in_the_body(client, issuing, fields, path):
    found = problem_of(client.post(AWARDS, json=body(**fields), headers=issuing))
    assert (path, [path]) == (found["path"], [problem["path"] for problem in found["problems"]])


def test_what_cannot_be_an_issuer_is_named_by_its_place_in_the_body(instance, client):
    asked = {**NEW_ISSUER, "slug": "No Slug"}
    answer = client.post("/api/issuers", json=asked, headers=instance.key(Scope.MANAGE))
    assert problem_of(answer)["path"] == "$.slug"


# --- erasing


def test_erased_badge_is_gone_for_everybody_and_its_status_stays(instance, client, badge):
    before = client.get(f"/status/{badge.status_list}").content
    managing = instance.key(*Scope)
    assert client.delete(f"/api/credentials/{badge.id}", headers=managing).content == b""
    for path in (f"/credentials/{badge.id}.json", f"/api/credentials/{badge.id}"):
        assert (410, "gone") == (
            client.get(path, headers=managing).status_code,
            problem_of(client.get(path, headers=managing))["code"],
        )
    assert 410 == client.delete(f"/api/credentials/{badge.id}", headers=managing).status_code
    assert client.get(f"/status/{badge.status_list}").content == before


def test_some_badges_are_erased_all_or_none(instance, client, badge):
    managing, other = instance.key(Scope.MANAGE), instance.award(email="bob@school.example").record
    url = f"{BASE_URL}/credentials/{badge.id}"
    refused = client.post("/api/credentials/erase", json={"ids": [url, "nobody"]}, headers=managing)
    assert (404, 200) == (refused.status_code, client.get(f"/credentials/{badge.id}").status_code)
    answer = client.post("/api/credentials/erase", json={"ids": [url, other.id, url]}, headers=managing)
    assert answer.json() == {"erased": [badge.id, other.id]}
    assert 410 == client.get(f"/credentials/{other.id}").status_code


def test_a_person_is_erased_by_address(instance, client, badge):
    other = instance.award(email="bob@school.example").record
    payload = {"email": "Ada@School.example"}
    erased = client.post("/api/credentials/erase", json=payload, headers=instance.key(Scope.MANAGE))
    assert erased.json() == {"erased": [badge.id]}
    assert (410, 200) == tuple(client.get(f"/credentials/{id}").status_code for id in (badge.id, other.id))


def test_a_bound_key_erases_its_issuers_badges_only(instance, client, badge):
    instance.services.issuers.create(
        "college", "Example College", url="https://college.example", now=instance.now
    )
    college = instance.key(*Scope, issuer="college")
    by_address = client.post("/api/credentials/erase", json={"email": "ada@school.example"}, headers=college)
    by_id = client.post("/api/credentials/erase", json={"ids": [badge.id]}, headers=college)
    assert (by_address.json(), by_id.status_code) == ({"erased": []}, 403)
    assert 200 == client.get(f"/credentials/{badge.id}").status_code


@pytest.mark.parametrize(
    "payload", [{}, {"ids": ["a"], "email": "a@b.example"}, {"ids": []}, {"ids": ["x"] * 1_001}, {"ids": "x"}]
)
def test_what_is_to_be_erased_is_named_in_one_way(instance, client, payload):
    answer = client.post("/api/credentials/erase", json=payload, headers=instance.key(Scope.MANAGE))
    assert (422, "request") == (answer.status_code, problem_of(answer)["code"])
