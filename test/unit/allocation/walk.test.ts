import { describe, expect, it } from 'vitest';
import { verifyChain } from '../../../src/allocation/chain.ts';
import { openSecondPart, sealSecondPart, walkChain, type WalkOptions } from '../../../src/allocation/walk.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import { generateEd25519, generateX25519 } from '../../../src/protocol/keys.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import type { HttpTransport } from '../../../src/protocol/transport.ts';
import { anchor, signChain, subject } from '../../support/chains.ts';
import { codeOf, codeOfRejection } from '../../support/coded.ts';

/** A network with nobody in it. */
function emptyNetwork() {
  const asked: string[] = [];
  const transport: HttpTransport = (request) => {
    asked.push(request.url);
    return Promise.reject(new CodedError('network.unreachable'));
  };
  return { asked, transport };
}

const { makerId, ...second } = subject;
const nonce = toBase64url(randomBytes(32));
const usual = { anchor, makerId, secondPart: { second }, nonce, seen: {} } satisfies Partial<WalkOptions>;

describe('a walk', () => {
  it('asks no server whose information is stale (G2)', async () => {
    const keys = { signingKeys: generateEd25519() };
    const newer = signChain([{ ...keys, version: 5 }, {}]);
    const { seen } = verifyChain(newer, anchor, { nonce: newer.nonce, subject }, {});
    const { first } = signChain([{ ...keys, version: 4 }, {}]);
    const { asked, transport } = emptyNetwork();
    const hops: string[] = [];
    const onHop: WalkOptions['onHop'] = ({ serverId }) => hops.push(serverId);
    const walking = walkChain({ ...usual, first, seen, transport, onHop });
    expect(await codeOfRejection(walking)).toBe('document.version-stale');
    expect([...asked, ...hops]).toEqual([]);
  });

  it('tries every endpoint of a server, and says which hop could not be reached', async () => {
    const endpoints = [1, 0].map((priority) => ({ url: `http://127.0.0.1:${priority + 1}`, priority, weight: 1 }));
    const { first } = signChain([{ endpoints }, {}]);
    const { asked, transport } = emptyNetwork();
    await expect(walkChain({ ...usual, first, transport })).rejects.toMatchObject({
      code: 'allocation.server-unreachable',
      info: { hop: 0, serverId: 'server-0' },
    });
    expect(asked.map((url) => new URL(url).port)).toEqual(['1', '2']);
  });
});

describe('a sealed second part (A2)', () => {
  const key = generateX25519();
  const { sealedSecond, bindingDigest } = sealSecondPart(second, key.publicKey, nonce, makerId);

  it('opens for the allocation servers, with the binding that the terminal looks for', () => {
    expect(openSecondPart(sealedSecond, key, nonce, makerId)).toEqual({ second, bindingDigest });
  });

  it('opens for no other request, maker or key, and not when changed', () => {
    const other = toBase64url(randomBytes(32));
    const changed = fromBase64url(sealedSecond).map((byte, index) => (index === 40 ? byte ^ 1 : byte));
    const attempts = [
      () => openSecondPart(sealedSecond, key, other, makerId),
      () => openSecondPart(sealedSecond, key, nonce, 'other'),
      () => openSecondPart(sealedSecond, generateX25519(), nonce, makerId),
      () => openSecondPart(toBase64url(changed), key, nonce, makerId),
      () => openSecondPart('', key, nonce, makerId),
    ];
    for (const attempt of attempts) expect(codeOf(attempt)).toBe('request.malformed');
  });

  it('does not tell the device by its length', () => {
    const longest = { modelId: 'M'.repeat(40), hardwareNumber: 'S'.repeat(40) };
    const long = sealSecondPart(longest, key.publicKey, nonce, makerId);
    expect(long.sealedSecond).toHaveLength(sealedSecond.length);
  });
});
