"""Reads recorded captures and writes built ones, for the make-*-captures.py beside it."""

import ipaddress
import pathlib
import struct

here = pathlib.Path(__file__).parent


def packets(name):
    """Seconds, microseconds and IP packet of each frame of a little-endian pcap file of Ethernet frames."""
    data = (here / name / "capture.pcap").read_bytes()
    offset = 24
    while offset < len(data):
        seconds, fraction, captured, _ = struct.unpack_from("<IIII", data, offset)
        frame = data[offset + 16 : offset + 16 + captured]
        offset += 16 + captured
        if frame[12:14] in (b"\x08\x00", b"\x86\xdd"):
            yield seconds, fraction, frame[14:]


def datagrams(name):
    """Whether the client sends it, its source port and its payload, of each UDP datagram that is not fragmented; the
    server is at port 5684."""
    for _, _, packet in packets(name):
        start, protocol = (40, packet[6]) if packet[0] >> 4 == 6 else (20, packet[9])
        if protocol != 17:
            continue
        source, destination, length = struct.unpack_from(">HHH", packet, start)
        yield destination == 5684, source if destination == 5684 else destination, packet[start + 8 : start + length]


def sessions(name):
    """The datagrams of each session in `name`, told apart by the client's port: lists of sender and payload."""
    found = {}
    for is_client, port, payload in datagrams(name):
        found.setdefault(port, []).append((is_client, payload))
    return list(found.values())


def checksum(data):
    data += bytes(len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def udp(source, destination, payload):
    """The UDP datagram between two (address, port)."""
    addresses = [ipaddress.ip_address(end[0]).packed for end in (source, destination)]
    header = struct.pack(">HHH", source[1], destination[1], 8 + len(payload))
    pseudo = b"".join(addresses) + struct.pack(">II", 8 + len(payload), 17)
    return header + struct.pack(">H", checksum(pseudo + header + b"\0\0" + payload) or 0xFFFF) + payload


def ip(source, destination, payload):
    """The IP packet with a UDP datagram between two (address, port)."""
    datagram = udp(source, destination, payload)
    first, second = (ipaddress.ip_address(end[0]).packed for end in (source, destination))
    if len(first) == 16:
        return struct.pack(">IHBB", 6 << 28, len(datagram), 17, 64) + first + second + datagram
    header = struct.pack(">BBHHHBB", 0x45, 0, 20 + len(datagram), 0, 0x4000, 64, 17)
    header += struct.pack(">H", checksum(header + b"\0\0" + first + second)) + first + second
    return header + datagram


def write(name, link_type, frames, order="<"):
    """Writes a pcap file of (seconds, microseconds, frame)."""
    folder = here / name
    folder.mkdir(exist_ok=True)
    out = struct.pack(order + "IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, link_type)
    for seconds, fraction, frame in frames:
        out += struct.pack(order + "IIII", seconds, fraction, len(frame), len(frame)) + frame
    (folder / "capture.pcap").write_bytes(out)


def write_in_turn(name, link_type, frames):
    """Writes a pcap file of frames that are a millisecond apart."""
    write(name, link_type, [(1700000000 + index // 1000, index % 1000 * 1000, frame) for index, frame in enumerate(frames)])
