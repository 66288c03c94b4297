// What stands behind `npm run …`: sets up what is missing, then starts the task under Node 24.
// Plain JavaScript without dependencies, for it runs on an older Node before anything is installed.
import { tasks } from './lib/tasks.js';
import { report } from './lib/report.js';

const [name = '', ...parameters] = process.argv.slice(2);
const task = tasks.get(name);
if (task === undefined) {
  console.error(`Usage: node scripts/run.js ${[...tasks.keys()].join(' | ')} [ARGUMENTS]`);
  process.exitCode = 2;
} else {
  await report(() => task(parameters));
}
