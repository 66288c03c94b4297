import { fromBase64url } from '../../../src/protocol/bytes.ts';
import { audienceOf, sessionKeysOf } from '../../../src/protocol/session-keys.ts';
import type { SessionCheckReply, SessionReply } from '../../../src/contract/sessions.ts';
import { shownBy } from '../../support/accounts.ts';
import { asInitiator, channelTo } from '../../support/channel-to.ts';
import { checkCertificate } from '../../support/device-channel.ts';
import type { Attack, AttackClass } from '../attack.ts';
import type { Trial } from '../trial.ts';
import type { World } from '../world/world.ts';

/** Everything that one service learns of a visitor: each value must be another one at another service. */
type Known = Readonly<Record<string, string>>;

const services = ['maps', 'other-maps'] as const;
type ServiceId = (typeof services)[number];

export const colludingServices: AttackClass = {
  name: 'colluding-services',
  title: 'as two services together, compares what each of them knows of a device and of its user',
  without: 'pseudonyms',
  attacks: async (world, extent) =>
    Array.from({ length: extent === 'full' ? 10 : 2 }, (_, round): Attack[] => [
      { name: `devices ${round}`, aside: true, run: (trial) => compare(trial, services, deviceAt(world)) },
      { name: `users ${round}`, aside: true, run: (trial) => compare(trial, services, userAt(world)) },
    ]).flat(),
};

async function compare(
  trial: Trial,
  [here, there]: typeof services,
  visit: Promise<(service: ServiceId) => Promise<Known>>,
): Promise<void> {
  const knownAt = await visit;
  const values = new Map(Object.entries(await knownAt(here)).map(([name, value]) => [value, name]));
  for (const [name, value] of Object.entries(await knownAt(there)))
    trial.gainIf(values.has(value), `${name} there is ${values.get(value) ?? ''} here: ${value}`);
}

/** One device at both. */
async function deviceAt({ servers }: World) {
  const visitor = await servers.device();
  return async (serviceId: ServiceId): Promise<Known> => {
    const serviceNonce = Buffer.alloc(56, serviceId.length).toString('base64url');
    const { certificate, key } = await visitor.certified({ serviceId, serviceNonce });
    const { authentication, [serviceId]: service } = servers.contexts;
    const { pseudonym } = await checkCertificate(authentication, service, certificate);
    return { pseudonym, key: Buffer.from(key.publicKey).toString('base64url'), certificate: certificate.payload };
  };
}

/** One user, under one session for both. */
async function userAt({ servers, victim }: World) {
  await victim.restart();
  await victim.enter();
  const { accessKeyId = '' } = victim.terminal.status().account ?? {};
  const accessKey = (await victim.terminal.context.ports.vault.get('access-key')) ?? '';
  const secret = { identifier: fromBase64url(accessKeyId), key: fromBase64url(accessKey) };
  const channel = await channelTo(servers.contexts.accounts, 'session', { secret });
  const reply = (await channel.request({ step: 'open', audiences: services })) as SessionReply;
  const keys = sessionKeysOf(channel, reply);
  return async (serviceId: ServiceId): Promise<Known> => {
    const { accounts, [serviceId]: service } = servers.contexts;
    const check = await channelTo(accounts, 'session-check', asInitiator(service));
    const audience = audienceOf(keys, serviceId);
    const { audienceKey, pseudonym } = (await check.request(shownBy(audience))) as SessionCheckReply;
    return { handle: audience.handle, audienceKey, pseudonym };
  };
}
