"""The command `derive`: a holder shows a part of a badge."""

import json

import pytest
from command_line import run
from unit.proofs.disclosable import base_signed, disclosable_badge


@pytest.fixture(scope="module")
def badge(tmp_path_factory):
    path = tmp_path_factory.mktemp("holder") / "badge.json"
    path.write_text(json.dumps(base_signed()))
    return path


def test_only_what_must_be_shown_is_shown_unless_more_is_asked_for(badge):
    least, more = (
        run("derive", badge),
        run("derive", badge, "--show", "/evidence/0", "--show", "/credentialSubject/result"),
    )
    assert (least.code, "evidence" in json.loads(least.out)) == (0, False)
    shown = json.loads(more.out)
    assert (more.code, shown["evidence"]) == (0, disclosable_badge()["evidence"][:1])
    assert "result" in shown["credentialSubject"]


def test_what_is_shown_verifies_and_the_badge_itself_is_for_its_holder(badge, tmp_path):
    shown = tmp_path / "shown.json"
    assert run("derive", badge, "--output", shown).code == 0
    assert "verified-disclosure" in run("verify", shown, "--offline", "--json").out
    refused = run("verify", badge, "--offline")
    assert (refused.code, "for the holder alone" in refused.out) == (1, True)


@pytest.mark.parametrize("pointer", ["/shoeSize", "evidence", "/evidence/2"])
def test_pointer_that_leads_nowhere_is_named(pointer, badge):
    done = run("derive", badge, "--show", pointer)
    assert (done.code, pointer in done.err, "Traceback" in done.err) == (1, True, False)


def test_badge_without_a_base_proof_is_refused():
    done = run("derive", "-", stdin=json.dumps(disclosable_badge()).encode())
    assert (done.code, "has no base proofs" in done.err, "--disclosable" in done.err) == (1, True, True)


def test_words_of_sign_that_do_not_go_together_are_a_usage_error(tmp_path):
    for words in (["--jwt", "--disclosable"], ["--mandatory", "/issuer"]):
        assert run("sign", "-", *words, "-d", tmp_path).code == 2
