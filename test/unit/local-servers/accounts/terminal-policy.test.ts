import { describe, expect, it } from 'vitest';
import { defaultAccountsSettings } from '../../../../local-servers/accounts/settings.ts';
import { checkRoom, offerFor } from '../../../../local-servers/accounts/terminal-policy.ts';
import { codeOf } from '../../../support/coded.ts';

const terminals = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    slotId: `slot-${index}`,
    userId: 'u-1',
    accessKeyId: `key-${index}`,
    terminal: { name: `Car ${index}`, makerId: 'acme', modelId: 'n1' },
    registeredAt: 100 + index,
  }));

describe('the offer to an account', () => {
  it.each([
    [0, ['add', 'cancel']],
    [2, ['add', 'overwrite', 'cancel']],
    [3, ['overwrite', 'cancel']],
    [5, ['overwrite', 'cancel']],
  ])('with %i terminals of three is %j', (count, choices) => {
    const offer = offerFor(terminals(count), defaultAccountsSettings, 150);
    expect(offer.choices).toEqual(choices);
    expect(offer.fee.amount).toBe(0);
    const full = codeOf(() => checkRoom(terminals(count), defaultAccountsSettings));
    expect(full).toBe(choices.includes('add') ? undefined : 'account.terminal-limit');
  });

  it('names each terminal by slot and age, and no key', () => {
    const [first] = offerFor(terminals(1), defaultAccountsSettings, 150).terminals;
    expect(first).toEqual({ slotId: 'slot-0', name: 'Car 0', makerId: 'acme', modelId: 'n1', age: 50 });
  });
});
