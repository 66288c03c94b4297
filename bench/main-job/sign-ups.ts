import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fromBase64url, toBase64url } from '../../src/protocol/bytes.ts';
import { loginBinding } from '../../src/protocol/opaque.ts';
import { confirmationProof } from '../../src/protocol/session-keys.ts';
import { onCore, testedCore } from '../kit/cores.ts';
import type { HttpConnection } from '../kit/http-connection.ts';
import { Supply } from '../kit/load.ts';
import { timed, warmUpOnce, type FigureDefinition, type Run, type Side } from '../kit/question.ts';
import { startAccounts, type AccountsUnderLoad } from './accounts-under-load.ts';
import { finishCheapLogin, startCheapLogin } from './cheap-opaque.ts';
import { addAccounts, type FleetAccount } from './fleet.ts';
import { Installation } from './installation.ts';
import { PreparedChannel } from './raw-channel.ts';

const accountCount = 1_500;
/** The operator's limit, so that these accounts do for all runs. */
const terminalsPerAccount = 40;
const suppliedPerSecond = 500;
const peerProgram = fileURLToPath(new URL('peers/opaque.ts', import.meta.url));

/** C3: what the account server does while a terminal signs up, beside the password protocol in it. */
export const signUps: FigureDefinition = {
  name: 'sign-ups',
  what: 'sign-ups at the server: handshake, login, choice, key issued and confirmed, stored durably',
  unit: 'sign-ups',
  goal: 0.7,
  basis: 'saturated',
  async prepare(say) {
    const installation = await Installation.create();
    try {
      await installation.operate('configure', 'accounts', `freeLimit=${terminalsPerAccount}`);
      say(`entering ${accountCount} accounts into the account server's store`);
      const accounts = await addAccounts(installation.data, accountCount);
      return {
        ours: signUpSide(await startAccounts(installation), accounts),
        peer: { name: 'OPAQUE library alone, server steps of a login', measure: runPeer },
        close: () => installation.remove(),
      };
    } catch (error) {
      await installation.remove();
      throw error;
    }
  },
};

async function runPeer(seconds: number): Promise<Run> {
  const [program, ...parameters] = [...onCore(testedCore), process.execPath, peerProgram, String(seconds)];
  const environment = { ...process.env, NODE_ENV: 'production' };
  const { stdout } = await promisify(execFile)(program ?? '', parameters, { env: environment });
  return JSON.parse(stdout) as Run;
}

/** All that a terminal can do before the server has answered. */
interface PreparedSignUp {
  readonly account: FleetAccount;
  readonly channel: PreparedChannel;
  readonly login: ReturnType<typeof startCheapLogin>;
}

function signUpSide({ process, load, channelServer }: AccountsUnderLoad, accounts: readonly FleetAccount[]): Side {
  let turn = 0;
  const supply = new Supply((): PreparedSignUp => {
    const account = accounts[(turn += 1) % accounts.length];
    if (account === undefined) throw new RangeError('no accounts');
    const channel = new PreparedChannel(channelServer, 'sign-up');
    return { account, channel, login: startCheapLogin(account.password) };
  });
  const converse = (connection: HttpConnection) => signUp(supply.take(), connection);
  const warmUp = warmUpOnce((seconds) => load.run(seconds, converse));
  return {
    name: 'account server',
    measure: async (seconds) => {
      await warmUp();
      supply.fill(Math.ceil(suppliedPerSecond * seconds));
      return timed(process, () => load.run(seconds, converse));
    },
  };
}

/** The whole conversation, as src/terminal/sign-up.ts has it. */
async function signUp(
  { account, channel: prepared, login }: PreparedSignUp,
  connection: HttpConnection,
): Promise<void> {
  const { userId, password, licenceNumber } = account;
  const channel = await prepared.open(connection);
  const { startLoginRequest, clientLoginState } = login;
  const started = await channel.request({ step: 'login-start', userId, startLoginRequest });
  const finished = finishCheapLogin(userId, password, clientLoginState, text(started, 'loginResponse'));
  const { finishLoginRequest } = finished;
  const sessionKey = fromBase64url(finished.sessionKey);
  const { handshakeHash } = channel.keys;
  const mac = toBase64url(loginBinding(sessionKey, handshakeHash, 'terminal'));
  const bound = await channel.request({ step: 'login-finish', finishLoginRequest, mac });
  if (text(bound, 'mac') !== toBase64url(loginBinding(sessionKey, handshakeHash, 'server'))) {
    throw new Error('the login is not bound to its channel');
  }
  channel.keys = channel.keys.strengthen(sessionKey);
  await channel.request({ step: 'identify', licenceNumber, makerId: 'bench', modelId: 'bench', terminalName: 'bench' });
  const issued = await channel.request({ step: 'choose', choice: 'add' });
  const proof = confirmationProof(fromBase64url(text(issued, 'accessKey')), handshakeHash);
  const { active } = await channel.request({ step: 'confirm', proof: toBase64url(proof) });
  if (active !== true) throw new Error('the key was not confirmed');
}

function text(answer: Record<string, unknown>, name: string): string {
  const value = answer[name];
  if (typeof value === 'string') return value;
  throw new Error(`the answer has no ${name}`);
}
