"""`/verify?url=…` of an address that leads on to where nobody may be sent."""

from ipaddress import ip_network

import pytest
from local_server import always, certificate_for, running
from web_service import BASE_URL, BROWSER, MemoryKeys, TestClient

from openbadge_issuer.adapters.http_fetcher import HttpFetcher
from openbadge_issuer.adapters.sql import SqlStore
from openbadge_issuer.bootstrap import wire
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.policy import Policy
from openbadge_issuer.web.app import create_app


@pytest.fixture
def ask(sqlite_url, tmp_path, now):
    """Check an address whose server sends everybody on; return the page, and what that server was asked."""

    def ask(location):
        server_side, client_side = certificate_for("partner.example", tmp_path)
        hosts = {
            "partner.example": ["127.0.0.9"],
            "inner.example": ["10.0.0.5"],
            "host.example": ["127.0.0.1"],
        }
        fetcher = HttpFetcher(
            allowed_networks=[ip_network("127.0.0.9")],
            resolver=lambda host, _: hosts.get(host, [host]),
            ssl_context=client_side,
        )
        services = wire(
            store=SqlStore.open(sqlite_url),
            key_store=MemoryKeys(),
            addresses=Addresses(BASE_URL),
            policy=Policy(),
            fetcher=fetcher,
        )
        with (
            running(
                always(b"", status="302 Found", location=location), server_side, host="127.0.0.9"
            ) as server,
            TestClient(create_app(services=services, clock=lambda: now), base_url=BASE_URL) as client,
        ):
            answer = client.get(f"/verify?url=https://partner.example:{server.port}/badge", headers=BROWSER)
            return answer, server.requests

    return ask


@pytest.mark.parametrize(
    "location",
    [
        "https://inner.example/",
        "https://10.0.0.5/",
        "https://host.example/",
        "https://169.254.169.254/latest/meta-data/",
        "http://inner.example/",
    ],
)
def test_address_that_leads_on_to_what_is_not_public_is_refused_on_the_page(ask, location):
    answer, asked = ask(location)
    assert (422, 1) == (answer.status_code, len(asked))
    assert 'role="alert"' in answer.text
    assert "What the check found" not in answer.text
