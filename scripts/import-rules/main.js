// Who may import whom: `npm run import-rules`. Exit code 1 if a rule is broken.
import { fileURLToPath } from 'node:url';
import { checkImports } from './check.js';

const root = process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url));
const { files, imports, findings } = checkImports(root);
for (const { rule, says, where } of findings) console.error(`${where}\n  breaks ${rule}: ${says}`);
if (files === 0) console.error(`No source file under ${root}.`);
console.log(`${imports} imports in ${files} files, ${findings.length} against the rules.`);
process.exitCode = findings.length > 0 || files === 0 ? 1 : 0;
