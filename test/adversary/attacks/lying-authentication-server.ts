import { payloadTypes } from '../../../src/contract/documents.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { generateEd25519, generateX25519 } from '../../../src/protocol/keys.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { signDocument } from '../../../src/protocol/signed-document.ts';
import { setRulesIn, targetOf, walkAsTerminal } from '../../support/chain-servers.ts';
import { httpTransport } from '../../../src/host/http-transport.ts';
import type { Attack, AttackClass } from '../attack.ts';
import { newRows } from '../world/ledger.ts';
import { intrudersOrigin, speakingAs } from '../world/speaking.ts';
import type { World } from '../world/world.ts';

/** The intruder's own authentication server, which is rightly there for another maker's terminals. */
type Liar = ReturnType<typeof liarIn>;

const liarIn = ({ servers }: World) => ({
  ...servers.contexts.authentication,
  serverId: 'authentication-zeta',
  baseUrl: intrudersOrigin,
  staticKey: generateX25519(),
  signingKey: generateEd25519(),
});

interface Lie {
  readonly what: string;
  readonly certificate?: Readonly<Record<string, unknown>>;
  readonly reply?: Readonly<Record<string, unknown>>;
}

const lies: readonly Lie[] = [
  { what: "a terminal of acme's", reply: { makerId: 'acme', modelId: 'N-100' } },
  { what: 'a device of no maker', reply: { makerId: '' } },
  { what: 'a device of every maker', reply: { makerId: '*' } },
  { what: 'an admission for ever', reply: { expiresIn: 1e12 } },
  { what: 'an admission of the past', reply: { expiresIn: -1e9 } },
  { what: 'an admission without an end', reply: { expiresIn: 'Infinity' } },
  { what: 'a certificate of another server', certificate: { authenticationServerId: 'authentication' } },
  { what: 'a certificate for another service', certificate: { serviceId: 'other-maps' } },
  { what: 'a certificate for another key', certificate: { publicKey: toBase64url(randomBytes(32)) } },
  { what: 'a certificate for another nonce', certificate: { serviceNonce: toBase64url(randomBytes(56)) } },
];

export const lyingAuthenticationServer: AttackClass = {
  name: 'lying-authentication-server',
  title: "speaks as another maker's authentication server, for devices and keys that are not its own",
  without: 'checked-scope',
  attacks: async (world) => {
    const { first } = world.servers.contexts;
    const liar = liarIn(world);
    await setRulesIn(first, { name: 'zeta', match: { makerId: 'zeta' }, targets: [targetOf(liar)] });
    return lies.map((lie) => present(world, liar, lie));
  },
};

const longest = 86_400;

/** Its terminal presents what it certified, and the service asks it about that. */
function present(world: World, liar: Liar, { what, certificate = {}, reply = {} }: Lie): Attack {
  return {
    name: what,
    run: async (trial) => {
      const { servers, network, ledger } = world;
      const visitor = await servers.device();
      const serviceNonce = await visitor.demand();
      const device = { makerId: 'zeta', modelId: 'Z-1', hardwareNumber: 'Z1' };
      // The first server alone is asked; whoever may ask it, may walk.
      const walked = await walkAsTerminal(servers, { device, transport: httpTransport });
      const key = generateEd25519();
      const content = {
        certificateId: toBase64url(randomBytes(32)),
        authenticationServerId: liar.serverId,
        serviceId: 'maps',
        serviceNonce,
        publicKey: toBase64url(key.publicKey),
        lifetime: longest,
        ...certificate,
      };
      const handle = () => ({
        pseudonym: toBase64url(randomBytes(32)),
        makerId: 'zeta',
        modelId: 'Z-1',
        expiresIn: longest,
        ...reply,
      });
      const { serverId, staticKey } = liar;
      const remoteStatic = servers.contexts.maps.staticKey.publicKey;
      network.attack(
        speakingAs(liar.baseUrl, { purpose: 'certificate-check', serverId, staticKey, remoteStatic, handle }),
      );
      const before = await ledger.read();
      const signed = signDocument(liar.signingKey, payloadTypes.certificate, content);
      await trial.attempt(visitor.present({ key, certificate: signed, serviceNonce, walked }));
      const admissions = newRows(before, await ledger.read()).get('admissions') ?? [];
      network.calm();
      const latest = servers.clock.now() + longest;
      const isInScope = what.startsWith('an admission');
      const lasting = admissions.filter((row) => !((JSON.parse(row) as { expires_at: number }).expires_at <= latest));
      trial.gainIf(admissions.length > 0 && !isInScope, 'a key was admitted');
      trial.gainIf(lasting.length > 0, 'a key was admitted for longer than its certificate lasts');
    },
  };
}
