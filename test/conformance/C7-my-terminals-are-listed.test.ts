import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { terminalsPath } from '../../src/contract/sessions.ts';
import { signSessionRequest } from '../../src/protocol/request-signatures.ts';
import type { HttpResponse } from '../../src/protocol/transport.ts';
import { audienceOf } from '../../src/protocol/session-keys.ts';
import { codeOfRejection } from '../support/coded.ts';
import { newAccount, realTerminal, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
let car: RealTerminal;
let boat: RealTerminal;
let strangers: RealTerminal;
beforeAll(async () => {
  servers = await startService();
  const account = await newAccount(servers);
  car = await signedUp(account, 'Family car');
  servers.clock.advance(100);
  boat = await signedUp(account, 'Boat');
  strangers = await signedUp(await newAccount(servers), "A stranger's car");
});
afterAll(() => servers.close());

type Account = Awaited<ReturnType<typeof newAccount>>;

async function signedUp(account: Account, terminalName: string): Promise<RealTerminal> {
  const opened = await realTerminal(servers);
  await opened.terminal.signUp({ ...account, terminalName, choose: () => Promise.resolve({ choice: 'add' }) });
  return opened;
}

const slotOf = ({ terminal }: RealTerminal) => terminal.context.state.current.account?.slotId ?? '';

describe('C7: the terminals of an account', () => {
  it('are listed for each of them, with which one it is', async () => {
    const { makerId, modelId } = car.terminal.context.state.current.device ?? {};
    const terminals = [
      { slotId: slotOf(car), name: 'Family car', makerId, modelId, age: expect.closeTo(100, 0) as number },
      { slotId: slotOf(boat), name: 'Boat', makerId, modelId, age: expect.closeTo(0, 0) as number },
    ];
    expect(await car.terminal.terminals()).toEqual({ terminals, thisSlotId: slotOf(car) });
    expect(await boat.terminal.terminals()).toEqual({ terminals, thisSlotId: slotOf(boat) });
  });

  it('are nothing to the terminal of another account, which is told of its own', async () => {
    const listed = await strangers.terminal.terminals();
    expect(listed.terminals.map(({ name }) => name)).toEqual(["A stranger's car"]);
    expect(listed.thisSlotId).toBe(slotOf(strangers));
  });

  it('are refused to one without a session, or with the session of another audience', async () => {
    const url = servers.contexts.accounts.baseUrl + terminalsPath;
    const ask = async (headers = {}) => ((await (await fetch(url, { headers })).json()) as { code?: string }).code;
    expect(await ask()).toBe('signature.missing');
    const atMaps = audienceOf(await car.terminal.service.session(), 'maps');
    const body = new Uint8Array(0);
    expect(await ask(signSessionRequest({ method: 'GET', url, body }, { ...atMaps, counter: 1 }))).toBe(
      'session.unknown',
    );
  });

  it('stay unknown to a watcher without TLS, also by what two answers have in common', async () => {
    const said: HttpResponse[] = [];
    car.line.through = async (request, send) => {
      const answer = await send(request);
      if (request.url.endsWith(terminalsPath)) said.push(answer);
      return answer;
    };
    await car.terminal.terminals();
    await car.terminal.terminals();
    const [first = '', second = ''] = said.map(
      ({ body }) => (JSON.parse(Buffer.from(body).toString()) as { sealed: string }).sealed,
    );
    expect(first).toHaveLength(second.length);
    const plain = Buffer.from(first, 'base64url').toString('latin1');
    for (const secret of ['Family car', slotOf(car), slotOf(boat)]) expect(plain).not.toContain(secret);
    const runs = (text: string) =>
      Array.from(text, (_, at) => text.slice(at, at + 16)).filter((run) => run.length > 15);
    const others = new Set(runs(second));
    expect(runs(first).filter((run) => others.has(run))).toEqual([]);
  });

  it('lose one that signs out, which is told nothing from then on', async () => {
    await boat.terminal.terminals();
    const session = boat.terminal.sessions.current;
    await boat.terminal.signOut();
    expect((await car.terminal.terminals()).terminals.map(({ name }) => name)).toEqual(['Family car']);
    expect(await codeOfRejection(boat.terminal.terminals())).toBe('terminal.not-signed-up');
    const url = servers.contexts.accounts.baseUrl + terminalsPath;
    if (session === undefined) throw new Error('no session was open');
    const audience = { ...audienceOf(session, 'accounts'), counter: 900 };
    const headers = signSessionRequest({ method: 'GET', url, body: new Uint8Array(0) }, audience);
    expect(await (await fetch(url, { headers })).json()).toMatchObject({ code: 'session.revoked' });
  });
});
