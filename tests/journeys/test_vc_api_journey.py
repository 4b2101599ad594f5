"""The VC API as a test suite meets it: a process that runs, asked over HTTP, told a context of its own."""

import json
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from command_line import COMMAND, environment

from openbadge_issuer import KeyKind, LocalSigner, sign_presentation, verify_credential
from openbadge_issuer.linked_data.contexts import shipped

CONTEXT = "https://school.example/context/v1"
TERMS = {"@context": {"shoeSize": "https://school.example/terms#shoeSize"}}
CREDENTIAL = {
    "@context": ["https://www.w3.org/ns/credentials/v2", CONTEXT],
    "type": ["VerifiableCredential"],
    "credentialSubject": {"id": "did:example:subject", "shoeSize": "40"},
}
DEADLINE_SECONDS = 60


class RunningApi:
    """The process, and what it answers."""

    def __init__(self, folder: Path) -> None:
        file = folder / "context.json"
        file.write_text(json.dumps(TERMS))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        words = ["serve", "--vc-api", "--port", str(self.port), "--context", f"{CONTEXT}={file}"]
        self.process = subprocess.Popen(
            [*COMMAND, *words],
            cwd=folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def wait(self) -> None:
        """Wait until it answers."""
        end = time.monotonic() + DEADLINE_SECONDS
        while time.monotonic() < end:
            try:
                self.ask("/")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError

    def ask(self, path: str, body: Any = None) -> tuple[int, Any]:
        """Ask one thing; return the status and what came back."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, headers)
        try:
            with urllib.request.urlopen(request, timeout=DEADLINE_SECONDS) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def end(self) -> str:
        """Press Ctrl+C; return what was printed."""
        self.process.send_signal(signal.SIGINT)
        out, _ = self.process.communicate(timeout=DEADLINE_SECONDS)
        return out.decode()


@pytest.fixture
def api(tmp_path: Path):
    running = RunningApi(tmp_path)
    try:
        running.wait()
        yield running
    finally:
        running.process.kill()
        running.process.communicate()


def test_credential_is_issued_verified_and_presented(api: RunningApi):
    # who issues here
    _, about = api.ask("/")
    issuers = {place["endpoint"]: place["id"] for place in about["issuers"]}

    # issue, with a key of each kind
    for place, prefix in (("", "z6Mk"), ("/ecdsa-rdfc-2019", "zDna"), ("/ecdsa-rdfc-2019/P-384", "z82L")):
        status, issued = api.ask(f"{place}/credentials/issue", {"credential": CREDENTIAL, "options": {}})
        signed = issued["verifiableCredential"]
        assert (status, signed["issuer"]) == (201, issuers[f"{place}/credentials/issue"])
        assert signed["issuer"].startswith(f"did:key:{prefix}")

        # verify, there and here; a changed copy is refused
        status, told = api.ask("/credentials/verify", {"verifiableCredential": signed})
        assert (status, told["verified"], told["errors"]) == (200, True, [])
        assert verify_credential(signed, contexts=shipped().adding(CONTEXT, TERMS))
        changed = {**signed, "credentialSubject": {"id": "did:example:subject", "shoeSize": "41"}}
        assert api.ask("/credentials/verify", {"verifiableCredential": changed})[0] == 400

    # show it to somebody
    holder = LocalSigner.generate(KeyKind.P256)
    contexts = shipped().adding(CONTEXT, TERMS)
    shown = sign_presentation(signed, holder, challenge="c-1", domain="suite.example", contexts=contexts)
    asked = {"verifiablePresentation": shown, "options": {"challenge": "c-1", "domain": "suite.example"}}
    status, told = api.ask("/presentations/verify", asked)
    assert (status, told["verified"]) == (200, True)
    asked["options"]["challenge"] = "c-2"
    assert api.ask("/presentations/verify", asked)[0] == 400

    # what the data model forbids
    status, told = api.ask("/credentials/issue", {"credential": {**CREDENTIAL, "credentialSubject": {}}})
    assert (status, told["problems"][0]["path"]) == (400, "$.credentialSubject")

    # keys end with the process
    assert "test suites on this machine" in api.end()
