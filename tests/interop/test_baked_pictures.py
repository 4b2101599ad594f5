"""Badges in pictures: what we bake is found there, and what is baked there is found here."""

import base64
import json

import pytest
from interop.claims import OPENBADGESLIB, Claim
from interop.schools import RECIPIENT, new_school
from interop.verifiers import Openbadgeslib
from web_service import png

from openbadge_issuer import Achievement, verify

shows = pytest.mark.shows
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"><rect width="2" height="2"/></svg>'
PICTURES = {"png": png(), "svg": SVG}
WORDS = 'Élève 機器人 😀 "quoted" <b>&amp;</b> ]]>'


@shows(Claim.OUR_PICTURE, with_=OPENBADGESLIB)
@pytest.mark.parametrize("form", ["json", "jwt"])
@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_our_badge_is_found_in_our_picture(openbadgeslib, picture, form):
    school = new_school()
    badge = school.issuer.issue(Achievement(name=WORDS, description=WORDS, criteria=WORDS), RECIPIENT)
    baked = base64.b64encode(badge.bake(picture, form)).decode()
    found = openbadgeslib.ask("unbake", picture=baked)
    credential = json.loads(found) if form == "json" else found
    verdict = Openbadgeslib(openbadgeslib).verify_as(school.issuer.id, credential, school.documents)
    assert verdict, verdict.errors


@shows(Claim.THEIR_PICTURE, with_=OPENBADGESLIB)
@pytest.mark.parametrize("embedded", [True, False], ids=["json", "jwt"])
@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_their_badge_is_found_in_their_picture(openbadgeslib, picture, embedded):
    plain = base64.b64encode(picture).decode()
    baked = openbadgeslib.ask("bake", picture=plain, embedded=embedded)
    report = verify(base64.b64decode(baked))
    assert report.valid, report.to_dict()
