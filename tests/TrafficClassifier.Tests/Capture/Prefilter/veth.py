"""Sends frames through a veth pair of this network namespace and prints which of them a capturing socket gets.

veth.py FRAMES [PROGRAM]     FRAMES: each 4 bytes of length (big-endian), then the frame; PROGRAM: classic BPF as the kernel takes it
"""
import ctypes, socket, struct, subprocess, sys

frames, data, at = [], open(sys.argv[1], "rb").read(), 0
while at < len(data):
    length = struct.unpack_from(">I", data, at)[0]
    frames.append(data[at + 4:at + 4 + length])
    at += 4 + length

if "mirror1" not in (name for _, name in socket.if_nameindex()):
    subprocess.run("ip link add mirror0 type veth peer name mirror1".split(), check=True)
for end in ("mirror0", "mirror1"):
    open(f"/proc/sys/net/ipv6/conf/{end}/disable_ipv6", "w").write("1")
    subprocess.run(["ip", "link", "set", end, "up"], check=True)

receiver = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
if len(sys.argv) > 2:
    program = open(sys.argv[2], "rb").read()
    buffer = ctypes.create_string_buffer(program, len(program))
    receiver.setsockopt(socket.SOL_SOCKET, 26, struct.pack("HL", len(program) // 8, ctypes.addressof(buffer)))
receiver.bind(("mirror1", 3))
sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
sender.bind(("mirror0", 0))


def numbered(frame, number):
    return frame[:6] + b"\x02T" + struct.pack(">I", number) + frame[12:]


def arp(number):
    """Every filter passes it: where it has arrived, the frames before it have."""
    return numbered(b"\xff" * 6 + bytes(6) + b"\x08\x06" + bytes(46), number)


def next_number():
    while True:
        got = receiver.recv(1 << 16)
        if got[6:8] == b"\x02T":
            return struct.unpack(">I", got[8:12])[0]


LAST, PROBE = 0xffffffff, 0xfffffffe

# A link that has just come up loses frames for a while.
receiver.settimeout(0.1)
for attempt in range(100):
    sender.send(arp(PROBE))
    try:
        next_number()
        break
    except TimeoutError:
        pass
receiver.settimeout(10)

for start in range(0, len(frames), 20):
    for number in range(start, min(start + 20, len(frames))):
        sender.send(numbered(frames[number], number))
    sender.send(arp(LAST))
    while (number := next_number()) != LAST:
        if number != PROBE:
            print(number)
