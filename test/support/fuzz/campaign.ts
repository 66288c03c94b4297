import { inspect } from 'node:util';
import { Random } from './random.ts';

/*
 * How long a campaign is: NAVITERM_FUZZ_TIMES times as many rounds as `npm test` takes, from NAVITERM_FUZZ_SEED on. The
 * short form always takes the same inputs, a long one other ones each time unless a seed is given.
 */
const times = positive('NAVITERM_FUZZ_TIMES') ?? 1;
export const seed = positive('NAVITERM_FUZZ_SEED') ?? (times > 1 ? Math.floor(Math.random() * 2 ** 31) : 1);

function positive(variable: string): number | undefined {
  const text = process.env[variable];
  if (text === undefined || text === '') return undefined;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new RangeError(`${variable} must be a whole number from 1 on`);
  return number;
}

export const rounds = (short: number): number => short * times;

/** Milliseconds that a test with a campaign may take. */
export const campaignTimeout = 60_000 * times;

/** Seconds that one input may take, with room for a machine that does other things at the same time. */
const usualSeconds = 15;

/** One input of a campaign; the same for the same seed, name and round. */
export interface Round {
  readonly number: number;
  readonly random: Random;
}

/**
 * Runs `work` for each round, `atOnce` of them at a time. What it throws, an input that takes too long and a polluted
 * prototype end the campaign with what is needed to repeat the round; otherwise the number of rounds comes back.
 */
export async function campaign<Input>(
  name: string,
  options: {
    readonly rounds: number;
    readonly atOnce?: number;
    /** Ceiling for one input; more than usual only where passwords are stretched. */
    readonly seconds?: number;
    readonly input: (round: Round) => Input | Promise<Input>;
  },
  work: (input: Input, round: Round) => unknown,
): Promise<number> {
  const prototypeBefore = prototypeNames();
  let next = 0;
  const worker = async () => {
    while (next < options.rounds) {
      const number = (next += 1) - 1;
      const round = { number, random: new Random(seed, name, number) };
      const input = await options.input(round);
      try {
        await within(options.seconds ?? usualSeconds, () => work(input, round));
        if (prototypeNames() !== prototypeBefore) throw new Error(`Object.prototype now has ${prototypeNames()}`);
      } catch (cause) {
        next = options.rounds;
        throw new Error(failure(name, number, input, cause), { cause });
      }
    }
  };
  await Promise.all(Array.from({ length: options.atOnce ?? 1 }, worker));
  return next;
}

async function within(seconds: number, work: () => unknown): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const started = performance.now();
  const ceiling = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${seconds} s`)), seconds * 1000);
  });
  try {
    const working = work();
    if (working instanceof Promise) await Promise.race([working, ceiling]);
    const took = performance.now() - started;
    if (took > seconds * 1000) throw new Error(`took ${Math.round(took)} ms`);
  } finally {
    clearTimeout(timer);
  }
}

const prototypeNames = (): string =>
  [Object.prototype, Array.prototype, Function.prototype]
    .map((prototype) => Reflect.ownKeys(prototype).map(String).join())
    .join('|');

function failure(name: string, round: number, input: unknown, cause: unknown): string {
  const shown =
    input instanceof Uint8Array
      ? `${input.byteLength} bytes, base64: ${Buffer.from(input).toString('base64').slice(0, 8_000)}\nas text: ${JSON.stringify(Buffer.from(input).toString('latin1').slice(0, 2_000))}`
      : inspect(input, { depth: 8, maxStringLength: 2_000 });
  const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return `${name}, round ${round}; again with NAVITERM_FUZZ_TIMES=${times} NAVITERM_FUZZ_SEED=${seed}\n${reason}\ninput: ${shown}`;
}
