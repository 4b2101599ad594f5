"""Which addresses are public, and that nothing inside is told to those outside."""

import ipaddress

import pytest

from openbadge_issuer.adapters.addresses import LOOPBACK, AddressRule, is_public, look_up
from openbadge_issuer.errors import FetchError


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001::200e"]
)
def test_addresses_on_the_internet_are_public(address: str):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1",
        "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "fec0::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b::7f00:1", "2002:a00:1::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2", "64:ff9b:1::1",
    ],
)  # fmt: skip
def test_all_others_are_refused(address: str):
    assert not AddressRule().allows(address)


def test_ipv4_addresses_seen_through_nat64_are_judged_as_such():
    assert AddressRule().allows("64:ff9b::101:101")


def test_one_bad_address_among_good_ones_is_enough():
    with pytest.raises(FetchError, match="not only, at a public address"):
        AddressRule().check("school.example", ["1.1.1.1", "10.0.0.7"])


def test_error_does_not_tell_what_is_inside():
    with pytest.raises(FetchError) as caught:
        AddressRule().check("intranet.school.example", ["10.20.30.40"])
    assert "10.20" not in str(caught.value)


def test_host_without_an_address_is_refused():
    with pytest.raises(FetchError, match="has no address"):
        AddressRule().check("school.example", [])


def test_allowed_networks_are_allowed_whatever_they_are():
    rule = AddressRule(networks=(ipaddress.ip_network("10.1.0.0/16"), *LOOPBACK))
    allowed = [rule.allows(address) for address in ("10.1.2.3", "10.2.2.3", "::1", "1.1.1.1")]
    assert [True, False, True, True] == allowed


def test_rule_for_loopback_alone_leaves_out_the_internet():
    rule = AddressRule(public=False, networks=LOOPBACK)
    assert [True, False] == [rule.allows("127.0.0.1"), rule.allows("1.1.1.1")]


def test_names_are_looked_up_by_the_operating_system():
    assert set(look_up("localhost", 80)) <= {"127.0.0.1", "::1"}
