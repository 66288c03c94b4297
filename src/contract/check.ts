import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Check, Errors } from 'typebox/value';
import { CodedError } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/codes.ts';

interface Checker {
  readonly uses: number;
  readonly fits: (value: unknown) => boolean;
}
const checkers = new WeakMap<TSchema, Checker>();

/**
 * Compiling pays where a schema is used again and again. Most are used once at every start, on the way to the first screen,
 * where reading the schema itself takes half the time.
 */
const compiledFrom = 3;

/**
 * Gives `value` its schema's type, or throws `code` naming the first place that does not fit (never the value itself:
 * it may be a secret).
 */
export function check<Schema extends TSchema>(schema: Schema, value: unknown, code: ErrorCode): Static<Schema> {
  if (checkerOf(schema).fits(value)) return value as Static<Schema>;
  const [first] = Errors(schema, value);
  throw new CodedError(code, { detail: `${first?.instancePath || '/'} ${first?.message ?? 'does not fit'}` });
}

function checkerOf(schema: TSchema): Checker {
  const known = checkers.get(schema);
  if (known !== undefined && known.uses >= compiledFrom) return known;
  const uses = (known?.uses ?? 0) + 1;
  const compiled = uses < compiledFrom ? undefined : Compile<TSchema>(schema);
  const fits = (value: unknown): boolean => (compiled === undefined ? Check(schema, value) : compiled.Check(value));
  const checker = { uses, fits };
  checkers.set(schema, checker);
  return checker;
}
