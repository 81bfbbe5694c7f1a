#!/usr/bin/env python3
"""Writes the capture of `pcapng-secrets`: sessions of other fixtures, with their key logs in decryption secrets blocks.

The blocks stand before the first packet, between the hellos and the first record that needs them, and beside blocks that
are malformed or hold something else (draft-ietf-opsawg-pcapng §4.7). The last session's block comes too late.
"""
import pathlib
import struct

here = pathlib.Path(__file__).parent
TLS_KEY_LOG, SSH_KEY_LOG = 0x544C534B, 0x5353484B
out = bytearray()


def block(type, body):
    padded = body + bytes(-len(body) % 4)
    length = struct.pack("<I", len(padded) + 12)
    out.extend(struct.pack("<I", type) + length + padded + length)


def secrets(data, type=TLS_KEY_LOG, length=None):
    block(0xA, struct.pack("<II", type, len(data) if length is None else length) + data)


def packets(name):
    data = (here / name / "capture.pcap").read_bytes()
    at = 24
    while at < len(data):
        seconds, fraction, captured, original = struct.unpack_from("<IIII", data, at)
        yield seconds, fraction, original, data[at + 16 : at + 16 + captured]
        at += 16 + captured


def packet(seconds, fraction, original, data):
    time = seconds * 1_000_000 + fraction
    block(6, struct.pack("<IIIII", 0, time >> 32, time & 0xFFFFFFFF, len(data), original) + data)


def key_log(name):
    return (here / name / "keys.keylog").read_bytes()


block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
secrets(key_log("ok-ecjpake-mbedtls-keylog"))
block(1, struct.pack("<HHI", 1, 0, 0))
secrets(b"not for DTLS", type=SSH_KEY_LOG)
for one in packets("ok-ecjpake-mbedtls-keylog"):
    packet(*one)
secrets(b"no key log line\nCLIENT_RANDOM 00 11\n")
secrets(b"CLIENT_RANDOM", length=4000)
for number, one in enumerate(packets("ok-dhe-psk-openssl-keylog")):
    if number == 5:
        secrets(key_log("ok-dhe-psk-openssl-keylog"))
    packet(*one)
for one in packets("ok-ecdhe-psk-openssl-keylog"):
    packet(*one)
secrets(key_log("ok-ecdhe-psk-openssl-keylog"))
target = here / "pcapng-secrets"
target.mkdir(exist_ok=True)
(target / "capture.pcapng").write_bytes(out)
