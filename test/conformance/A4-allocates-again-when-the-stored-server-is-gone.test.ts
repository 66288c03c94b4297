import { afterAll, beforeAll, expect, it } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import { realTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

it('A4: where the stored server cannot be reached, the terminal allocates again within the same attempt', async () => {
  const first = await realTerminal(servers);
  const service = await first.terminal.directory.configuredService();
  await first.terminal.service.admit(service);

  const again = await first.restart();
  let cut = true;
  again.line.through = async (request, send) => {
    if (request.url.includes('/v1/channels/allocation')) cut = false;
    if (cut && request.url.includes('/v1/channels/device-authentication')) throw new CodedError('network.unreachable');
    return send(request);
  };
  await again.terminal.service.admit(service);
  expect(again.events).toContainEqual(
    expect.objectContaining({ type: 'stored-server-failed', code: 'network.unreachable' }),
  );
  expect(again.events.filter(({ type }) => type === 'hop')).toHaveLength(2);
  expect(again.events.at(-1)).toMatchObject({ type: 'admitted' });
});
