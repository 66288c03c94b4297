import { payloadTypes } from '../../src/contract/documents.ts';
import { Certificate } from '../../src/contract/device-authentication.ts';
import { generateEd25519 } from '../../src/protocol/keys.ts';
import { peekUnverified, signDocument } from '../../src/protocol/signed-document.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOfRejection } from '../support/coded.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

test('B4, G2: no certificate and no chain counts that the right keys did not sign', async () => {
  const terminal = await service.device();
  const certified = await terminal.certified();
  const { chain } = certified.walked;
  const mine = generateEd25519();
  const certificate = signDocument(mine, payloadTypes.certificate, peekUnverified(certified.certificate, Certificate));
  expect(await codeOfRejection(terminal.present(certified, { certificate }))).toBe('certificate.invalid');
  const forged = {
    ...chain,
    answers: chain.answers.map((answer) => ({ ...answer, signatures: chain.first.signatures })),
  };
  expect(await codeOfRejection(terminal.present(certified, { chain: forged }))).toBe('document.signature-invalid');
  const short = { ...chain, answers: chain.answers.slice(0, 1) };
  expect(await codeOfRejection(terminal.present(certified, { chain: short }))).toBe('allocation.scope-violated');
  expect(await terminal.present(certified)).toEqual({ expiresIn: 300 });
});
