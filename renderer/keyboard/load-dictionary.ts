import { dictionaryOf, type Dictionary } from './dictionary.ts';
import dictionaryUrl from './dictionary/words.tsv.gz?url';

/** Fetches the dictionary of conversion from the program's own files and unpacks it. */
export async function loadDictionary(): Promise<Dictionary> {
  const { body } = await fetch(dictionaryUrl);
  if (body === null) return dictionaryOf('');
  return dictionaryOf(await new Response(body.pipeThrough(new DecompressionStream('gzip'))).text());
}
