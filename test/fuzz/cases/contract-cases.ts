import { readdir } from 'node:fs/promises';
import fc from 'fast-check';
import { expect } from 'vitest';
import { check } from '../../../src/contract/check.ts';
import { isSchema, valuesOf } from '../../support/schema-values.ts';
import { ofJson, type ParserCase } from './parser-case.ts';

const folder = new URL('../../../src/contract/', import.meta.url);

/** Exported schemas, also those in tables, such as the one of calls between a screen and its main process. */
function schemasIn(value: object, prefix = ''): [name: string, schema: unknown][] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const isTable = typeof inner === 'object' && inner !== null && !Array.isArray(inner) && !isSchema(inner);
    return isTable ? schemasIn(inner, `${prefix}${name} `) : [[`${prefix}${name}`, inner] as [string, unknown]];
  });
}

/** Every schema that any file of the contract exports, found by itself: a new one is fuzzed from its first day. */
export async function contractCases(): Promise<ParserCase[]> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const cases = await Promise.all(
    files.map(async (file) => {
      const exported = (await import(new URL(file, folder).href)) as Record<string, unknown>;
      return schemasIn(exported).flatMap(([name, schema]) =>
        isSchema(schema)
          ? [
              ofJson(
                `${file} ${name}`,
                [`src/contract/${file}`, 'src/contract/check.ts'],
                fc.sample(valuesOf(schema), { seed: 1, numRuns: 5 }),
                (value) => expect(check(schema, value, 'request.malformed')).toBe(value),
                { share: 0.5 },
              ),
            ]
          : [],
      );
    }),
  );
  return cases.flat();
}
