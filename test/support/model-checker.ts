import { spawnSync } from 'node:child_process';

const programs = ['spin', 'cc'].every((name) => spawnSync(name, ['--version']).error === undefined);

/** Whether tests that search models are left out: without SPIN, but never where everything has to hold. */
export const skipped = !programs && process.env['CI'] === undefined;
