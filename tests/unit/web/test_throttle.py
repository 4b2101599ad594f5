"""How often one address may ask."""

import pytest

from openbadge_issuer.web import throttle
from openbadge_issuer.web.throttle import Throttle, network_of

HOME = "192.0.2.1"


class Clock:
    """A clock that stands until it is moved."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_bucket_is_emptied_and_fills_again():
    clock = Clock()
    counted = Throttle(3, clock=clock)
    assert [counted.take(HOME) for _ in range(5)] == [0, 0, 0, 20, 20]
    clock.now += 20
    assert [counted.take(HOME) for _ in range(2)] == [0, 20]


def test_bucket_never_holds_more_than_a_minutes_tokens():
    clock = Clock()
    counted = Throttle(2, clock=clock)
    clock.now += 3_600
    assert [counted.take(HOME) for _ in range(3)] == [0, 0, 30]


def test_every_address_has_a_bucket_of_its_own():
    counted = Throttle(1, clock=Clock())
    assert [counted.take(address) for address in (HOME, "192.0.2.2", HOME)] == [0, 0, 60]


def test_no_limit_counts_nothing():
    assert {Throttle(0, clock=Clock()).take(HOME) for _ in range(1_000)} == {0}


def test_oldest_addresses_are_forgotten(monkeypatch):
    monkeypatch.setattr(throttle, "MAX_ADDRESSES", 2)
    counted = Throttle(1, clock=Clock())
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        counted.take(address)
    assert [counted.take(address) for address in ("192.0.2.3", "192.0.2.1")] == [60, 0]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("x" * 1_000, "x" * 64),
    ],
)
def test_addresses_of_one_household_count_as_one(address, network):
    assert network_of(address) == network
