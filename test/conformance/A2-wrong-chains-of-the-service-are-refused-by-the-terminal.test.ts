import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  AllocationAnswer,
  ConnectionInformation,
  ServiceWalkReply,
  serviceWalkPath,
  type Chain,
} from '../../src/contract/allocation.ts';
import { check } from '../../src/contract/check.ts';
import { payloadTypes, type SignedDocument } from '../../src/contract/documents.ts';
import type { ErrorCode } from '../../src/errors/codes.ts';
import { decodeJson, encodeJson } from '../../src/protocol/bytes.ts';
import { generateEd25519 } from '../../src/protocol/keys.ts';
import { peekUnverified, signDocument } from '../../src/protocol/signed-document.ts';
import { codeOfRejection } from '../support/coded.ts';
import { realTerminal, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
let opened: RealTerminal;
beforeAll(async () => {
  servers = await startService();
  opened = await (await realTerminal(servers)).restart({ route: 'service-walked' });
});
afterAll(() => servers.close());

/** What the terminal says to a service that changes the chain before it hands it out. */
function codeWith(change: (chain: Chain) => Chain): Promise<ErrorCode | undefined> {
  opened.line.through = async (request, send) => {
    const response = await send(request);
    if (new URL(request.url).pathname !== serviceWalkPath) return response;
    const { chain } = check(ServiceWalkReply, decodeJson(response.body, 'request.malformed'), 'request.malformed');
    return { ...response, body: encodeJson({ chain: change(chain) }) };
  };
  return codeOfRejection(opened.terminal.allocateAnew());
}

const withLast = (chain: Chain, change: (answer: SignedDocument) => SignedDocument): Chain => ({
  ...chain,
  answers: chain.answers.map((answer, index) => (index === chain.answers.length - 1 ? change(answer) : answer)),
});

test('A2: a service server cannot hand out an old, changed, shortened or foreign chain', async () => {
  const { second } = servers.contexts;
  let old: Chain | undefined;
  expect(await codeWith((chain) => (old = chain))).toBeUndefined();

  expect(await codeWith((chain) => old ?? chain)).toBe('allocation.answer-stale');
  // The answers of an earlier walk under the nonce of this one.
  expect(await codeWith((chain) => ({ ...chain, answers: old?.answers ?? [] }))).toBe('allocation.answer-stale');
  expect(await codeWith((chain) => ({ ...chain, answers: chain.answers.slice(0, 1) }))).toBe(
    'allocation.scope-violated',
  );
  expect(await codeWith((chain) => ({ ...chain, answers: chain.answers.toReversed() }))).toBe(
    'document.signature-invalid',
  );
  const changed = (last: SignedDocument) => ({ ...last, payload: last.payload.replace(/^e/, 'f') });
  expect(await codeWith((chain) => withLast(chain, changed))).toBe('document.signature-invalid');

  // An answer that the second server itself signs, for terminals of another maker.
  const outside = (last: SignedDocument) => {
    const answer = peekUnverified(last, AllocationAnswer);
    const information = { ...answer.information, scope: { makerId: 'rival' } };
    return signDocument(second.signingKey, payloadTypes.allocationAnswer, { ...answer, information });
  };
  expect(await codeWith((chain) => withLast(chain, outside))).toBe('allocation.scope-violated');

  // A whole chain under another root.
  const foreign = (chain: Chain) => {
    const information = peekUnverified(chain.first, ConnectionInformation);
    return { ...chain, first: signDocument(generateEd25519(), payloadTypes.connectionInformation, information) };
  };
  expect(await codeWith(foreign)).toBe('document.signature-invalid');
  expect(await codeWith((chain) => chain)).toBeUndefined();
});
