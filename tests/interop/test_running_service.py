"""A badge of a service that runs: verifiers get its DID document and status list over HTTP, as they ask for them."""

import json
import threading
import time
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import uvicorn
from interop.claims import Claim
from web_service import open_instance

shows = pytest.mark.shows


@contextmanager
def running(app):
    """Run an application on this machine; give its URL."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@shows(Claim.SERVICE)
def test_badge_of_a_service_verifies_until_it_is_revoked(verifier, tmp_path):
    origin = f"https://{uuid.uuid4()}.example"
    instance = open_instance(tmp_path, datetime.now(UTC), base_url=origin)
    record = instance.award().record
    with running(instance.app) as server:
        verifier.reach(origin, server)
        badge = json.loads(record.json)
        verdict = verifier.verify(badge, {})
        assert verdict, verdict.errors
        instance.services.revoking.revoke(record.id, now=instance.now)
        assert not verifier.verify(badge, {})
