import { readdir, readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allCases } from './cases/all-cases.ts';
import { readElsewhere } from './cases/read-elsewhere.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What a file does that reads bytes, texts or values from outside: checks, decodes, parses, matches, opens. */
const readings =
  /\b(check|decodeJson|fromBase64url|readWhole|readFile|readChecked|readJson|readConfiguration|checkConfiguration|readStoredFile|openDocument|peekUnverified|readSignedRequest|openAtRest|openWithKey|decryptContent)\(|JSON\.parse\(|new DataView\(|\.readU?Int|\.readBigU|\.exec\(|\bNumber(\.parseInt)?\(|new URL\(\w|new X509Certificate\(|PostalMime\.parse|parseDictionary\(|addContentTypeParser\(/;

async function readers(): Promise<string[]> {
  const found: string[] = [];
  for (const folder of ['src', 'local-servers']) {
    for (const entry of await readdir(root + folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
      const path = `${entry.parentPath}/${entry.name}`;
      if (readings.test(withoutComments(await readFile(path, 'utf8')))) found.push(relative(root, path));
    }
  }
  return found;
}

const withoutComments = (source: string): string => source.replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gm, '');

describe('every file that reads from outside', async () => {
  const found = await readers();
  const cases = await allCases();
  const fuzzed = new Set(cases.flatMap(({ reads }) => reads));

  it('is found', () => expect(found.length).toBeGreaterThan(80));

  it('is fuzzed by a case here, or by one of the campaigns against servers and terminals', () => {
    const forgotten = found.filter((file) => !fuzzed.has(file) && !(file in readElsewhere));
    // A new parser needs a case in test/fuzz/cases; what only hands on what is read elsewhere is named with its reason.
    expect(forgotten).toEqual([]);
  });

  it('is named once, and is there', async () => {
    expect(Object.keys(readElsewhere).filter((file) => fuzzed.has(file))).toEqual([]);
    const named = [...fuzzed, ...Object.keys(readElsewhere)];
    for (const file of named) await expect(readFile(root + file, 'utf8'), file).resolves.not.toBe('');
  });
});
