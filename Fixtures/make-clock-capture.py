#!/usr/bin/env python3
"""Builds clock-unset-mbedtls: fail-cert-unknownca-mbedtls with the clocks of devices that nobody has set.

Mbed TLS begins ClientHello.random, ServerHello.random and the cookie of HelloVerifyRequest with the seconds since 1970.
They become seconds since power-on, another number for each end; what they change besides is the signature in
ServerKeyExchange, which nobody but the client can have checked, and which the client never got to.
"""

import pathlib
import struct

here = pathlib.Path(__file__).parent
uptimes = {"client": 42, "server": 86_450}


def checksum(source, destination, datagram):
    """The UDP checksum (RFC 768) of a datagram over IPv4 whose own checksum is 0."""
    data = source + destination + struct.pack(">BBH", 0, 17, len(datagram)) + datagram
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF or 0xFFFF


def shifted(payload, seconds):
    """The payload with the clocks in its one hello, which begin a day around `seconds`, counted from power-on."""
    kind, body = payload[13] if payload[0] == 22 else None, 25
    places = {1: [("client", body + 2)], 2: [("server", body + 2)], 3: [("server", body + 3)]}.get(kind, [])
    if kind == 1 and payload[body + 35]:
        places.append(("server", body + 36))
    changed = bytearray(payload)
    for end, place in places:
        (clock,) = struct.unpack_from(">I", payload, place)
        assert abs(clock - seconds) < 5
        struct.pack_into(">I", changed, place, uptimes[end] + clock - start)
    return bytes(changed)


data = (here / "fail-cert-unknownca-mbedtls" / "capture.pcap").read_bytes()
(start,) = struct.unpack_from("<I", data, 24)
out, offset = data[:24], 24
while offset < len(data):
    header = data[offset : offset + 16]
    seconds, _, captured, _ = struct.unpack("<IIII", header)
    frame = data[offset + 16 : offset + 16 + captured]
    offset += 16 + captured
    ip, udp, payload = frame[14:34], frame[34:42], shifted(frame[42:], seconds)
    udp = udp[:6] + struct.pack(">H", checksum(ip[12:16], ip[16:20], udp[:6] + b"\0\0" + payload))
    out += header + frame[:14] + ip + udp + payload
(here / "clock-unset-mbedtls").mkdir(exist_ok=True)
(here / "clock-unset-mbedtls" / "capture.pcap").write_bytes(out)
