import fc from 'fast-check';
import type { TSchema } from 'typebox';
import { describe, expect, it } from 'vitest';
import * as allocation from '../../src/contract/allocation.ts';
import { check } from '../../src/contract/check.ts';
import * as deviceAuthentication from '../../src/contract/device-authentication.ts';
import * as directory from '../../src/contract/directory.ts';
import * as documents from '../../src/contract/documents.ts';
import * as maps from '../../src/contract/maps.ts';
import * as sessions from '../../src/contract/sessions.ts';
import * as signUp from '../../src/contract/sign-up.ts';
import { codeOf } from '../support/coded.ts';
import { mutatedJson } from '../support/mutations.ts';

/** Every schema that the contract's files export, by name. */
const schemas = Object.entries({
  ...allocation,
  ...deviceAuthentication,
  ...directory,
  ...documents,
  ...maps,
  ...sessions,
  ...signUp,
}).flatMap(([name, value]) => (isSchema(value) ? [{ name, schema: value }] : []));

function isSchema(value: unknown): value is TSchema {
  return typeof value === 'object' && value !== null && ('type' in value || 'anyOf' in value);
}

/** Values of a schema, from the parts of JSON Schema that the contract uses; anything else fails here, aloud. */
function valuesOf(schema: TSchema): fc.Arbitrary<unknown> {
  const facts = schema as unknown as Facts;
  if (facts.const !== undefined) return fc.constant(facts.const);
  if (facts.anyOf !== undefined) return fc.oneof(...facts.anyOf.map(valuesOf));
  switch (facts.type) {
    case 'object': {
      const properties = Object.fromEntries(
        Object.entries(facts.properties ?? {}).map(([name, inner]) => [name, valuesOf(inner)]),
      );
      return fc.record(properties, { requiredKeys: [...(facts.required ?? [])], noNullPrototype: true });
    }
    case 'array': {
      const minLength = facts.minItems ?? 0;
      return fc.array(valuesOf(facts.items as TSchema), {
        minLength,
        maxLength: Math.min(facts.maxItems ?? 3, minLength + 2),
      });
    }
    case 'string': {
      const { minLength = 0, maxLength = 200, pattern } = facts;
      if (pattern === undefined) return fc.string({ minLength, maxLength: Math.min(maxLength, 40) });
      // A class repeated without end gets the schema's lengths, so that nothing has to be filtered away.
      const bounded = pattern.replace(/^(\^\[[^\]]*\])[+*]\$$/, `$1{${minLength},${Math.min(maxLength, 40)}}$`);
      return fc.stringMatching(new RegExp(bounded)).filter((text) => text.length <= (facts.maxLength ?? text.length));
    }
    case 'integer':
      return fc.integer({ min: facts.minimum ?? 0, max: Math.min(facts.maximum ?? 2 ** 31, 2 ** 31) });
    case 'number':
      return fc.double({ min: facts.minimum ?? -1e9, max: facts.maximum ?? 1e9, noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    default:
      throw new Error(`a schema of type ${String(facts.type)} needs a generator`);
  }
}

interface Facts {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly TSchema[];
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
  readonly items?: TSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
}

it('finds the schemas', () => expect(schemas.length).toBeGreaterThan(40));

describe.each(schemas)('$name', ({ schema }) => {
  const values = valuesOf(schema);

  it('takes its values, also after a journey as JSON', () => {
    fc.assert(
      fc.property(values, (value) => {
        const travelled: unknown = JSON.parse(JSON.stringify(value));
        expect(check(schema, travelled, 'request.malformed')).toBe(travelled);
      }),
      { numRuns: 20 },
    );
  });

  it('takes or codes whatever else', () => {
    const near = values.chain((value) => mutatedJson(JSON.parse(JSON.stringify(value))));
    fc.assert(
      fc.property(fc.oneof(near, fc.jsonValue()), (value) => {
        expect([undefined, 'request.malformed']).toContain(codeOf(() => check(schema, value, 'request.malformed')));
      }),
      { numRuns: 30 },
    );
  });

  it('takes no member that it does not name', () => {
    const facts = schema as unknown as Facts;
    if (facts.type !== 'object') return;
    fc.assert(
      fc.property(values, (value) => {
        expect(codeOf(() => check(schema, { ...(value as object), unknown: 1 }, 'request.malformed'))).toBe(
          'request.malformed',
        );
      }),
      { numRuns: 5 },
    );
  });
});
