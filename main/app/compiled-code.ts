import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

/** Before V8's code stands the SHA-256 of the text that it was made of: V8 itself compares no more than the length. */
const hashBytes = 32;

/**
 * From now on parts of this program are run from what V8 compiled when the program was built, `PART.code` beside each
 * (scripts/build/compile-parts.js): compiling them takes longer than all that they do until the first screen. Whoever
 * could change that code could change the parts beside it. A part without it, or with code of another text or for another
 * V8 (which V8 finds itself), is compiled as any other.
 */
export function runCompiledCode(): void {
  createRequire(__filename).extensions['.cjs'] = (module, path) => {
    const text = readFileSync(path);
    const cachedData = codeOf(path, text);
    const script = new Script(Module.wrap(text.toString('utf8')), {
      filename: path,
      ...(cachedData === undefined ? {} : { cachedData }),
    });
    const run = script.runInThisContext() as (...values: unknown[]) => void;
    run.call(module.exports, module.exports, createRequire(path), module, path, dirname(path));
  };
}

function codeOf(path: string, text: Uint8Array): Buffer | undefined {
  let file: Buffer;
  try {
    file = readFileSync(`${path}.code`);
  } catch {
    return undefined;
  }
  const hash = createHash('sha256').update(text).digest();
  return hash.equals(file.subarray(0, hashBytes)) ? file.subarray(hashBytes) : undefined;
}
