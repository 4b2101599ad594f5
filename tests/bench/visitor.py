"""Somebody who uses a service: reads, verifies, awards, revokes, and notes what does not come as it must."""

import http.client
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bench.service import Service

from openbadge_issuer.status.bitstring import decode

FORMS = ("application/json", "application/vc+ld+json", "application/vc+jwt", "image/png", "text/html")

DEEDS = {"read": 70, "read_list": 8, "verify": 10, "award": 9, "revoke": 3}
"""What is done, and how often of a hundred times."""


@dataclass
class Ledger:
    """
    What all visitors know.

    Attributes:
        awarded: The award id by badge.
        revoked: Badges that were revoked.
        bodies: The first bytes that each badge was read as, by badge and form.
    """

    awarded: dict[str, str] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    bodies: dict[tuple[str, str], bytes] = field(default_factory=dict)
    requests: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Visitor:
    """One visitor, with a connection and a random mind of its own."""

    def __init__(self, service: Service, ledger: Ledger, number: int) -> None:
        self.service = service
        self.ledger = ledger
        self.number = number
        self.random = random.Random(number)
        self.own: list[str] = []
        self.connection = http.client.HTTPConnection("localhost", service.port, timeout=60)

    def stay(self, end: float) -> None:
        """Do one thing after the other until a moment."""
        self.award()
        while time.monotonic() < end:
            (deed,) = self.random.choices([*DEEDS], [*DEEDS.values()])
            try:
                getattr(self, deed)()
            except (AssertionError, OSError, http.client.HTTPException, ValueError, KeyError) as error:
                self._note(f"{deed}: {type(error).__name__}: {error}")
                self.connection.close()
            if self.random.random() < 0.02:  # and comes back, perhaps to another worker
                self.connection.close()
        self.connection.close()

    def award(self) -> None:
        """Award a badge, sometimes asking twice as after a lost answer."""
        award_id = f"{self.number}-{len(self.own)}"
        order = {
            "achievement": "course",
            "award_id": award_id,
            "recipient": {"email": f"{award_id}@school.example"},
        }
        path = self._awards()
        made = self._ask("award", "POST", path, order, expected=(201,))
        if self.random.random() < 0.1:
            again = self._ask("award again", "POST", path, order, expected=(200,))
            assert json.loads(again)["id"] == json.loads(made)["id"], "the same award was made twice"
        id = json.loads(made)["id"]
        self.own.append(id)
        with self.ledger.lock:
            self.ledger.awarded[id] = award_id

    def read(self) -> None:
        """Read any badge in any form; but for the page, it is what it was before."""
        id, form = self._any(), self.random.choice(FORMS)
        body = self._ask(f"read {form}", "GET", f"/credentials/{id}", accept=form)
        if form != "text/html":
            with self.ledger.lock:
                first = self.ledger.bodies.setdefault((id, form), body)
            assert body == first, "a badge changed"

    def read_list(self) -> None:
        """Read the status list of a badge: it says of the visitor's own what the visitor knows."""
        id = self.random.choice(self.own)
        assert self._is_revoked(id) == (id in self.ledger.revoked), "the list does not say what was done"

    def verify(self) -> None:
        """Let a badge of one's own be verified."""
        id = self.random.choice(self.own)
        badge = self._ask("read to verify", "GET", f"/credentials/{id}", accept="application/json")
        report = json.loads(self._ask("verify", "POST", "/api/verify", json.loads(badge)))
        expected = "invalid" if id in self.ledger.revoked else "valid"
        assert report["outcome"] == expected, f"{report['outcome']} instead of {expected}"

    def revoke(self) -> None:
        """Revoke a badge of one's own; whichever worker is asked next says so."""
        id = self.random.choice(self.own)
        self._ask("revoke", "POST", f"/api/credentials/{id}/revoke", {"category": "other"})
        with self.ledger.lock:
            self.ledger.revoked.add(id)
        self.connection.close()
        assert self._is_revoked(id), "a revocation was not seen by the next request"

    def _is_revoked(self, id: str) -> bool:
        badge = json.loads(self._ask("read json", "GET", f"/credentials/{id}.json"))
        entry = badge["credentialStatus"]
        path = entry["statusListCredential"].removeprefix(self.service.url)
        found = json.loads(self._ask("read list", "GET", path))
        return decode(found["credentialSubject"]["encodedList"]).get(int(entry["statusListIndex"]))

    def _any(self) -> str:
        with self.ledger.lock:
            known = list(self.ledger.awarded)
        # Some badges are looked at far more often than others.
        return known[int(len(known) * self.random.random() ** 3)]

    def _awards(self) -> str:
        return "/api/issuers/example-tech-school/credentials"

    def _ask(
        self,
        name: str,
        method: str,
        path: str,
        body: Any = None,
        *,
        accept: str = "*/*",
        expected: Any = (200,),
    ) -> bytes:
        headers = {"Accept": accept, "Authorization": f"Bearer {self.service.key}"}
        sent = None
        if body is not None:
            sent, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        begun = time.monotonic()
        self.connection.request(method, path, sent, headers)
        answer = self.connection.getresponse()
        found = answer.read()
        took = time.monotonic() - begun
        with self.ledger.lock:
            self.ledger.requests[name] += 1
            self.ledger.slowest[name] = max(took, self.ledger.slowest.get(name, 0.0))
        assert answer.status in expected, f"{name} was answered {answer.status}: {found[:200]!r}"
        return found

    def _note(self, error: str) -> None:
        with self.ledger.lock:
            self.ledger.errors[error] += 1
