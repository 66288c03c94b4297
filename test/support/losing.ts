import { CodedError } from '../../src/errors/coded-error.ts';
import type { ChannelExchange, ClientChannelOptions } from '../../src/protocol/channel/client-channel.ts';

/** A line that loses the first answer to every body, after the server has given it. */
export interface LosingLine {
  readonly options: Pick<ClientChannelOptions, 'exchange' | 'beforeResend'>;
  /** The first and the second answer to each message body, in order. */
  readonly answers: { readonly first: Uint8Array; readonly second: Uint8Array }[];
}

export function losingLine(exchange: ChannelExchange): LosingLine {
  const answers: LosingLine['answers'] = [];
  let lost: { readonly body: Uint8Array; readonly answer: Uint8Array } | undefined;
  return {
    answers,
    options: {
      exchange: async (path, body) => {
        const answer = await exchange(path, body);
        if (!path.endsWith('/messages')) return answer;
        if (lost === undefined || Buffer.compare(lost.body, body) !== 0) {
          lost = { body, answer };
          throw new CodedError('network.timeout');
        }
        answers.push({ first: lost.answer, second: answer });
        return answer;
      },
      beforeResend: async () => {},
    },
  };
}
