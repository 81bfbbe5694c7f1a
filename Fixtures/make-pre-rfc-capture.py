#!/usr/bin/env python3
"""Writes the capture of `pre-rfc-openssl`: two sessions of the DTLS that OpenSSL had before RFC 4347, version 0x0100.

What is in no RFC is taken from OpenSSL: DTLS1_BAD_VER in ssl/statem/statem_dtls.c and in test/bad_dtls_test.c (no headers in
the transcript, which begins with the last ClientHello; a ChangeCipherSpec of three bytes that counts as a message; no length
before the encrypted premaster secret). In the first session it is as in 0.9.8 of 2006: the MAC covers the number without the
epoch and the version of TLS 1.0, and the transcript has the whole cookie exchange, whose cookie is empty. A public capture of
that year (snakeoil-dtls of Wireshark's tests) opens with the same formulas, and its Finished verify.
"""
import hashlib
import hmac
import pathlib
import struct
import subprocess

here = pathlib.Path(__file__).parent
key = here / "pre-rfc-openssl" / "server-key.pem"
VERSION = b"\x01\x00"
RSA_WITH_NULL_SHA = b"\x00\x02"
CLIENT, SERVER = (0xC0000201, 40000), (0xC0000202, 5684)


def prf(secret, label, seed, count):
    half = (len(secret) + 1) // 2

    def expand(hash, part):
        out, a = b"", label + seed
        while len(out) < count:
            a = hmac.new(part, a, hash).digest()
            out += hmac.new(part, a + label + seed, hash).digest()
        return out[:count]

    return bytes(x ^ y for x, y in zip(expand("md5", secret[:half]), expand("sha1", secret[-half:])))


def encrypt(premaster):
    modulus = subprocess.run(
        ["openssl", "rsa", "-in", key, "-modulus", "-noout"], check=True, capture_output=True).stdout
    n = int(modulus.split(b"=")[1], 16)
    size = (n.bit_length() + 7) // 8
    block = b"\0\x02" + b"\xa5" * (size - 3 - len(premaster)) + b"\0" + premaster
    return pow(int.from_bytes(block, "big"), 65537, n).to_bytes(size, "big")


def session(first, is2006):
    """The datagrams of one session, each with whether the client sends it."""
    sent = {True: 0, False: 0}
    numbers = {(side, epoch): 0 for side in (True, False) for epoch in (0, 1)}
    transcript = b""

    def record(is_client, type, fragment, epoch=0):
        number = numbers[is_client, epoch]
        numbers[is_client, epoch] += 1
        if epoch == 1:
            mac_key = key_block[:20] if is_client else key_block[20:40]
            covered = struct.pack(">HHI", 0 if is2006 else epoch, 0, number) + bytes([type])
            covered += (b"\x03\x01" if is2006 else VERSION) + struct.pack(">H", len(fragment)) + fragment
            fragment += hmac.new(mac_key, covered, "sha1").digest()
        return bytes([type]) + VERSION + struct.pack(">HHIH", epoch, 0, number, len(fragment)) + fragment

    def message(is_client, type, body, epoch=0, counts=True):
        nonlocal transcript
        length = struct.pack(">I", len(body))[1:]
        header = bytes([type]) + length + struct.pack(">H", sent[is_client]) + b"\0\0\0" + length
        sent[is_client] += 1
        if counts:
            transcript += body
        return record(is_client, 22, header + body, epoch)

    def change_cipher_spec(is_client):
        fragment = b"\x01" + struct.pack(">H", sent[is_client])
        sent[is_client] += 1
        return record(is_client, 20, fragment)

    def finished(is_client):
        digest = hashlib.md5(transcript).digest() + hashlib.sha1(transcript).digest()
        label = b"client finished" if is_client else b"server finished"
        return message(is_client, 20, prf(master, label, digest, 12), epoch=1)

    cookie = b"" if is2006 else bytes(range(16))
    client_random, server_random = bytes([first] * 32), bytes([first + 1] * 32)

    def hello(cookie):
        return VERSION + client_random + b"\0" + bytes([len(cookie)]) + cookie + b"\0\x02" + RSA_WITH_NULL_SHA + b"\x01\0"

    premaster = VERSION + bytes(range(first, first + 46))
    master = prf(premaster, b"master secret", client_random + server_random, 48)
    key_block = prf(master, b"key expansion", server_random + client_random, 40)
    yield True, message(True, 1, hello(b""), counts=is2006)
    yield False, message(False, 3, VERSION + bytes([len(cookie)]) + cookie, counts=is2006)
    yield True, message(True, 1, hello(cookie))
    flight = message(False, 2, VERSION + server_random + b"\0" + RSA_WITH_NULL_SHA + b"\0")
    flight += message(False, 11, b"\0\0\0") + message(False, 14, b"")
    yield False, flight
    yield True, message(True, 16, encrypt(premaster)) + change_cipher_spec(True) + finished(True)
    yield False, change_cipher_spec(False) + finished(False)
    yield True, record(True, 23, b"\x40\x01\x12\x34\xb5light", epoch=1)
    yield False, record(False, 23, b"\x60\x45\x12\x34\xffon", epoch=1)


def ip(source, destination, payload):
    udp = struct.pack(">HHHH", source[1], destination[1], 8 + len(payload), 0) + payload
    header = struct.pack(">BBHHHBBHII", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, source[0], destination[0])
    total = sum(struct.unpack(">10H", header))
    total = (total & 0xFFFF) + (total >> 16)
    return header[:10] + struct.pack(">H", ~total & 0xFFFF) + header[12:] + udp


out = bytearray(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))
time = 0
for first, is2006 in ((0x10, True), (0x60, False)):
    client = (CLIENT[0], CLIENT[1] + first)
    for is_client, payload in session(first, is2006):
        time += 1
        packet = ip(client, SERVER, payload) if is_client else ip(SERVER, client, payload)
        out += struct.pack("<IIII", 1_150_000_000 + time // 1000, time % 1000 * 1000, len(packet), len(packet)) + packet
(here / "pre-rfc-openssl" / "capture.pcap").write_bytes(out)
