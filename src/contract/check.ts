import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { CodedError } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/codes.ts';

const validators = new WeakMap<TSchema, Validator>();

/**
 * Gives `value` its schema's type, or throws `code` naming the first place that does not fit (never the value itself:
 * it may be a secret).
 */
export function check<Schema extends TSchema>(schema: Schema, value: unknown, code: ErrorCode): Static<Schema> {
  let validator = validators.get(schema);
  if (validator === undefined) {
    validator = Compile<TSchema>(schema);
    validators.set(schema, validator);
  }
  if (validator.Check(value)) return value as Static<Schema>;
  const [first] = validator.Errors(value);
  throw new CodedError(code, { detail: `${first?.instancePath || '/'} ${first?.message ?? 'does not fit'}` });
}
