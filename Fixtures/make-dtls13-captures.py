#!/usr/bin/env python3
"""Builds built-dtls13-connection-ids: a session of DTLS 1.3 with what no library at hand sends.

Everything is computed here from the formulas of RFC 8446 §4.2.11.2, §4.4.4 and §7.1 and of RFC 9147 §4, §5.9, §7 and §9
with Python's `cryptography`; nothing is taken from the project.
"""

import hashlib
import hmac
import pathlib
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

here = pathlib.Path(__file__).parent
KEY, IDENTITY = b"esp32c3_key", b"esp32c3_id"


def mac(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def digest(data):
    return hashlib.sha256(data).digest()


def vector(size, data):
    return len(data).to_bytes(size, "big") + data


def expand(secret, label, context, length):
    info = struct.pack(">H", length) + vector(1, b"dtls13" + label) + vector(1, context)
    return mac(secret, info + b"\x01")[:length]


def derive(secret, label, messages):
    return expand(secret, label, digest(messages), 32)


class Keys:
    """The keys of one end in one epoch, and its record numbers."""

    def __init__(self, secret, epoch):
        self.secret, self.epoch, self.number = secret, epoch, 0
        self.aead = AESGCM(expand(secret, b"key", b"", 16))
        self.iv = expand(secret, b"iv", b"", 12)
        self.mask = Cipher(algorithms.AES(expand(secret, b"sn", b"", 16)), modes.ECB())

    def next(self):
        return Keys(expand(self.secret, b"traffic upd", b"", 32), self.epoch + 1)

    def seal(self, content_type, content, cid=b"", long_number=True, has_length=True, padding=0):
        """A record with a unified header (RFC 9147 §4)."""
        bits = 0x20 | (0x10 if cid else 0) | (8 if long_number else 0) | (4 if has_length else 0) | self.epoch & 3
        inner = content + bytes([content_type]) + bytes(padding)
        length = struct.pack(">H", len(inner) + 16) if has_length else b""
        size = 2 if long_number else 1
        number = (self.number & (256**size - 1)).to_bytes(size, "big")
        nonce = bytes(a ^ b for a, b in zip(self.iv, bytes(4) + self.number.to_bytes(8, "big")))
        sealed = self.aead.encrypt(nonce, inner, bytes([bits]) + cid + number + length)
        mask = self.mask.encryptor().update(sealed[:16])
        self.number += 1
        return bytes([bits]) + cid + bytes(a ^ b for a, b in zip(number, mask)) + length + sealed


def message(kind, body, sequence):
    """A handshake message as it is sent, and as the transcript has it."""
    head = bytes([kind]) + len(body).to_bytes(3, "big")
    return head + struct.pack(">H", sequence) + bytes(3) + len(body).to_bytes(3, "big") + body, head + body


def extension(kind, body):
    return struct.pack(">HH", kind, len(body)) + body


def plain(content_type, content, number):
    return struct.pack(">BHHHIH", content_type, 0xFEFD, 0, 0, number, len(content)) + content


def ack(*numbers):
    return vector(2, b"".join(struct.pack(">QQ", *number) for number in numbers))


def get(message_id, path):
    return b"\x41\x01" + struct.pack(">H", message_id) + b"\x01" + bytes([0xB0 + len(path)]) + path


def content(message_id):
    return b"\x61\x45" + struct.pack(">H", message_id) + b"\x01\xc0\xff21.5 C"


class Capture:
    """A raw IPv4 capture of one client and one server."""

    def __init__(self):
        self.bytes = struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 101)
        self.count, self.port = 0, 40000

    def checksum(self, data):
        data += bytes(len(data) % 2)
        total = sum(struct.unpack(f">{len(data) // 2}H", data))
        while total >> 16:
            total = (total & 0xFFFF) + (total >> 16)
        return total ^ 0xFFFF

    def add(self, from_client, payload):
        ends = [(b"\x0a\x00\x00\x01", self.port), (b"\x0a\x00\x00\x02", 5684)]
        (source, source_port), (target, target_port) = ends if from_client else ends[::-1]
        udp = struct.pack(">HHHH", source_port, target_port, 8 + len(payload), 0) + payload
        pseudo = source + target + struct.pack(">BBH", 0, 17, len(udp))
        udp = udp[:6] + struct.pack(">H", self.checksum(pseudo + udp)) + udp[8:]
        header = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(udp), self.count, 0, 64, 17, 0) + source + target
        header = header[:10] + struct.pack(">H", self.checksum(header)) + header[12:]
        packet = header + udp
        self.count += 1
        self.bytes += struct.pack("<IIII", 1700000000, 1000 * self.count, len(packet), len(packet)) + packet

    def client(self, *records):
        self.add(True, b"".join(records))

    def server(self, *records):
        self.add(False, b"".join(records))


capture = Capture()
client_cid, server_cid = b"\xc1", b"\x5e\x01"

# The hellos: psk_ke, a connection ID each.
random = bytes(range(32))
extensions = extension(43, b"\x02\xfe\xfc") + extension(45, b"\x01\x00") + extension(54, vector(1, client_cid))
identities = vector(2, vector(2, IDENTITY) + bytes(4))
start = b"\xfe\xfd" + random + b"\x00" + b"\x00" + vector(2, b"\x13\x01") + b"\x01\x00"
length = len(extensions) + 4 + len(identities) + 35
hello = start + struct.pack(">H", length) + extensions + struct.pack(">HH", 41, len(identities) + 35) + identities
early = mac(bytes(32), KEY)
truncated = b"\x01" + (len(hello) + 35).to_bytes(3, "big") + hello
binder_key = expand(derive(early, b"ext binder", b""), b"finished", b"", 32)
hello += vector(2, vector(1, mac(binder_key, digest(truncated))))
sent, transcript = message(1, hello, 0)
capture.client(plain(22, sent, 0))
server_hello = b"\xfe\xfd" + bytes(range(32, 64)) + b"\x00" + b"\x13\x01" + b"\x00"
server_hello += vector(2, extension(43, b"\xfe\xfc") + extension(41, b"\0\0") + extension(54, vector(1, server_cid)))
sent, form = message(2, server_hello, 0)
transcript += form

# The secrets.
handshake = mac(derive(early, b"derived", b""), bytes(32))
client = Keys(derive(handshake, b"c hs traffic", transcript), 2)
server = Keys(derive(handshake, b"s hs traffic", transcript), 2)
main = mac(derive(handshake, b"derived", b""), bytes(32))

# A client that saw only part of the server's flight acknowledges in the clear (RFC 9147 §7).
capture.client(plain(26, ack(), 1))
encrypted_extensions, form = message(8, b"\0\0", 1)
transcript += form
finished, form = message(
    20, mac(expand(server.secret, b"finished", b"", 32), digest(transcript)), 2)
transcript += form
capture.server(
    plain(22, sent, 0), server.seal(22, encrypted_extensions, client_cid),
    server.seal(22, finished, client_cid, has_length=False))
answer, _ = message(20, mac(expand(client.secret, b"finished", b"", 32), digest(transcript)), 1)
capture.client(client.seal(26, ack((0, 0), (2, 0), (2, 1)), server_cid), client.seal(22, answer, server_cid, padding=7))
client, server = (Keys(derive(main, label, transcript), 3) for label in (b"c ap traffic", b"s ap traffic"))
capture.server(server.seal(26, ack((2, 1)), client_cid, long_number=False))

# Each end takes new connection IDs of other lengths (RFC 9147 §9).
capture.client(client.seal(22, message(9, b"\x02", 2)[0], server_cid))
issued = vector(2, vector(1, b"\xaa\xbb\xcc\xdd") + vector(1, b"\x5e\x01\x02")) + b"\x01"
capture.server(server.seal(22, message(10, issued, 3)[0], client_cid))
capture.client(client.seal(26, ack((3, 1)), server_cid))
capture.client(client.seal(22, message(10, vector(2, vector(1, b"\xd0\x0d\xd0")) + b"\x00", 3)[0], server_cid))
capture.server(server.seal(26, ack((3, 2)), b"\xd0\x0d\xd0"))
capture.client(client.seal(23, get(1, b"light"), b"\xaa\xbb\xcc\xdd", long_number=False, has_length=False))
capture.server(server.seal(23, content(1), b"\xd0\x0d\xd0", long_number=False))
# One that begins with the first one.
capture.client(client.seal(23, get(2, b"light"), b"\x5e\x01\x02"))
capture.server(server.seal(23, content(2), b"\xd0\x0d\xd0"))

# Two KeyUpdates of the client, of which nothing was captured.
client = client.next().next()
capture.client(client.seal(23, get(3, b"light"), b"\xaa\xbb\xcc\xdd"))
capture.server(server.seal(23, content(3), b"\xd0\x0d\xd0"))

# The client comes to another port, with the connection ID of the hello.
capture.port = 40001
capture.client(client.seal(23, get(4, b"light"), server_cid))
capture.server(server.seal(23, content(4), b"\xd0\x0d\xd0"))
capture.server(server.seal(21, b"\x02\x34", b"\xd0\x0d\xd0"))

folder = here / "built-dtls13-connection-ids"
folder.mkdir(exist_ok=True)
(folder / "capture.pcap").write_bytes(capture.bytes)
