import { SessionHandles } from '../../../local-servers/accounts/session-handles.ts';
import { MapSecrets } from '../../../local-servers/service/store/map-secrets.ts';
import { SqlMapStore } from '../../../local-servers/service/store/sql-map-store.ts';
import { fromBase64url, utf8 } from '../../../src/protocol/bytes.ts';
import { audienceOf } from '../../../src/protocol/session-keys.ts';
import { Eavesdropper } from '../../support/eavesdropper.ts';
import { signUp } from '../../support/real-terminal.ts';
import type { Secret } from '../../support/secret-search.ts';
import type { Attack, AttackClass } from '../attack.ts';
import type { Victim } from '../world/victim.ts';
import { nearItsEnd, type World } from '../world/world.ts';

export const listening: AttackClass = {
  name: 'listening',
  title: 'records everything between everybody and looks for keys, passwords, users and devices in every spelling',
  without: 'own-handles',
  attacks: async (world) =>
    (['terminal-walked', 'service-walked'] as const).map((route): Attack => ({
      name: route,
      run: async (trial) => {
        const visitor = await world.another();
        const secrets: Secret[] = [];
        const recorded = await world.network.record(async () => {
          await signUp(visitor.opened, world.account);
          await visitor.restart(route);
          await visitor.terminal.maps.download('city');
          secrets.push(...(await secretsOf(world, visitor)));
          world.servers.clock.advance(nearItsEnd);
          await visitor.terminal.currentSession();
          await visitor.terminal.signOut();
        });
        const listener = new Eavesdropper();
        for (const { request, response } of recorded) {
          listener.record(Buffer.from(`${request.url}\n${JSON.stringify(request.headers)}\n`));
          listener.record(request.body ?? new Uint8Array(0));
          listener.record(Buffer.from(JSON.stringify(response.headers)));
          listener.record(response.body);
        }
        for (const { name, spelling } of listener.sightings(secrets)) trial.gain(`${name} (${spelling})`);
      },
    })),
};

async function secretsOf({ servers, account }: World, { terminal }: Victim): Promise<Secret[]> {
  const { vault } = terminal.context.ports;
  const { device, account: held } = terminal.context.state.current;
  const session = terminal.sessions.current;
  if (device === undefined || held === undefined || session === undefined)
    throw new Error('the visit did not take place');
  const { audienceKey, handle } = audienceOf(session, 'maps');
  const { masterKey } = servers.contexts.accounts;
  const secrets = new MapSecrets(servers.contexts.maps.masterKey);
  const keys = {
    'access key': fromBase64url((await vault.get('access-key')) ?? ''),
    'device secret': fromBase64url((await vault.get('device-secret')) ?? ''),
    'session key': session.sessionKey,
    'audience key': audienceKey,
    'region key': (await secrets.regionKey(new SqlMapStore(servers.store), 'city')) ?? new Uint8Array(0),
  };
  const names = {
    password: utf8(account.password),
    'licence number': utf8(account.licenceNumber),
    'user id': utf8(account.userId),
    'hardware number': utf8(device.hardwareNumber),
    'device id': fromBase64url(device.deviceId),
    'access key id': fromBase64url(held.accessKeyId),
    'session id': Buffer.from(new SessionHandles(masterKey).read(handle)?.sessionId ?? '', 'hex'),
  };
  return [
    ...Object.entries(names).map(([name, value]) => ({ name, value })),
    // A part of a key would be bad enough.
    ...Object.entries(keys).flatMap(([name, value]) => [
      { name: `the beginning of the ${name}`, value: value.subarray(0, 12) },
      { name: `the end of the ${name}`, value: value.subarray(-12) },
    ]),
  ];
}
