import { describe, expect, it } from 'vitest';
import { NmeaDecoder } from '../../../../src/navigation/position/nmea/nmea-decoder.ts';
import { checksum, readSentence } from '../../../../src/navigation/position/nmea/sentence.ts';
import type { Reading } from '../../../../src/navigation/position/position-source.ts';
import { sentence } from '../../../support/nmea.ts';

const read = (...lines: string[]): readonly Reading[] =>
  new NmeaDecoder().push(Buffer.from(lines.join('\r\n') + '\r\n'));
const rmc = 'GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W';

describe('sentences', () => {
  it('are taken with the right checksum alone', () => {
    expect(checksum(rmc)).toBe(0x6a);
    expect(readSentence(`$${rmc}*6A`)?.type).toBe('RMC');
    expect(readSentence(`$${rmc}*6a`)?.type).toBe('RMC');
    expect([readSentence(`$${rmc}*6B`), readSentence(`$${rmc}`), readSentence(`$${rmc}*6`)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('may stand behind what is left of another one, and come from any talker but a maker', () => {
    expect(readSentence(`2.4,08$GP$${rmc}*6A`)?.type).toBe('RMC');
    for (const talker of ['GN', 'GL', 'GA', 'QZ', 'II'])
      expect(readSentence(sentence(rmc.replace('GP', talker)))?.type).toBe('RMC');
    expect(readSentence(sentence(rmc.replace('GP', 'PG')))).toBeUndefined();
  });
});

describe('positions from NMEA', () => {
  it('come with RMC: place, speed, course; the radius from GGA', () => {
    const gga = sentence('GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,');
    expect(gga.endsWith('*47')).toBe(true);
    const [reading, ...more] = read(gga, `$${rmc}*6A`);
    expect(more).toEqual([]);
    expect(reading).toEqual({
      kind: 'fix',
      fix: {
        position: [expect.closeTo(11.516_667, 6), expect.closeTo(48.1173, 6)],
        speed: expect.closeTo(11.5236, 3) as number,
        heading: 84.4,
        accuracy: 4.5,
        simulated: false,
      },
    });
  });

  it('lie south and west where they say so, and have no heading while standing', () => {
    const [reading] = read(sentence('GNRMC,000001.00,A,3454.0660,S,05609.8700,W,0.30,12.0,010126,,,A,V'));
    expect(reading).toMatchObject({
      kind: 'fix',
      fix: { position: [expect.closeTo(-56.1645, 4), expect.closeTo(-34.9011, 4)] },
    });
    expect(reading).not.toHaveProperty('fix.heading');
  });

  it('come with GGA or GNS and VTG from receivers without RMC', () => {
    const gns = sentence('GNGNS,122310.2,3722.425671,N,12258.856215,W,DAAN,14,0.9,1005.543,6.5,,');
    const vtg = sentence('GNVTG,054.7,T,034.4,M,010.0,N,018.5,K,A');
    const readings = read(gns, vtg, gns, gns, gns);
    expect(readings).toHaveLength(1);
    expect(readings[0]).toMatchObject({
      fix: { heading: 54.7, speed: expect.closeTo(5.144, 2) as number, accuracy: 4.5 },
    });
    expect(read(gns, gns, gns, sentence('GNGNS,,,,,,NNNN,,,,,,'))).toEqual([{ kind: 'no-fix' }]);
  });

  it('are none where the receiver does not know, or says it from a model or from hand', () => {
    expect(read(sentence('GPRMC,123519,V,,,,,,,230394,,'))).toEqual([{ kind: 'no-fix' }]);
    expect(read(sentence('GNRMC,123519,A,4807.038,N,01131.000,E,0,0,230394,,,N'))).toEqual([{ kind: 'no-fix' }]);
  });

  it.each([
    'GPRMC,123519,A,9907.038,N,01131.000,E,1,2,230394,,',
    'GPRMC,123519,A,4867.038,N,01131.000,E,1,2,230394,,',
    'GPRMC,123519,A,4807.038,X,01131.000,E,1,2,230394,,',
    'GPRMC,123519,A,4807.038,N,19131.000,E,1,2,230394,,',
    'GPRMC,123519,A,48 7.038,N,01131.000,E,1,2,230394,,',
    'GPRMC,123519,A,4807.038e9,N,01131.000,E,1,2,230394,,',
    'GPRMC,123519,A',
  ])('are not made of %s', (content) => expect(read(sentence(content))).toEqual([]));

  it('come in pieces of any size, and after any rubbish', () => {
    const bytes = Buffer.concat([
      Buffer.from([0, 255, 0x24, 200]),
      Buffer.alloc(100_000, 'x'),
      Buffer.from(`\r\n$GPRMC,1235$${rmc}*6A\r\n$${rmc}*6A\n`),
    ]);
    for (const size of [1, 7, 1_000_000]) {
      const decoder = new NmeaDecoder();
      const readings: Reading[] = [];
      for (let at = 0; at < bytes.length; at += size) readings.push(...decoder.push(bytes.subarray(at, at + size)));
      expect(readings.map(({ kind }) => kind)).toEqual(['fix', 'fix']);
    }
  });
});
