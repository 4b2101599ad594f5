"""Whatever is done to a presentation: a report comes out, and no credential in it gets better."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from unit.verification.test_hostile import CHANGES, changed
from unit.verification.world import CREATED, Party, signed, unsigned

from openbadge_issuer import sign_presentation, verify_credential, verify_presentation

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ADA = Party(identifier=None)
BADGE = signed(unsigned(issuer=ADA.id), ADA.signer)
SHOWN = sign_presentation([BADGE, unsigned(issuer=ADA.id)], ADA.signer, challenge="c-1", created=CREATED)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(CHANGES)
def test_changed_presentation_gives_a_report_and_is_not_valid(change):
    document = changed(SHOWN, change)
    report = verify_presentation(document, challenge="c-1", now=NOW)
    assert report.to_dict()
    assert not report.valid or document == SHOWN


@QUICK
@given(CHANGES)
def test_changed_credential_gives_a_report_and_is_not_valid(change):
    document = changed(BADGE, change)
    report = verify_credential(document, challenge=None, now=NOW)
    assert report.to_dict()
    assert not report.valid or document == BADGE
