// Prints `N passed, N failed` from vitest's JSON record. Exit code 1 if a test failed or there is no record.
import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {object} TestRecord
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {{ status: string, assertionResults: unknown[] }[]} testResults
 */

const path = process.argv[2] ?? '';
/** @type {TestRecord} */
const record = existsSync(path)
  ? JSON.parse(readFileSync(path, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 0, testResults: [] };
// A file that does not load has no cases of its own to fail.
const broken = record.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
const failed = record.numFailedTests + broken.length;
console.log(`${record.numPassedTests} passed, ${failed} failed`);
process.exitCode = failed > 0 || record.numPassedTests === 0 ? 1 : 0;
