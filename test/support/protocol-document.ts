import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { errorCodes } from '../../src/errors/codes.ts';
import { protocolExamples, type Example } from './protocol-examples.ts';

export const documentUrl = new URL('../../docs/protocol.md', import.meta.url);
export const readDocument = (): string => readFileSync(documentUrl, 'utf8');

/** What stands between `<!-- from the code: NAME -->` and `<!-- end -->`. */
const block = /(<!-- from the code: ([a-z-]+) -->)([\s\S]*?)(<!-- end -->)/g;

export function blocksOf(document: string): ReadonlyMap<string, string> {
  return new Map(Array.from(document.matchAll(block), ([, , name = '', content = '']) => [name, content.trim()]));
}

export function exampleOf(document: string, name: string): Example {
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(blocksOf(document).get(name) ?? '') ?? [];
  return JSON.parse(json) as Example;
}

/** The document with every block as the code has it, formatted as the repository formats. */
export function withCurrentBlocks(document: string): Promise<string> {
  const current = document.replaceAll(block, (_whole, begin: string, name: string, _content, end: string) =>
    [begin, name === 'error-codes' ? errorTable() : exampleBlock(name), end].join('\n\n'),
  );
  return format(current, { parser: 'markdown', singleQuote: true, printWidth: 120 });
}

function errorTable(): string {
  const rows = Object.entries(errorCodes).map(
    ([code, { status, retry, meaning }]) => `| \`${code}\` | ${status} | ${retry} | ${meaning} |`,
  );
  return ['| code | status | retry | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function exampleBlock(name: string): string {
  const example = protocolExamples[name];
  if (example === undefined) throw new Error(`docs/protocol.md has an example ${name} that the code does not make`);
  return `\`\`\`json\n${JSON.stringify(example(), null, 2)}\n\`\`\``;
}
