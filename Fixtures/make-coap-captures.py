#!/usr/bin/env python3
"""Builds the coap-* captures: exchanges of plain CoAP as they come in the field, each case from a client port of its own.

The comment at each case says what a dissector gets wrong that pairs messages by token and message ID together, or by
address alone."""

import struct

from captures import ip, sessions, write

CON, NON, ACK, RST = range(4)
GET, POST, PUT = 1, 2, 3
CHANGED, CONTENT, CONTINUE, NOT_FOUND = 0x44, 0x45, 0x5F, 0x84
OBSERVE, URI_PATH, FORMAT, MAX_AGE, Q_BLOCK1, EDHOC, BLOCK2, BLOCK1, Q_BLOCK2 = 6, 11, 12, 14, 19, 21, 23, 27, 31
ECHO, NO_RESPONSE, REQUEST_TAG = 252, 258, 292

server = ("192.0.2.1", 5683)
frames = []


def message(kind, code, number, token=b"", options=(), payload=b""):
    out = struct.pack(">BBH", 0x40 | kind << 4 | len(token), code, number) + token
    previous = 0
    for option, value in sorted(options, key=lambda item: item[0]):
        fields, extra = [], b""
        for field in (option - previous, len(value)):
            if field < 13:
                fields.append(field)
            elif field < 269:
                fields.append(13)
                extra += bytes([field - 13])
            else:
                fields.append(14)
                extra += struct.pack(">H", field - 269)
        out += bytes([fields[0] << 4 | fields[1]]) + extra + value
        previous = option
    return out + (b"\xff" + payload if payload else b"")


def path(*segments):
    return [(URI_PATH, segment.encode()) for segment in segments]


def block(option, number, more, exponent):
    return (option, bytes([number << 4 | (8 if more else 0) | exponent]))


class Client:
    """A client with a port of its own; times are in seconds after its first message."""

    start = 1700000000

    def __init__(self, port, server=server):
        self.end, self.server = (f"192.0.2.{10 + port % 100}", port), server
        Client.start += 1

    def asks(self, at, data, to=None):
        self.add(at, ip(self.end, to or self.server, data))

    def gets(self, at, data, by=None):
        self.add(at, ip(by or self.server, self.end, data))

    def add(self, at, packet):
        micros = Client.start * 1_000_000 + round(at * 1_000_000)
        frames.append((micros, len(frames), packet))


def finish(name):
    frames.sort()
    write(name, 101, [(micros // 1_000_000, micros % 1_000_000, packet) for micros, _, packet in frames])
    frames.clear()
    Client.start = 1700000000


# A piggybacked response.
one = Client(40001)
one.asks(0, message(CON, GET, 1, b"\x01", path("piggybacked")))
one.gets(0.020, message(ACK, CONTENT, 1, b"\x01", [(FORMAT, b"")], b"here"))

# A separate response has another message ID than its request.
two = Client(40002)
two.asks(0, message(CON, GET, 100, b"\x02", path("separate")))
two.gets(0.010, message(ACK, 0, 100))
two.gets(1.510, message(CON, CONTENT, 7000, b"\x02", [(FORMAT, b"")], b"late"))
two.asks(1.520, message(ACK, 0, 7000))

# Notifications have message IDs of their own; one is overtaken by the next, and a reset ends it.
three = Client(40003)
three.asks(0, message(CON, GET, 200, b"\x03", path("observed") + [(OBSERVE, b"")]))
three.gets(0.010, message(ACK, CONTENT, 200, b"\x03", [(OBSERVE, b"\x0a"), (FORMAT, b"")], b"20 C"))
three.gets(1, message(NON, CONTENT, 7100, b"\x03", [(OBSERVE, b"\x0b"), (FORMAT, b"")], b"21 C"))
three.gets(2, message(NON, CONTENT, 7102, b"\x03", [(OBSERVE, b"\x0d"), (FORMAT, b"")], b"23 C"))
three.gets(2.1, message(NON, CONTENT, 7101, b"\x03", [(OBSERVE, b"\x0c"), (FORMAT, b"")], b"22 C"))
three.gets(3, message(CON, CONTENT, 7103, b"\x03", [(OBSERVE, b"\x0e"), (FORMAT, b"")], b"24 C"))
three.asks(3.010, message(RST, 0, 7103))

# A token without bytes is one like any other; the request is sent twice.
four = Client(40004)
for at in (0, 2.5):
    four.asks(at, message(CON, GET, 300, b"", path("no-token")))
four.gets(2.520, message(ACK, CONTENT, 300, b"", [(FORMAT, b"")], b"found"))

# Two downloads of the same length at a time, of two clients on one host.
body = {40005: b"".join(b"one %02d " % n for n in range(16)), 40006: b"".join(b"two %02d " % n for n in range(16))}
clients = {port: Client(port) for port in body}
for client in clients.values():
    client.end = ("192.0.2.15", client.end[1])
for number in range(4):
    for port, client in clients.items():
        token, part = bytes([port & 0xFF, number]), body[port][32 * number : 32 * number + 32]
        at = (number + (port - 40005) / 2) / 10
        asked = [block(BLOCK2, number, False, 1)] if number else []
        client.asks(at, message(CON, GET, 400 + number, token, path("large", str(port)) + asked))
        reply = [block(BLOCK2, number, number < 3, 1), (FORMAT, b"")]
        client.gets(at + 0.010, message(ACK, CONTENT, 400 + number, token, reply, part))

# A token may be used again: the second response is not about the first path.
six = Client(40007)
for number, name in enumerate(("first", "second")):
    six.asks(number, message(CON, GET, 500 + number, b"\x06", path(name)))
    six.gets(number + 0.010, message(ACK, CONTENT, 500 + number, b"\x06", [(FORMAT, b"")], name.encode()))

# A request is sent three times, and then reset.
nine = Client(40009)
for at in (0, 2, 6):
    nine.asks(at, message(CON, GET, 600, b"\x09", path("reset")))
nine.gets(6.010, message(RST, 0, 600))

# A request to all nodes of a group; each of two answers from its own address, with its own message ID.
group = Client(40011)
group.asks(0, message(NON, GET, 700, b"\x0b", path(".well-known", "core")), to=("224.0.1.187", 5683))
for index, host in enumerate(("192.0.2.2", "192.0.2.3")):
    links = b"</sensors/%d>" % index
    group.gets(0.1 + index, message(NON, CONTENT, 9000 + index, b"\x0b", [(FORMAT, b"\x28")], links), by=(host, 5683))

# A confirmable request is given up after four copies, with the back-off of RFC 7252.
lost = Client(40012)
for at in (0, 2.4, 7.2, 16.8, 36):
    lost.asks(at, message(CON, PUT, 800, b"\x0c", path("gone"), b"1"))
finish("coap-exchanges")

# Options that came after RFC 7252 and RFC 7959; each is what its name says.
newer = Client(40020)
newer.asks(0, message(CON, PUT, 1, b"\x01", path("lamp") + [(ECHO, b"\xca\xfe")], b"on"))
newer.gets(0.01, message(ACK, CHANGED, 1, b"\x01"))
newer.asks(1, message(NON, PUT, 2, b"\x02", path("lamp") + [(NO_RESPONSE, b"\x1a")], b"off"))
newer.asks(2, message(CON, POST, 3, b"\x03", path("edhoc") + [(EDHOC, b""), (9, b"\x09\x14\x2b")], b"\xde\xad"))
newer.gets(2.01, message(ACK, CHANGED, 3, b"\x03", [(9, b"")], b"\xbe\xef"))
for number in range(3):
    options = path("up") + [block(Q_BLOCK1, number, number < 2, 0), (REQUEST_TAG, b"\x77")]
    newer.asks(3 + number / 10, message(NON, PUT, 4 + number, bytes([4 + number]), options, bytes([65 + number]) * 16))
newer.gets(3.3, message(NON, CHANGED, 50, b"\x06", [block(Q_BLOCK1, 2, False, 0)]))
newer.asks(4, message(NON, GET, 10, b"\x0a", path("down") + [block(Q_BLOCK2, 0, True, 0)]))
for index, number in enumerate((0, 2, 1)):
    options = [block(Q_BLOCK2, number, number < 2, 0), (14, b"\x05")]
    newer.gets(4.1 + index / 100, message(NON, CONTENT, 60 + number, b"\x0a", options, bytes([97 + number]) * 16))
newer.asks(5, message(CON, GET, 11, b"\x0b", path("lamp") + [(2049, b"\x08\x00")]))
newer.gets(5.01, message(ACK, CONTENT, 11, b"\x0b", [(12, b"\x27\x10"), (2053, b"\x08\x00")], b"\xa1\x61\x61\x01"))
# A token of 20 bytes (RFC 8974).
long = bytes(range(20))
asked = message(CON, GET, 12, b"", path("long"))
newer.asks(6, bytes([asked[0] | 13]) + asked[1:4] + bytes([20 - 13]) + long + asked[4:])
found = message(ACK, CONTENT, 12, b"", [(FORMAT, b"")], b"token")
newer.gets(6.01, bytes([found[0] | 13]) + found[1:4] + bytes([20 - 13]) + long + found[4:])
finish("coap-newer-options")

# CoAP on a port that says nothing, plain and inside DTLS.
other = Client(40030, ("192.0.2.1", 61616 - 5000))
for number in range(3):
    other.asks(number, message(CON, GET, number, bytes([number, 1]), path("sensors", "temperature")))
    reply = [(FORMAT, b"\x32")]
    other.gets(number + 0.010, message(ACK, CONTENT, number, bytes([number, 1]), reply, b'{"celsius":2%d}' % number))
secure = Client(40031, ("192.0.2.1", 41234))
for number, (is_client, payload) in enumerate(sessions("ok-ccm8-put-get-openssl")[0]):
    (secure.asks if is_client else secure.gets)(number / 100, payload)
finish("coap-other-port")
