import { afterAll, describe, expect, it } from 'vitest';
import { campaign, campaignTimeout, rounds } from '../support/fuzz/campaign.ts';
import { exchangeBytes } from '../support/fuzz/exchange.ts';
import { judge } from '../support/fuzz/judge.ts';
import { honestRequest, mutateRequest } from '../support/fuzz/mutate-request.ts';
import { recordServers } from '../support/fuzz/recorded-servers.ts';

const recording = await recordServers();
afterAll(() => recording.close());

describe.each(recording.servers)('$name', ({ name, target, local, pages, requests, routes }) => {
  it('has no route, hidden or not, that the story does not use', () => {
    const unused = routes.filter(
      (route) => !requests.some(({ method, path }) => patternOf(route).test(`${method} ${path}`)),
    );
    // A new route needs a request in test/support/fuzz/recorded-servers.ts.
    expect(unused).toEqual([]);
    expect(routes.length).toBeGreaterThanOrEqual(2);
  });

  it('answers what was recorded', async () => {
    for (const request of requests) {
      const answers = await exchangeBytes(target, honestRequest(request), { local, patience: 15_000 });
      expect(answers).toHaveLength(1);
      for (const answer of answers) judge(answer, { pages });
    }
  });

  it('codes whatever else, and never fails by itself', { timeout: campaignTimeout }, async () => {
    const done = await campaign(
      `requests to ${name}`,
      {
        rounds: rounds(Math.max(60, 8 * requests.length)),
        atOnce: 16,
        input: ({ random }) => {
          const request = random.pick(requests);
          if (request === undefined) throw new Error('nothing was recorded');
          return mutateRequest(request, random, requests);
        },
      },
      async (bytes) => {
        for (const answer of await exchangeBytes(target, bytes, { local })) judge(answer, { pages });
      },
    );
    expect(done).toBeGreaterThan(0);
  });

  it('answers the straight path as before', async () => {
    const health = requests.find(({ path }) => path === '/health');
    if (health === undefined) throw new Error('every server has /health');
    const [answer] = await exchangeBytes(target, honestRequest(health), { local, patience: 15_000 });
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('"status":"ok"') });
  });
});

it('a terminal gets in afterwards, and an application is taken', async () => {
  const terminal = await recording.service.terminal();
  await terminal.enter();
  expect(await terminal.json('/v1/catalog')).toMatchObject({ regions: [{ id: 'montevideo' }] });
  expect(await recording.portal.apply()).toMatch(/^NT-/);
});

it('no server complains', () => expect(recording.complaints()).toEqual([]));

/** `GET /v1/chunks/:id` as it matches a request with its query. */
function patternOf(route: string): RegExp {
  return new RegExp(`^${route.replaceAll('.', '\\.').replaceAll(/:[A-Za-z]+/g, '[^/?]+')}(\\?.*)?$`);
}
