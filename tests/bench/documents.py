"""
The badges of the bench: four sizes, of one school that is a did:key, so that nothing has to be looked up.

- minimal: an issuer with a name, an achievement, a subject.
- typical: 39 statements; the recipient is a salted hash, as `Issuer.issue` writes it by default.
- rich: a status, evidence, results, alignments, and an endorsement by a partner.
- unendorsed: the rich one without the endorsement, which openbadgeslib cannot say.

The words are those of the peers' own examples, so that both sides sign about as many bytes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import combinations
from typing import Any

from openbadge_issuer import Achievement, Issuer, Recipient, model
from openbadge_issuer.keys.did import did_key
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.status import status_list

NOW = datetime(2026, 6, 1, 12, 0, 0, tzinfo=UTC)
"""The moment at which the bench takes place."""

SITE = "https://example.com"
GRADE = "urn:uuid:6f1f1b52-6a55-4a1c-9f10-0f0a3a0a1c01"
SIZES = ("minimal", "typical", "unendorsed", "rich")


@dataclass(frozen=True, kw_only=True)
class Award:
    """One badge to be made: what `Issuer.issue` takes."""

    issuer: Issuer
    achievement: Achievement
    recipient: Recipient
    more: Mapping[str, Any] = field(default_factory=dict)

    def issue(self) -> Any:
        """Issue it, without the verification that follows by default."""
        return self.issuer.issue(self.achievement, self.recipient, now=NOW, **self.more)


@cache
def award(size: str) -> Award:
    """Return a badge of some size to be made."""
    return {"minimal": _minimal, "typical": _typical, "unendorsed": _unendorsed, "rich": _rich}[size]()


@cache
def unsigned(size: str) -> dict[str, Any]:
    """Return a badge of some size as a document without proof."""
    return {key: value for key, value in award(size).issue().document.items() if key != "proof"}


@cache
def signed(size: str, count: int = 1) -> list[str]:
    """Return so many badges of one size, which differ in their ids and hashes."""
    return [award(size).issue().json for _ in range(count)]


def new_shapes() -> Iterator[dict[str, Any]]:
    """Yield documents of about the typical size, no two with the same properties, without proof."""
    optional = {
        "creditsEarned": 3.0,
        "licenseNumber": "A-1815",
        "narrative": "Built a web service.",
        "role": "Developer",
        "term": "2026",
        "activityStartDate": "2026-01-01T00:00:00Z",
        "activityEndDate": "2026-05-01T00:00:00Z",
    }
    of_achievement = {
        "fieldOfStudy": "Computing",
        "humanCode": "PY-1",
        "inLanguage": "en",
        "specialization": "Backend",
        "version": "2",
        "creditsAvailable": 3.0,
        "achievementType": "Certificate",
    }
    base = unsigned("typical")
    names = [*optional, *of_achievement]
    for chosen in combinations(names, len(names) // 2):
        subject = base["credentialSubject"]
        achievement = {
            key: subject["achievement"][key] for key in subject["achievement"].keys() - of_achievement
        }
        achievement |= {name: of_achievement[name] for name in chosen if name in of_achievement}
        own = {name: optional[name] for name in chosen if name in optional}
        yield {**base, "credentialSubject": {**subject, **own, "achievement": achievement}}


def school(**more: Any) -> Issuer:
    """Return the school; its key is the same each time."""
    signer = _signer(1)
    profile = model.Profile(id=did_key(signer.public_key), name="Example University", **more)
    return Issuer(profile=profile, signers=[signer], self_check=False)


@cache
def key_pair(algorithm: str) -> LocalSigner:
    """Return a key for a JWS algorithm."""
    return LocalSigner.generate({"EdDSA": KeyKind.ED25519, "ES256": KeyKind.P256}[algorithm])


def method_of(issuer: Issuer) -> str:
    """Return the verification method of an issuer's one key."""
    return f"{issuer.id}#{issuer.signers[0].public_key.fragment}"


def seed(number: int) -> bytes:
    """Return the secret of a key, which is no secret: 1 is the school's, 2 the partner's."""
    return bytes([number]) * 32


def _signer(number: int) -> LocalSigner:
    return LocalSigner.from_seed(KeyKind.ED25519, seed(number))


def _achievement(**more: Any) -> Achievement:
    return Achievement(
        id=f"{SITE}/achievements/python",
        name="Python Developer",
        description="Awarded for Python proficiency",
        criteria="Must pass the Python assessment",
        **more,
    )


def _minimal() -> Award:
    return Award(
        issuer=school(), achievement=_achievement(), recipient=Recipient(id="mailto:ada@example.com")
    )


def _typical() -> Award:
    return Award(
        issuer=school(
            url=SITE,
            email="badges@example.com",
            description="Teaches what works.",
            image=model.Image(id=f"{SITE}/logo.png"),
        ),
        achievement=_achievement(
            image=f"{SITE}/achievements/python.png",
            achievement_type="Certificate",
            tag=["python", "programming", "backend"],
            in_language="en",
            alignment=_alignment("Programming", 1),
        ),
        recipient=Recipient(email="ada@example.com"),
    )


def _unendorsed() -> Award:
    plain = _typical()
    achievement = _achievement(
        image=f"{SITE}/achievements/python.png",
        achievement_type="Certificate",
        tag=["python", "programming", "backend"],
        credits_available=3.0,
        alignment=[_alignment("Programming", 1), _alignment("Testing", 2)],
        result_description=[
            model.ResultDescription(
                id=GRADE,
                name="Final grade",
                result_type="LetterGrade",
                allowed_value=["A", "B", "C"],
                required_value="B",
            )
        ],
    )
    more = {
        "valid_until": datetime(2040, 1, 1, tzinfo=UTC),
        "evidence": model.Evidence(id=f"{SITE}/evidence/1", name="Project", narrative="Built a web service"),
        "credits_earned": 3.0,
        "results": model.Result(value="A", result_description=GRADE),
        "status": status_list.entry(f"{SITE}/status/1", 4242),
    }
    return Award(
        issuer=plain.issuer,
        achievement=achievement,
        recipient=Recipient(id="mailto:ada@example.com", email="ada@example.com"),
        more=more,
    )


def _rich() -> Award:
    plain = _unendorsed()
    partner_signer = _signer(2)
    partner = Issuer(
        profile=model.Profile(id=did_key(partner_signer.public_key), name="Example Partner"),
        signers=[partner_signer],
    )
    word = partner.endorse(plain.achievement.id, comment="We hire on the strength of this.", now=NOW)
    return Award(
        issuer=plain.issuer,
        achievement=plain.achievement,
        recipient=plain.recipient,
        more={**plain.more, "endorsements": word},
    )


def _alignment(name: str, number: int) -> model.Alignment:
    return model.Alignment(
        target_name=name,
        target_url=f"{SITE}/f/{number}",
        target_framework="ESCO",
        target_code=f"S{number}",
    )
