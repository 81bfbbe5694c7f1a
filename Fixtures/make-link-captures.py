#!/usr/bin/env python3
"""Builds the link-* captures: the IP packets of two recorded captures, each put behind another link header.

The recorded captures have the Ethernet link type, so a packet's IP header is at byte 14.
"""

import struct

from captures import here, packets, write


def interleaved():
    """The IPv4 and IPv6 packets in turn, a millisecond apart."""
    v4 = [packet for _, _, packet in packets("ok-ipfrag-bigresponse")]
    v6 = [packet for _, _, packet in packets("ok-ipv6-ccm8-mbedtls")]
    both = [packet for pair in zip(v4, v6) for packet in pair]
    return [(1700000000, 1000 * index, packet) for index, packet in enumerate(both)]


def is_v6(packet):
    return packet[0] >> 4 == 6


def ether_type(packet):
    return b"\x86\xdd" if is_v6(packet) else b"\x08\x00"


def snap(packet, organization=b"\0\0\0"):
    return b"\xaa\xaa\x03" + organization + ether_type(packet) + packet


def wrapped(header, only=lambda packet: True):
    return [(s, f, header(packet)) for s, f, packet in interleaved() if only(packet)]


addresses = bytes.fromhex("020000000002020000000001")
station, access_point, far = (bytes.fromhex("02000000000" + digit) for digit in "123")


def dot11(control, addresses, qos=b"", ht=b"", fourth=b"", sequence=0):
    header = struct.pack("<HH", control, 0) + b"".join(addresses) + struct.pack("<H", sequence << 4)
    return header + fourth + qos + ht


def wireless_frames():
    """Every kind of data frame in turn, with frames between them that carry no packet."""
    frames = []
    aggregate = []
    for index, (seconds, fraction, packet) in enumerate(interleaved()):
        to_ds, from_ds, four = 0x0100, 0x0200, 0x0300
        body = snap(packet, b"\0\0\xf8" if index == 3 else b"\0\0\0")
        kinds = [
            lambda: dot11(0x0008 | to_ds, (access_point, station, far)) + body,
            lambda: dot11(0x0088 | from_ds, (station, access_point, far), qos=b"\x00\x00") + body,
            lambda: dot11(0x0088 | four, (station, access_point, far), fourth=far, qos=b"\x00\x00") + body,
            lambda: dot11(0x8088 | to_ds, (station, access_point, far), qos=b"\x00\x00", ht=bytes(4)) + body,
            lambda: dot11(0x0008, (station, access_point, far)) + body,
        ]
        if index % 6 == 5:
            header = dot11(0x0088 | from_ds, (station, access_point, far), qos=b"\x80\x00")
            first = station + far + struct.pack(">H", len(body)) + body
            frame = header + first + bytes(-len(first) % 4)
            frame += access_point + far + struct.pack(">H", len(body)) + body
        else:
            frame = kinds[index % 6]()
        frames.append((seconds, fraction, frame))
    seconds, fraction, _ = frames[-1]
    beacon = struct.pack("<HH", 0x0080, 0) + b"\xff" * 6 + access_point * 2 + bytes(2 + 12)
    acknowledgement = struct.pack("<HH", 0x00D4, 0) + station
    null_function = dot11(0x0048 | 0x0100, (access_point, station, far))
    protected = dot11(0x4008 | 0x0100, (access_point, station, far)) + bytes(range(64))
    for frame in (beacon, acknowledgement, null_function, protected, protected):
        frames.append((seconds, fraction, frame))
    return frames


def radiotap(index, frame):
    """No fields; flags with a frame check sequence; time and flags with a padded 802.11 header."""
    if index % 3 == 0:
        return struct.pack("<BBHI", 0, 0, 8, 0) + frame
    if index % 3 == 1:
        return struct.pack("<BBHIB", 0, 0, 9, 2, 0x10) + frame + b"\xde\xad\xbe\xef"
    control = struct.unpack_from("<H", frame)[0]
    length = 24
    if control & 0x000C == 0x0008:
        length += 6 if control & 0x0300 == 0x0300 else 0
        length += 2 if control & 0x0080 else 0
        length += 4 if control & 0x8000 else 0
    flags = 0x20 if length % 4 and control & 0x0C == 0x08 else 0
    if flags:
        frame = frame[:length] + bytes(4 - length % 4) + frame[length:]
    return struct.pack("<BBHIQB", 0, 0, 17, 3, 123456, flags) + frame


write("link-LINUX_SLL2", 276, wrapped(lambda p: ether_type(p) + bytes(2) + struct.pack(">IHBB", 2, 1, 0, 6) + station + bytes(2) + p))
write("link-NULL", 0, wrapped(lambda p: struct.pack("<I", 30 if is_v6(p) else 2) + p))
write("link-NULL-big-endian", 0, wrapped(lambda p: struct.pack(">I", 28 if is_v6(p) else 2) + p), order=">")
write("link-LOOP", 108, wrapped(lambda p: struct.pack(">I", 24 if is_v6(p) else 2) + p))
write("link-RAW", 101, wrapped(lambda p: p))
write("link-IPV4", 228, wrapped(lambda p: p, only=lambda p: not is_v6(p)))
write("link-IPV6", 229, wrapped(lambda p: p, only=is_v6))
write("link-PPP", 9, wrapped(lambda p: (b"\xff\x03\x00\x57" if is_v6(p) else b"\x00\x21") + p))
write("link-PPP-compressed", 9, wrapped(lambda p: (b"\xff\x03\x57" if is_v6(p) else b"\x21") + p))
write("link-EN10MB-8021ad", 1, wrapped(lambda p: addresses + b"\x88\xa8\x00\x64\x81\x00\x00\x0a" + ether_type(p) + p))
write("link-EN10MB-9100", 1, wrapped(lambda p: addresses + b"\x91\x00\x00\x64\x81\x00\x00\x0a" + ether_type(p) + p))
write("link-EN10MB-SNAP", 1, wrapped(lambda p: addresses + struct.pack(">H", len(p) + 8) + snap(p), only=lambda p: len(p) < 1400))
write("link-IEEE802_11", 105, wireless_frames())
write("link-IEEE802_11_RADIO", 127, [(s, f, radiotap(i, frame)) for i, (s, f, frame) in enumerate(wireless_frames())])


def mixed():
    """A pcapng file with an unsupported, an Ethernet and a raw IP interface, in the middle of which a second section
    begins, in big-endian order and with nanoseconds."""

    def block(order, kind, body):
        body += bytes(-len(body) % 4)
        return struct.pack(order + "II", kind, len(body) + 12) + body + struct.pack(order + "I", len(body) + 12)

    def interface(order, link_type, snap_length, options=b""):
        return block(order, 1, struct.pack(order + "HHI", link_type, 0, snap_length) + options)

    def packet(order, number, stamp, data):
        head = struct.pack(order + "IIIII", number, stamp >> 32, stamp & 0xFFFFFFFF, len(data), len(data))
        return block(order, 6, head + data)

    out = b""
    for order, unit in (("<", 10**6), (">", 10**9)):
        out += block(order, 0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1))
        resolution = struct.pack(order + "HHB3xHH", 9, 1, 9, 0, 0) if unit == 10**9 else b""
        out += interface(order, 1, 262144, resolution)
        out += block(order, 0x0FFF, b"unknown")
        out += interface(order, 147, 0, resolution)
        out += interface(order, 101, 65535, resolution)
        for seconds, fraction, ip in interleaved():
            stamp = seconds * unit + fraction * (unit // 10**6)
            if is_v6(ip):
                out += packet(order, 2, stamp, ip)
            else:
                out += packet(order, 0, stamp, addresses + ether_type(ip) + ip)
        out += packet(order, 1, stamp, bytes.fromhex("41880001000000ffffcafe"))
    folder = here / "pcapng-mixed"
    folder.mkdir(exist_ok=True)
    (folder / "capture.pcapng").write_bytes(out)


mixed()
