import { afterAll, beforeAll, expect, test } from 'vitest';
import { handshakePath } from '../../src/contract/channel.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { codeOfRejection } from '../support/coded.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

const asked: string[] = [];
let service: ServiceUnderTest;
beforeAll(async () => {
  service = await startService({
    transport: (request) => {
      asked.push(new URL(request.url).pathname);
      return httpTransport(request);
    },
  });
});
afterAll(() => service.close());

test('B4: a service refuses a certificate for another service, without asking anybody', async () => {
  const terminal = await service.device();
  const certified = await terminal.certified({ serviceId: 'other-maps' });
  expect(await codeOfRejection(terminal.present(certified))).toBe('certificate.wrong-service');
  expect(asked).not.toContain(handshakePath('certificate-check'));
  await terminal.present(await terminal.certified());
  expect(asked).toContain(handshakePath('certificate-check'));
});
