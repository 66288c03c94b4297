import { CodedError } from '../../src/errors/coded-error.ts';
import type { ErrorCode } from '../../src/errors/codes.ts';
import type { ChannelExchange, ClientChannelOptions } from '../../src/protocol/channel/client-channel.ts';
import { decodeMessageRequest, encodeMessageRequest } from '../../src/protocol/channel/frames.ts';
import { codeOfRejection } from './coded.ts';

/** What became of one message after the server had answered it. */
export interface Probe {
  readonly counter: number;
  /** Whether the same bytes got the same answer. */
  readonly same: boolean;
  /** Other bytes at the counter, at the one before (where there is one), and at one too far. */
  readonly other: ErrorCode | undefined;
  readonly older: ErrorCode | undefined;
  readonly skipped: ErrorCode | undefined;
}

/** `probes` of a server that does everything right. */
export const rightProbes = (messages: number): Probe[] =>
  Array.from({ length: messages }, (_, counter) => ({
    counter,
    same: true,
    other: 'channel.counter-used',
    older: counter === 0 ? undefined : 'channel.counter-used',
    // The first message of a channel has counter 0, so there is nothing to skip to under its cookie.
    skipped: counter === 0 ? undefined : 'channel.counter-used',
  }));

/**
 * A line on which every body is lost once on its way there, and its answer once on its way back; whoever took the message
 * down then tries what else the server answers at its counter. `again` is where repetitions go: the same server, or
 * another process of it.
 */
export function probingLine(
  exchange: ChannelExchange,
  again: ChannelExchange = exchange,
): { readonly options: Pick<ClientChannelOptions, 'exchange' | 'beforeResend'>; readonly probes: Probe[] } {
  const probes: Probe[] = [];
  const taken: Uint8Array[] = [];
  let sent = 0;
  let answered: Uint8Array = new Uint8Array(0);

  const probe = async (path: string, body: Uint8Array, repeated: Uint8Array): Promise<Probe> => {
    const frame = decodeMessageRequest(body);
    const previous = taken.at(-2);
    const ciphertext = frame.ciphertext.map((byte, index) => (index === 0 ? byte ^ 1 : byte));
    const codeFor = (bytes: Uint8Array) => codeOfRejection(again(path, bytes));
    return {
      counter: frame.counter,
      same: Buffer.compare(answered, repeated) === 0,
      other: await codeFor(encodeMessageRequest({ ...frame, ciphertext })),
      older: previous === undefined ? undefined : await codeFor(previous),
      skipped:
        frame.counter === 0 ? undefined : await codeFor(encodeMessageRequest({ ...frame, counter: frame.counter + 2 })),
    };
  };

  return {
    probes,
    options: {
      beforeResend: async () => {},
      exchange: async (path, body) => {
        const isMessage = path.endsWith('/messages');
        sent = sent === 3 ? 1 : sent + 1;
        if (sent === 1) throw new CodedError('network.unreachable');
        if (sent === 2) {
          answered = await exchange(path, body);
          throw new CodedError('network.timeout');
        }
        const repeated = await again(path, body);
        if (isMessage) {
          taken.push(body);
          probes.push(await probe(path, body, repeated));
        }
        return repeated;
      },
    },
  };
}
