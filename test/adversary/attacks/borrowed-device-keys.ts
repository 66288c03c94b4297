import { catalogPath } from '../../../src/contract/maps.ts';
import { generateEd25519, type KeyPair } from '../../../src/protocol/keys.ts';
import type { Attack, AttackClass } from '../attack.ts';
import type { World } from '../world/world.ts';

export const borrowedDeviceKeys: AttackClass = {
  name: 'borrowed-device-keys',
  title: 'has an account of its own and no device, and opens sessions under device keys of others',
  without: 'device-binding',
  telling: 'the public half',
  attacks: async (world) => {
    const own = generateEd25519();
    return [
      borrow(world, 'none', async () => undefined),
      borrow(world, 'one of its own that nobody admitted', async () => own),
      borrow(world, 'the public half of one that was admitted', async () => {
        await world.victim.restart();
        await world.victim.enter();
        const admitted = world.victim.terminal.sessions.current?.deviceKey;
        if (admitted === undefined) throw new Error('the session is bound to no device');
        return { privateKey: own.privateKey, publicKey: admitted.publicKey };
      }),
    ];
  },
};

function borrow(world: World, what: string, keyOf: () => Promise<KeyPair | undefined>): Attack {
  return {
    name: what,
    run: async (trial) => {
      const visitor = await world.servers.terminal();
      const opened = await trial.attempt(visitor.openSession(await keyOf()));
      if ('error' in opened) return;
      const served = await trial.attempt(visitor.get(catalogPath));
      trial.gainIf('result' in served, 'it is served without a device of its own');
    },
  };
}
