import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { RoleContext } from '../../local-servers/kit/role-context.ts';
import { exportPrivate } from '../../src/protocol/keys.ts';
import type { ChannelRole, ChannelServers } from './channel-servers.ts';

/** What goes to the child; private keys as their 32 bytes. */
export interface SentContexts {
  /** Where its clock stands. */
  readonly now: number;
  readonly members: Readonly<
    Record<
      string,
      Omit<RoleContext<unknown>, 'clock' | 'logger' | 'transport' | 'staticKey' | 'signingKey'> & {
        readonly staticKey: Uint8Array;
        readonly signingKey: Uint8Array;
      }
    >
  >;
}

/** Another process of the same servers. */
export interface ChannelProcess {
  readonly urls: Readonly<Record<ChannelRole, string>>;
  /** By SIGTERM unless said otherwise. */
  stop(signal?: 'SIGKILL'): Promise<void>;
}

export async function startChannelProcess({ contexts, clock }: ChannelServers): Promise<ChannelProcess> {
  const members = Object.fromEntries(
    Object.entries(contexts).map(([id, context]) => {
      const { clock: _clock, logger: _logger, transport: _transport, staticKey, signingKey, ...facts } = context;
      return [id, { ...facts, staticKey: exportPrivate(staticKey), signingKey: exportPrivate(signingKey) }];
    }),
  );
  const program = fileURLToPath(new URL('channel-process-child.ts', import.meta.url));
  const child = fork(program, { serialization: 'advanced' });
  const ended = once(child, 'exit');
  child.send({ now: clock.now(), members } satisfies SentContexts);
  const [urls] = (await Promise.race([
    once(child, 'message'),
    ended.then(([code]) => {
      throw new Error(`the process ended with ${String(code)}`);
    }),
  ])) as [ChannelProcess['urls']];
  return {
    urls,
    async stop(signal) {
      child.kill(signal ?? 'SIGTERM');
      await ended;
    },
  };
}
