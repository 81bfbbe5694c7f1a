#!/usr/bin/env python3
"""Builds the gap-* captures: recorded captures from which packets and records are taken out or put at another place.

The recorded captures have the Ethernet link type and IPv4 without options, so UDP's payload is at byte 42 of a frame.
"""

import pathlib
import shutil
import struct

here = pathlib.Path(__file__).parent
CHANGE_CIPHER_SPEC, HANDSHAKE = 20, 22
CLIENT_HELLO, SERVER_HELLO, SERVER_HELLO_DONE, CLIENT_KEY_EXCHANGE = 1, 2, 14, 16


def packets(name):
    """Seconds, microseconds and Ethernet frame of each packet of a little-endian pcap file."""
    data = (here / name / "capture.pcap").read_bytes()
    offset = 24
    while offset < len(data):
        seconds, fraction, captured, _ = struct.unpack_from("<IIII", data, offset)
        yield seconds, fraction, data[offset + 16 : offset + 16 + captured]
        offset += 16 + captured


def records(payload):
    """The records of a datagram, each with its header."""
    while payload:
        length = 13 + struct.unpack_from(">H", payload, 11)[0]
        yield payload[:length]
        payload = payload[length:]


def is_message(record, *types):
    """Whether a record in epoch 0 is a handshake message of one of these types."""
    return record[0] == HANDSHAKE and record[3:5] == b"\0\0" and record[13] in types


def with_payload(frame, payload):
    """The frame with another UDP payload: lengths and IPv4's checksum to match, UDP's left out."""
    header = bytearray(frame[:42])
    header[16:18] = struct.pack(">H", 28 + len(payload))
    header[24:26] = b"\0\0"
    total = sum(struct.unpack(">10H", header[14:34]))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    header[24:26] = struct.pack(">H", ~total & 0xFFFF)
    header[38:42] = struct.pack(">HH", 8 + len(payload), 0)
    return bytes(header) + payload


def without(name, *is_lost):
    """The packets of a capture but for the records of which one of `is_lost` says that they were lost."""
    for seconds, fraction, frame in packets(name):
        kept = b"".join(record for record in records(frame[42:]) if not any(lost(record) for lost in is_lost))
        if kept:
            yield seconds, fraction, with_payload(frame, kept)


def message(*types):
    return lambda record: is_message(record, *types)


def switch(record):
    return record[0] == CHANGE_CIPHER_SPEC


def cookie_hello(record):
    """A ClientHello with a cookie; the session_id is empty."""
    return is_message(record, CLIENT_HELLO) and record[60] > 0


def carrying(packet, payload):
    """A packet between the same endpoints at the same time with another payload."""
    seconds, fraction, frame = packet
    return seconds, fraction, with_payload(frame, payload)


def write(name, frames):
    folder = here / name
    folder.mkdir(exist_ok=True)
    out = struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)
    last = (0, 0)
    for seconds, fraction, frame in frames:
        # A packet that is put behind a later one gets its time: so much later it came.
        last = seconds, fraction = max(last, (seconds, fraction))
        out += struct.pack("<IIII", seconds, fraction, len(frame), len(frame)) + frame
    (folder / "capture.pcap").write_bytes(out)


psk = "lossy-drop-ch2"
certificate = "ok-ecdhe-ecdsa-ccm8-openssl-keylog"
unbound = "ok-rsa-kx-noems-cbc-openssl"
twice = "mixed-client-hard-reconnect-same-port-mbedtls"

write("gap-cookie-hello", without(psk, cookie_hello))
write("gap-hello-done-and-switch", without(psk, message(SERVER_HELLO_DONE), switch))
write("gap-key-exchange", without(psk, message(CLIENT_KEY_EXCHANGE)))
write("gap-all", without(psk, cookie_hello, message(SERVER_HELLO_DONE), message(CLIENT_KEY_EXCHANGE), switch))
write("gap-without-ems", without(unbound, cookie_hello, message(SERVER_HELLO_DONE)))
shutil.copy(here / unbound / "server-key.der", here / "gap-without-ems")
write("gap-hello-with-keylog", list(packets(certificate))[3:])
shutil.copy(here / certificate / "keys.keylog", here / "gap-hello-with-keylog")

first, second = list(packets(psk)), list(packets(twice))
forged_hello = second[0][2][42:]
forged_record = b"\x17\xfe\xfd" + struct.pack(">HHIH", 7, 0, 5, 40) + bytes(range(40))
write("gap-forged-hello", first[:5] + [carrying(first[3], forged_hello)] + first[5:])
write("gap-stale-flight", second[:3] + second[8:11] + [second[3]] + second[11:18])
write("gap-early-request", [first[0][:2] + first[7][2:]] + first[:7] + first[8:])
write("gap-unused-epoch", first[:8] + [carrying(first[7], forged_record)] + first[8:])
