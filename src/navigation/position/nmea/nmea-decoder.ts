import type { LongitudeLatitude } from '../../../contract/screen/geography.ts';
import { LineSplitter } from '../line-splitter.ts';
import type { PositionDecoder, Reading } from '../position-source.ts';
import { courseIn, numberIn, positionIn } from './fields.ts';
import { readSentence, type Sentence } from './sentence.ts';

/** The standard allows 82 characters; receivers with many decimals take some more. */
const longestSentence = 160;
/** Metres a second in a knot. */
const knot = 1_852 / 3_600;
/** Metres a second under which a course is noise. */
const standing = 1;
/** Metres of radius for each unit of horizontal dilution, for a receiver without corrections. */
const metresPerDilution = 5;
/** Sentences of position alone after which nothing is expected to say more. */
const patience = 3;

/**
 * Reads NMEA 0183. A position comes with RMC, which has the speed and course; from receivers that send none, with GGA or
 * GNS, and speed and course from VTG. The radius comes from the dilution in GGA or GNS.
 */
export class NmeaDecoder implements PositionDecoder {
  readonly #lines = new LineSplitter(longestSentence);
  #dilution: number | undefined;
  #speed: number | undefined;
  #course: number | undefined;
  /** Sentences of position since the last RMC, and since the last dilution. */
  #withoutRmc = 0;
  #withoutDilution = 0;

  push(bytes: Uint8Array): readonly Reading[] {
    return this.#lines.push(bytes).flatMap((line) => {
      const sentence = readSentence(line);
      const reading = sentence === undefined ? undefined : this.#read(sentence);
      return reading === undefined ? [] : [reading];
    });
  }

  #read({ type, fields }: Sentence): Reading | undefined {
    switch (type) {
      case 'RMC':
        return this.#recommendedMinimum(fields);
      case 'GGA':
        // Quality: 0 is none, 7 typed in by hand.
        return this.#position(fields, /^[1-68]$/.test(fields[5] ?? ''), numberIn(fields[7]));
      case 'GNS':
        // One letter for each system of satellites; N is no fix, M typed in by hand.
        return this.#position(fields, /[ADEFPRS]/.test(fields[5] ?? ''), numberIn(fields[7]));
      case 'VTG':
        this.#course = courseIn(fields[0]);
        this.#speed = inMetres(numberIn(fields[4]));
        return undefined;
      default:
        return undefined;
    }
  }

  #recommendedMinimum(fields: readonly string[]): Reading | undefined {
    this.#withoutRmc = 0;
    this.#withoutDilution += 1;
    if (fields[1] !== 'A' || fields[11] === 'N') return { kind: 'no-fix' };
    const position = positionIn(fields.slice(2, 6));
    const dilution = this.#withoutDilution <= patience ? this.#dilution : undefined;
    return position === undefined
      ? undefined
      : fixOf(position, inMetres(numberIn(fields[6])), courseIn(fields[7]), dilution);
  }

  #position(fields: readonly string[], valid: boolean, dilution: number | undefined): Reading | undefined {
    this.#withoutRmc += 1;
    this.#withoutDilution = 0;
    this.#dilution = valid ? dilution : undefined;
    if (this.#withoutRmc <= patience) return undefined;
    if (!valid) return { kind: 'no-fix' };
    const position = positionIn(fields.slice(1, 5));
    return position === undefined ? undefined : fixOf(position, this.#speed, this.#course, dilution);
  }
}

const inMetres = (knots: number | undefined) => (knots === undefined ? undefined : knots * knot);

function fixOf(
  position: LongitudeLatitude,
  speed: number | undefined,
  course: number | undefined,
  dilution: number | undefined,
): Reading {
  const heading = speed !== undefined && speed >= standing ? course : undefined;
  return {
    kind: 'fix',
    fix: {
      position,
      speed: speed ?? 0,
      simulated: false,
      ...(heading === undefined ? {} : { heading }),
      ...(dilution === undefined ? {} : { accuracy: dilution * metresPerDilution }),
    },
  };
}
