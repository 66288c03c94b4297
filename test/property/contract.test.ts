import fc from 'fast-check';
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
import { isSchema, valuesOf, type SchemaFacts } from '../support/schema-values.ts';

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
    const facts = schema as unknown as SchemaFacts;
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
