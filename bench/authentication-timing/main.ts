// Whether answers tell by their time what the server knows: `npm run bench -- authentication-timing`.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { loadCore, moveToCore, obstacle } from '../kit/cores.ts';
import { examineAccessKeys } from './examine-access-keys.ts';
import { examineDevices } from './examine-devices.ts';
import { judge, toTable, type Judged } from './judge.ts';
import { sample } from './sample.ts';
import type { Examination } from './question.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);
const usage = 'options: --json, --strict (exit code 1 where a difference shows), --samples N, --plant MICROSECONDS';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
    samples: { type: 'string', default: '30000' },
    plant: { type: 'string', default: '0' },
    help: { type: 'boolean', default: false },
  },
});
const [samples, plant] = [Number(values.samples), Number(values.plant)];

async function measure(what: string, prepare: (plant: number) => Promise<Examination>): Promise<Judged[]> {
  say(`${what}: preparing`);
  const { questions, close } = await prepare(plant);
  try {
    const judged: Judged[] = [];
    for (const question of questions) {
      say(`${question.name}: ${samples} rounds of ${question.probes.length} kinds`);
      judged.push(...judge(question, await sample(question, samples)));
    }
    return judged;
  } finally {
    await close();
  }
}

const why = obstacle();
if (values.help || !Number.isInteger(samples) || samples < 1_000 || !(plant >= 0)) {
  say(usage);
  if (!values.help) process.exitCode = 2;
} else if (why !== undefined) {
  say(why);
  process.exitCode = 1;
} else {
  const [load = 0] = loadavg();
  if (load > 1) say(`Others are using this machine (load average ${load.toFixed(1)}): take no figure for good.`);
  moveToCore(loadCore);
  const judged = [...(await measure('devices', examineDevices)), ...(await measure('access keys', examineAccessKeys))];
  if (values.json) console.log(JSON.stringify(judged, undefined, 2));
  else console.log(toTable(judged));
  if (values.strict && judged.some(({ holds }) => !holds)) process.exitCode = 1;
}
