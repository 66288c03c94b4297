import { describe, expect, it } from 'vitest';
import { checks, isAsExpected } from '../../model/checks.ts';
import { verify } from '../../model/spin.ts';

describe('the search', { timeout: 60_000 }, () => {
  it('finds nothing wrong with the login as it is, and the attack on one that is not bound to its channel', async () => {
    const login = { model: 'login', search: 'safety' } as const;
    expect(await verify({ ...login, defines: [] })).toMatchObject({ verdict: 'holds', assertion: '' });
    const broken = await verify({ ...login, defines: ['BROKEN_UNBOUND_LOGIN'] });
    expect(broken.verdict).toBe('assertion broken');
    expect(broken.assertion).toContain('stands_in');
  });

  it('finds that a sign-up never ends well where a pending key blocks the next', async () => {
    const defines = ['BROKEN_PENDING_KEY_BLOCKS'];
    expect(await verify({ model: 'sign-up', search: 'liveness', defines })).toMatchObject({
      verdict: 'never ends well',
    });
  });

  it('refuses what is no model', async () => {
    await expect(verify({ model: 'nothing', search: 'safety', defines: [] })).rejects.toThrow('nothing');
  });
});

describe('what is expected', () => {
  const finding = { verdict: 'holds', assertion: '', states: 1, seconds: 1 } as const;
  const broken = { ...finding, verdict: 'assertion broken' } as const;

  it('a broken variant that nothing is wrong with is a surprise, and so is another attack, or an attack on the whole', () => {
    for (const check of checks(false)) {
      expect(isAsExpected(check, finding)).toBe(check.expected === 'holds');
      if (check.expected === 'holds') expect(isAsExpected(check, broken)).toBe(false);
      if ((check.assertion ?? '') !== '') expect(isAsExpected(check, { ...broken, assertion: '(else)' })).toBe(false);
    }
  });

  it('each model is searched for both kinds of property, but the login, which has no end; each broken variant fails', () => {
    const models = ['channel', 'allocation', 'device-authentication', 'login', 'sign-up', 'session'];
    const whole = checks(false).filter(({ expected }) => expected === 'holds');
    for (const model of models) {
      const kinds = new Set(whole.filter((check) => check.model === model).map(({ search }) => search));
      expect([...kinds].toSorted()).toEqual(model === 'login' ? ['safety'] : ['liveness', 'safety']);
    }
  });
});
