import { GpsdDecoder, watchCommand } from '../../../src/navigation/position/gpsd/gpsd-decoder.ts';
import { NmeaDecoder } from '../../../src/navigation/position/nmea/nmea-decoder.ts';
import type { PositionDecoder } from '../../../src/navigation/position/position-source.ts';
import { readSavedGuidance } from '../../../src/navigation/guidance/saved-guidance.ts';
import { Fix } from '../../../src/contract/screen/route.ts';
import { check } from '../../../src/contract/check.ts';
import { utf8 } from '../../../src/protocol/bytes.ts';
import { sentence } from '../../support/nmea.ts';
import { ofBytes, ofJson, type ParserCase } from './parser-case.ts';

/** Whatever is read as a position must be one on earth. */
function readAll(decoder: PositionDecoder, input: Uint8Array): void {
  for (const reading of decoder.push(input)) if (reading.kind === 'fix') check(Fix, reading.fix, 'server.internal');
}

/** What receivers send, and what guidance is taken up again from. */
export function positionCases(): ParserCase[] {
  const src = (...files: string[]) => files.map((file) => `src/navigation/position/${file}.ts`);
  const sentences = [
    'GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W',
    'GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,',
    'GNGNS,122310.2,3722.425671,N,12258.856215,W,DAAA,14,0.9,1005.543,6.5,,',
    'GNVTG,054.7,T,034.4,M,010.0,N,018.5,K,A',
  ];
  const messages = [
    { class: 'VERSION', release: '3.25', proto_major: 3, proto_minor: 15 },
    { class: 'TPV', mode: 3, lat: -34.9, lon: -56.1, speed: 12.5, track: 84.4, eph: 7.5 },
    { class: 'ERROR', message: 'no' },
  ];
  const place = { id: 'p', kind: 'point', name: 'P', category: '', position: [1, 2] };
  return [
    ofBytes(
      'NMEA 0183',
      src('nmea/sentence', 'nmea/fields', 'nmea/nmea-decoder'),
      sentences.map((one) => utf8(`${sentence(one)}\r\n`)),
      (input) => readAll(new NmeaDecoder(), input),
    ),
    ofBytes(
      'fields of NMEA 0183 whose checksum is right',
      src('nmea/fields', 'nmea/nmea-decoder'),
      sentences.map((one) => utf8(one)),
      (input) => {
        const content = Buffer.from(input)
          .toString('latin1')
          .replaceAll(/[^\x20-\x7e]|[$*]/g, '');
        readAll(new NmeaDecoder(), utf8(`${sentence(content)}\r\n`.repeat(5)));
      },
    ),
    ofBytes(
      'gpsd',
      src('gpsd/gpsd-decoder'),
      [watchCommand, ...messages.map((one) => `${JSON.stringify(one)}\r\n`)].map((one) => utf8(one)),
      (input) => readAll(new GpsdDecoder(), input),
    ),
    ofJson('reports of gpsd', src('gpsd/gpsd-decoder'), messages, (value) =>
      readAll(new GpsdDecoder(), utf8(`${JSON.stringify(value)}\n`)),
    ),
    ofJson(
      'guidance to take up again',
      ['src/navigation/guidance/saved-guidance.ts'],
      [{ format: 1, to: place, simulated: false, position: [1, 2], heading: 3, progress: 4 }],
      (value) => readSavedGuidance(value),
    ),
  ];
}
