import { afterAll, beforeAll, expect, test } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import type { HttpRequest } from '../../src/protocol/transport.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { authenticateDevice } from '../../src/terminal/authenticate.ts';
import { codeOfRejection } from '../support/coded.ts';
import { admitAgain, recordOf } from '../support/device-servers.ts';
import { realTerminal, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

const isMessage = ({ url }: HttpRequest) => url.endsWith('/device-authentication/messages');
const breaks = async (device: RealTerminal) => (await recordOf(servers, device)).breaks;

test('B1: answers that are lost, and a terminal that is killed without them, look like one user', async () => {
  let device = await realTerminal(servers);
  for (let round = 0; round < 3; round += 1) {
    device.line.through = async (request, send) => {
      const answer = await send(request);
      if (isMessage(request)) throw new CodedError('network.timeout');
      return answer;
    };
    expect(await codeOfRejection(admitAgain(servers, device))).toBeDefined();
    device = await device.restart();
    await admitAgain(servers, device);
  }
  expect(await breaks(device)).toBe(0);
});

test('B1: a message that somebody held up, and that arrives after the next authentications, raises no suspicion', async () => {
  const device = await realTerminal(servers);
  await admitAgain(servers, device);
  const held: HttpRequest[] = [];
  device.line.through = async (request, send) => {
    if (!isMessage(request)) return send(request);
    held.push(request);
    throw new CodedError('network.timeout');
  };
  expect(await codeOfRejection(admitAgain(servers, device))).toBeDefined();
  const late = held.at(-1);
  if (late === undefined) throw new Error('nothing was held up');
  device.line.through = (request, send) => send(request);
  // Two more steps within the life of the cookie of the one that is held up.
  await (await device.restart()).terminal.service.admit(await service(device));
  await (await device.restart()).terminal.service.admit(await service(device));
  const { status } = await httpTransport(late);
  expect(status).toBe(200);
  await admitAgain(servers, await device.restart());
  expect(await breaks(device)).toBe(0);
});

test('B1: two authentications at the same time are one user', async () => {
  const device = await realTerminal(servers);
  const { context } = device.terminal;
  const entry = await service(device);
  const link = await device.terminal.allocateAnew();
  const { serviceNonce } = await device.terminal.service.demand(entry);
  const both = [1, 2].map(() => authenticateDevice(context, link, entry, serviceNonce));
  expect(await Promise.all(both)).toHaveLength(2);
  await admitAgain(servers, await device.restart());
  expect(await breaks(device)).toBe(0);
});

const service = ({ terminal }: RealTerminal) => terminal.directory.configuredService();
