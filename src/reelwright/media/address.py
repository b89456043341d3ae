"""Reach addresses that strangers name without reaching into the network that the server stands in.

A name is resolved once, every answer is judged, and the connection goes to an address that was judged: there is no second look-up
that could answer otherwise (DNS rebinding). The check sits where sockets are opened, so redirects and retries pass it too. TLS
still verifies the name.

Looked at and not taken: httpx-secure (probes denied addresses with TCP connections), safehttpx (no redirects), ssrfguard (young,
and its list of hosts restricts where ours exempts).
"""

from __future__ import annotations

import asyncio
import functools
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Final, TypeAlias

import httpcore
import httpx

from reelwright import __version__

MAX_REDIRECTS: Final = 5
_MAX_TRIES: Final = 4
"""Addresses of one name that are tried in turn."""

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve: TypeAlias = Callable[[str, int], Awaitable[list[str]]]
"""Returns the addresses of a name, in the order to try them; raises OSError when there are none."""

_DENIED: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # Azure's host, in the public range
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # relays into 6to4
        "::/96",  # IPv4-compatible, withdrawn
        "::ffff:0:0/96",  # IPv4 in IPv6
        "64:ff9b::/96",  # NAT64, leads to any IPv4 address
        "64:ff9b:1::/48",
        "2001::/23",  # protocol assignments, Teredo among them
        "2002::/16",  # 6to4, likewise
        "fec0::/10",  # site-local, withdrawn
    )
)
"""What Python's `is_global` lets through, or has let through in some release, and should not be reached."""


class AddressRefused(httpx.ConnectError):
    """The address may not be reached from here; being a ConnectError, code that handles failed requests handles it."""


async def system_resolver(host: str, port: int) -> list[str]:
    """Ask the system's resolver, without blocking the loop."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Which addresses may be reached: public ones, and those of `exempt` hosts (``host`` or ``host:port``, lower case)."""

    exempt: frozenset[str] = frozenset()
    resolve: Resolve = field(default=system_resolver, repr=False)

    @classmethod
    def allowing(cls, hosts: Iterable[str], resolve: Resolve = system_resolver) -> AddressPolicy:
        """Return the policy that lets private addresses through for `hosts`; IPv6 addresses with a port in brackets."""
        return cls(frozenset(host.strip().lower().rstrip(".") for host in hosts), resolve)

    async def addresses(self, host: str, port: int) -> list[str]:
        """Return the addresses that `host` may be reached at, in the order to try them.

        Raises AddressRefused when one of its addresses may not be reached (a name that mixes public and private ones is no
        accident), OSError when there is no such name.
        """
        name = host.lower().rstrip(".")
        bracketed = f"[{name}]" if ":" in name else name
        found = await self.resolve(host, port)
        if not self.exempt & {name, bracketed, f"{bracketed}:{port}"}:
            for address in found:
                if not is_public(ipaddress.ip_address(address)):
                    raise AddressRefused(f"{host} is at an address that is not public")
        return found


def is_public(address: Address) -> bool:
    """Tell whether `address` is a unicast address of the public Internet that leads to no other network."""
    if any(address in network for network in _DENIED if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def safe_client(
    policy: AddressPolicy, *, timeout: httpx.Timeout | float = 10.0, follow_redirects: bool = False
) -> httpx.AsyncClient:
    """Return a client that reaches only what `policy` lets through.

    It uses no proxy and no credentials of the environment, keeps no cookies, and asks for bodies that are not compressed.
    """
    return httpx.AsyncClient(
        transport=_SafeTransport(policy),
        timeout=timeout,
        follow_redirects=follow_redirects,
        max_redirects=MAX_REDIRECTS,
        trust_env=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        headers={"User-Agent": f"reelwright/{__version__}", "Accept-Encoding": "identity"},
    )


class _SafeTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport, over a pool that opens its connections through the policy."""

    def __init__(self, policy: AddressPolicy) -> None:
        tls = _tls()
        super().__init__(verify=tls, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
            network_backend=_SafeBackend(policy),
        )


@functools.cache
def _tls() -> ssl.SSLContext:
    """Reading the certificates takes 20 ms, and they are the same for all."""
    return httpx.create_ssl_context(trust_env=False)


class _SafeBackend(httpcore.AsyncNetworkBackend):
    """Opens sockets to judged addresses only; httpcore verifies TLS against the name, which it keeps to itself."""

    def __init__(self, policy: AddressPolicy) -> None:
        self._policy = policy
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._policy.addresses(host, port)
                return await self._first_open(
                    addresses[:_MAX_TRIES], port, timeout, local_address, socket_options
                )
        except TimeoutError as fault:
            raise httpcore.ConnectTimeout(f"{host} did not answer in {timeout:g} s") from fault
        except OSError as fault:
            raise httpcore.ConnectError(f"{host} has no address") from fault

    async def _first_open(
        self,
        addresses: list[str],
        port: int,
        timeout: float | None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None,
        socket_options: Iterable[Any] | None,
    ) -> httpcore.AsyncNetworkStream:
        fault: Exception = httpcore.ConnectError("no address")
        share = None if timeout is None else timeout / max(1, len(addresses))
        for address in addresses:
            try:
                return await self._network.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                fault = failed
        raise fault

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise AddressRefused("sockets of this machine are not reached")

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)
