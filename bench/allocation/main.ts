// An allocation server with as many rules as asked for, beside one with one rule: `npm run bench -- allocation`.
import { runQuestion } from '../kit/run-question.ts';
import { lookUps } from './look-ups.ts';
import { bytesOnDisk, importMemory, importTime, residentBytes, startTime } from './quantities.ts';
import { closeWorld, defaultRules } from './world.ts';

try {
  await runQuestion([importTime, importMemory, startTime, lookUps, residentBytes, bytesOnDisk], {
    rules: { preset: defaultRules, what: 'rules in the large table' },
  });
} finally {
  await closeWorld();
}
