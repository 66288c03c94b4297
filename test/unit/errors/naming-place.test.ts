import { expect, it } from 'vitest';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { namingPlace } from '../../../src/errors/naming-place.ts';

const failing = (error: Error) => (): never => {
  throw error;
};

it('names the place once, keeps the code, and says what to do', async () => {
  const found = new CodedError('configuration.invalid', { detail: '/listen must be object' });
  await expect(namingPlace('role.json', failing(found), 'mend it')).rejects.toMatchObject({
    code: 'configuration.invalid',
    detail: 'role.json: /listen must be object; mend it',
    cause: found,
  });
  const named = new CodedError('store.full', { detail: '/data/role.json' });
  await expect(namingPlace('role.json', failing(named))).rejects.toMatchObject({ detail: '/data/role.json' });
});

it('leaves faults of the program as they are, and results too', async () => {
  const fault = new TypeError('x is undefined');
  await expect(namingPlace('role.json', failing(fault))).rejects.toBe(fault);
  expect(await namingPlace('role.json', () => 1)).toBe(1);
});
