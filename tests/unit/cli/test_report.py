"""What `verify` prints for people, and what its options about trust do."""

import json

import pytest
from command_line import run
from unit.verification.world import ACHIEVEMENT, EXTENSIONS, FakeWeb, Party, endorsement, signed, unsigned

from openbadge_issuer.cli.report import print_report
from openbadge_issuer.json_text import to_text
from openbadge_issuer.status.status_list import entry
from openbadge_issuer.verification.verifier import verify

SCHOOL = Party(identifier=None)
PARTNER = Party(identifier=None)


def badge(**changes):
    return signed(unsigned(issuer=SCHOOL.id, **changes), SCHOOL.signer)


def undecided():
    return badge(credentialStatus=entry("https://school.example/status/1", 1))


def printed(report, capsys, *, suffices=False):
    print_report(report, suffices=suffices)
    return capsys.readouterr().out


def endorsed(*endorsements, now):
    document = unsigned(issuer=SCHOOL.id)
    document["credentialSubject"]["achievement"]["endorsement"] = list(endorsements)
    return verify(document, now=now)


def test_endorsements_stand_apart_with_outcomes_of_their_own(capsys, now):
    good = signed(endorsement(issuer=PARTNER.id), PARTNER.signer)
    bad = signed(endorsement("https://x.example/", issuer=PARTNER.id, id="urn:uuid:2"), PARTNER.signer)
    text = printed(endorsed(good, bad, now=now), capsys).partition("Endorsements;")[2]
    place = "$.credentialSubject.achievement.endorsement"
    assert f"  VALID: {place}[0], about {ACHIEVEMENT}" in text
    assert f"  NOT VALID: {place}[1], about https://x.example/" in text
    assert "    The endorser calls itself: Robot Works" in text
    assert "    ✗ endorsed: It is about https://x.example/" in text
    assert text.count("✗") == 1


def test_endorsement_of_nothing_is_printed_too(capsys, now):
    assert "NOT VALID: $.credentialSubject.achievement.endorsement[0]\n" in printed(
        endorsed({}, now=now), capsys
    )


def test_endorsements_of_endorsers_are_indented(capsys, now):
    outer = endorsement(issuer=PARTNER.id)
    outer["issuer"]["endorsement"] = [endorsement(PARTNER.id, issuer=PARTNER.id)]
    text = printed(endorsed(outer, now=now), capsys)
    assert "    NOT VALID: $.issuer.endorsement[0]" in text


def test_older_version_that_came_in_is_told(capsys, now):
    web = FakeWeb()
    service = {"id": "https://school.example/1", "type": "1EdTechCredentialRefresh"}
    document = unsigned(issuer=SCHOOL.id, refreshService=service)
    document["@context"].append(EXTENSIONS)
    original = signed(document, SCHOOL.signer)
    newer = signed({**document, "validFrom": "2026-05-10T09:00:00Z"}, SCHOOL.signer)
    web.publish(service["id"], newer)
    text = printed(verify(original, fetcher=web, now=now), capsys)
    assert "What came in is an older version. The badge is valid." in text
    assert "✓ refresh:" in text


def test_names_from_documents_cannot_write_on_the_terminal(capsys, now):
    document = unsigned(issuer=SCHOOL.id, endorsement=[endorsement("\x1b[2J", issuer="\x1b[3J")])
    document["issuer"]["name"] = "\x1b[2Jnobody"
    assert "\x1b" not in printed(verify(document, now=now), capsys)


# --- options


@pytest.mark.parametrize(
    ("options", "code", "headline"),
    [
        ([], 3, "UNDECIDED"),
        (["--accept-unknown", "status"], 0, "ACCEPTED"),
        (["--accept-unknown", "recipient"], 3, "UNDECIDED"),
    ],
    ids=["default", "accepted", "another check"],
)
def test_check_that_is_not_needed_can_be_left_open(options, code, headline):
    done = run("verify", "-", "--offline", *options, stdin=to_text(undecided()).encode())
    assert (done.code, done.out.split(":")[0]) == (code, headline)


def test_json_says_whether_it_suffices():
    done = run(
        "verify",
        "-",
        "--offline",
        "--json",
        "--accept-unknown",
        "status",
        stdin=to_text(undecided()).encode(),
    )
    report = json.loads(done.out)
    assert (done.code, report["outcome"], report["suffices"]) == (0, "unknown", True)


def test_issuers_that_are_not_trusted_fail():
    source = to_text(badge()).encode()
    trusted = run("verify", "-", "--offline", "--trusted-issuer", SCHOOL.id, stdin=source)
    others = run("verify", "-", "--offline", "--trusted-issuer", "did:web:x.example", stdin=source)
    assert (trusted.code, others.code) == (0, 1)


def test_keys_can_be_pinned():
    source = to_text(
        signed(unsigned(), SCHOOL.signer, f"did:web:school.example#{SCHOOL.key.fragment}")
    ).encode()
    right = f"did:web:school.example={SCHOOL.key.multikey}"
    wrong = f"did:web:school.example={PARTNER.key.multikey}"
    assert [
        run("verify", "-", "--offline", "--trusted-key", key, stdin=source).code for key in (right, wrong)
    ] == [
        0,
        1,
    ]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--accept-unknown", "proof"),
        ("--trusted-key", "did:web:school.example"),
        ("--trusted-key", "=z6Mk"),
        ("--trusted-key", "did:web:school.example=z6Mk"),
    ],
)
def test_options_that_make_no_sense_are_usage_errors(option, value):
    assert run("verify", "-", "--offline", option, value, stdin=b"{}").code == 2


def test_headline_says_plainly_what_decided(capsys, now):
    document = {**badge(), "name": "Megabots"}
    text = printed(verify(document, now=now), capsys)
    reason = (
        "The signature does not fit: the badge was changed after it was signed, or somebody else signed it."
    )
    assert text.startswith(f"NOT VALID: {reason}\n")
    assert f"  ✗ proof: {reason}\n      The proof does not hold: " in text


def test_undecided_badge_says_what_is_open(capsys, now):
    text = printed(verify(undecided(), now=now), capsys)
    assert text.startswith("UNDECIDED: It was not looked up whether the issuer has taken the badge back.\n")
