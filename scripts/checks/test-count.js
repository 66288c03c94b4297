// Prints `N passed, N failed` from vitest's JSON record. Exit code 1 if a test failed or there is no record.
import { existsSync, readFileSync } from 'node:fs';

const path = process.argv[2] ?? '';
const record = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { numPassedTests: 0, numFailedTests: 0 };
// A file that does not load has no cases of its own to fail.
const broken = (record.testResults ?? []).filter(
  (/** @type {{ status: string, assertionResults: unknown[] }} */ file) =>
    file.status === 'failed' && file.assertionResults.length === 0,
).length;
const failed = record.numFailedTests + broken;
console.log(`${record.numPassedTests} passed, ${failed} failed`);
process.exitCode = failed > 0 || record.numPassedTests === 0 ? 1 : 0;
