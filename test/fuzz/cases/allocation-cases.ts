import { choose } from '../../../local-servers/allocation/rules/choose.ts';
import { MemoryRules } from '../../../local-servers/allocation/rules/memory-rules.ts';
import { checkRule } from '../../../local-servers/allocation/rules/rule.ts';
import { openFirstLink, openNextLink, verifyChain } from '../../../src/allocation/chain.ts';
import { openDirectory } from '../../../src/allocation/directory.ts';
import { endpointsOf } from '../../../src/allocation/endpoint-race.ts';
import { orderEndpoints } from '../../../src/allocation/endpoints.ts';
import { followSuccession } from '../../../src/allocation/root-succession.ts';
import { compareHardwareNumbers, scopeCovers, scopeWithin } from '../../../src/allocation/scope.ts';
import { openSecondPart, sealSecondPart } from '../../../src/allocation/walk.ts';
import { ConnectionInformation, Chain, Scope } from '../../../src/contract/allocation.ts';
import { check } from '../../../src/contract/check.ts';
import { payloadTypes, SignedDocument } from '../../../src/contract/documents.ts';
import { RootSuccessors } from '../../../src/contract/root-succession.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { isNestedWithin } from '../../../src/errors/nesting.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { generateEd25519, generateX25519 } from '../../../src/protocol/keys.ts';
import { signDocument } from '../../../src/protocol/signed-document.ts';
import { allocationTarget } from '../../support/allocation-target.ts';
import { anchor, signChain, subject } from '../../support/chains.ts';
import { ofJson, ofText, type ParserCase } from './parser-case.ts';

const src = (...files: string[]) => files.map((file) => `src/allocation/${file}.ts`);

/** The chain, the directory, scopes and sealed parts; and what an operator writes as a rule. */
export function allocationCases(): ParserCase[] {
  const nonce = toBase64url(new Uint8Array(32));
  const chain = signChain([{}, {}, {}], nonce);
  const [answer] = chain.answers;
  const root = generateEd25519();
  const sealingKey = generateX25519();
  const first = openFirstLink(chain.first, anchor, subject);
  const directory = {
    version: 1,
    servers: [],
    allocationSealingKey: toBase64url(sealingKey.publicKey),
  };
  const { sealedSecond } = sealSecondPart({ modelId: 'N', hardwareNumber: '1' }, sealingKey.publicKey, nonce, 'acme');
  const successor = { publicKey: toBase64url(generateEd25519().publicKey), lowestVersion: 2 };
  const succession = signDocument(root, payloadTypes.rootSuccessor, successor);
  const named = { url: 'http://127.0.0.1:9', code: 'network.unreachable' };
  const scope = { makerId: 'acme', modelPrefix: 'N', serials: { from: '1', to: '2' } };
  const rule = { name: 'acme', match: { makerId: 'acme' }, targets: [allocationTarget()] };
  return [
    ofJson('chain', src('chain', 'versions'), [chain], (value) =>
      verifyChain(check(Chain, value, 'document.malformed'), anchor, { nonce, subject }, {}),
    ),
    ofJson('first link', src('chain'), [chain.first], (value) =>
      openFirstLink(check(SignedDocument, value, 'document.malformed'), anchor, subject),
    ),
    ofJson('content of a first link, rightly signed', src('chain', 'scope'), [first.information], (value) => {
      const signed = signDocument(root, payloadTypes.connectionInformation, writable(value));
      const link = openFirstLink(signed, { rootKey: root.publicKey, lowestVersion: 1 }, subject);
      orderEndpoints(link.information.endpoints);
    }),
    ofJson('next link', src('chain'), [answer], (value) =>
      openNextLink(check(SignedDocument, value, 'document.malformed'), first, { nonce, subject }),
    ),
    ofJson('directory', src('directory'), [signDocument(root, payloadTypes.directory, directory)], (value) =>
      openDirectory(value, { rootKey: root.publicKey, lowestVersion: 1 }, 0),
    ),
    ofJson('content of a directory, rightly signed', src('directory'), [directory], (value) =>
      openDirectory(
        signDocument(root, payloadTypes.directory, writable(value)),
        { rootKey: root.publicKey, lowestVersion: 1 },
        0,
      ),
    ),
    ofJson('changes of the root', src('root-succession'), [{ successors: [succession, succession] }], (value) => {
      const { successors } = check(RootSuccessors, value, 'network.answer-invalid');
      followSuccession({ rootKey: root.publicKey, lowestVersion: 1 }, successors);
    }),
    ofJson('content of a change of the root, rightly signed', src('root-succession'), [successor], (value) =>
      followSuccession({ rootKey: root.publicKey, lowestVersion: 1 }, [
        signDocument(root, payloadTypes.rootSuccessor, writable(value)),
      ]),
    ),
    ofJson('endpoints that an error names', src('endpoint-race'), [{ endpoints: [named] }], (value) =>
      endpointsOf(new CodedError('network.unreachable', { info: { info: value, ...Object(value) } })),
    ),
    ofJson('endpoints', src('endpoints'), [first.information], (value) =>
      orderEndpoints(check(ConnectionInformation, value, 'document.malformed').endpoints),
    ),
    ofJson('scope', src('scope'), [scope, {}], (value) => {
      const read = check(Scope, value, 'document.malformed');
      scopeCovers(read, subject);
      scopeWithin(read, scope);
      scopeWithin(scope, read);
    }),
    ofText('hardware number', src('scope'), ['SN000123', '0'], (text) => compareHardwareNumbers(text, 'SN1')),
    ofText('sealed second part', src('walk'), [sealedSecond], (text) =>
      openSecondPart(text, sealingKey, nonce, 'acme'),
    ),
    ofJson(
      'rule of an allocation server',
      ['local-servers/allocation/rules/rule.ts', 'local-servers/allocation/rules/specificity.ts'],
      [rule],
      (value) => {
        const read = checkRule(value);
        return choose(new MemoryRules([read]), subject);
      },
    ),
  ];
}

/** No signer of ours writes what is nested so deep that it cannot be written. */
const writable = (value: unknown): unknown => (isNestedWithin(value, 1_000) ? value : null);
