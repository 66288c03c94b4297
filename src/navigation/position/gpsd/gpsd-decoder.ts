import { Type, type Static, type TSchema } from 'typebox';
import { check } from '../../../contract/check.ts';
import { CodedError, hasCode } from '../../../errors/coded-error.ts';
import { LineSplitter } from '../line-splitter.ts';
import type { PositionDecoder, Reading } from '../position-source.ts';

/** gpsd's own ceiling for an answer is 10240 bytes (GPS_JSON_RESPONSE_MAX); of skies with many satellites some more. */
const longestMessage = 16_384;
/** Metres a second under which a course is noise. */
const standing = 1;

/** What a client says first: reports shall come as JSON. gpsd_json(5), "?WATCH". */
export const watchCommand = '?WATCH={"enable":true,"json":true};\n';

const Message = Type.Object({ class: Type.String({ maxLength: 20 }) });
const Version = Type.Object({ proto_major: Type.Integer() });
const Failure = Type.Object({ message: Type.String() });
/** Time, position, velocity; modes 2 and 3 are fixes in two and three dimensions. */
const TimePositionVelocity = Type.Object({
  mode: Type.Integer(),
  lat: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
  lon: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
  /** Metres a second. */
  speed: Type.Optional(Type.Number({ minimum: 0, maximum: 1_000 })),
  /** Degrees from true north. */
  track: Type.Optional(Type.Number({ minimum: 0, maximum: 360 })),
  /** Metres: of the position, or of its two parts. */
  eph: Type.Optional(Type.Number({ minimum: 0 })),
  epx: Type.Optional(Type.Number({ minimum: 0 })),
  epy: Type.Optional(Type.Number({ minimum: 0 })),
});

/** Reads what gpsd says. Other classes than those that matter here are passed over. */
export class GpsdDecoder implements PositionDecoder {
  readonly #lines = new LineSplitter(longestMessage);

  push(bytes: Uint8Array): readonly Reading[] {
    return this.#lines.push(bytes).flatMap((line) => {
      const reading = readLine(line);
      return reading === undefined ? [] : [reading];
    });
  }
}

function readLine(line: string): Reading | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const said = check(Message, value, 'network.answer-invalid');
    if (said.class === 'TPV') return readPosition(as(TimePositionVelocity, value));
    if (said.class === 'VERSION' && as(Version, value).proto_major !== 3) return failure('gpsd of another protocol');
    if (said.class === 'ERROR') return failure(as(Failure, value).message.slice(0, 200));
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError || hasCode(error, 'network.answer-invalid')) return undefined;
    throw error;
  }
}

const as = <Schema extends TSchema>(schema: Schema, value: unknown): Static<Schema> =>
  check(schema, value, 'network.answer-invalid');

function failure(detail: string): Reading {
  return { kind: 'failure', failure: new CodedError('network.answer-invalid', { detail }) };
}

function readPosition(said: Static<typeof TimePositionVelocity>): Reading {
  const { mode, lat, lon, speed = 0, track } = said;
  if (mode < 2 || lat === undefined || lon === undefined) return { kind: 'no-fix' };
  const accuracy = said.eph ?? Math.hypot(said.epx ?? NaN, said.epy ?? NaN);
  return {
    kind: 'fix',
    fix: {
      position: [lon, lat],
      speed,
      simulated: false,
      ...(track === undefined || speed < standing ? {} : { heading: track }),
      ...(Number.isFinite(accuracy) ? { accuracy } : {}),
    },
  };
}
