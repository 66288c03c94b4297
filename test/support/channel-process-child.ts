import { pino } from 'pino';
import { onShutdown } from '../../local-servers/kit/shutdown.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { importEd25519, importX25519 } from '../../src/protocol/keys.ts';
import type { ChannelRole } from './channel-servers.ts';
import { buildChannelRole } from './channel-servers.ts';
import type { SentContexts } from './channel-process.ts';
import { TestClock } from './test-clock.ts';

/** The servers that answer channels, once more over the same folders, in a process of their own. */
process.once('message', (message) => {
  void start(message as SentContexts);
});

async function start({ now, members }: SentContexts): Promise<void> {
  const logger = pino({ level: 'silent' });
  const shared = { clock: new TestClock(now), logger, transport: httpTransport };
  const contexts = Object.fromEntries(
    Object.entries(members).map(([id, { staticKey, signingKey, ...facts }]) => [
      id,
      { ...facts, ...shared, staticKey: importX25519(staticKey), signingKey: importEd25519(signingKey) },
    ]),
  ) as unknown as Parameters<(typeof buildChannelRole)[ChannelRole]>[0];
  const roles = Object.keys(buildChannelRole) as ChannelRole[];
  const built = await Promise.all(roles.map((role) => buildChannelRole[role](contexts)));
  const urls = await Promise.all(built.map(({ app }) => app.listen({ host: '127.0.0.1', port: 0 })));
  const close = async () => void (await Promise.all(built.map((role) => role.close())));
  onShutdown(close, { logger, stopWithParent: true });
  process.send?.(Object.fromEntries(roles.map((role, index) => [role, urls[index]])));
}
