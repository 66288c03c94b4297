import { closeSync, constants, createReadStream, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';
import { FixWatch } from '../navigation/position/fix-watch.ts';
import { NmeaDecoder } from '../navigation/position/nmea/nmea-decoder.ts';
import type { PositionClock, PositionSource } from '../navigation/position/position-source.ts';
import { passed, streamedPositions, unavailable } from './position-stream.ts';

/**
 * Positions from NMEA 0183 at a path: a serial device or a pipe, which are opened again whenever they end, or the recording
 * of a drive, which is played once at one position a second. A serial line keeps the speed that the system has set.
 */
export function nmeaPositions(path: string, clock: PositionClock): PositionSource {
  const live = streamedPositions({
    name: path,
    clock,
    decoder: () => new NmeaDecoder(),
    open: () => openDevice(path),
  });
  return {
    follow: async (report, signal) => {
      const isRecording = await stat(path).then(
        (found) => found.isFile(),
        () => false,
      );
      await (isRecording ? replayed(path, clock) : live).follow(report, signal);
    },
  };
}

async function openDevice(path: string): Promise<Readable> {
  const found = await stat(path);
  const { O_RDONLY, O_RDWR, O_NONBLOCK, O_NOCTTY } = constants;
  if (found.isFIFO()) {
    // Open for writing too: the pipe then does not end when one writer goes and the next is not there yet.
    return new Socket({ fd: openSync(path, O_RDWR | O_NONBLOCK), readable: true, writable: false });
  }
  if (!found.isCharacterDevice()) throw unavailable(`${path} is neither a device, a pipe nor a file`);
  const fd = openSync(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (!isatty(fd)) {
    closeSync(fd);
    throw unavailable(`${path} is no serial device`);
  }
  // Raw: the line's own echo and editing would disturb the receiver.
  return new ReadStream(fd).setRawMode(true);
}

/** Seconds between two positions of a recording. */
const recordedEvery = 1;

function replayed(path: string, clock: PositionClock): PositionSource {
  return {
    follow: async (report, signal) => {
      const watch = new FixWatch();
      const decoder = new NmeaDecoder();
      report({ state: 'searching' });
      try {
        for await (const chunk of createReadStream(path, { highWaterMark: 4_096 }) as AsyncIterable<Uint8Array>) {
          for (const reading of decoder.push(chunk)) {
            const said = watch.reading(reading, clock.monotonic());
            if (said !== undefined) report(said);
            if (!(await passed(clock, recordedEvery, signal))) return;
          }
        }
        report({ state: 'lost', failure: unavailable(`${path} has ended`) });
      } catch (cause) {
        report({ state: 'lost', failure: unavailable(path, cause) });
      }
    },
  };
}
