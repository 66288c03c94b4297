import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';

/** Samples a second, of one channel. */
const rate = 16_000;
/** Samples of a piece that is loud or not: 20 ms. */
const piece = rate / 50;
/** Of full scale: what is quieter is silence. */
const audible = 0.01;

/** What was heard, from now on. */
export interface Hearing {
  /** Seconds in which something was heard, so far. */
  loudSeconds(): number;
  /** Seconds between the first and the last that was heard, so far. */
  spanSeconds(): number;
  /** Seconds without a sound inside that span, the longest. */
  longestGap(): number;
  /** Loudest sample so far, of full scale. */
  peak(): number;
  stop(): void;
}

export interface SoundCard {
  /** What a program needs in its environment to be heard here. */
  readonly environment: Readonly<Record<string, string>>;
  listen(): Promise<Hearing>;
  stop(): Promise<void>;
}

/** A sound server of its own without a loudspeaker; what is played there can be listened to. */
export async function openSoundCard(): Promise<SoundCard> {
  const folder = await mkdtemp(join(tmpdir(), 'sound-card-'));
  const socket = join(folder, 'native');
  const environment = { PULSE_SERVER: `unix:${socket}`, XDG_RUNTIME_DIR: folder };
  const modules = [
    `module-null-sink sink_name=nobody rate=${rate} channels=1`,
    `module-native-protocol-unix socket=${socket} auth-anonymous=1`,
  ];
  const server = spawn(
    'pulseaudio',
    ['-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', ...modules.flatMap((line) => ['-L', line])],
    { env: { ...process.env, ...environment, HOME: folder }, stdio: 'ignore' },
  );
  while (!(await stat(socket).catch(() => undefined))?.isSocket()) {
    if (server.exitCode !== null) throw new Error(`pulseaudio ended with ${server.exitCode}`);
    await wait(20);
  }
  const recorders: ChildProcessByStdio<null, Readable, null>[] = [];
  return {
    environment,
    listen: async () => {
      const parameters = ['--device=nobody.monitor', '--raw', '--format=s16le', `--rate=${rate}`, '--channels=1'];
      const recorder = spawn('parec', [...parameters, '--latency-msec=20'], {
        env: { ...process.env, ...environment, HOME: folder },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      recorders.push(recorder);
      const chunks: Buffer[] = [];
      recorder.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      // The monitor gives silence at once: from here on it hears.
      await once(recorder.stdout, 'data');
      return hearing(chunks, () => recorder.kill());
    },
    stop: async () => {
      for (const recorder of recorders) recorder.kill();
      server.kill();
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function hearing(chunks: readonly Buffer[], stop: () => void): Hearing {
  /** The loudest sample of each piece. */
  const pieces = (): number[] => {
    const bytes = Buffer.concat(chunks);
    const loudest: number[] = [];
    for (let at = 0; at + 2 <= bytes.length; at += 2) {
      const index = Math.floor(at / 2 / piece);
      loudest[index] = Math.max(loudest[index] ?? 0, Math.abs(bytes.readInt16LE(at)) / 32_768);
    }
    return loudest;
  };
  const isLoud = (loudest: number) => loudest >= audible;
  const inside = () => {
    const all = pieces();
    return all.slice(Math.max(0, all.findIndex(isLoud)), all.findLastIndex(isLoud) + 1);
  };
  return {
    stop,
    peak: () => Math.max(0, ...pieces()),
    loudSeconds: () => pieces().filter(isLoud).length / 50,
    spanSeconds: () => inside().length / 50,
    longestGap: () => {
      let longest = 0;
      let gap = 0;
      for (const loudest of inside()) {
        gap = isLoud(loudest) ? 0 : gap + 1;
        longest = Math.max(longest, gap);
      }
      return longest / 50;
    },
  };
}
