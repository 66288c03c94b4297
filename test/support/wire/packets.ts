/** One TCP segment, or one packet of anything else, as it was on the wire. */
export interface Packet {
  /** 6 for TCP; what IP says otherwise. */
  readonly protocol: number;
  /** `address:port`; of a packet that has no ports, the address alone. */
  readonly from: string;
  readonly to: string;
  /** TCP only. */
  readonly sequence: number;
  readonly begins: boolean;
  readonly ends: boolean;
  readonly payload: Buffer;
}

export const tcp = 6;
const udp = 17;
const rawIp = 101;
const fileHeaderBytes = 24;
const recordHeaderBytes = 16;

/** The IP packets of a pcap file of link type RAW. */
export function* readPackets(capture: Buffer): Generator<Packet> {
  if (capture.readUInt32LE(0) !== 0xa1b2c3d4 || capture.readUInt32LE(20) !== rawIp) throw new Error('not such a file');
  for (let at = fileHeaderBytes; at < capture.byteLength;) {
    const kept = capture.readUInt32LE(at + 8);
    yield readIp(capture.subarray(at + recordHeaderBytes, at + recordHeaderBytes + kept));
    at += recordHeaderBytes + kept;
  }
}

function readIp(packet: Buffer): Packet {
  if (packet.readUInt8(0) >> 4 === 4) {
    const header = (packet.readUInt8(0) & 15) * 4;
    // With segments left to the network card, the kernel may leave the length at 0.
    const content = packet.subarray(header, packet.readUInt16BE(2) || packet.byteLength);
    const fragment = (packet.readUInt16BE(6) & 0x3fff) !== 0;
    const addresses = [packet.subarray(12, 16), packet.subarray(16, 20)].map((bytes) => [...bytes].join('.'));
    return readContent(fragment ? -1 : packet.readUInt8(9), addresses as [string, string], content);
  }
  const content = packet.subarray(40, 40 + (packet.readUInt16BE(4) || packet.byteLength));
  const addresses = [packet.subarray(8, 24), packet.subarray(24, 40)].map((bytes) => `[${bytes.toString('hex')}]`);
  return readContent(packet.readUInt8(6), addresses as [string, string], content);
}

function readContent(protocol: number, [source, target]: [string, string], content: Buffer): Packet {
  const whole = { protocol, from: source, to: target, sequence: 0, begins: false, ends: false, payload: content };
  if (protocol !== tcp && protocol !== udp) return whole;
  const from = `${source}:${content.readUInt16BE(0)}`;
  const to = `${target}:${content.readUInt16BE(2)}`;
  if (protocol === udp) return { ...whole, from, to, payload: content.subarray(8) };
  const flags = content.readUInt8(13);
  return {
    protocol,
    from,
    to,
    sequence: content.readUInt32BE(4),
    begins: (flags & 2) !== 0,
    ends: (flags & 1) !== 0,
    payload: content.subarray((content.readUInt8(12) >> 4) * 4),
  };
}
