import type { ServerFacts } from '../../local-servers/allocation/rules/target-set.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';

const models = 100;
const serialsPerRule = 100;
/** Lines that are handed on together. */
const batch = 10_000;

export const makerId = 'acme';
const modelId = (rule: number) => `N-${rule % models}`;
const hardwareNumber = (number: number) => `SN${String(number).padStart(10, '0')}`;

/** Authentication servers that nobody connects to here. */
export const servers: ServerFacts[] = Array.from({ length: 8 }, (_, index) => ({
  role: 'authentication',
  serverId: `auth-${index}`,
  endpoints: [{ url: `https://auth-${index}.example/`, priority: 0, weight: 1 }],
  staticKey: toBase64url(randomBytes(32)),
  signingKey: toBase64url(randomBytes(32)),
  asks: [],
}));

const serverOf = (rule: number) => `auth-${rule % servers.length}`;

/** The table: every rule takes a hundred hardware numbers of one model; neighbouring lines are of different models. */
export function* csvLines(rules: number): Generator<string> {
  let lines = 'name,makerId,modelId,serialFrom,serialTo,servers\n';
  for (let rule = 0; rule < rules; rule += 1) {
    const first = Math.floor(rule / models) * serialsPerRule;
    const last = first + serialsPerRule - 1;
    const range = `${hardwareNumber(first)},${hardwareNumber(last)}`;
    lines += `r${rule},${makerId},${modelId(rule)},${range},${serverOf(rule)}\n`;
    if (rule % batch === batch - 1) {
      yield lines;
      lines = '';
    }
  }
  yield lines;
}

/** A terminal that a rule is for, and the server that it is led to. */
export function anyTerminal(rules: number) {
  const rule = Math.floor(Math.random() * rules);
  const number = Math.floor(rule / models) * serialsPerRule + Math.floor(Math.random() * serialsPerRule);
  const second = { modelId: modelId(rule), hardwareNumber: hardwareNumber(number) };
  return { first: { makerId }, second, serverId: serverOf(rule) };
}
