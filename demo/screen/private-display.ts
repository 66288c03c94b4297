import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface PrivateDisplay {
  /** For DISPLAY. */
  readonly name: string;
  readonly stop: () => Promise<void>;
}

/** A display that nobody sees, with room for a window of 1920x1080: Chromium takes a pixel from one that fills it. */
export async function openPrivateDisplay(): Promise<PrivateDisplay> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '2048x1152x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const told = server.stdio[3];
  if (told === null || told === undefined) throw new Error('Xvfb tells no number');
  const number = await Promise.race([
    once(told, 'data').then(([text]) => String(text).trim()),
    once(server, 'exit').then(([code]) => Promise.reject(new Error(`Xvfb ended with ${String(code)}`))),
  ]);
  return {
    name: `:${number}`,
    stop: async () => {
      server.kill();
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    },
  };
}
