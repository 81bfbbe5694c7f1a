#!/usr/bin/env python3
"""Builds the lowpan-* captures: datagrams of recorded sessions in IEEE 802.15.4 frames with 6LoWPAN, compressed as RFC 6282
has it in every form, and fragmented as RFC 4944 has it."""

import ipaddress
import struct
import zlib

from captures import ip, sessions, write_in_turn

# The largest frame (IEEE 802.15.4-2020 §11.3), and the largest part of one that is left for what it carries.
largest_frame = 127
pan = 0xFACE
link_local = ipaddress.ip_network("fe80::/64")
context = ipaddress.ip_network("2001:db8:0:1::/64")


class Node:
    """An end of a link: its extended address, its short one, and which of them its frames have."""

    def __init__(self, extended, short, is_short):
        self.extended, self.short, self.is_short = extended, short, is_short

    @property
    def identifier(self):
        return 0xFF_FE00_0000 | self.short if self.is_short else self.extended ^ 1 << 57

    def address(self, network):
        return str(network[self.identifier])

    @property
    def link(self):
        return struct.pack("<H", self.short) if self.is_short else struct.pack("<Q", self.extended)

    @property
    def mesh(self):
        return self.link[::-1]


def frame_check_sequence(data):
    """The CRC of IEEE 802.15.4-2020 §7.2.11."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x8408 if crc & 1 else 0)
    return struct.pack("<H", crc)


def mac(source, destination, number, version=1, security=b"", elements=b"", compress=True):
    """The MAC header of a data frame that asks for an acknowledgment."""
    control = 0x0021 | version << 12 | (0x08 if security else 0) | (0x200 if elements else 0) | (0x40 if compress else 0)
    control |= (2 if destination.is_short else 3) << 10 | (2 if source.is_short else 3) << 14
    both_extended = not destination.is_short and not source.is_short
    if version == 2 and both_extended:
        pans = (b"" if compress else struct.pack("<H", pan), b"")
    else:
        pans = (struct.pack("<H", pan), b"" if compress else struct.pack("<H", pan))
    header = struct.pack("<HB", control, number & 0xFF) + pans[0] + destination.link + pans[1] + source.link
    return header + security + elements


def inline_address(address, node, form):
    """The 2 bits of the form, and what stands in the frame."""
    packed = ipaddress.ip_address(address).packed
    if form == 0:
        return 0, packed
    if form == 2 and node.is_short:
        return 2, packed[14:]
    if form == 3:
        return 3, b""
    return 1, packed[8:]


def compress(packet, source, destination, index, network):
    """LOWPAN_IPHC and LOWPAN_NHC of an IPv6 packet with UDP, in a form that `index` chooses; which addresses are left out
    depends on the ends of the link."""
    traffic, _, _, hop_limit = struct.unpack_from(">IHBB", packet)
    first, second = packet[8:24], packet[24:40]
    source_port, destination_port, _, checksum = struct.unpack_from(">HHHH", packet, 40)
    dscp_ecn, flow = traffic >> 20 & 0xFF, traffic & 0xFFFFF
    swapped = (dscp_ecn << 6 | dscp_ecn >> 2) & 0xFF
    if flow and dscp_ecn >> 2:
        form, inline = 0, struct.pack(">I", swapped << 24 | flow)
    elif flow:
        form, inline = 1, struct.pack(">I", (dscp_ecn & 3) << 22 | flow)[1:]
    elif dscp_ecn:
        form, inline = 2, bytes([swapped])
    else:
        form, inline = 3, b""
    hops = {1: 1, 64: 2, 255: 3}.get(hop_limit, 0)
    if hops == 0:
        inline += bytes([hop_limit])
    stateful = network is context
    # An address in full would not be that of the context, which nobody knows but the ends.
    full = 1 if stateful else 0
    source_mode, source_inline = inline_address(first, source, (3, 2, 1, full)[index % 4])
    destination_mode, destination_inline = inline_address(second, destination, (3, 1, 2, full)[index // 2 % 4])
    modes = source_mode << 4 | destination_mode | (0x44 if stateful else 0)
    identifiers = b""
    if stateful and index % 2:
        # Context 0 is the one that is meant when there is none (RFC 6282 §3.1.2).
        modes, identifiers = modes | 0x80, b"\0"
    header = struct.pack(">BB", 0x64 | form << 3 | hops, modes) + identifiers + inline + source_inline + destination_inline
    elide = 4 if index % 5 == 4 else 0
    high = (source_port >> 4 == 0xF0B, destination_port >> 4 == 0xF0B)
    if all(high):
        ports = bytes([0xF3 | elide, (source_port & 0xF) << 4 | destination_port & 0xF])
    elif source_port >> 8 == 0xF0:
        ports = struct.pack(">BBH", 0xF2 | elide, source_port & 0xFF, destination_port)
    elif destination_port >> 8 == 0xF0:
        ports = struct.pack(">BHB", 0xF1 | elide, source_port, destination_port & 0xFF)
    else:
        ports = struct.pack(">BHH", 0xF0 | elide, source_port, destination_port)
    return header + ports + (b"" if elide else struct.pack(">H", checksum)), packet[48:]


def with_headers(packet, traffic, hop_limit):
    return struct.pack(">I", 6 << 28 | traffic) + packet[4:7] + bytes([hop_limit]) + packet[8:]


traffics = [0, 0x12345, 0x0B800000 | 0x12345, 0x0B900000, 0x00100000]


class Link:
    """Makes the frames of one direction of a link."""

    tag = 0x1234

    def __init__(self, source, destination, network, mesh=None):
        self.source, self.destination, self.network, self.mesh = source, destination, network, mesh

    def frames(self, payload, ports, index):
        """The frames of a datagram."""
        ends = [(node.address(self.network), port) for node, port in zip((self.source, self.destination), ports)]
        packet = with_headers(ip(*ends, payload), traffics[index % 5], (64, 255, 1, 63)[index % 4])
        if index % 7 == 6 and self.network is link_local:
            header, rest = b"\x41" + packet[:48], packet[48:]
        else:
            header, rest = compress(packet, self.source, self.destination, index, self.network)
        hop = self.mesh or (self.source, self.destination)
        before = b""
        if self.mesh:
            before = bytes([0x85 | self.source.is_short << 5 | self.destination.is_short << 4])
            before += self.source.mesh + self.destination.mesh
        room = largest_frame - 2 - len(mac(*hop, 0, **self.kind(index))) - len(before)
        if len(header) + len(rest) <= room:
            return [self.wrap(hop, index, before + header + rest)]
        Link.tag += 1
        start = struct.pack(">HH", 0xC000 | len(packet), Link.tag)
        first = (room - 4 - len(header)) // 8 * 8
        # What comes before the second fragment is as long before compression as its offset says: a multiple of 8.
        first += -(48 + first) % 8
        parts = [start + header + rest[:first]]
        offset = first
        while offset < len(rest):
            part = rest[offset : offset + (room - 5) // 8 * 8]
            parts.append(struct.pack(">HHB", 0xE000 | len(packet), Link.tag, (48 + offset) // 8) + part)
            offset += len(part)
        if index % 3 == 1:
            # One is sent twice because its acknowledgment was lost, and the last comes first.
            parts = parts[-1:] + parts[:-1] + parts[:1]
        return [self.wrap(hop, index, before + part) for part in parts]

    def kind(self, index):
        """Frames of 2003, 2006 and 2015, the last with information elements as well."""
        return [
            {"version": 1},
            {"version": 0, "compress": False},
            {"version": 2},
            {"version": 2, "compress": False, "elements": bytes.fromhex("0201 ff00 003f 0280 aabb 00f8")},
            {"version": 2, "elements": bytes.fromhex("0001 803f")},
        ][index % 5]

    def wrap(self, hop, index, payload):
        return mac(*hop, index, **self.kind(index)) + payload


def conversation(datagrams, ports, ends, network, mesh=None):
    """The frames of one session, a list a datagram."""
    there, back = Link(*ends, network, mesh), Link(*ends[::-1], network, mesh and mesh[::-1])
    return [
        (there if is_client else back).frames(payload, ports if is_client else ports[::-1], index)
        for index, (is_client, payload) in enumerate(datagrams)
    ]


sensor = Node(0x00124B0001020304, 0x3C01, True)
gateway = Node(0x00124B00A1A2A3A4, 0x0000, False)
lamp = Node(0x00124B0005060708, 0x3C02, False)
router = Node(0x00124B00090A0B0C, 0x3C00, True)
coordinator = Node(0x00124B000D0E0F10, 0x0400, True)


def others():
    """What carries no datagram: a beacon, an acknowledgment, a command, a frame of ZigBee, encrypted data of two kinds."""
    return [
        bytes.fromhex("0080 01 cefa 0000 ff0f 0000"),
        bytes.fromhex("0200 07"),
        bytes.fromhex("6388 02 cefa 0000 013c 04"),
        mac(sensor, router, 3) + bytes.fromhex("0812 0000 013c 1e01 40 0a 01"),
        mac(sensor, router, 4, security=bytes.fromhex("0d 01000000 01")) + bytes(range(60)),
        mac(lamp, gateway, 5, version=2, security=bytes.fromhex("2d 01")) + bytes(range(60)),
    ]


def frames(network):
    recorded = sessions("ok-ipv6-ccm8-mbedtls") + sessions("ok-ccm8-put-get-openssl") + sessions("ok-cid-mbedtls-both")
    lists = [
        conversation(recorded[0], (0xF0B1, 0xF0B2), (sensor, gateway), network),
        conversation(recorded[2], (0xF012, 5684), (lamp, gateway), network),
        conversation(recorded[4], (49152, 5684), (lamp, coordinator), network, mesh=(lamp, router)),
    ]
    out = []
    for group in range(max(map(len, lists))):
        for frames in lists:
            out += frames[group] if group < len(frames) else []
    return out + others()


def tap(index, frame):
    """The pseudo-header with no, a 16-bit or a 32-bit check sequence, and other TLVs around what says so."""
    kind, check = [(0, b""), (1, frame_check_sequence(frame)), (2, struct.pack("<I", zlib.crc32(frame)))][index % 3]
    strength = struct.pack("<HHf", 1, 4, -60.0)
    channel = struct.pack("<HHHBx", 3, 3, 15, 0)
    tlvs = strength + struct.pack("<HHBxxx", 0, 1, kind) + channel
    if kind == 0 and index % 2:
        tlvs = channel
    return struct.pack("<BBH", 0, 0, 4 + len(tlvs)) + tlvs + frame + check


local, routed = frames(link_local), frames(context)
write_in_turn("lowpan-WITHFCS", 195, [frame + frame_check_sequence(frame) for frame in local])
write_in_turn("lowpan-TAP", 283, [tap(index, frame) for index, frame in enumerate(local)])
write_in_turn("lowpan-NOFCS-contexts", 230, routed)
