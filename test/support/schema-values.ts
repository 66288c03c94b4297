import fc from 'fast-check';
import type { TSchema } from 'typebox';

export function isSchema(value: unknown): value is TSchema {
  return typeof value === 'object' && value !== null && ['type', 'anyOf', 'enum'].some((key) => key in value);
}

/** Values of a schema, from the parts of JSON Schema that the contract uses; anything else fails here, aloud. */
export function valuesOf(schema: TSchema): fc.Arbitrary<unknown> {
  const facts = schema as unknown as SchemaFacts;
  if (facts.const !== undefined) return fc.constant(facts.const);
  if (facts.enum !== undefined) return fc.constantFrom(...facts.enum);
  if (facts.anyOf !== undefined) return fc.oneof(...facts.anyOf.map(valuesOf));
  switch (facts.type) {
    case 'null':
      return fc.constant(null);
    case 'object': {
      const [pattern, inside] = Object.entries(facts.patternProperties ?? {})[0] ?? [];
      if (pattern !== undefined && inside !== undefined)
        return fc.dictionary(fc.stringMatching(new RegExp(pattern)), valuesOf(inside), {
          maxKeys: 3,
          noNullPrototype: true,
        });
      const properties = Object.fromEntries(
        Object.entries(facts.properties ?? {}).map(([name, inner]) => [name, valuesOf(inner)]),
      );
      return fc.record(properties, { requiredKeys: [...(facts.required ?? [])], noNullPrototype: true });
    }
    case 'array': {
      const minLength = facts.minItems ?? 0;
      if (Array.isArray(facts.items)) return fc.tuple(...(facts.items as TSchema[]).map(valuesOf));
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

/** The parts of JSON Schema that the contract uses. */
export interface SchemaFacts {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly TSchema[];
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly patternProperties?: Readonly<Record<string, TSchema>>;
  readonly items?: TSchema | readonly TSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
}
