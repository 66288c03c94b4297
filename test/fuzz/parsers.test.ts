import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import { utf8 } from '../../src/protocol/bytes.ts';
import { campaign, campaignTimeout, rounds } from '../support/fuzz/campaign.ts';
import { mutateBytes, mutateJsonBytes } from '../support/fuzz/mutate.ts';
import { mutatedBytes } from '../support/mutations.ts';
import { allCases } from './cases/all-cases.ts';

const cases = await allCases();

/** Lets coded errors pass, and nothing else: no TypeError, no RangeError, no failed expectation of a case. */
async function readOrCoded(read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
  }
}

it('has cases, each with a name of its own', () => {
  expect(cases.length).toBeGreaterThan(100);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

describe.each(cases)('$name', ({ name, corpus, json, read, share = 1 }) => {
  it('reads or codes what lies near valid inputs', { timeout: campaignTimeout }, async () => {
    const mutate = json ? mutateJsonBytes : mutateBytes;
    const input = ({ random }: { random: Parameters<typeof mutateBytes>[1] }) =>
      mutate(random.pick(corpus) ?? new Uint8Array(), random, corpus);
    const done = await campaign(name, { rounds: rounds(Math.ceil(45 * share)), input }, (bytes) =>
      readOrCoded(() => read(bytes)),
    );
    expect(done).toBeGreaterThan(0);
  });

  it('reads or codes any bytes and any JSON', async () => {
    const near = mutatedBytes(corpus[0]?.slice(0, 4_096) ?? new Uint8Array());
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json().map(utf8), near);
    await fc.assert(
      fc.asyncProperty(bytes, (given) => readOrCoded(() => read(given))),
      { numRuns: rounds(Math.ceil(12 * share)), seed: 1 },
    );
  });
});
