import { channelMediaType, handshakePath } from '../../../src/contract/channel.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { problemMediaType, toProblem } from '../../../src/errors/problem.ts';
import { encodeJson } from '../../../src/protocol/bytes.ts';
import { generateX25519, type KeyPair } from '../../../src/protocol/keys.ts';
import type { HttpResponse } from '../../../src/protocol/transport.ts';
import { MemoryChannelServer, type MemoryServerOptions } from '../../support/memory-channel-server.ts';
import { pathOf, type Intruder } from './network.ts';

/** Where the intruder's own servers are. Nobody honest ever goes there. */
export const intrudersOrigin = 'http://127.0.0.1:9';

/** What refusals of the intruder's say for people, so that they are told from a server's own. */
export const forged = 'said by the intruder';

/** A key of the intruder's that it passes off as another's: it has the public half alone. */
export const passedOffAs = ({ publicKey }: Pick<KeyPair, 'publicKey'>): KeyPair => ({
  privateKey: generateX25519().privateKey,
  publicKey,
});

/** The intruder answers the channels of one purpose at `origin` itself, as a server that has these keys and says these things. */
export function speakingAs(origin: string, options: MemoryServerOptions): Intruder {
  let server = new MemoryChannelServer(options);
  return async ({ request }, send) => {
    const path = pathOf(request.url);
    if (!request.url.startsWith(`${origin}/v1/channels/${options.purpose}/`)) return send(request);
    if (path === handshakePath(options.purpose)) server = new MemoryChannelServer(options);
    try {
      const body = await server.exchange(path, request.body ?? new Uint8Array(0));
      return { status: 200, headers: { 'content-type': channelMediaType }, body };
    } catch (error) {
      if (error instanceof CodedError) return problemAnswer(error);
      throw error;
    }
  };
}

export const problemAnswer = (error: CodedError): HttpResponse => ({
  status: error.facts.status,
  headers: { 'content-type': problemMediaType },
  body: encodeJson(toProblem(error)),
});

export const jsonAnswer = (content: unknown): HttpResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: encodeJson(content),
});
