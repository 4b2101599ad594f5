"""Signing with an embedded proof, `eddsa-rdfc-2022`: from what an application has to the signed text, and `sign`."""

from collections.abc import Iterator

from bench.documents import NOW, SIZES, award, method_of, unsigned
from bench.measure import Effort
from bench.peers import BARE, DIGITALBAZAAR, OPENBADGESLIB, Peers, bare_signature, naive_signing
from bench.rows import Comparison, Goal, Row
from bench.sides import Here

from openbadge_issuer.issuer.award import Award
from openbadge_issuer.json_text import to_text
from openbadge_issuer.proofs.data_integrity import add_proof

GOALS = {BARE: Goal("within", 5), OPENBADGESLIB: Goal("faster", 50), DIGITALBAZAAR: Goal("faster", 20)}


def rows(peers: Peers, effort: Effort) -> Iterator[Row]:
    """Yield comparisons for each size of badge: issued alone, in a series, and signed as a document."""
    for what, ours in (
        ("issue", lambda size: Here(award(size).issue)),
        ("issue one of a series", _one_of_a_series),
    ):
        for size in SIZES:
            yield Comparison(
                what=f"{what}, {size}",
                ours=ours(size),
                peers={
                    **bare_signature(),
                    **peers.side(OPENBADGESLIB, "sign", size=size),
                    **peers.side(DIGITALBAZAAR, "sign", document=unsigned(size)),
                    **naive_signing(size),
                },
                goals=GOALS,
            )
    for size in SIZES:
        yield Comparison(
            what=f"sign a document, {size}",
            ours=_signing(size),
            peers=bare_signature(),
            goals={BARE: Goal("within", 4)},
        )


def _one_of_a_series(size: str) -> Here:
    """Issue as `issue_many` does: achievement and endorsements were prepared before."""
    made = award(size)
    more = {name: value for name, value in made.more.items() if name != "endorsements"}
    series = made.issuer.series(made.achievement, endorsements=made.more.get("endorsements", ()), now=NOW)
    one = Award(recipient=made.recipient, **more)
    return Here(lambda: series.issue(one, now=NOW))


def _signing(size: str) -> Here:
    document, issuer = unsigned(size), award(size).issuer
    signer, method = issuer.signers[0], method_of(issuer)
    return Here(lambda: to_text(add_proof(document, signer, verification_method=method, created=NOW)))
