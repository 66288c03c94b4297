import type { AddressInfo } from 'node:net';
import { CodedError } from '../../src/errors/coded-error.ts';
import type { App } from './app.ts';

/** Ports tried, the asked one included. */
const portsTried = 50;

export interface ListenOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Takes the next free port where the asked one is taken. */
  readonly stepOver?: boolean;
  /** Hears, in words, that a port was stepped over. */
  readonly say?: (words: string) => void;
}

export interface Listening {
  readonly host: string;
  readonly port: number;
  /** Where clients reach it, without a path: `https://127.0.0.1:8443`. */
  readonly url: string;
}

/** @throws configuration.invalid naming the port that is taken, and what to do. */
export async function listen(app: App, options: ListenOptions): Promise<Listening> {
  const { host } = options;
  await listenOnFreePort(options, async (port) => void (await app.listen({ host, port })));
  const { port } = app.server.address() as AddressInfo;
  const scheme = 'setSecureContext' in app.server ? 'https' : 'http';
  return { host, port, url: `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}` };
}

/** The same for any kind of server: `tryPort` listens, or rejects with the system's error. */
export async function listenOnFreePort(
  { host, port, stepOver = false, say }: ListenOptions,
  tryPort: (port: number) => Promise<void>,
): Promise<number> {
  const last = port === 0 || !stepOver ? port : Math.min(port + portsTried - 1, 65_535);
  for (let candidate = port; candidate <= last; candidate += 1) {
    try {
      await tryPort(candidate);
      if (candidate !== port) say?.(`port ${port} is taken, so ${candidate} is used instead`);
      return candidate;
    } catch (cause) {
      const reason = cause instanceof Error && 'code' in cause ? cause.code : undefined;
      if (reason === 'EADDRINUSE') continue;
      const hint =
        reason === 'EACCES' ? 'ports below 1024 need rights that this user lacks; choose another' : String(reason);
      throw new CodedError('configuration.invalid', {
        detail: `cannot listen on ${host} port ${candidate}: ${hint}`,
        cause,
      });
    }
  }
  const which = last === port ? `port ${port} is` : `ports ${port} to ${last} are all`;
  throw new CodedError('configuration.invalid', {
    detail: `${which} taken on ${host}: stop what uses it, or set another port in the configuration`,
  });
}
