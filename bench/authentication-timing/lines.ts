import { HttpConnection } from '../kit/http-connection.ts';
import type { Line, Question } from './question.ts';

const addresses = 1_000;

/** Lines to a server on this machine, each from an address of its own. */
export function networkLines(baseUrl: string): Question['line'] {
  const port = Number(new URL(baseUrl).port);
  let made = 0;
  return () => {
    const index = (made += 1) % addresses;
    const connection = new HttpConnection(port, `127.0.${2 + Math.floor(index / 250)}.${1 + (index % 250)}`);
    return {
      async ask(request) {
        const { status } = await connection.exchange(request);
        if (status !== 200) throw new Error(`answered with ${status}`);
      },
      close: () => connection.close(),
    };
  };
}

/** The server's own code in this process: what is left where no network and no handshake lie above it. */
export function lineWithin(answer: (request: Uint8Array) => Promise<unknown>): Line {
  return { ask: async (request) => void (await answer(request)), close: () => undefined };
}
