import { catalogPath, regionKeyPath } from '../../../src/contract/maps.ts';
import { currentSessionPath, sessionEndPath } from '../../../src/contract/sessions.ts';
import { utf8 } from '../../../src/protocol/bytes.ts';
import { contentDigest } from '../../../src/protocol/content-digest.ts';
import type { HttpRequest } from '../../../src/protocol/transport.ts';
import type { Random } from '../../support/fuzz/random.ts';
import type { Attack, AttackClass } from '../attack.ts';
import { describeRows, newRows } from '../world/ledger.ts';
import { isSigned, pathOf, redirected } from '../world/network.ts';
import { distinct } from '../world/story.ts';
import type { World } from '../world/world.ts';

export const rewrittenRequests: AttackClass = {
  name: 'rewritten-requests',
  title: 'makes other requests of those that a live session signed: another target, range, counter, handle or content',
  without: 'session-signatures',
  attacks: async (world, extent, random) => {
    const recorded = await recordSigned(world);
    return recorded.flatMap((request) => {
      const all = rewritings(request, recorded, random).filter(([, rewritten]) => spelt(rewritten) !== spelt(request));
      return (extent === 'full' ? all : all.slice(0, 7)).map(([what, rewritten]): Attack => ({
        name: `${request.method} ${pathOf(request.url)}: ${what}`,
        aside: true,
        run: async (trial) => {
          const before = await world.ledger.read();
          const answered = trial.answered(await world.network.deliver(rewritten));
          trial.gainIf(answered, 'it was answered');
          const rows = newRows(before, await world.ledger.read());
          trial.gainIf(rows.size > 0, `the servers have ${describeRows(rows)} from it`);
        },
      }));
    });
  },
};

async function recordSigned({ network, victim }: World): Promise<HttpRequest[]> {
  await victim.forgetMaps();
  const { terminal } = await victim.restart();
  const recorded = await network.record(async () => {
    await terminal.maps.list();
    await terminal.maps.download('city');
    await terminal.currentSession();
  });
  return distinct(recorded.filter(({ from, request }) => from === 'terminal' && isSigned(request))).map(
    ({ request }) => request,
  );
}

type Rewriting = readonly [what: string, request: HttpRequest];

/** Everything that the signature must stand for, said otherwise, and made consistent as far as that takes no key. */
function rewritings(request: HttpRequest, others: readonly HttpRequest[], random: Random): Rewriting[] {
  const { url, headers } = request;
  const { origin } = new URL(url);
  const field = (name: string, value: string): HttpRequest => ({ ...request, headers: { ...headers, [name]: value } });
  const input = headers['signature-input'] ?? '';
  const elsewhere = [catalogPath, regionKeyPath('city'), currentSessionPath].filter((path) => path !== pathOf(url));
  const other = random.pick(others.filter((each) => each.url !== url));
  const body = utf8(JSON.stringify({ idempotencyKey: Buffer.alloc(16, 3).toString('base64url') }));
  return [
    ...elsewhere.map((path): Rewriting => [`for ${path}`, redirected(request, origin, path)]),
    ['with another counter', field('signature-input', input.replace(/nonce="[^"]+"/, 'nonce="99999"'))],
    ['with a range', { ...field('range', 'bytes=0-9') }],
    ['with the signature of another', field('signature', other?.headers['signature'] ?? '')],
    [
      'as the end of the session',
      {
        ...redirected(request, origin, sessionEndPath),
        method: 'POST',
        body,
        headers: { ...headers, 'content-type': 'application/json', 'content-digest': contentDigest(body) },
      },
    ],
    ['with a query', { ...request, url: `${url}?a=b` }],
    ['of another algorithm', field('signature-input', input.replace('hmac-sha256', 'ed25519'))],
    ['covering less', field('signature-input', input.replace('"@target-uri" ', ''))],
    ['covering more', field('signature-input', input.replace('"content-digest"', '"content-digest" "host"'))],
    ['under another label', field('signature-input', input.replace('session=', 'device='))],
  ];
}

/** All of a request that its server sees, so that a copy is not taken for something else. */
const spelt = ({ method, url, headers }: HttpRequest): string => JSON.stringify([method, url, headers]);
