"""What a report says of a badge that is shown in part."""

from dataclasses import replace

import pytest
from unit.proofs.disclosable import (
    SIGNER,
    base_signed,
    base_value,
    derived_value,
    disclosable_badge,
    with_value,
)

from openbadge_issuer import derive, verify, verify_credential
from openbadge_issuer.keys.multibase import decode_multibase
from openbadge_issuer.keys.signer import LocalSigner

SIGNED = base_signed()
SHOWN = derive(SIGNED, ["/evidence/0"])


def told(document, now):
    report = verify(document, now=now)
    check = report.check("proof")
    return report.outcome, check.code, check.path


def test_part_of_a_badge_is_valid_and_the_report_says_that_it_is_a_part(now):
    report = verify(SHOWN, now=now)
    assert report.valid, report.to_dict()
    assert report.check("proof").code == "verified-disclosure"
    assert "may have been left out" in report.check("proof").message
    assert report.check("strictness").passed
    assert report.check("structure").passed


def test_what_is_missing_is_said_to_be_judged_by_what_is_shown(now):
    for report in (verify(SHOWN, now=now), verify_credential(SHOWN, now=now)):
        told = {check.name for check in report.checks if "by what is shown" in check.message}
        assert report.valid
        assert told == {"status", "dates"}


def test_base_proof_is_for_the_holder(now):
    assert told(SIGNED, now) == ("invalid", "base-proof", "$.proof.proofValue")
    assert "for the holder alone" in verify(SIGNED, now=now).check("proof").message


def test_changed_badge_is_invalid(now):
    assert told({**SHOWN, "name": "Megabots"}, now) == ("invalid", "not-verified", "$.proof")


def test_end_cannot_be_hidden(now):
    late = now.replace(year=2030)
    assert verify(SHOWN, now=late).check("dates").code == "expired"
    hidden = {key: value for key, value in SHOWN.items() if key != "validUntil"}
    assert told(hidden, late)[:2] == ("invalid", "not-verified")


def test_status_cannot_be_hidden(now):
    status = {
        "id": "https://school.example/status/1#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://school.example/status/1",
    }
    shown = derive(base_signed({**disclosable_badge(), "credentialStatus": status}))
    assert verify(shown, now=now).check("status").code == "not-fetched"
    hidden = {key: value for key, value in shown.items() if key != "credentialStatus"}
    assert told(hidden, now)[:2] == ("invalid", "not-verified")


def test_what_the_issuer_leaves_to_the_holder_can_be_hidden(now):
    signed = base_signed(mandatory_pointers=["/issuer", "/validFrom", "/credentialSubject/achievement"])
    shown = derive(signed, ["/credentialSubject/identifier"])
    assert verify(shown, now=now.replace(year=2030)).check("dates").code == "in-force"


def test_structure_is_judged_on_what_is_shown(now):
    shown = derive(base_signed(mandatory_pointers=["/issuer"]), ["/validFrom"])
    report = verify(shown, now=now)
    assert (report.outcome, report.check("proof").passed) == ("invalid", True)
    assert report.check("structure").failed


@pytest.mark.parametrize(
    "value",
    [
        "",
        "u",
        "u2V0B",
        "z2V0B",
        "u2V0BhQ",
        "u" + "A" * 400_000,
        "u2V0B" + "n" * 100_000,
        7,
        None,
        ["u2V0B"],
        "u2V0C" + SHOWN["proof"]["proofValue"][5:],
    ],
    ids=range(11),
)
def test_proof_value_that_is_none_is_malformed(value, now):
    document = {**SHOWN, "proof": {**SHOWN["proof"], "proofValue": value}}
    assert told(document, now) == ("invalid", "malformed-proof", "$.proof.proofValue")


def test_proof_without_a_value_is_malformed(now):
    proof = {key: value for key, value in SHOWN["proof"].items() if key != "proofValue"}
    assert told({**SHOWN, "proof": [proof]}, now)[:2] == ("invalid", "malformed-proof")


def test_key_of_the_proof_that_is_none_is_malformed(now):
    value = replace(derived_value(SHOWN), public_key=bytes(35))
    assert told(with_value(SHOWN, value), now)[:2] == ("invalid", "malformed-proof")


@pytest.mark.parametrize(
    "changes",
    [
        {"mandatory_indexes": tuple(range(20_000))},
        {"signatures": (bytes(64),) * 500},
        {"labels": {}},
        {"mandatory_indexes": ()},
    ],
    ids=["too many mandatory", "too many signatures", "no labels", "nothing mandatory"],
)
def test_proof_of_other_statements_does_not_hold(changes, now):
    value = replace(derived_value(SHOWN), **changes)
    assert told(with_value(SHOWN, value), now)[:2] == ("invalid", "not-verified")


def test_many_signatures_that_do_not_hold_are_not_looked_at(now, monkeypatch):
    looked_at = []
    key = derived_value(SHOWN).public_key
    own = decode_multibase(LocalSigner.generate(SIGNER.public_key.kind).public_key.multikey)
    monkeypatch.setattr(
        "openbadge_issuer.proofs.derived_proof.verify_statements", lambda *_: looked_at.append(1)
    )
    for public_key in (own, key):
        verify(with_value(SHOWN, replace(derived_value(SHOWN), public_key=public_key)), now=now)
    assert looked_at == [1], "only with the key that the issuer signed"


def test_base_proof_among_other_proofs_is_named(now):
    report = verify({**SHOWN, "proof": [SHOWN["proof"], SIGNED["proof"]]}, now=now)
    codes = [check.code for check in report.checks if check.name == "proof"]
    assert codes == ["verified-disclosure", "base-proof"]
    assert not report.valid


def test_details_of_a_proof_that_does_not_hold_can_be_compared(now):
    report = verify({**SHOWN, "name": "Megabots"}, now=now)
    assert {"proofHash", "canonicalDocument", "canonicalProof"} <= report.details.keys()
    assert base_value(SIGNED).hmac_key.hex() not in str(report.to_dict())
