#!/usr/bin/env python3
"""Builds the conformance-* captures: runs of the ETSI interoperability tests for CoAP (TD_COAP_CORE, _BLOCK, _OBS), as
plain CoAP between a client and a server for each run, one run after the other."""

import ipaddress
import struct

from captures import checksum, ip, write

CON, NON, ACK, RST = range(4)
GET, POST, PUT, DELETE = 1, 2, 3, 4
CREATED, DELETED, VALID, CHANGED, CONTENT, CONTINUE = 0x41, 0x42, 0x43, 0x44, 0x45, 0x5F
NOT_FOUND, NOT_ACCEPTABLE, PRECONDITION_FAILED, INTERNAL_ERROR = 0x84, 0x86, 0x8C, 0xA0
IF_MATCH, ETAG, IF_NONE_MATCH, OBSERVE, LOCATION_PATH, URI_PATH, CONTENT_FORMAT = 1, 4, 5, 6, 8, 11, 12
MAX_AGE, URI_QUERY, ACCEPT, LOCATION_QUERY, BLOCK2, BLOCK1 = 14, 15, 17, 20, 23, 27
TEXT, XML = 0, 41


def uint(value):
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


def block(number, more, exponent):
    return uint(number << 4 | (8 if more else 0) | exponent)


def nibble(value):
    return (value, b"") if value < 13 else (13, bytes([value - 13]))


def path(text):
    return [(URI_PATH, part.encode()) for part in text.strip("/").split("/")]


def coap(kind, code, number, token=b"", options=(), payload=b""):
    """A message; option values are bytes or numbers."""
    out = struct.pack(">BBH", 0x40 | kind << 4 | len(token), code, number) + token
    last = 0
    for option, value in sorted(options, key=lambda pair: pair[0]):
        value = uint(value) if isinstance(value, int) else value
        delta, more_delta = nibble(option - last)
        length, more_length = nibble(len(value))
        out += bytes([delta << 4 | length]) + more_delta + more_length + value
        last = option
    return out + (b"\xff" + payload if payload else b"")


class Capture:
    """Frames with their times, and the runs in them."""

    def __init__(self):
        self.frames = []
        self.microseconds = 0
        self.runs = 0

    def add(self, frame, after=0.02):
        self.microseconds += int(after * 1_000_000)
        self.frames.append((1700000000 + self.microseconds // 1_000_000, self.microseconds % 1_000_000, frame))

    def run(self):
        """A client and a server of their own for a run."""
        self.runs += 1
        return Run(self, self.runs)

    def write(self, name):
        write(name, 101, self.frames)


class Run:
    def __init__(self, capture, number):
        self.capture = capture
        self.server = (f"198.51.100.{number}", 5683)
        self.client = ("192.0.2.1", 40000 + number)
        self.number = 0x1000 * number % 0x10000
        self.server_number = self.number + 0x800
        self.token = bytes([0xA0 + number % 16, number])

    def up(self, payload, client=None, after=0.02):
        self.capture.add(ip(client or self.client, self.server, payload), after)

    def down(self, payload, client=None, after=0.02):
        self.capture.add(ip(self.server, client or self.client, payload), after)

    def unreachable(self, payload):
        """The client's host says that nobody is at the client's port."""
        quote = ip(self.server, self.client, payload)
        body = struct.pack(">BBHI", 3, 3, 0, 0) + quote
        body = body[:2] + struct.pack(">H", checksum(body)) + body[4:]
        one, other = (ipaddress.ip_address(end[0]).packed for end in (self.client, self.server))
        header = struct.pack(">BBHHHBB", 0x45, 0, 20 + len(body), 0, 0, 64, 1)
        header += struct.pack(">H", checksum(header + b"\0\0" + one + other)) + one + other
        self.capture.add(header + body, 0.0001)

    def request(self, code, resource, options=(), payload=b"", kind=CON, token=None, client=None, after=0.5):
        self.number += 1
        token = self.token if token is None else token
        self.up(coap(kind, code, self.number, token, path(resource) + list(options), payload), client, after)
        return kind, self.number, token, client

    def respond(self, request, code, options=(), payload=b""):
        kind, number, token, client = request
        if kind == NON:
            self.server_number += 1
            number = self.server_number
        self.down(coap(ACK if kind == CON else NON, code, number, token, options, payload), client)

    def exchange(self, code, resource, response, options=(), payload=b"", with_=(), content=b"", **more):
        self.respond(self.request(code, resource, options, payload, **more), response, with_, content)

    def separate(self, kind):
        _, number, token, _ = self.request(GET, "/separate", kind=kind)
        if kind == CON:
            self.down(coap(ACK, 0, number))
        self.server_number += 1
        self.down(coap(kind, CONTENT, self.server_number, token, [(CONTENT_FORMAT, TEXT)], b"late"), after=2)
        if kind == CON:
            self.up(coap(ACK, 0, self.server_number))

    # Observations

    def register(self, resource="/obs", kind=CON, value=10):
        self.observe = value
        self.value = b"state 0"
        options = [(OBSERVE, value), (CONTENT_FORMAT, TEXT), (MAX_AGE, 5)]
        self.exchange(GET, resource, CONTENT, [(OBSERVE, 0)], with_=options, content=self.value, kind=kind)

    def notify(self, answer=ACK, form=TEXT, code=CONTENT, kind=CON, again=False, payload=None):
        """The next notification, or the same again; and what the client answers."""
        if not again:
            self.server_number += 1
            self.observe += 1
            self.value = payload or b"state %d" % self.observe
        if code == CONTENT:
            options = [(OBSERVE, self.observe), (CONTENT_FORMAT, form), (MAX_AGE, 5)]
            message = coap(kind, code, self.server_number, self.token, options, self.value)
        else:
            message = coap(kind, code, self.server_number, self.token)
        self.down(message, after=5)
        if answer is not None:
            self.up(coap(answer, 0, self.server_number))
        return message

    def other(self, code, response, options=(), payload=b""):
        """What another client asks for /obs."""
        other = ("192.0.2.99", 50000)
        self.exchange(code, "/obs", response, options, payload, token=b"\x0c", client=other)


text = [(CONTENT_FORMAT, TEXT)]
xml = [(CONTENT_FORMAT, XML)]
locations = [(LOCATION_PATH, b"location%d" % number) for number in (1, 2, 3)]


def core_pass():
    capture = Capture()
    run = capture.run
    for kind in (CON, NON):
        run().exchange(GET, "/test", CONTENT, with_=text, content=b"hello", kind=kind)
        run().exchange(DELETE, "/test", DELETED, kind=kind)
        run().exchange(PUT, "/test", CHANGED, text, b"new", kind=kind)
        run().exchange(POST, "/test", CREATED, text, b"new", with_=locations, kind=kind)
        run().separate(kind)
    again = run()
    for _ in range(4):
        again.exchange(DELETE, "/test", DELETED, token=b"")
    run().exchange(GET, "/test", CONTENT, with_=text, content=b"hello", token=b"")
    run().exchange(GET, "/seg1/seg2/seg3", CONTENT, with_=text, content=b"deep")
    queries = [(URI_QUERY, b"first=1"), (URI_QUERY, b"second=2")]
    run().exchange(GET, "/query", CONTENT, queries, with_=text, content=b"asked")
    queries = [(LOCATION_QUERY, b"first=1"), (LOCATION_QUERY, b"second=2")]
    run().exchange(POST, "/location-query", CREATED, text, b"new", with_=queries)
    formats = run()
    formats.exchange(GET, "/multi-format", CONTENT, [(ACCEPT, TEXT)], with_=text, content=b"text")
    formats.exchange(GET, "/multi-format", CONTENT, [(ACCEPT, XML)], with_=xml, content=b"<text/>")
    validation = run()
    one, other = (ETAG, b"\x01"), (ETAG, b"\x02")
    validation.exchange(GET, "/validate", CONTENT, with_=[one] + text, content=b"old")
    validation.exchange(GET, "/validate", VALID, [one], with_=[one])
    validation.exchange(PUT, "/validate", CHANGED, text, b"new", client=("192.0.2.99", 50000))
    validation.exchange(GET, "/validate", CONTENT, [one], with_=[other] + text, content=b"new")
    update = run()
    update.exchange(GET, "/validate", CONTENT, with_=[one] + text, content=b"old")
    update.exchange(PUT, "/validate", CHANGED, [(IF_MATCH, b"\x01")] + text, b"new")
    update.exchange(GET, "/validate", CONTENT, with_=[other] + text, content=b"new")
    update.exchange(PUT, "/validate", CHANGED, text, b"newer", client=("192.0.2.99", 50000))
    update.exchange(PUT, "/validate", PRECONDITION_FAILED, [(IF_MATCH, b"\x02")] + text, b"newest")
    creation = run()
    creation.exchange(PUT, "/create1", CREATED, [(IF_NONE_MATCH, b"")] + text, b"new")
    creation.exchange(PUT, "/create1", PRECONDITION_FAILED, [(IF_NONE_MATCH, b"")] + text, b"new")
    ping = run()
    ping.up(coap(CON, 0, 7))
    ping.down(coap(RST, 0, 7))
    return capture


def core_other():
    """/test is empty, and one of several DELETE requests is answered as a GET would be."""
    capture = Capture()
    capture.run().exchange(GET, "/test", CONTENT)
    run = capture.run()
    for number in range(6):
        code = CONTENT if number == 3 else DELETED
        run.exchange(DELETE, "/test", code, with_=text if number == 3 else (), content=b"hello" if number == 3 else b"")
    return capture


body = bytes(range(32, 112)) * 2


def piece(number, exponent):
    size = 16 << exponent
    return body[number * size : (number + 1) * size]


def get_blocks(run, exponent, first=None, early=True, last=True):
    """Reads /large; the first block is of the size that `first` says."""
    count = len(body) // (16 << exponent)
    number = 0
    while number < count if last else number < count - 1:
        wanted = [(BLOCK2, block(number, False, exponent))] if early or number else []
        size = first if first is not None and number == 0 else exponent
        more = number < count - 1
        run.exchange(
            GET, "/large", CONTENT, wanted, with_=text + [(BLOCK2, block(number, more, size))],
            content=piece(number, size))
        number += 1 << size - exponent


def put_blocks(run, method, resource, between, end, options=(), content=b""):
    """Sends the body in blocks of 32 bytes."""
    for number in range(5):
        more = number < 4
        mine = [(BLOCK1, block(number, more, 1))]
        answer = mine if more else [(BLOCK1, block(number, False, 1))] + list(options)
        run.exchange(
            method, resource, between if more else end, text + mine, piece(number, 1), with_=answer,
            content=b"" if more else content)


def block_pass():
    capture = Capture()
    run = capture.run
    get_blocks(run(), 2)
    get_blocks(run(), 1, early=False)
    put_blocks(run(), PUT, "/large-update", CONTINUE, CHANGED)
    created = run()
    place = [(LOCATION_PATH, b"large-create"), (LOCATION_PATH, b"1")]
    put_blocks(created, POST, "/large-create", CONTINUE, CREATED, place)
    created.exchange(GET, "/large-create/1", CONTENT, with_=text, content=b"the body")
    both = run()
    first = text + [(BLOCK2, block(0, True, 1))]
    put_blocks(both, POST, "/large-post", CONTINUE, CHANGED, first, piece(0, 1))
    for number in range(1, 5):
        both.exchange(
            POST, "/large-post", CHANGED, [(BLOCK2, block(number, False, 1))],
            with_=text + [(BLOCK2, block(number, number < 4, 1))], content=piece(number, 1))
    get_blocks(run(), 0)
    return capture


def block_other():
    """The server sends a larger block than the client wants; the last block of another transfer is missing."""
    capture = Capture()
    get_blocks(capture.run(), 1, first=2)
    get_blocks(capture.run(), 1, early=False, last=False)
    return capture


def register_and_notify(capture, count=2):
    run = capture.run()
    run.register()
    for _ in range(count):
        run.notify()
    return run


def observe_pass():
    capture = Capture()
    register_and_notify(capture)
    run = capture.run()
    run.register("/obs-non", kind=NON)
    for _ in range(3):
        run.notify(answer=None, kind=NON)
    # The server forgets its observers; the client's third request reaches it.
    run = register_and_notify(capture)
    request = run.request(GET, "/obs", [(OBSERVE, 0)], after=8)
    for wait in (2.4, 4.8):
        run.up(coap(CON, GET, request[1], run.token, path("/obs") + [(OBSERVE, 0)]), after=wait)
    run.observe = 1
    run.respond(request, CONTENT, [(OBSERVE, 1), (CONTENT_FORMAT, TEXT), (MAX_AGE, 5)], b"state 1")
    run.notify()
    # The client is off.
    run = register_and_notify(capture)
    run.unreachable(run.notify(answer=None))
    run.unreachable(run.notify(answer=None, again=True))
    run.unreachable(run.notify(answer=None))
    # The client is rebooted, and rejects one notification at once, or one of several.
    register_and_notify(capture).notify(answer=RST)
    run = register_and_notify(capture)
    run.notify(answer=None)
    run.notify(answer=None)
    run.notify(answer=RST)
    # The resource is deleted on the server, and by another client.
    register_and_notify(capture).notify(code=NOT_FOUND)
    run = register_and_notify(capture)
    run.other(DELETE, DELETED)
    run.notify(code=NOT_FOUND)
    # It gets another format, and another value.
    run = register_and_notify(capture)
    run.other(PUT, CHANGED, xml, b"<state/>")
    run.notify(code=NOT_ACCEPTABLE)
    run = register_and_notify(capture)
    run.other(PUT, CHANGED, text, b"set")
    run.notify(payload=b"set")
    # The client asks for the resource beside its observation.
    run = register_and_notify(capture)
    run.exchange(GET, "/obs", CONTENT, with_=text, content=run.value, token=b"\x77")
    run.notify()
    return capture


def observe_other():
    capture = Capture()
    # Nobody answers the client that registers again.
    run = register_and_notify(capture)
    request = run.request(GET, "/obs", [(OBSERVE, 0)], after=8)
    for wait in (2.4, 4.8):
        run.up(coap(CON, GET, request[1], run.token, path("/obs") + [(OBSERVE, 0)]), after=wait)
    # The client is rebooted, and rejects nothing.
    run = register_and_notify(capture)
    for _ in range(4):
        run.notify(answer=None)
    # The server goes on after the resource was deleted, or got another format.
    run = register_and_notify(capture)
    run.other(DELETE, DELETED)
    run.notify()
    run.notify()
    run = register_and_notify(capture)
    run.other(POST, CHANGED, xml, b"<state/>")
    run.notify(form=XML)
    run.notify(form=XML)
    # The server sends an error in place of the new value.
    run = register_and_notify(capture)
    run.other(POST, CHANGED, text, b"set")
    run.notify(code=INTERNAL_ERROR)
    return capture


core_pass().write("conformance-core-pass")
core_other().write("conformance-core-other")
block_pass().write("conformance-block-pass")
block_other().write("conformance-block-other")
observe_pass().write("conformance-observe-pass")
observe_other().write("conformance-observe-other")
