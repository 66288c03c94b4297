import { open } from 'node:fs/promises';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { check } from '../../src/contract/check.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { deepestNesting, isNestedWithin } from '../../src/errors/nesting.ts';

const ceilingBytes = 256 * 1024;

/**
 * Reads a JSON file, sets its schema's defaults and checks it.
 * @throws configuration.invalid naming the file and the place in it; keys that the schema does not know are refused.
 */
export async function readConfiguration<Schema extends TSchema>(path: string, schema: Schema): Promise<Static<Schema>> {
  const text = await readText(path);
  try {
    return checkConfiguration(parse(text), schema);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    throw new CodedError('configuration.invalid', { detail: `${path}: ${error.detail}`, cause: error });
  }
}

/** The same for a value that is at hand already. */
export function checkConfiguration<Schema extends TSchema>(value: unknown, schema: Schema): Static<Schema> {
  if (!isNestedWithin(value)) throw invalid(`it is nested more than ${deepestNesting} levels deep`);
  const complete = Value.Default(schema, structuredClone(value));
  const checked = check(schema, complete, 'configuration.invalid');
  const unknown = firstUnknownKey(complete, Value.Clean(schema, structuredClone(complete)), '');
  if (unknown !== undefined) throw invalid(`${unknown} is not a setting`);
  return checked;
}

async function readText(path: string): Promise<string> {
  try {
    await using file = await open(path, 'r');
    const bytes = Buffer.alloc(ceilingBytes + 1);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    if (bytesRead > ceilingBytes) throw invalid(`${path} is larger than ${ceilingBytes} bytes`);
    return bytes.toString('utf8', 0, bytesRead);
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    throw invalid(`${path} cannot be read`, cause);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The parser's own message may quote a secret of the file.
    throw invalid('it is not JSON', cause);
  }
}

/** Compares a value with what is left of it once all unknown keys are gone. */
function firstUnknownKey(value: unknown, cleaned: unknown, path: string): string | undefined {
  if (typeof value !== 'object' || value === null || typeof cleaned !== 'object' || cleaned === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const place = `${path}/${key}`;
    if (!Object.hasOwn(cleaned, key)) return place;
    const found = firstUnknownKey(part, (cleaned as Record<string, unknown>)[key], place);
    if (found !== undefined) return found;
  }
  return undefined;
}

function invalid(detail: string, cause?: unknown): CodedError {
  return new CodedError('configuration.invalid', { detail, cause });
}
