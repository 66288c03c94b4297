import type { Static, TSchema } from 'typebox';
import { check } from '../contract/check.ts';
import { namingPlace } from '../errors/naming-place.ts';
import { decodeJson } from '../protocol/bytes.ts';
import type { Store } from './ports.ts';

/**
 * One of the terminal's own JSON files; undefined where there is none.
 * @param remedy what a person can do about a damaged one
 * @throws store.unreadable naming the file, what is wrong with it, and the remedy
 */
export async function readStoredFile<Schema extends TSchema>(
  store: Store,
  name: string,
  schema: Schema,
  remedy: string,
): Promise<Static<Schema> | undefined> {
  const read = async () => {
    const content = await store.read(name);
    if (content === undefined) return undefined;
    return check(schema, decodeJson(content, 'store.unreadable'), 'store.unreadable');
  };
  return namingPlace(name, read, remedy);
}
