import { describe, expect, it } from 'vitest';
import { GpsdDecoder } from '../../../../src/navigation/position/gpsd/gpsd-decoder.ts';

const read = (...values: unknown[]) =>
  new GpsdDecoder().push(
    Buffer.from(values.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)) + '\r\n').join('')),
  );
const tpv = {
  class: 'TPV',
  device: '/dev/ttyUSB0',
  mode: 3,
  lat: -34.9011,
  lon: -56.1645,
  speed: 12.5,
  track: 84.4,
  eph: 7.5,
};

describe('what gpsd says', () => {
  it('is a position with TPV', () => {
    expect(
      read(
        { class: 'VERSION', release: '3.25', proto_major: 3, proto_minor: 15 },
        { class: 'DEVICES', devices: [] },
        tpv,
      ),
    ).toEqual([
      {
        kind: 'fix',
        fix: { position: [-56.1645, -34.9011], speed: 12.5, heading: 84.4, accuracy: 7.5, simulated: false },
      },
    ]);
  });

  it('takes the radius from its two parts, and no heading while standing', () => {
    const { eph, ...rest } = tpv;
    expect(read({ ...rest, epx: eph * 0.6, epy: eph * 0.8, speed: 0.2 })).toEqual([
      { kind: 'fix', fix: { position: [-56.1645, -34.9011], speed: 0.2, accuracy: 7.5, simulated: false } },
    ]);
  });

  it('is no position without a fix', () => {
    expect(read({ class: 'TPV', mode: 1 }, { ...tpv, mode: 0 }, { class: 'TPV', mode: 2 })).toEqual(
      Array.from({ length: 3 }, () => ({ kind: 'no-fix' })),
    );
  });

  it('is a failure in another protocol', () => {
    expect(read({ class: 'VERSION', proto_major: 4 })).toMatchObject([
      { kind: 'failure', failure: { code: 'network.answer-invalid' } },
    ]);
    expect(read({ class: 'ERROR', message: 'Unrecognized request' })).toMatchObject([
      { failure: { detail: 'Unrecognized request' } },
    ]);
  });

  it('is passed over where it is rubbish, or nowhere on earth', () => {
    expect(
      read(
        '{',
        '[]',
        'null',
        '12',
        { class: 7 },
        { ...tpv, lat: 91 },
        { ...tpv, speed: -1 },
        { ...tpv, mode: '3' },
        '[['.repeat(8_000),
      ),
    ).toEqual([]);
    expect(read('x'.repeat(100_000), tpv)).toHaveLength(1);
  });
});
