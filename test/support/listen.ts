import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import type { BuiltRole, RoleContext } from '../../local-servers/kit/role-context.ts';

const host = '127.0.0.1';

/**
 * A free port, to be listened on a moment later: signed documents name a role's address before the role is built. It lies
 * below the range that systems take ports for outgoing connections from, and is drawn, so that tests that run side by side
 * do not meet.
 */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 32_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host, port }, () => probe.close(() => resolve(true)));
  });
}

/** Starts a role at the address that its context names. */
export async function listenAtBaseUrl(built: BuiltRole, context: Pick<RoleContext<unknown>, 'baseUrl'>): Promise<void> {
  await built.app.listen({ host, port: Number(new URL(context.baseUrl).port) });
}

export const baseUrlOf = (port: number): string => `http://${host}:${port}`;
