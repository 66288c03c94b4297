"""Runs a command and writes every IP packet of this network namespace, meanwhile, into a pcap file.

    sniff.py CAPTURE REPORT -- COMMAND [ARGUMENT...]

A packet socket of the kernel sees what really travels, whatever program sends it. Packets arrive in a ring of memory
(TPACKET_V3), so that a busy machine does not lose them; the kernel's own count of lost ones goes into REPORT, as JSON.
Ends with the command's exit code; 70 where listening is impossible.
"""
import fcntl, json, mmap, select, signal, socket, struct, subprocess, sys, time

SOL_PACKET, PACKET_RX_RING, PACKET_STATISTICS, PACKET_VERSION, TPACKET_V3 = 263, 5, 6, 10, 2
ETH_P_ALL, ETH_P_IP, ETH_P_IPV6, PACKET_OUTGOING = 3, 0x0800, 0x86DD, 4
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
BLOCK_BYTES, BLOCKS, FRAME_BYTES, RETIRE_MILLISECONDS = 1 << 20, 48, 2048, 20
LONGEST_PACKET, LINKTYPE_RAW, IMPOSSIBLE = 1 << 19, 101, 70


def bring_loopback_up():
    """A new network namespace has its loopback down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack('16sH14x', b'lo', 0)
        flags = struct.unpack('16sH14x', fcntl.ioctl(control, SIOCGIFFLAGS, request))[1]
        if not flags & IFF_UP:
            fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack('16sH14x', b'lo', flags | IFF_UP))


class Sniffer:
    def __init__(self, path):
        bring_loopback_up()
        self.loopback = socket.if_nametoindex('lo')
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
        self.socket.setsockopt(SOL_PACKET, PACKET_VERSION, TPACKET_V3)
        ring = struct.pack('7I', BLOCK_BYTES, BLOCKS, FRAME_BYTES, BLOCK_BYTES // FRAME_BYTES * BLOCKS,
                           RETIRE_MILLISECONDS, 0, 0)
        self.socket.setsockopt(SOL_PACKET, PACKET_RX_RING, ring)
        self.ring = mmap.mmap(self.socket.fileno(), BLOCK_BYTES * BLOCKS)
        self.file = open(path, 'wb')
        self.file.write(struct.pack('<IHHiIII', 0xA1B2C3D4, 2, 4, 0, 0, LONGEST_PACKET, LINKTYPE_RAW))
        self.block, self.packets, self.truncated = 0, 0, 0

    def drain(self):
        """Takes every block that the kernel has finished."""
        while True:
            start = self.block * BLOCK_BYTES
            status, count, first = struct.unpack_from('=3I', self.ring, start + 8)
            if not status & 1:
                return
            at = start + first
            for _ in range(count):
                following, seconds, nanoseconds, kept, length = struct.unpack_from('=5I', self.ring, at)
                (offset,) = struct.unpack_from('=H', self.ring, at + 24)
                # struct sockaddr_ll stands behind the 48 bytes of struct tpacket3_hdr
                protocol, interface, kind = struct.unpack_from('!xxH', self.ring, at + 48) + struct.unpack_from(
                    '=i2xB', self.ring, at + 52)
                # What leaves by the loopback comes in by it: each packet is kept once.
                twice = interface == self.loopback and kind == PACKET_OUTGOING
                if protocol in (ETH_P_IP, ETH_P_IPV6) and not twice:
                    self.file.write(struct.pack('<IIII', seconds, nanoseconds // 1000, kept, length))
                    self.file.write(self.ring[at + offset:at + offset + kept])
                    self.packets += 1
                    self.truncated += kept < length
                at += following
            struct.pack_into('=I', self.ring, start + 8, 0)
            self.block = (self.block + 1) % BLOCKS

    def listen_until(self, is_over):
        poll = select.poll()
        poll.register(self.socket, select.POLLIN)
        while not is_over():
            poll.poll(50)
            self.drain()
        # What was sent last is in a block that the kernel retires by its timer.
        end = time.monotonic() + 10 * RETIRE_MILLISECONDS / 1000
        while time.monotonic() < end:
            poll.poll(RETIRE_MILLISECONDS)
            self.drain()
        self.file.close()

    def report(self):
        _, lost, _ = struct.unpack('=3I', self.socket.getsockopt(SOL_PACKET, PACKET_STATISTICS, 12))
        return {'packets': self.packets, 'lost': lost, 'truncated': self.truncated}


def main():
    capture, report, dashes, *command = sys.argv[1:]
    assert dashes == '--'
    try:
        sniffer = Sniffer(capture)
    except OSError as error:
        print(f'listening on the network is impossible: {error}', file=sys.stderr)
        return IMPOSSIBLE
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    sniffer.listen_until(lambda: child.poll() is not None)
    with open(report, 'w') as file:
        json.dump(sniffer.report(), file)
    return child.returncode


sys.exit(main())
