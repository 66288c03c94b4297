import { describe, expect, it } from 'vitest';
import {
  createLicenceNumber,
  createPassword,
  createUserId,
  normaliseLicenceNumber,
} from '../../../../local-servers/accounts/readable-codes.ts';
import { AccountSecrets } from '../../../../local-servers/accounts/secrets.ts';
import { toBase64url } from '../../../../src/protocol/bytes.ts';
import { createRegistrationRecord, createServerSetup } from '../../../../src/protocol/opaque.ts';
import { randomBytes } from '../../../../src/protocol/random.ts';
import { codeOf } from '../../../support/coded.ts';

const secrets = new AccountSecrets(randomBytes(32));

describe('secrets at rest', () => {
  it('open for the row that they were sealed for, and no other', () => {
    const key = randomBytes(32);
    expect(secrets.openAccessKey('a', secrets.sealAccessKey('a', key))).toEqual(key);
    expect(codeOf(() => secrets.openAccessKey('b', secrets.sealAccessKey('a', key)))).toBe('configuration.invalid');
    expect(codeOf(() => secrets.openSessionKey('a', secrets.sealAccessKey('a', key)))).toBe('configuration.invalid');
    expect(secrets.openSessionKey('a', secrets.sealSessionKey('a', key))).toEqual(key);
  });

  it('stand in for nobody with a record of the real length, and give none', async () => {
    const record = await createRegistrationRecord(await createServerSetup(), 'u-1', 'password');
    expect(secrets.openLoginRecord('u-1', secrets.sealLoginRecord('u-1', record))).toBe(record);
    expect(record).toHaveLength(toBase64url(randomBytes(192)).length);
    expect(secrets.openLoginRecord('u-1', undefined)).toBeUndefined();
  });

  it('give the key that was asked for, and a random one where the store found another or none', () => {
    const key = randomBytes(32);
    const found = { id: 'b', sealed: secrets.sealAccessKey('b', key) };
    expect(secrets.openFoundKey('b', found)).toEqual(key);
    for (const instead of [found, secrets.nobodysKey]) {
      const [one, two] = [secrets.openFoundKey('a', instead), secrets.openFoundKey('a', instead)];
      expect(one).toHaveLength(32);
      expect(one).not.toEqual(two);
      expect([one, two]).not.toContainEqual(key);
    }
  });

  it('make other names and codes for other users, providers and master keys', () => {
    const other = new AccountSecrets(randomBytes(32));
    const made = [secrets, other].flatMap((maker) => [
      maker.pseudonym('u-1', 'maps'),
      maker.pseudonym('u-2', 'maps'),
      maker.pseudonym('u-1', 'traffic'),
      maker.guessSubject('account', 'u-1'),
      maker.guessSubject('account', 'u-2'),
      toBase64url(maker.licenceMac('u-1', 'NL-1')),
      toBase64url(maker.licenceMac('u-2', 'NL-1')),
    ]);
    expect(new Set(made).size).toBe(made.length);
    expect(secrets.licenceMac('u-1', 'nl o1l')).toEqual(secrets.licenceMac('u-1', 'NL-011'));
  });
});

describe('readable codes', () => {
  it('are of the lengths that their strength asks for, and never the same', () => {
    const codes = Array.from({ length: 200 }, () => [createPassword(), createLicenceNumber(), createUserId()]).flat();
    expect(new Set(codes).size).toBe(600);
    expect(createPassword()).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{5}-?){4}$/);
    expect(codes.some((code) => /[ILOU]/.test(code.replace(/^NL-|^u-/, '').toUpperCase()))).toBe(false);
  });

  it('are the same however they are typed', () => {
    expect(normaliseLicenceNumber(' nl-0oil ')).toBe(normaliseLicenceNumber('NL0011'));
  });
});
