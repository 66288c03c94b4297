import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mutants, type Mutant, type MutantName } from './mutants.ts';

const root = new URL('../../../', import.meta.url);
const query = '?without=';

/** The source with its one place changed. @throws where that place is not there exactly once: the source has moved on */
export function patched(source: string, { file, find, replace }: Mutant): string {
  const [before, after, ...more] = source.split(find);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(
      `${file} has not exactly one place ${JSON.stringify(find)}: mend test/adversary/mutants/mutants.ts`,
    );
  }
  return before + replace + after;
}

const applied = new Set<MutantName>();

/**
 * From now on, a module that is imported as `….ts?without=NAME` brings modules of its own: every source file that it
 * reaches is loaded anew, and the one of mutant NAME with its change.
 */
export function installMutants(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const name = nameIn(context.parentURL);
      const isOurs = found.url.startsWith(root.href) && !found.url.includes('/node_modules/');
      return name === undefined || !isOurs ? found : { ...found, url: `${found.url.split('?')[0]}${query}${name}` };
    },
    load(url, context, next) {
      const loaded = next(url, context);
      const name = nameIn(url);
      if (name === undefined || url.split('?')[0] !== pathOf(mutants[name])) return loaded;
      applied.add(name);
      return { ...loaded, source: patched(Buffer.from(loaded.source as Uint8Array).toString('utf8'), mutants[name]) };
    },
  });
}

const pathOf = ({ file }: Mutant): string => new URL(file, root).href;

function nameIn(url: string | undefined): MutantName | undefined {
  const name = url?.split(query)[1];
  return name !== undefined && Object.hasOwn(mutants, name) ? (name as MutantName) : undefined;
}

/** Imports a module as it is, or in the build without a defence. @throws where the change met no module */
export async function importBuild<T>(module: URL, without?: MutantName): Promise<T> {
  const url = pathToFileURL(fileURLToPath(module)).href;
  const imported = (await import(without === undefined ? url : `${url}${query}${without}`)) as T;
  if (without !== undefined && !applied.has(without)) throw new Error(`nothing loads ${mutants[without].file}`);
  return imported;
}
