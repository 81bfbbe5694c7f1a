#!/usr/bin/env python3
"""Sends the datagrams of some of Fixtures/ over loopback, as so many sessions a second from ever other ports.

    soak-traffic.py SECONDS SESSIONS_PER_SECOND

Keys do not depend on ports, so that every session can be decrypted that could be in its capture. Of every fifth session the
end is left out: its client vanishes.
"""

import pathlib
import socket
import struct
import sys
import time

FIXTURES = pathlib.Path(__file__).parent.parent / "Fixtures"
NAMES = [
    "lossy-drop-ch2",
    "ok-ccm8-put-get-openssl",
    "ok-ccm8-async-separate-response",
    "fail-wrongpsk-client-openssl-server-openssl",
    "ok-cid-mbedtls-both",
    "fail-unknown-identity-mbedtls",
]
SERVER = ("127.0.0.1", 15684)
FIRST_PORT, LAST_PORT = 20000, 60000


def datagrams(name):
    """The UDP payloads of a capture over Ethernet and IPv4, each with whether the client sent it."""
    data = (FIXTURES / name / "capture.pcap").read_bytes()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    offset, found, client = 24, [], None
    while offset + 16 <= len(data):
        (length,) = struct.unpack_from(order + "I", data, offset + 8)
        packet = data[offset + 16 : offset + 16 + length]
        offset += 16 + length
        if packet[12:14] != b"\x08\x00" or packet[23] != 17:
            continue
        start = 14 + (packet[14] & 15) * 4
        source, _, size = struct.unpack_from("!HHH", packet, start)
        client = source if client is None else client
        found.append((source == client, packet[start + 8 : start + size]))
    return found


def main():
    seconds, rate = float(sys.argv[1]), float(sys.argv[2])
    captures = [datagrams(name) for name in NAMES]
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(SERVER)
    sessions = packets = 0
    port = FIRST_PORT
    begin = time.monotonic()
    while time.monotonic() - begin < seconds - 3:
        wait = begin + sessions / rate - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            client.bind(("127.0.0.1", port))
        except OSError:
            client.close()
        else:
            capture = captures[sessions % len(captures)]
            for is_from_client, payload in capture[:-4] if sessions % 5 == 0 else capture:
                sender, receiver = (client, SERVER) if is_from_client else (server, ("127.0.0.1", port))
                sender.sendto(payload, receiver)
                packets += 1
            client.close()
            sessions += 1
        port = port + 1 if port < LAST_PORT else FIRST_PORT
    print(f"{sessions} sessions, {packets} packets sent")


main()
