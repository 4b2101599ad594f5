"""
One badge's life over HTTP: made, found, downloaded, checked, taken back.

Over a real instance: a SQLite file, keys in a folder, the settings of a domain.
The one thing that is not asked over HTTP is the API key, which only the operator can make.
"""

import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from web_service import BASE_URL, BROWSER, TestClient, png

from openbadge_issuer import verify
from openbadge_issuer.baking import unbake
from openbadge_issuer.bootstrap import build_services, upgrade_database
from openbadge_issuer.ports import Scope
from openbadge_issuer.settings import Settings
from openbadge_issuer.web.app import create_app

ISSUER = {"slug": "school", "name": "Example Tech School", "url": "https://school.example"}
PARTNER = {"id": "https://robotics.example", "type": ["Profile"], "name": "Example Robotics"}
ACHIEVEMENT = {
    "slug": "immersion",
    "name": "Robotics Industry Immersion",
    "description": "Two weeks with the engineers of a robotics company.",
    "criteria": "Took part in all ten days.",
    "achievement_type": "Fieldwork",
    "creator": PARTNER,
    "image": base64.b64encode(png()).decode(),
}
AWARD = {"achievement": "immersion", "recipient": {"email": "Ada@School.Example", "name": "Ada Example"}}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("OPENBADGE_BASE_URL", BASE_URL)
    settings = Settings.load(tmp_path)
    settings.keys_dir.mkdir(mode=0o700, exist_ok=True)
    upgrade_database(settings)
    return settings


def test_badge_is_issued_hosted_checked_and_revoked(settings: Settings):
    now = datetime.now(UTC)
    _, secret = build_services(settings).access.new_key("registrar", list(Scope), now=now)
    registrar = {"Authorization": f"Bearer {secret}"}
    with TestClient(create_app(settings), base_url=BASE_URL) as client:
        # the school and what it awards
        assert client.post("/api/issuers", json=ISSUER, headers=registrar).status_code == 201
        made = client.post("/api/issuers/school/achievements", json=ACHIEVEMENT, headers=registrar)
        assert made.status_code == 201, made.text

        # issue
        headers = {**registrar, "Idempotency-Key": "ada-immersion"}
        issued = client.post("/api/issuers/school/credentials", json=AWARD, headers=headers)
        assert issued.status_code == 201, issued.text
        url = issued.json()["url"]
        assert (
            client.post("/api/issuers/school/credentials", json=AWARD, headers=headers).content
            == issued.content
        )

        # host
        document = client.get(url).json()
        text = client.get(f"{url}.json").text
        assert document["issuer"]["id"] == "did:web:badges.school.example"
        assert not any(
            name in text.lower() for name in ("ada@", "ada example")
        )  # "ada" alone may be in a signature
        assert unbake(client.get(f"{url}.png").content) == text
        assert "Robotics Industry Immersion" in client.get(url, headers=BROWSER).text

        # verify: the service, its page, and the library with nothing but what the service publishes
        for form in ("json", "jwt", "png"):
            assert client.post("/api/verify", json={"url": f"{url}.{form}"}).json()["valid"], form
        asked = {"url": url, "recipient": "ada@school.example"}
        assert client.post("/api/verify", json=asked).json()["outcome"] == "valid"
        assert verify(client.get(f"{url}.jwt").text, fetcher=Served(client)).valid

        # revoke
        reason = {"category": "issued-in-error", "note": "It was another Ada."}
        token = document["id"].rpartition("/")[2]
        assert (
            client.post(f"/api/credentials/{token}/revoke", json=reason, headers=registrar).status_code == 200
        )
        assert client.get(f"{url}.json").text == text
        report = client.post("/api/verify", json={"url": url}).json()
        assert report["outcome"] == "invalid"
        assert {"status": "revoked"} == {
            check["name"]: check["code"] for check in report["checks"] if check["result"] == "failed"
        }
        assert "revoked" in [check.code for check in verify(text, fetcher=Served(client)).checks]
        page = client.get(url, headers=BROWSER).text
        assert "It was issued in error." in page
        assert "another Ada" not in page


def test_what_was_issued_is_there_after_a_restart(settings: Settings):
    now = datetime.now(UTC) - timedelta(minutes=1)
    _, secret = build_services(settings).access.new_key("registrar", list(Scope), now=now)
    registrar = {"Authorization": f"Bearer {secret}"}
    with TestClient(create_app(settings), base_url=BASE_URL) as client:
        client.post("/api/issuers", json=ISSUER, headers=registrar)
        client.post("/api/issuers/school/achievements", json=ACHIEVEMENT, headers=registrar)
        first = client.post("/api/issuers/school/credentials", json=AWARD, headers=registrar)
    with TestClient(create_app(settings), base_url=BASE_URL) as client:
        again = client.post("/api/issuers/school/credentials", json=AWARD, headers=registrar)
        assert (again.status_code, again.json()) == (200, {**first.json(), "manage_url": None})
        assert client.post("/api/verify", json={"url": first.json()["url"]}).json()["valid"]


class Served:
    """A way to the documents that the service publishes, as a verifier elsewhere has it."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def fetch(self, url, *, accept=("application/json",)):
        """Get a document."""
        from openbadge_issuer.ports import FetchedDocument

        answer = self.client.get(url, headers={"Accept": ", ".join(accept)})
        assert answer.status_code == 200, url
        media_type = answer.headers["content-type"].partition(";")[0]
        return FetchedDocument(url=url, media_type=media_type, body=answer.content)
