import { systemClock } from '../../local-servers/kit/clock.ts';
import { createLogger } from '../../local-servers/kit/logging.ts';
import { publishMap } from '../../local-servers/service/operator.ts';
import { openServiceDatabase } from '../../local-servers/service/store/database.ts';

/*
 * A publication in a process of its own, to be killed: `node publish-child.ts STEP FOLDER PUBLISHER FILE REGION`, with the
 * master key in hexadecimal on standard input. At the first sign of STEP it says so and stands still for ever.
 */
const [stopAt = '', folder = '', publisherFolder = '', file = '', regionId = ''] = process.argv.slice(2);
const input = process.stdin[Symbol.asyncIterator]();
const masterKey = Buffer.from(String((await input.next()).value).trim(), 'hex');
const database = await openServiceDatabase(folder);
const context = { folder, masterKey, clock: systemClock(), logger: createLogger({ name: 'publish', level: 'silent' }) };
await publishMap({ context, database, publisherFolder, file, regionId }, ({ step }) => {
  if (step !== stopAt) return;
  process.stdout.write(`${step}\n`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
await database.close();
process.exit(0);
