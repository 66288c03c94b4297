// Reads the demo's one JSON object and prints its steps. Exit code 1 if it is no such object or a step failed.
import { readFileSync } from 'node:fs';

/** @typedef {{ name: string, duration: number, outcome: string }} Step */

/** @type {{ outcome: string, steps: Step[] }} */
const { outcome: whole, steps } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
for (const { name, duration, outcome } of steps)
  console.log(`${duration.toFixed(2).padStart(7)} s  ${outcome}  ${name}`);
const failed = steps.filter(({ outcome }) => outcome === 'failed');
console.log(`${steps.length} steps, ${failed.length} failed`);
process.exitCode = whole !== 'ok' || failed.length > 0 || steps.length === 0 ? 1 : 0;
