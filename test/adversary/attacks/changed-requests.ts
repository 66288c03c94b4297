import { sessionExtensionPath } from '../../../src/contract/sessions.ts';
import type { HttpRequest } from '../../../src/protocol/transport.ts';
import type { Random } from '../../support/fuzz/random.ts';
import type { AttackClass, Extent } from '../attack.ts';
import { describeRows, newRows } from '../world/ledger.ts';
import { attackAt, findMoments } from '../world/moments.ts';
import { pathOf } from '../world/network.ts';

const fields = ['signature', 'signature-input', 'content-digest', 'range', 'naviterm-nonce'] as const;

export const changedRequests: AttackClass = {
  name: 'changed-requests',
  title: 'sends changed copies of each request ahead of it, which must then still be answered, once',
  without: 'content-digests',
  telling: sessionExtensionPath,
  attacks: async (world, extent) => {
    const moments = await findMoments(world);
    return moments.map((moment) => ({
      name: moment.name,
      run: async (trial, random) => {
        const { succeeded } = await attackAt(world, moment, trial, async ({ request }, send) => {
          const before = await world.ledger.read();
          for (const [what, copy] of copies(request, extent, random)) {
            const response = await world.network.deliver(copy);
            if (trial.answered(response)) trial.gain(`${what} was answered with ${response.status}`);
          }
          const rows = newRows(before, await world.ledger.read());
          trial.gainIf(rows.size > 0, `the servers have ${describeRows(rows)} from changed copies`);
          return send(request);
        });
        // The refused copies must not have cost the honest request anything.
        if (!succeeded) trial.uncoded.push('the honest request failed after changed copies of it');
      },
    }));
  },
};

/** Copies with one bit or one character changed, of everything that stands for something. */
function* copies(request: HttpRequest, extent: Extent, random: Random): Generator<[string, HttpRequest]> {
  const { body, headers, url } = request;
  if (body !== undefined) {
    const count = extent === 'full' ? body.byteLength : Math.min(body.byteLength, body.byteLength <= 128 ? 128 : 16);
    for (let copy = 0; copy < count; copy += 1) {
      const at = count === body.byteLength ? copy : random.below(body.byteLength);
      const bit = random.below(8);
      yield [`body at ${at}, bit ${bit}`, { ...request, body: body.map((b, i) => (i === at ? b ^ (1 << bit) : b)) }];
    }
  }
  for (const field of fields) {
    const value = headers[field];
    if (value === undefined) continue;
    for (let copy = 0; copy < (extent === 'full' ? value.length : 4); copy += 1) {
      const at = extent === 'full' ? copy : random.below(value.length);
      const changed = value.slice(0, at) + String.fromCodePoint(value.charCodeAt(at) ^ 1) + value.slice(at + 1);
      yield [`${field} at ${at}`, { ...request, headers: { ...headers, [field]: changed } }];
    }
  }
  const path = pathOf(url);
  for (let copy = 0; copy < (extent === 'full' ? path.length - 1 : 2); copy += 1) {
    const at = 1 + (extent === 'full' ? copy : random.below(path.length - 1));
    const changed = path.slice(0, at) + String.fromCodePoint(path.charCodeAt(at) ^ 1) + path.slice(at + 1);
    yield [`path ${changed}`, { ...request, url: new URL(url).origin + changed }];
  }
}
