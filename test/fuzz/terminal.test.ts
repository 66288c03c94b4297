import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { issueAccount } from '../../local-servers/accounts/operator.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import type { HttpResponse } from '../../src/protocol/transport.ts';
import { campaign, campaignTimeout, rounds } from '../support/fuzz/campaign.ts';
import { startListening } from '../support/fuzz/listening-service.ts';
import { mutateBytes, mutateJsonBytes } from '../support/fuzz/mutate.ts';
import type { Random } from '../support/fuzz/random.ts';
import { writeArchive } from '../support/map-archive.ts';
import { newAccount, realTerminal, signUp, type RealTerminal } from '../support/real-terminal.ts';

const { service } = await startListening();
afterAll(() => service.close());
const file = join(service.folder, 'region.pmtiles');
await writeArchive(file, { tiles: ['a', 'b'] });
await service.publish({ file, regionId: 'montevideo' });
const order = { plan: 'standard', contractSeconds: 3_650 * 86_400, regions: ['*'] };
const terminals = await Promise.all(
  (['terminal-walked', 'service-walked'] as const).map(async (route) => {
    const terminal = await realTerminal(service, { route });
    await signUp(terminal, await issueAccount(service.contexts.accounts, service.accountsStore, order));
    return terminal;
  }),
);

const wishes = [
  ({ terminal }: RealTerminal) => terminal.allocateAnew(),
  ({ terminal }: RealTerminal) => terminal.maps.list(),
  ({ terminal }: RealTerminal) => terminal.maps.download('montevideo'),
  ({ terminal }: RealTerminal) => terminal.currentSession(),
  ({ terminal }: RealTerminal) => terminal.terminals(),
] as const;

/** An answer that is not what the server said: other status, other fields, other content. */
function changedAnswer(answer: HttpResponse, random: Random): HttpResponse {
  const type = answer.headers['content-type'] ?? '';
  switch (random.below(6)) {
    case 0:
      return {
        ...answer,
        status: random.pick([0, 100, 200, 204, 206, 301, 304, 400, 401, 404, 410, 429, 500, 503, 999]),
      };
    case 1: {
      const names = Object.keys(answer.headers);
      const name = random.pick(names) ?? 'content-type';
      const value = Buffer.from(mutateBytes(Buffer.from(answer.headers[name] ?? ''), random)).toString('latin1');
      return { ...answer, headers: { ...answer.headers, [name]: value } };
    }
    case 2:
      return { ...answer, headers: { ...answer.headers, 'content-type': 'application/problem+json' } };
    case 3: {
      const codes = [
        'session.expired',
        'device.authentication-required',
        'channel.unknown',
        'server.unavailable',
        '__proto__',
      ];
      const body = Buffer.from(
        JSON.stringify({ code: random.pick(codes), retryAfter: random.pick([0, -1, 1e300]), info: {} }),
      );
      return {
        status: 401,
        headers: { 'content-type': 'application/problem+json' },
        body: mutateJsonBytes(body, random),
      };
    }
    default:
      return { ...answer, body: (type.includes('json') ? mutateJsonBytes : mutateBytes)(answer.body, random) };
  }
}

it(
  'a terminal codes every answer that is none, and the next honest one finds it unharmed',
  { timeout: campaignTimeout },
  async () => {
    const name = 'answers to a terminal';
    const done = await campaign(
      name,
      { rounds: rounds(60), input: ({ random }) => random },
      async (random, { number }) => {
        // Its upkeep signs the timestamp of the maps again, while the clock of this test runs through weeks.
        if (number % 40 === 39) await service.restart();
        const opened = random.pick(terminals) ?? terminals[0];
        if (opened === undefined) throw new Error('there is no terminal');
        // A restart now and then: what lies on disk must be as good as what was in memory.
        const terminal = random.chance(4) ? await opened.restart() : opened;
        const wish = random.pick(wishes) ?? wishes[0];
        const before = terminal.terminal.status().account;
        let left = 1 + random.below(3);
        terminal.line.through = async (request, send) => {
          const answer = await send(request);
          if (left === 0 || !random.chance(3)) return answer;
          left -= 1;
          return changedAnswer(answer, random);
        };
        const begun = service.clock.now();
        try {
          await wish(terminal);
        } catch (error) {
          if (!(error instanceof CodedError)) throw error;
        }
        // Nobody on the line can make it wait as long as he likes.
        expect(service.clock.now() - begun).toBeLessThan(3_600);
        terminal.line.through = (request, send) => send(request);
        service.clock.advance(61);
        expect(terminal.terminal.status().account).toEqual(before);
        await wish(terminal);
      },
    );
    expect(done).toBeGreaterThan(0);
  },
);

it('a sign-up that hears rubbish leaves a terminal that can be signed up', { timeout: campaignTimeout }, async () => {
  const name = 'answers to a sign-up';
  const done = await campaign(
    name,
    { rounds: rounds(2), seconds: 30, input: ({ random }) => random },
    async (random) => {
      const terminal = await realTerminal(service);
      const account = await newAccount(service);
      terminal.line.through = async (request, send) => {
        const answer = await send(request);
        return random.chance(4) ? changedAnswer(answer, random) : answer;
      };
      await signUp(terminal, account).catch((error: unknown) => {
        if (!(error instanceof CodedError)) throw error;
      });
      terminal.line.through = (request, send) => send(request);
      service.clock.advance(61);
      if (terminal.terminal.status().account === undefined) await signUp(terminal, account);
      await terminal.terminal.maps.list();
    },
  );
  expect(done).toBeGreaterThan(0);
});
