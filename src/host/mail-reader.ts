import { Message, MessageList } from '../contract/mailbox.ts';
import { check } from '../contract/check.ts';
import { CodedError } from '../errors/coded-error.ts';
import { httpTransport } from './http-transport.ts';
import { monotonicClock } from './monotonic-clock.ts';
import { decodeJson } from '../protocol/bytes.ts';

const waitSeconds = 15;
const pollSeconds = 0.05;

async function getJson(url: string): Promise<unknown> {
  const { body } = await httpTransport({ method: 'GET', url, headers: {}, maximumBytes: 1_048_576, timeout: 5 });
  return decodeJson(body, 'network.answer-invalid');
}

/** Waits for a mail to `address` whose text `has` what is looked for, and gives the text. For demos. @throws network.* */
export async function waitForMail(
  mailboxUrl: string,
  address: string,
  has: (text: string) => boolean,
): Promise<string> {
  const end = monotonicClock.monotonic() + waitSeconds;
  while (monotonicClock.monotonic() < end) {
    const list = await getJson(`${mailboxUrl}/api/messages?to=${encodeURIComponent(address)}`);
    for (const { id } of check(MessageList, list, 'network.answer-invalid').messages) {
      const { text } = check(Message, await getJson(`${mailboxUrl}/api/messages/${id}`), 'network.answer-invalid');
      if (has(text)) return text;
    }
    await monotonicClock.sleep(pollSeconds);
  }
  throw new CodedError('network.timeout', { detail: `no mail to ${address} within ${waitSeconds} s` });
}
