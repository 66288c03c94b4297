import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { monotonicClock } from '../../../src/host/monotonic-clock.ts';
import { gpsdPositions } from '../../../src/host/position-gpsd.ts';
import { nmeaPositions } from '../../../src/host/position-nmea.ts';
import type {
  PositionClock,
  PositionReport,
  PositionSource,
} from '../../../src/navigation/position/position-source.ts';
import { sentence } from '../../support/nmea.ts';

/** Waits fifty times as short as it is told to. */
const hasty: PositionClock = {
  monotonic: () => monotonicClock.monotonic() * 50,
  sleep: (seconds, signal) => monotonicClock.sleep(seconds / 50, signal),
};
const rmc = (minutes: number) =>
  `${sentence(`GPRMC,123519,A,3454.${String(minutes).padStart(4, '0')},S,05609.8700,W,20.0,90.0,230394,,`)}\r\n`;

let ending: AbortController;
let following: Promise<void>;
let reports: PositionReport[];
let folder: string;

beforeEach(async () => {
  ending = new AbortController();
  reports = [];
  folder = await mkdtemp(join(tmpdir(), 'naviterm-position-'));
});
afterEach(async () => {
  ending.abort();
  await following;
  await rm(folder, { recursive: true });
});

function follow(source: PositionSource): void {
  following = source.follow((report) => reports.push(report), ending.signal);
}
/** How often each state was reported. */
const count = (state: PositionReport['state']) => reports.filter((one) => one.state === state).length;

describe('gpsd', () => {
  const sockets: Socket[] = [];
  const said: string[] = [];
  /** Speaks gpsd's protocol as far as a client sees it. */
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.write('{"class":"VERSION","release":"3.25","proto_major":3,"proto_minor":15}\r\n');
    socket.on('data', (data) => said.push(String(data)));
    socket.on('error', () => socket.destroy());
  });
  const tpv = '{"class":"TPV","mode":3,"lat":-34.9,"lon":-56.1,"speed":10,"track":90}\r\n';

  it('is asked for reports, and connected again where it goes away', async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    follow(gpsdPositions('127.0.0.1', (server.address() as AddressInfo).port, hasty));
    await vi.waitFor(() => expect(said.join('')).toBe('?WATCH={"enable":true,"json":true};\n'));
    sockets[0]?.write(tpv.slice(0, 20));
    sockets[0]?.write(tpv.slice(20));
    await vi.waitFor(() => expect(count('fixed')).toBe(1));
    sockets[0]?.destroy();
    await vi.waitFor(() => expect(reports.at(-1)?.state).toBe('lost'));
    await vi.waitFor(() => expect(sockets).toHaveLength(2));
    sockets[1]?.write(tpv);
    await vi.waitFor(() => expect(count('fixed')).toBe(2));
    // Silence loses the position, and at length the connection.
    await vi.waitFor(() => expect(count('lost')).toBeGreaterThan(1), 5_000);
    await vi.waitFor(() => expect(sockets.length).toBeGreaterThan(2), 5_000);
    ending.abort();
    await following;
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('that cannot be reached is a failure, told once and tried again', async () => {
    follow(gpsdPositions('127.0.0.1', 1, hasty));
    await vi.waitFor(() => expect(reports).toHaveLength(2));
    expect(reports).toMatchObject([
      { state: 'searching' },
      { state: 'searching', failure: { code: 'position.unavailable' } },
    ]);
  });
});

describe('NMEA', () => {
  it('in a file is a drive that is played once', async () => {
    const path = join(folder, 'drive.nmea');
    await writeFile(path, [1, 2, 3].map((minutes) => rmc(minutes)).join('') + '$GPRMC,rubbish\r\n');
    follow(nmeaPositions(path, hasty));
    await following;
    expect(reports.map(({ state }) => state)).toEqual(['searching', 'fixed', 'fixed', 'fixed', 'lost']);
  });

  it('in a pipe goes on with the next writer', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    follow(nmeaPositions(path, hasty));
    await vi.waitFor(() => expect(count('searching')).toBe(1));
    for (const writer of [1, 2]) {
      const pipe = await open(path, 'r+');
      await pipe.write(rmc(writer));
      await pipe.close();
      await vi.waitFor(() => expect(count('fixed')).toBe(writer));
    }
    await vi.waitFor(() => expect(reports.at(-1)?.state).toBe('lost'));
  });

  it.each(['/dev/zero', '/nowhere/at/all', '/tmp'])('at %s is a failure', async (path) => {
    follow(nmeaPositions(path, hasty));
    await vi.waitFor(() =>
      expect(reports[1]).toMatchObject({ state: 'searching', failure: { code: 'position.unavailable' } }),
    );
  });
});
