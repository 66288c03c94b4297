import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CodedError } from '../errors/coded-error.ts';

const maximumCharacters = 1024;

/** Asks a question on the terminal; what is typed is not shown where `hidden`. Without a terminal, reads a line of standard input. */
export class Prompter {
  #lines: AsyncIterator<string> | undefined;

  async ask(question: string, options: { readonly hidden?: boolean } = {}): Promise<string> {
    const answer = process.stdin.isTTY
      ? await this.#askTerminal(question, options.hidden === true)
      : await this.#nextLine();
    if (answer.length > maximumCharacters)
      throw new CodedError('request.too-large', { detail: 'the line is too long' });
    return answer.trim();
  }

  async #askTerminal(question: string, hidden: boolean): Promise<string> {
    process.stderr.write(question);
    const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
    const reader = createInterface({ input: process.stdin, output: hidden ? silence : process.stderr, terminal: true });
    try {
      return await reader.question('');
    } finally {
      reader.close();
      if (hidden) process.stderr.write('\n');
    }
  }

  async #nextLine(): Promise<string> {
    this.#lines ??= createInterface({ input: process.stdin })[Symbol.asyncIterator]();
    const next = await this.#lines.next();
    if (next.done === true) throw new CodedError('terminal.cancelled', { detail: 'standard input ended' });
    return next.value;
  }
}
