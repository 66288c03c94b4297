import { setTimeout as delay } from 'node:timers/promises';
import { Message, MessageList } from '../src/contract/mailbox.ts';
import { check } from '../src/contract/check.ts';
import { httpTransport } from '../src/host/http-transport.ts';
import { decodeJson } from '../src/protocol/bytes.ts';

const waitSeconds = 15;
const pollMilliseconds = 50;

async function getJson(url: string): Promise<unknown> {
  const { body } = await httpTransport({ method: 'GET', url, headers: {}, maximumBytes: 1_048_576, timeout: 5 });
  return decodeJson(body, 'network.answer-invalid');
}

/** Waits for a mail to `address` whose text `has` what is looked for, and gives the text. */
export async function waitForMail(
  mailboxUrl: string,
  address: string,
  has: (text: string) => boolean,
): Promise<string> {
  const end = performance.now() + waitSeconds * 1000;
  while (performance.now() < end) {
    const list = await getJson(`${mailboxUrl}/api/messages?to=${encodeURIComponent(address)}`);
    for (const { id } of check(MessageList, list, 'network.answer-invalid').messages) {
      const { text } = check(Message, await getJson(`${mailboxUrl}/api/messages/${id}`), 'network.answer-invalid');
      if (has(text)) return text;
    }
    await delay(pollMilliseconds);
  }
  throw new Error(`expected: a mail to ${address} within ${waitSeconds} s`);
}
