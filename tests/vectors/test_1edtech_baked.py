"""Baked pictures that 1EdTech tests its validator with."""

import json

import pytest

from openbadge_issuer import baking
from openbadge_issuer.json_text import parse_object, to_text

ID = "http://example.com/credentials/3527"


def _picture(vectors, name: str) -> bytes:
    return (vectors / "vectors" / "1edtech" / name).read_bytes()


@pytest.mark.parametrize("name", ["simple-json.png", "simple-json.svg"])
def test_json_is_taken_out(vectors, name):
    credential = parse_object(baking.unbake(_picture(vectors, name)))
    assert credential["id"] == ID
    assert credential["proof"][0]["cryptosuite"] == "eddsa-rdfc-2022"


@pytest.mark.parametrize("name", ["simple-jwt.png", "simple-jwt.svg"])
def test_a_compact_jws_is_taken_out(vectors, name):
    token = baking.unbake(_picture(vectors, name))
    assert token.startswith("eyJhbGciOiJSUzI1NiIsImp3ayI6")
    assert token.count(".") == 2


@pytest.mark.parametrize("name", ["simple-json.png", "simple-json.svg", "simple-jwt.png", "simple-jwt.svg"])
def test_another_credential_takes_the_place_of_the_first(vectors, name):
    credential = to_text({"id": "urn:uuid:1", "name": "{Käfer}"})
    baked = baking.bake(_picture(vectors, name), credential)
    assert json.loads(baking.unbake(baked))["id"] == "urn:uuid:1"
    assert ID.encode() not in baked
