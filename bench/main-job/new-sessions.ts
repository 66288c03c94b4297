import { toBase64url } from '../../src/protocol/bytes.ts';
import { generateEd25519, signEd25519 } from '../../src/protocol/keys.ts';
import { deviceBindingStatement } from '../../src/protocol/session-keys.ts';
import type { HttpConnection } from '../kit/http-connection.ts';
import { Load, Supply, type Converse } from '../kit/load.ts';
import type { RunningProcess } from '../kit/processes.ts';
import { timed, warmUpOnce, type FigureDefinition, type Run, type Side } from '../kit/question.ts';
import { startAccounts, type AccountsUnderLoad } from './accounts-under-load.ts';
import { addTerminals, type FleetTerminal } from './fleet.ts';
import { Installation } from './installation.ts';
import { startOidcProvider } from './oidc-provider.ts';
import { PreparedChannel } from './raw-channel.ts';

/** Each opens at most four sessions a minute that nobody uses (C4), so there have to be many. */
const terminalCount = 40_000;
const connections = 64;
/** Made before a run for each second of it; more than any side takes. */
const suppliedPerSecond = 4_000;

/** C4: new sessions of terminals with an access key, beside OAuth tokens that are bound to a key by DPoP (RFC 9449). */
export const newSessions: FigureDefinition = {
  name: 'new-sessions',
  what: 'new sessions: handshake, first message, stored durably',
  unit: 'sessions',
  goal: 0.7,
  basis: 'saturated',
  async prepare(say) {
    const installation = await Installation.create();
    try {
      say(`entering ${terminalCount} terminals into the account server's store`);
      const terminals = await addTerminals(installation.data, terminalCount);
      const accounts = await startAccounts(installation);
      const provider = await startOidcProvider();
      installation.alsoStop(provider.process);
      const providerLoad = new Load({ port: provider.port, connections });
      return {
        ours: sessionSide('account server', accounts, terminals, false),
        peer: sideOf('oidc-provider 9, DPoP-bound tokens', provider.process, providerLoad, provider),
        context: [sessionSide('account server, session bound to a device', accounts, terminals, true)],
        close: () => installation.remove(),
      };
    } catch (error) {
      await installation.remove();
      throw error;
    }
  },
};

let turn = 0;

function sessionSide(
  name: string,
  { process, load, channelServer, audiences }: AccountsUnderLoad,
  terminals: readonly FleetTerminal[],
  bound: boolean,
): Side {
  const deviceKey = generateEd25519();
  const publicKey = toBase64url(deviceKey.publicKey);
  const supply = new Supply(() => {
    const terminal = terminals[(turn += 1) % terminals.length];
    if (terminal === undefined) throw new RangeError('no terminals');
    return new PreparedChannel(channelServer, 'session', { identifier: terminal.accessKeyId, key: terminal.accessKey });
  });
  const openSession = async (connection: HttpConnection) => {
    const channel = await supply.take().open(connection);
    const sign = () => signEd25519(deviceKey, deviceBindingStatement(channel.keys.exportKey('device binding')));
    const device = bound ? { device: { publicKey, signature: toBase64url(sign()) } } : {};
    const { expiresIn } = await channel.request({ step: 'open', audiences, ...device });
    if (typeof expiresIn !== 'number') throw new Error('the answer is no session');
  };
  return sideOf(name, process, load, { requests: supply, obtain: openSession });
}

function sideOf(
  name: string,
  server: RunningProcess,
  load: Load,
  { requests, obtain }: { readonly requests: Supply<unknown>; readonly obtain: Converse },
): Side {
  const warmUp = warmUpOnce((seconds) => load.run(seconds, obtain));
  const measure = async (seconds: number): Promise<Run> => {
    await warmUp();
    requests.fill(Math.ceil(suppliedPerSecond * seconds));
    return timed(server, () => load.run(seconds, obtain));
  };
  return { name, measure };
}
