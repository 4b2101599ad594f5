"""
Issue, host and verify Open Badges 3.0.

    from openbadge_issuer import Achievement, Issuer, Recipient, verify

    issuer = Issuer.create(name="Example Tech School", url="https://school.example")
    badge = issuer.issue(
        Achievement(name="Superbots", description="Robotics in industry.", criteria="Build a robot."),
        Recipient(email="ada@school.example"),
    )
    assert verify(badge.json).valid

What stands in `__all__` is the public interface of the library; the data model is `openbadge_issuer.model`,
the errors are in `openbadge_issuer.errors`.
The rest may change between versions.

Nothing is loaded before it is asked for: the import itself costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openbadge_issuer.baking import bake, unbake
    from openbadge_issuer.errors import OpenBadgeError
    from openbadge_issuer.issuer import Achievement, Award, Badge, Endorsement, Issuer, Recipient, sign
    from openbadge_issuer.issuer.presenting import sign_presentation
    from openbadge_issuer.keys.public_key import KeyKind, PublicKey
    from openbadge_issuer.keys.signer import LocalSigner, Signer
    from openbadge_issuer.linked_data.contexts import Contexts
    from openbadge_issuer.model import Profile
    from openbadge_issuer.proofs.deriving import derive
    from openbadge_issuer.verification.any_credential import verify_credential
    from openbadge_issuer.verification.codes import CheckResult
    from openbadge_issuer.verification.presentation import verify_presentation
    from openbadge_issuer.verification.presentation_report import PresentationReport, PresentedCredential
    from openbadge_issuer.verification.report import Check, Outcome, VerificationError, VerificationReport
    from openbadge_issuer.verification.verifier import verify

__all__ = [
    "Achievement",
    "Award",
    "Badge",
    "Check",
    "CheckResult",
    "Contexts",
    "Endorsement",
    "Issuer",
    "KeyKind",
    "LocalSigner",
    "OpenBadgeError",
    "Outcome",
    "PresentationReport",
    "PresentedCredential",
    "Profile",
    "PublicKey",
    "Recipient",
    "Signer",
    "VerificationError",
    "VerificationReport",
    "bake",
    "derive",
    "sign",
    "sign_presentation",
    "unbake",
    "verify",
    "verify_credential",
    "verify_presentation",
]

_HOMES = {
    "baking": ("bake", "unbake"),
    "errors": ("OpenBadgeError",),
    "issuer": ("Achievement", "Award", "Badge", "Endorsement", "Issuer", "Recipient", "sign"),
    "issuer.presenting": ("sign_presentation",),
    "keys.public_key": ("KeyKind", "PublicKey"),
    "keys.signer": ("LocalSigner", "Signer"),
    "linked_data.contexts": ("Contexts",),
    "model": ("Profile",),
    "proofs.deriving": ("derive",),
    "verification.any_credential": ("verify_credential",),
    "verification.presentation": ("verify_presentation",),
    "verification.presentation_report": ("PresentationReport", "PresentedCredential"),
    "verification.codes": ("CheckResult",),
    "verification.report": ("Check", "Outcome", "VerificationError", "VerificationReport"),
    "verification.verifier": ("verify",),
}
_HOME_OF = {name: f"{__name__}.{module}" for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
