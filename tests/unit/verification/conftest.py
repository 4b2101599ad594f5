"""Fixtures over the small world of `world.py`."""

import pytest
from unit.verification.world import FakeWeb, Party, signed, unsigned

from openbadge_issuer.json_text import to_text
from openbadge_issuer.proofs import vc_jwt


@pytest.fixture
def web():
    return FakeWeb()


@pytest.fixture(scope="session")
def school():
    return Party()


@pytest.fixture(scope="session")
def stranger():
    return Party(identifier=None)


@pytest.fixture(scope="session")
def badge(school):
    """A good badge of the school, as text; its key must be looked up."""
    return to_text(signed(unsigned(), school.signer, school.method()))


@pytest.fixture(scope="session")
def jwt(school):
    key = school.jwt_signer.public_key
    return vc_jwt.encode(unsigned(), school.jwt_signer, verification_method=school.method(key))
