"""
The façade that a Python developer meets: an issuer, what it awards, to whom, and the badge that comes out.

    issuer = Issuer.create(name="Example Tech School", url="https://school.example")
    badge = issuer.issue(Achievement(name=…, description=…, criteria=…), Recipient(email=…))

It composes with `model`, secures with `proofs`, and checks its own work with `verification`.
It keeps nothing, fetches nothing and serves nothing: where keys and badges live is for its caller.
"""

from openbadge_issuer.issuer.achievement import Achievement
from openbadge_issuer.issuer.award import Award
from openbadge_issuer.issuer.badge import Badge
from openbadge_issuer.issuer.endorsement import Endorsement
from openbadge_issuer.issuer.issuer import Issuer
from openbadge_issuer.issuer.presenting import sign_presentation
from openbadge_issuer.issuer.recipient import Recipient
from openbadge_issuer.issuer.signing import sign

__all__ = ["Achievement", "Award", "Badge", "Endorsement", "Issuer", "Recipient", "sign", "sign_presentation"]
