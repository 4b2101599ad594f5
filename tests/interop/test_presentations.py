"""Presentations: who shows and who looks can each be us or somebody else."""

import pytest
from interop.claims import CONSORTIUM, DIGITALBAZAAR, Claim
from interop.schools import LATELY, school_without_a_domain, suites_and_kinds

from openbadge_issuer import KeyKind, LocalSigner, sign_presentation, verify_presentation

shows = pytest.mark.shows
SUITES = suites_and_kinds("eddsa-rdfc-2022", "ecdsa-rdfc-2019", "eddsa-jcs-2022", "ecdsa-jcs-2019")
ASKED = {"challenge": "c-1", "domain": "employer.example"}
OTHERS = [{**ASKED, "challenge": "c-2"}, {**ASKED, "domain": "other.example"}]


@pytest.fixture(scope="module")
def badges():
    """Two badges of one school, with text in more than one script."""
    school = school_without_a_domain()
    return [school.issue(), school.issue(name="Robótica 日本語")]


@pytest.mark.parametrize(("suite", "kind"), SUITES)
@pytest.mark.parametrize(
    "library",
    [
        pytest.param("digitalbazaar", marks=shows(Claim.OUR_PRESENTATION, with_=DIGITALBAZAAR)),
        pytest.param("consortium", marks=shows(Claim.OUR_PRESENTATION, with_=CONSORTIUM)),
    ],
)
def test_our_presentation_verifies_for_its_reader_only(node, badges, library, suite, kind):
    shown = sign_presentation(badges, LocalSigner.generate(kind), cryptosuite=suite, created=LATELY, **ASKED)
    answer = node.ask("verify-presentation", library=library, presentation=shown, **ASKED)
    assert answer["verified"], answer
    assert verify_presentation(shown, **ASKED)
    for other in OTHERS:
        assert not node.ask("verify-presentation", library=library, presentation=shown, **other)["verified"]
        assert not verify_presentation(shown, **other)


@shows(Claim.THEIR_PRESENTATION, with_=DIGITALBAZAAR)
@pytest.mark.parametrize(("suite", "kind"), SUITES)
def test_their_presentation_verifies_for_its_reader_only(node, badges, suite, kind):
    shown = node.ask("present", credentials=badges, suite=suite, kind=kind, **ASKED)
    report = verify_presentation(shown, **ASKED)
    assert report.valid, report.to_dict()
    for other in OTHERS:
        assert not verify_presentation(shown, **other)


@shows(Claim.OUR_PRESENTATION, with_=DIGITALBAZAAR)
def test_badge_that_does_not_hold_is_refused_in_a_good_presentation(node, badges):
    forged = {**badges[0], "name": "Megabots"}
    shown = sign_presentation(forged, LocalSigner.generate(KeyKind.ED25519), created=LATELY, **ASKED)
    answer = node.ask("verify-presentation", library="digitalbazaar", presentation=shown, **ASKED)
    assert not answer["verified"]
    assert not verify_presentation(shown, **ASKED)
