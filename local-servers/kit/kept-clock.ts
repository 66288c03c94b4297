import { readFile } from 'node:fs/promises';
import { Type, type Static } from 'typebox';
import { check } from '../../src/contract/check.ts';
import { namingPlace } from '../../src/errors/naming-place.ts';
import { readWhole } from '../../src/host/atomic-file.ts';
import { writeDurably } from '../../src/host/durable-file.ts';
import { elapsedTime, systemHands, type ClockHands } from '../../src/host/elapsed-time.ts';
import { decodeJson, encodeJson } from '../../src/protocol/bytes.ts';
import type { ServerClock } from './clock.ts';
import type { Logger } from './logging.ts';

/** The hands of a machine that can tell whether it is still the same start of the machine. */
export interface MachineHands extends ClockHands {
  /** Another one after each start; undefined where the system has none. */
  readonly bootId: () => Promise<string | undefined>;
}

const bootIdFile = '/proc/sys/kernel/random/boot_id';

export const machineHands: MachineHands = {
  ...systemHands,
  bootId: async () => {
    if (process.platform !== 'linux') return undefined;
    // A sandbox may hide it; the machine then counts as started anew.
    return (await readFile(bootIdFile, 'utf8').catch(() => undefined))?.trim().slice(0, 64);
  },
};

const maximumBytes = 1_024;
/** The year 9999. */
const endOfTime = 253_402_300_799;

/** `clock.json`: which time it was, at which moment of which start of the machine. Seconds. */
const KeptTime = Type.Object(
  {
    bootId: Type.Optional(Type.String({ maxLength: 64 })),
    sinceBoot: Type.Number({ minimum: 0 }),
    time: Type.Number({ minimum: 0, maximum: endOfTime }),
  },
  { additionalProperties: false },
);
type KeptTime = Static<typeof KeptTime>;

/** How often a server that runs keeps its time, in seconds: after a crash and a new start, no more of it is lost. */
export const keptEvery = 60;
/** A machine that seems to have been off for longer has a wrong wall clock. */
const longestOff = 366 * 86_400;
/** What counts as passed where nothing tells what passed: as long as sessions are extended by default. */
const unknownOff = 3_600;

export interface KeptClock extends ServerClock {
  /** Writes the time down, durably. */
  keep(): Promise<void>;
}

/**
 * A clock whose times may be kept in stores. While the machine runs, it goes on by elapsed time alone, over every restart of
 * the server and the same for all processes; the wall clock is asked only after the machine itself was started, for how
 * long it was off, and believed only where that is between nothing and a year.
 * @throws configuration.invalid where the file is damaged, store.unreadable, store.full
 */
export async function openKeptClock(
  path: string,
  logger: Logger,
  hands: MachineHands = machineHands,
): Promise<KeptClock> {
  const elapsed = elapsedTime(hands);
  const bootId = await hands.bootId();
  const kept = await readKept(path);
  const sinceBoot = elapsed();
  const isSameStart =
    kept?.bootId !== undefined && kept.bootId === bootId && kept.sinceBoot <= sinceBoot + readingError;
  const time = isSameStart
    ? kept.time + Math.max(0, sinceBoot - kept.sinceBoot)
    : timeAfterStart(kept, hands.wall(), (told) => logger.warn(told, wallNotBelieved));
  const anchor = time - sinceBoot;
  const now = () => anchor + elapsed();
  const keep = () => {
    const moment = elapsed();
    const value: KeptTime = { ...(bootId === undefined ? {} : { bootId }), sinceBoot: moment, time: anchor + moment };
    return writeDurably({ path, bytes: encodeJson(value), mode: 0o600 });
  };
  // Without a boot id every opening is a first one: only a server that goes on keeps its time then.
  if (kept === undefined || (!isSameStart && bootId !== undefined)) await keep();
  return { now, keep };
}

/** Seconds by which two processes may read the same moment differently. */
const readingError = 0.05;

const wallNotBelieved =
  'the wall clock is behind the last time of these servers, or a year ahead of it: it is not believed; see "Clocks" in docs/operating.md';

function timeAfterStart(
  kept: KeptTime | undefined,
  wall: number,
  warn: (told: { wallClock: string; lastTime: string }) => void,
): number {
  if (kept === undefined) return wall;
  if (wall >= kept.time && wall <= kept.time + longestOff) return wall;
  warn({ wallClock: isoTime(wall), lastTime: isoTime(kept.time) });
  return kept.time + unknownOff;
}

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

async function readKept(path: string): Promise<KeptTime | undefined> {
  const bytes = await readWhole(path, maximumBytes);
  if (bytes === undefined) return undefined;
  return namingPlace(path, () => check(KeptTime, decodeJson(bytes, 'configuration.invalid'), 'configuration.invalid'));
}
