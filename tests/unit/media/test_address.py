"""Which addresses may be reached."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.media.address import AddressPolicy, AddressRefused, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "0.0.0.0",
        "0.1.2.3",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "2001::1",
        "2001:db8::1",
        "fe80::1",
        "fe80::1%2",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
    ],
)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450::1"]
)
def test_public_addresses_pass(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
def test_no_private_address_passes_in_any_disguise(address: ipaddress.IPv4Address) -> None:
    disguises = [
        ipaddress.ip_address((0xFFFF << 32) | int(address)),
        ipaddress.ip_address((0x64FF9B << 96) | int(address)),
        ipaddress.ip_address((0x2002 << 112) | (int(address) << 80) | 1),
        ipaddress.ip_address(int(address)),
    ]
    assert not any(is_public(one) for one in disguises if one.version == 6)
    if address.is_private or address.is_multicast or address.is_loopback or address.is_link_local:
        assert not is_public(address)


def answering(*addresses: str) -> AddressPolicy:
    async def resolve(host: str, port: int) -> list[str]:
        return list(addresses)

    return AddressPolicy.allowing(["media.internal:9000", "Files.Internal.", "[::1]:9000"], resolve)


async def test_a_name_with_one_private_address_is_refused_as_a_whole() -> None:
    with pytest.raises(AddressRefused):
        await answering("93.184.216.34", "10.0.0.1").addresses("example.com", 443)


async def test_a_name_with_public_addresses_passes_in_the_resolvers_order() -> None:
    found = await answering("93.184.216.34", "1.1.1.1").addresses("example.com", 443)
    assert found == ["93.184.216.34", "1.1.1.1"]


async def test_exempt_hosts_may_be_private() -> None:
    policy = answering("10.0.0.1")
    assert await policy.addresses("files.internal", 80) == ["10.0.0.1"]
    assert await policy.addresses("FILES.internal.", 8443) == ["10.0.0.1"]
    assert await policy.addresses("media.internal", 9000) == ["10.0.0.1"]
    assert await policy.addresses("::1", 9000) == ["10.0.0.1"]


@pytest.mark.parametrize(
    ("host", "port"),
    [
        ("media.internal", 80),
        ("evil-media.internal", 9000),
        ("media.internal.evil.com", 9000),
        ("10.0.0.1", 9000),
        ("::1", 80),
    ],
)
async def test_an_exemption_is_for_that_host_and_port_only(host: str, port: int) -> None:
    with pytest.raises(AddressRefused):
        await answering("10.0.0.1").addresses(host, port)
