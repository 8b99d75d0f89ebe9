#!/usr/bin/env python3
# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what each fuzzer starts from, real messages: seeds.py FOLDER makes FOLDER/<target>/<name>.

How a target reads its bytes stands at the head of its fuzz_<target>.cpp.
"""

import pathlib
import struct
import sys


def hexed(text):
    return bytes.fromhex(text)


def padded(text, size=64):
    return text.encode().ljust(size, b"\0")


# --- control: messages of Poptop, and what others say besides ---

SCCRP = hexed("009c 0001 1a2b3c4d 0002 0000 0100 01 00 00000000 00000000 0000 0001") + padded("local") + padded("linux")
SCCRP_OF_WINDOWS = (hexed("009c 0001 1a2b3c4d 0002 0000 0100 01 00 00000002 00000003 0000 0e28")
                    + padded("") + padded("Microsoft"))
SCCRP_REFUSED = hexed("009c 0001 1a2b3c4d 0002 0000 0100 04 06 00000000 00000000 0000 0000") + bytes(128)
OCRP = hexed("0020 0001 1a2b3c4d 0008 0000 0077 1234 01 00 0000 05f5e100 0040 0000 00000000")
OCRP_BUSY = hexed("0020 0001 1a2b3c4d 0008 0000 0077 1234 04 00 0011 00000000 0000 0000 00000000")
ECHO_REQUEST = hexed("0010 0001 1a2b3c4d 0005 0000 00000001")
ECHO_REPLY = hexed("0014 0001 1a2b3c4d 0006 0000 00000001 01 00 0000")
LINK_INFO = hexed("0018 0001 1a2b3c4d 000f 0000 1234 0000 ffffffff ffffffff")
WAN_ERRORS = hexed("0028 0001 1a2b3c4d 000e 0000 1234 0000" + "00000001" * 6)
DISCONNECT = hexed("0094 0001 1a2b3c4d 000d 0000 0077 04 00 0000 0000") + bytes(128)
STOP_REQUEST = hexed("0010 0001 1a2b3c4d 0003 0000 01 00 0000")
STOP_REPLY = hexed("0010 0001 1a2b3c4d 0004 0000 01 00 0000")
SCCRQ = hexed("009c 0001 1a2b3c4d 0001 0000 0100 0000 00000003 00000003 0000 0001") + bytes(128)
OCRQ = hexed("00a8 0001 1a2b3c4d 0007 0000 0001 0001") + bytes(152)
ICRQ = hexed("00dc 0001 1a2b3c4d 0009 0000 0001 0001") + bytes(204)
UNKNOWN = hexed("0010 0001 1a2b3c4d 00ff 0000 00000000")


def say(*messages):
    return b"".join(bytes([0, len(message)]) + message for message in messages)


def wait(milliseconds):
    return b"\x03" + struct.pack("!H", milliseconds)


DEADLINE, CLOSE, FULL, EOF, RESET = b"\x04", b"\x05\0", b"\x06\x01", b"\x07\0", b"\x07\x68"
UP = b"\0" + say(SCCRP, OCRP)
CONTROL = {
    "call": UP + say(ECHO_REQUEST, LINK_INFO) + CLOSE + say(DISCONNECT, STOP_REPLY),
    "coalesced": b"\x01" + say(SCCRP_OF_WINDOWS + OCRP + LINK_INFO) + CLOSE + EOF,
    "trickled": b"\x02" + say(*(bytes([byte]) for byte in SCCRP)) + wait(100) + say(OCRP),
    "echoes": UP + DEADLINE + say(ECHO_REPLY) + DEADLINE + DEADLINE,
    "oddities": b"\x0f" + say(UNKNOWN, SCCRP, WAN_ERRORS, SCCRQ, OCRP, OCRQ, ICRQ, WAN_ERRORS, DISCONNECT),
    "refused": b"\0" + say(SCCRP_REFUSED),
    "busy": b"\0" + say(SCCRP, OCRP_BUSY, STOP_REPLY),
    "stopped": UP + say(STOP_REQUEST),
    "silent": b"\0" + DEADLINE,
    "silent-call": b"\0" + say(SCCRP) + DEADLINE,
    "unending": UP + CLOSE + say(ECHO_REQUEST) + DEADLINE + say(ECHO_REQUEST) + DEADLINE,
    "deaf": UP + FULL + say(ECHO_REQUEST),
    "reset": UP + RESET,
    "ssh": b"\0" + say(b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n"),
    "typed": b"\0" + b"".join(bytes([1, kind, 4]) + hexed("0077 1234") for kind in range(17)),
}

# --- GRE ---

IP = hexed("45000034 00004000 402f0000 0a000001 0a000002")
LCP = hexed("ff03 c021 0101 000a 0506 11223344")
GRE = {
    "data": hexed("1234") + IP + hexed("3001 880b 000c 1234 00000000") + LCP,
    "data-and-ack": hexed("1234") + IP + hexed("3081 880b 000c 1234 00000001 00000000") + LCP,
    "ack": hexed("1234") + IP + hexed("2081 880b 0000 1234 ffffffff"),
    "empty": hexed("1234") + IP + hexed("3001 880b 0000 1234 00000002"),
    "options": hexed("1234 46000038 00004000 402f0000 0a000001 0a000002 94040000 3001 880b 000c 1234 00000000") + LCP,
    "short": hexed("1234") + IP + hexed("3001 880b 000c 1234 00000000 ff03"),
    "other-call": hexed("1235") + IP + hexed("3001 880b 000c 1234 00000000") + LCP,
    "plain-gre": hexed("1234") + IP + hexed("0000 0800 45000014"),
}
NEXT, LATE, AHEAD = b"\0\0", b"\0\4\2", b"\0\5\3"
ENGINE = {
    "in-order": b"\0\0" + NEXT * 20 + b"\x07\x02\x00",
    "reordered": b"\0\0" + (AHEAD + NEXT * 5) * 5 + LATE * 3 + b"\x07\x02\x00",
    "loss": b"\0\0" + (NEXT * 3 + b"\0\3\2") * 5 + b"\x07\x02\x00" * 3,
    "new-start": b"\0\0" + NEXT + b"\0\7\xff\xff\xff\xf0" + (b"\x07\x02\x00" + NEXT) * 24,
    "claims": b"\0\1" + (NEXT + b"\0\6\x80\0\0\0") * 10,
    "unbuffered": b"\0\4" + (AHEAD + NEXT * 5) * 5,
    "both-ways": b"\0\0" + (b"\x08\x0a\x01" + b"\3\0\0\2\1\1" + b"\x07\x01\x00") * 6,
    "window": b"\0\x08" + b"\x08\x0a\x01" * 6 + b"\4\0\4\1\x07\x04\x00" * 4,
    "refused": b"\0\0" + b"\x09\x01" + NEXT * 2 + b"\x08\x0a\x01\x07\x02\x00\x09\x00\x08\x0a\x01\x07\x02\x00",
    "pattern": b"\0\x20" + b"\x08\x0a\x01" * 12 + b"\0\x40" + b"\x08\x0a\x01" * 12,
    "raw": b"\0\0" + b"".join(bytes([5, len(data) - 2]) + data[2:] for data in GRE.values()),
    "gentle": b"\1\0" + bytes(range(0, 250, 7)) * 3,
    "gentle-loss": b"\1\2" + hexed("55aa 0706050403020100") * 8,
}

HDLC = {
    "lcp": b"\x40" + hexed("7eff7d23c0217d217d217d207d347d227d267d207d207d207d207d257d267d4ee27b7d387d277d227d287d22d47a7e"),
    "two": b"\x03" + hexed("7eff03c021090000081122334449f87e7eff03c021090000081122334449f87e"),
    "aborted": b"\x05" + hexed("7eff03c0217d7e7eff7e"),
    "long": b"\xff\x7e" + b"x" * 4300 + b"\x7e",
}

# --- inside this machine: fields in host byte order ---

PLUGIN = {
    "hello": b"\0" + struct.pack("=II32s", 1, 2, b"2.4.9"),
    "phase": b"\0" + struct.pack("=IIi", 2, 4, 0),
    "secret": b"\0" + struct.pack("=II", 3, 4),
    "up": b"\0" + struct.pack("=Ii16s8I", 4, 7, b"ppp0", 0x0200000A, 0x0100000A, 0x08080808, 0x08080808,
                              1400, 4, 128, 1),
    "down": b"\0" + struct.pack("=II", 5, 0),
    "exit": b"\0" + struct.pack("=IiIIII256s", 6, 19, 3, 1, 691, 1, b"Access denied"),
    "lines": b"\x07Using interface ppp0\nConnect: ppp0 <--> /dev/pts/3\nMS-CHAP authentication failed: E=691 \x1b[2J\r\n",
    "options": b"\x40/usr/sbin/pppd: unrecognized option 'x'\nusage\n",
    "flood": b"\xff" + b"l\n" * 130,
    "long": b"\xff" + b"l" * 600,
}


LINK = b"\xff\x03"
PACKETS = {
    "chap": LINK + hexed("c2230401002d") + b"E=691 R=1 C=0123456789ABCDEF V=3 M=Denied",
    "pap": LINK + hexed("c0230301000702") + b"no",
    "terminate": LINK + hexed("c02105010010") + hexed("12345678003ccd74000002b3"),
    "request": LINK + hexed("c02101010011010405dc0305c22381050212"),
    "mppe": LINK + hexed("80fd0101000a120601000040"),
}


def attribute(kind, value):
    return struct.pack("=HH", 4 + len(value), kind) + value


def route(attributes, kind=1, prefix=24):
    body = struct.pack("=8BI", 2, prefix, 0, 0, 254, 157, 0, kind, 0) + attributes
    return struct.pack("=IHHII", 16 + len(body), 24, 0, 1, 77) + body


OIF, GATEWAY, SOURCE = attribute(4, hexed("02000000")), attribute(5, hexed("c0000201")), attribute(7, hexed("c0000207"))
ROUTE = {
    "gateway": route(attribute(15, hexed("fe000000")) + OIF + GATEWAY + SOURCE),
    "local": route(OIF, kind=2, prefix=32),
    "unreachable": route(b"", kind=7),
    "over-ipv6": route(OIF + attribute(18, hexed("0a00") + bytes(16) + bytes(2))),
}

PHONE = struct.pack("=I64s", 4, b"0123")
RECORDS = {
    "config": struct.pack("=IHHIIIIIHHI6BH", 1, 0x1234, 1, 10000, 2000, 60000, 60000, 300, 300, 64, 100,
                          0, 1, 0, 1, 0, 0, 0) + PHONE,
    "clear": struct.pack("=II", 2, 0),
    "control-up": struct.pack("=IHH", 101, 1, 0) + struct.pack("=I64s", 5, b"local") + struct.pack("=I64s", 5, b"linux"),
    "call-up": struct.pack("=IHHI", 102, 0x77, 64, 100000000),
    "gre-seen": struct.pack("=II", 103, 0),
    "link-info": struct.pack("=III", 104, 0xFFFFFFFF, 0),
    "note": struct.pack("=IIII", 105, 3, 9, 1),
    "icmp": struct.pack("=IBBHI", 106, 3, 4, 1400, 0x0A000001),
    "closed": struct.pack("=IIIIIi", 110, 5, 4, 0, 0, 0),
}

PROFILE = {
    "least": b"[tunnel]\nserver=vpn.example.org\nuser=alice\n",
    "all": (b"# work\n[tunnel]\nserver=203.0.113.9\nport=1723\nuser=LAB\\\\alice\nlocalbind=192.0.2.7\nrtmark=0x1f\n"
            b"nohostroute=yes\nmtu=1400\nmru=1400\ntimeout=0.3\nidle-wait=60\nmax-echo-wait=60\nmissing-window=300\n"
            b"nobuffer=no\nsync=no\nsend-window=yes\nphone=0123\nquirks=BEZEQ_ISRAEL\nlogstring=work\nloglevel=2\n"
            b"test-type=1\ntest-rate=100\n"),
    "bad-values": b"[tunnel]\nserver=-a\nuser=\nmtu=9000\ntimeout=0.001\nrtmark=0x\nsync=maybe\nquirks=X\n",
    "escapes": "[tunnel]\nserver=a\nuser=\\sä\\t\\n\\r\\\\ö \nphone=\\q\n".encode(),
    "groups": b"[tunnel]\nserver=a\n[other]\nuser=b\n",
    "twice": b"[tunnel]\nserver=a\nserver =b\nuser[de]=c\n",
}

TARGETS = {"control": CONTROL, "gre_engine": ENGINE, "gre_packet": GRE, "hdlc": HDLC, "plugin_protocol": PLUGIN,
           "ppp_packet": PACKETS, "profile": PROFILE, "route_reply": ROUTE, "worker_records": RECORDS}


def main():
    for target, seeds in TARGETS.items():
        folder = pathlib.Path(sys.argv[1], target)
        folder.mkdir(parents=True, exist_ok=True)
        for name, seed in seeds.items():
            (folder / name).write_bytes(seed)


if __name__ == "__main__":
    main()
