#!/usr/bin/env python3
"""Writes the captures of `oscore`: CoAP that OSCORE protects, with what can go wrong (RFC 8613), and EDHOC (RFC 9528); and of
`oscore-dtls`, where a session of DTLS carries messages that OSCORE protects.

The first messages are those of RFC 8613 Appendix C; the others are protected here, with Python's `cryptography`.
"""
import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers.aead import AESCCM, ChaCha20Poly1305

import captures

SERVER = ("192.0.2.2", 5683)
RAW = 101
CON, NON, ACK = 0, 1, 2
GET, POST, PUT, FETCH, CHANGED, CONTENT = 0x01, 0x02, 0x03, 0x05, 0x44, 0x45
URI_HOST, OBSERVE, OSCORE, URI_PATH, CONTENT_FORMAT, BLOCK1 = 3, 6, 9, 11, 12, 27

frames = []


def send(data, port, is_client=True):
    client = ("192.0.2.1", port)
    frames.append(captures.ip(*((client, SERVER) if is_client else (SERVER, client)), data))


def cbor(value):
    """Integers, byte strings, text, lists and None."""

    def head(major, number):
        if number < 24:
            return bytes([major << 5 | number])
        return bytes([major << 5 | 24, number]) if number < 256 else bytes([major << 5 | 25]) + number.to_bytes(2, "big")

    if value is None:
        return b"\xf6"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value)) + value.encode()
    return head(4, len(value)) + b"".join(map(cbor, value))


def options(pairs):
    out, previous = b"", 0
    for number, value in sorted(pairs, key=lambda pair: pair[0]):
        fields, extensions = [], b""
        for field in (number - previous, len(value)):
            fields.append(min(field, 13))
            extensions += bytes([field - 13]) if field >= 13 else b""
        out += bytes([fields[0] << 4 | fields[1]]) + extensions + value
        previous = number
    return out


def message(type, code, message_id, token, pairs, payload=b""):
    head = bytes([0x40 | type << 4 | len(token), code]) + message_id.to_bytes(2, "big") + token
    return head + options(pairs) + (b"\xff" + payload if payload else b"")


class Context:
    def __init__(self, secret, salt, id_context, client, server, algorithm, hash, key, nonce, seal):
        self.client, self.server, self.id_context = client, server, id_context
        self.algorithm, self.hash, self.nonce_length, self.seal_with = algorithm, hash, nonce, seal
        self.prk = hmac.new(salt or bytes(hashlib.new(hash).digest_size), secret, hash).digest()
        self.keys = {id: self.expand(id, "Key", key) for id in (client, server)}
        self.iv = self.expand(b"", "IV", nonce)

    def expand(self, id, type, count):
        info = cbor([id, self.id_context, self.algorithm, type, count])
        return hmac.new(self.prk, info + b"\x01", self.hash).digest()[:count]

    def seal(self, plaintext, sender, request_piv, piv=None):
        """By `sender`, under its own Partial IV or that of the request, whose sender is always the client."""
        id, number = (sender, piv) if piv is not None else (self.client, request_piv)
        room = self.nonce_length - 6
        nonce = bytes([len(id)]) + id.rjust(room, b"\0") + number.rjust(5, b"\0")
        nonce = bytes(a ^ b for a, b in zip(nonce, self.iv))
        external = cbor([1, [self.algorithm], self.client, request_piv, b""])
        return self.seal_with(self.keys[sender]).encrypt(nonce, plaintext, cbor(["Encrypt0", b"", external]))

    def request(self, code, pairs, payload, piv):
        return self.seal(bytes([code]) + options(pairs) + (b"\xff" + payload if payload else b""), self.client, piv, piv)

    def response(self, code, pairs, payload, request_piv, piv=None):
        plaintext = bytes([code]) + options(pairs) + (b"\xff" + payload if payload else b"")
        return self.seal(plaintext, self.server, request_piv, piv)


def value(piv=b"", kid_context=None, kid=None, flags=0):
    """The value of an OSCORE option."""
    flags |= len(piv) | (0x10 if kid_context is not None else 0) | (0x08 if kid is not None else 0)
    out = piv + (bytes([len(kid_context)]) + kid_context if kid_context is not None else b"") + (kid or b"")
    return bytes([flags]) + out if flags else b""


# RFC 8613 Appendix C.4 and its response C.7, each sent twice, then C.8, which answers C.4 too; C.5; C.6.
c4 = bytes.fromhex("44025d1f00003974396c6f63616c686f7374620914ff612f1092f1776f1c1668b3825e")
c7 = bytes.fromhex("64445d1f0000397490ffdbaad1e9a7e7b2a813d3c31524378303cdafae119106")
c8 = bytes.fromhex("64445d1f00003974920100ff4d4c13669384b67354b2b6175ff4b8658c666a6cf88e")
for data, is_client in ((c4, True), (c7, False), (c4, True), (c7, False), (c8, False)):
    send(data, 40001, is_client)
send(bytes.fromhex("440271c30000b932396c6f63616c686f737463091400ff4ed339a5a379b0b8bc731fffb0"), 40002)
send(
    bytes.fromhex(
        "44022f8eef9bbf7a396c6f63616c686f73746b19140837cbf3210017a2d3ff72cd7273fd331ac45cffbe55c3"), 40003)

# An observation of another context: ChaCha20/Poly1305, HKDF with SHA-512, longer IDs.
chacha = Context(
    bytes(range(0x20, 0x40)), b"", None, b"\xaa\x01", b"\xbb", 24, "sha512", 32, 12, ChaCha20Poly1305)
path = [(URI_PATH, b"sensors"), (URI_PATH, b"temp")]
send(
    message(
        CON, FETCH, 1, b"\x51", [(URI_HOST, b"example.org"), (OBSERVE, b""), (OSCORE, value(b"\x01", kid=b"\xaa\x01"))],
        chacha.request(GET, [(OBSERVE, b"")] + path, b"", b"\x01")), 40004)
for number, piv in enumerate((None, b"\x00", b"\x01")):
    send(
        message(
            ACK if piv is None else CON, CONTENT, 1 if piv is None else 100 + number, b"\x51",
            [(OBSERVE, bytes([60 + number])), (OSCORE, value(piv or b""))],
            chacha.response(CONTENT, [(OBSERVE, b""), (CONTENT_FORMAT, b"")], b"21.%d C" % number, b"\x01", piv)),
        40004, False)
# A part of a body, in blocks inside.
send(
    message(
        CON, POST, 2, b"\x52", [(OSCORE, value(b"\x02", kid=b"\xaa\x01"))],
        chacha.request(PUT, [(URI_PATH, b"fw"), (BLOCK1, b"\x08")], bytes(16), b"\x02")), 40004)

# The same Partial IV in another message, which is a replay; then one far below the window.
for message_id, piv in ((3, b"\x02"), (4, b"\x01\x00"), (5, b"\x03")):
    send(
        message(
            CON, POST, message_id, b"\x53", [(OSCORE, value(piv, kid=b"\xaa\x01"))],
            chacha.request(GET, path, b"", piv)), 40004)

# What cannot be opened: a kid and an ID context that no context has, a wrong secret, a response without its request, a
# message of Group OSCORE, a malformed option, a message in outer blocks, a request without a kid.
other = Context(bytes(16), b"", None, b"", b"\x01", 10, "sha256", 16, 13, lambda key: AESCCM(key, tag_length=8))
sealed = other.request(GET, path, b"", b"\x05")
for message_id, option in (
    (10, value(b"\x05", kid=b"\xcc\xdd")),
    (11, value(b"\x05", kid_context=b"\x01\x02", kid=b"")),
    (12, value(b"\x05", kid=b"")),
    (13, value(b"\x05", kid_context=b"\x09", kid=b"\x07", flags=0x20)),
    (14, b"\x07" + bytes(7)),
    (15, value(b"\x05")),
):
    send(message(NON, POST, message_id, b"\x60", [(OSCORE, option)], sealed), 40005)
send(message(NON, CHANGED, 16, b"\x61", [(OSCORE, b"")], sealed), 40005, False)
send(message(NON, POST, 17, b"\x62", [(OSCORE, value(b"\x06", kid=b"")), (BLOCK1, b"\x08")], sealed), 40005)

# EDHOC: message_1, message_2 and message_3 of RFC 9529 §3, shortened where they are encrypted, and an error.
EDHOC, CID_EDHOC = b"\x40", b"\x41"
well_known = [(URI_PATH, b".well-known"), (URI_PATH, b"edhoc")]
key = bytes.fromhex("8af6f430ebe18d34184017a9a11bf511c8dff8f834730b96c1b7c8dbca2fc3b6")
message_1 = cbor(3) + cbor([6, 2]) + cbor(key) + cbor(-24)
send(message(CON, POST, 30, b"\x70", well_known + [(CONTENT_FORMAT, CID_EDHOC)], b"\xf5" + message_1), 40006)
send(message(ACK, CHANGED, 30, b"\x70", [(CONTENT_FORMAT, EDHOC)], cbor(key + bytes(10))), 40006, False)
send(message(CON, POST, 31, b"\x71", well_known + [(CONTENT_FORMAT, CID_EDHOC)], b"\x27" + cbor(bytes(18))), 40006)
send(message(ACK, 0x80, 31, b"\x71", [(CONTENT_FORMAT, EDHOC)], cbor(2) + cbor([2, 3])), 40006, False)

captures.write_in_turn("oscore", RAW, frames)


# A session of TLS_PSK_WITH_AES_128_CCM_8 (RFC 6655) that carries C.4, its retransmission in a new record, a copy of that
# record, C.7, and C.4 again as another message, which is a replay.
HANDSHAKE, CHANGE_CIPHER_SPEC, APPLICATION_DATA = 22, 20, 23
PSK, IDENTITY, SUITE = b"esp32c3_key", b"esp32c3_id", b"\xc0\xa8"
randoms = {True: bytes(range(32)), False: bytes(range(32, 64))}
transcript, session = b"", []
numbers = {(side, epoch): 0 for side in (True, False) for epoch in (0, 1)}


def prf(secret, label, seed, count):
    out, a = b"", label + seed
    while len(out) < count:
        a = hmac.new(secret, a, "sha256").digest()
        out += hmac.new(secret, a + label + seed, "sha256").digest()
    return out[:count]


zeros = len(PSK).to_bytes(2, "big") + bytes(len(PSK))
master = prf(zeros + len(PSK).to_bytes(2, "big") + PSK, b"master secret", randoms[True] + randoms[False], 48)
block = prf(master, b"key expansion", randoms[False] + randoms[True], 40)
secrets = {True: (block[:16], block[32:36]), False: (block[16:32], block[36:40])}


def record(is_client, type, content, epoch=1):
    number = epoch.to_bytes(2, "big") + numbers[is_client, epoch].to_bytes(6, "big")
    numbers[is_client, epoch] += 1
    if epoch:
        write_key, iv = secrets[is_client]
        header = number + bytes([type]) + b"\xfe\xfd" + len(content).to_bytes(2, "big")
        content = number + AESCCM(write_key, tag_length=8).encrypt(iv + number, content, header)
    data = bytes([type]) + b"\xfe\xfd" + number + len(content).to_bytes(2, "big") + content
    ends = ("192.0.2.1", 40001), ("192.0.2.2", 5684)
    session.append(captures.ip(*(ends if is_client else ends[::-1]), data))


def handshake(is_client, type, sequence, body, epoch=0):
    global transcript
    length = len(body).to_bytes(3, "big")
    whole = bytes([type]) + length + sequence.to_bytes(2, "big") + bytes(3) + length + body
    transcript += whole
    record(is_client, HANDSHAKE, whole, epoch)


def finished(is_client, sequence):
    record(is_client, CHANGE_CIPHER_SPEC, b"\x01", 0)
    label = b"client finished" if is_client else b"server finished"
    handshake(is_client, 20, sequence, prf(master, label, hashlib.sha256(transcript).digest(), 12), 1)


handshake(True, 1, 0, b"\xfe\xfd" + randoms[True] + b"\x00\x00\x00\x02" + SUITE + b"\x01\x00")
handshake(False, 2, 0, b"\xfe\xfd" + randoms[False] + b"\x00" + SUITE + b"\x00")
handshake(False, 14, 1, b"")
handshake(True, 16, 1, len(IDENTITY).to_bytes(2, "big") + IDENTITY)
finished(True, 2)
finished(False, 2)
record(True, APPLICATION_DATA, c4)
record(True, APPLICATION_DATA, c4)
session.append(session[-1])
record(False, APPLICATION_DATA, c7)
record(True, APPLICATION_DATA, c4[:2] + b"\x5d\x20" + c4[4:])
captures.write_in_turn("oscore-dtls", RAW, session)
