#!/usr/bin/env python3
"""Builds the wrapped-* captures: datagrams of recorded sessions inside those of TURN (RFC 8656) and CAPWAP (RFC 5415),
and beside STUN, RTP and RTCP on one socket (RFC 7983)."""

import ipaddress
import struct
from itertools import zip_longest

from captures import ip, sessions, write_in_turn

client = ("192.0.2.10", 50000)
turn = ("198.51.100.3", 3478)
cookie = 0x2112A442

allocate, refresh, create_permission, channel_bind = 0x0003, 0x0004, 0x0008, 0x0009
send, data = 0x0016, 0x0017
success, error = 0x0100, 0x0110


def attribute(kind, value):
    return struct.pack(">HH", kind, len(value)) + value + bytes(-len(value) % 4)


def stun(kind, number, *attributes):
    body = b"".join(attributes)
    return struct.pack(">HHI", kind, len(body), cookie) + transaction(number) + body


def transaction(number):
    return b"turn-" + struct.pack(">xxxI", number)


def xor_address(kind, end, number):
    address = ipaddress.ip_address(end[0]).packed
    mask = struct.pack(">I", cookie) + transaction(number)
    family = 1 if len(address) == 4 else 2
    hidden = bytes(one ^ other for one, other in zip(address, mask))
    return attribute(kind, struct.pack(">BBH", 0, family, end[1] ^ cookie >> 16) + hidden)


software = attribute(0x8022, b"relay 1")
username = attribute(0x0006, b"user")


def peer(end, number):
    return xor_address(0x0012, end, number)


def channel_data(number, payload, padded=False):
    return struct.pack(">HH", number, len(payload)) + payload + bytes(-len(payload) % 4 if padded else 0)


def between(one, other):
    """Sends payloads from `one` to `other`, or back."""
    return lambda payload, back=False: ip(other, one, payload) if back else ip(one, other, payload)


def in_turn(*lists):
    """One element of each list after the other, as long as there are any."""
    return [element for group in zip_longest(*lists) for element in group if element is not None]


def indication(number, from_client, end, payload, data_first=False):
    parts = [peer(end, number), attribute(0x0013, payload)]
    if data_first:
        parts.reverse()
    return stun(send if from_client else data, number, software, *parts)


def turn_peers():
    """One client talks with two peers through one relay: with the first through indications and, once it has bound a
    channel, through that; with the second, which has an IPv6 address, through a channel from the start. The relay's leg to
    the first peer is in the capture as well."""
    first, second = ("203.0.113.20", 5684), ("2001:db8::20", 5684)
    relayed = ("198.51.100.3", 49200)
    outer = between(client, turn)
    leg = between(relayed, first)
    frames = [
        outer(stun(allocate, 1, attribute(0x0019, b"\x11\0\0\0"))),
        outer(stun(allocate | error, 1, attribute(0x0009, b"\0\0\x04\x01Unauthorized")), back=True),
        outer(stun(allocate, 2, attribute(0x0019, b"\x11\0\0\0"), username)),
        outer(stun(allocate | success, 2, xor_address(0x0016, relayed, 2)), back=True),
        outer(stun(create_permission, 3, peer(first, 3), username)),
        outer(stun(create_permission | success, 3), back=True),
        outer(stun(channel_bind, 4, attribute(0x000C, b"\x40\x02\0\0"), peer(second, 4), username)),
        outer(stun(channel_bind | success, 4), back=True),
    ]
    # What each end asks the other to see that it is there; the answers are left out.
    binding = stun(0x0001, 5, username)
    frames += [outer(indication(6, True, first, binding)), leg(binding)]
    one, other = sessions("ok-ipv6-ccm8-mbedtls")
    to_first = []
    for index, (is_client, payload) in enumerate(one):
        if index == 4:
            to_first.append([
                outer(stun(channel_bind, 7, attribute(0x000C, b"\x40\x01\0\0"), peer(first, 7), username)),
                outer(stun(channel_bind | success, 7), back=True),
            ])
        if index < 4:
            inner = indication(100 + index, is_client, first, payload, data_first=index % 2 == 1)
        else:
            inner = channel_data(0x4001, payload, padded=index % 2 == 0)
        hops = [outer(inner, back=not is_client), leg(payload, back=not is_client)]
        to_first.append(hops if is_client else hops[::-1])
    to_second = [[outer(channel_data(0x4002, payload), back=not is_client)] for is_client, payload in other]
    frames += [frame for group in in_turn(to_first, to_second) for frame in group]
    frames.append(outer(stun(refresh, 8, attribute(0x000D, bytes(4)))))
    return frames


def turn_channels():
    """The capture begins when the channels are bound: all that is known of two peers is their channel. One is named when its
    binding is refreshed. The server is at the usual port."""
    outer = between(client, turn)
    lists = []
    for number, datagrams in zip((0x4000, 0x4FFF), sessions("ok-ipv6-ccm8-mbedtls")):
        lists.append([outer(channel_data(number, payload), back=not is_client) for is_client, payload in datagrams])
    frames = in_turn(*lists)
    refreshed = stun(channel_bind, 9, attribute(0x000C, b"\x40\0\0\0"), peer(("203.0.113.20", 5684), 9), username)
    return frames[:10] + [outer(refreshed)] + frames[10:]


def beside():
    """STUN, RTP, RTCP and ZRTP on the socket of a DTLS session, before it and between its datagrams."""
    one, other = ("192.0.2.10", 50000), ("203.0.113.20", 50002)
    socket = between(one, other)
    request = stun(0x0001, 1, username, attribute(0x0024, struct.pack(">I", 0x6E001EFF)))
    response = stun(0x0101, 1, xor_address(0x0020, one, 1))
    rtp = struct.pack(">BBHII", 0x80, 96, 1, 2, 0x12345678) + bytes(range(40))
    rtcp = struct.pack(">BBHIIIIII", 0x80, 200, 6, 0x12345678, 1, 2, 3, 4, 5)
    zrtp = bytes.fromhex("10000001 5a525450 12345678 505a0003 48656c6c6f414344 00000000")
    # A media packet whose first bytes after the RTP header look like a record.
    hidden = struct.pack(">BBHII", 0x80, 96, 2, 3, 0x12345678) + bytes.fromhex("16fefd0000000000000000000c")
    others = [request, response, rtp, rtcp, zrtp, hidden]
    frames = [socket(request), socket(response, back=True)]
    for index, (is_client, payload) in enumerate(sessions("ok-ipv6-ccm8-mbedtls")[0]):
        frames.append(socket(payload, back=not is_client))
        frames.append(socket(others[index % len(others)], back=index % 2 == 1))
    return frames


def capwap():
    """The control channel of an access point behind a DTLS preamble, its data channel in a session of its own, and between
    them what CAPWAP sends in the clear: discovery, and keep-alives."""
    point, controller = ("192.0.2.30", 40000), ("192.0.2.1", 5246)
    control = between(point, controller)
    media = between((point[0], 40001), (controller[0], 5247))
    clear = bytes.fromhex("00 10 02 00 00000000")
    discovery = clear + struct.pack(">IBHB", 1, 0, 9, 0) + struct.pack(">HHB", 20, 1, 0)
    answer = clear + struct.pack(">IBHB", 2, 0, 3, 0)
    frames = [control(discovery), control(answer, back=True)]
    lists = []
    for channel, datagrams in zip((control, media), sessions("ok-ipv6-ccm8-mbedtls")):
        lists.append([channel(b"\x01\0\0\0" + payload, back=not is_client) for is_client, payload in datagrams])
    frames += in_turn(*lists)
    frames.append(media(bytes.fromhex("00 10 02 08 00000000") + struct.pack(">HHH", 22, 35, 16) + bytes(range(16))))
    return frames


write_in_turn("wrapped-turn-peers", 101, turn_peers())
write_in_turn("wrapped-turn-channels", 101, turn_channels())
write_in_turn("wrapped-beside-stun-rtp", 101, beside())
write_in_turn("wrapped-capwap", 101, capwap())
