import { AllocationReply } from '../../src/contract/allocation.ts';
import { check } from '../../src/contract/check.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { testedCore } from '../kit/cores.ts';
import { Load, Supply, type Converse } from '../kit/load.ts';
import { PreparedChannel } from '../main-job/raw-channel.ts';
import { timed, warmUpOnce, type FigureDefinition, type Side } from '../kit/question.ts';
import type { RunningProcess } from '../kit/processes.ts';
import { anyTerminal } from './table.ts';
import { openWorld, type AllocationServer } from './world.ts';

const connections = 64;
/** Made before a run for each second of it; more than the server takes. */
const suppliedPerSecond = 4_000;
/** One in so many answers is looked into. */
const lookedInto = 50;

/** A1: terminals that ask the second allocation server, each about another hardware number, drawn from all of them. */
export const lookUps: FigureDefinition = {
  name: 'look-ups',
  what: 'look-ups among many rules, drawn from all of them, as a share of those with one rule',
  unit: 'look-ups',
  goal: 0.95,
  basis: 'saturated',
  async prepare(say, _seconds, numbers) {
    const { oneRule, setRule, manyRules } = await openWorld({ say, numbers });
    say('starting the servers');
    const many = await loadedSide(`${manyRules.rules.toLocaleString('en-US')} rules`, manyRules);
    const one = await loadedSide('one imported rule', oneRule);
    const set = await loadedSide('one rule, as init sets it for everybody', setRule);
    return {
      ours: many.side,
      peer: one.side,
      context: [set.side],
      close: async () => {
        for (const { process } of [many, one, set]) await process.stop();
      },
    };
  },
};

export interface LoadedServer {
  readonly process: RunningProcess;
  readonly side: Side;
}

/** Starts a server and has clients ready that ask it. */
export async function loadedSide(name: string, server: AllocationServer): Promise<LoadedServer> {
  const process = await server.installation.run(['second-allocation'], testedCore);
  const load = new Load({ port: server.port, connections });
  const supply = new Supply(() => new PreparedChannel(server.channelServer, 'allocation'));
  let turn = 0;
  const lookUp: Converse = async (connection) => {
    const { first, second, serverId } = anyTerminal(server.rules);
    const channel = await supply.take().open(connection);
    const result = await channel.request({ nonce: toBase64url(randomBytes(32)), first, second });
    if ((turn += 1) % lookedInto === 0 && server.isImported) expectServer(result, serverId);
  };
  const warmUp = warmUpOnce((seconds) => load.run(seconds, lookUp));
  const measure = async (seconds: number) => {
    await warmUp();
    supply.fill(Math.ceil(suppliedPerSecond * seconds));
    return timed(process, () => load.run(seconds, lookUp));
  };
  return { process, side: { name, measure } };
}

function expectServer(result: unknown, serverId: string): void {
  const { answer } = check(AllocationReply, result, 'channel.message-invalid');
  const payload = Buffer.from(answer.payload, 'base64').toString('utf8');
  if (!payload.includes(`"serverId":"${serverId}"`)) throw new Error(`not led to ${serverId}: ${payload}`);
}
