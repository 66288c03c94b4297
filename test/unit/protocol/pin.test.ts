import { expect, it } from 'vitest';
import { check } from '../../../src/contract/check.ts';
import { HashedPin } from '../../../src/contract/kiosk.ts';
import { hashPin, isPin } from '../../../src/protocol/pin.ts';

it('knows a PIN by a salted hash alone', async () => {
  const hashed = await hashPin('4711', 14);
  expect(await isPin('4711', hashed)).toBe(true);
  expect(await isPin('4712', hashed)).toBe(false);
  expect(await isPin('', hashed)).toBe(false);
  expect((await hashPin('4711', 14)).hash).not.toBe(hashed.hash);
});

it('makes a guess cost 64 MiB where nothing else is asked for', async () => {
  expect(check(HashedPin, await hashPin('4711'), 'request.malformed').logN).toBe(16);
});
