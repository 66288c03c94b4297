import { expect, it } from 'vitest';
import { initialState } from '../../../../main/app/initial-state.ts';
import { StateBoard } from '../../../../main/app/state-board.ts';
import { check } from '../../../../src/contract/check.ts';
import { calls } from '../../../../src/contract/screen/calls.ts';

const facts = { version: '1', electron: '25', chromium: '114', node: '18', kiosk: false, language: 'ja' } as const;

it('tells each change once, and keeps the rest', () => {
  const told: unknown[] = [];
  const board = new StateBoard(initialState(facts), (name, value) => told.push([name, value]));
  board.set('network', { state: 'online' });
  board.set('network', { state: 'online' });
  board.update('app', (app) => ({ ...app, visitors: app.visitors + 1 }));
  expect(told).toEqual([
    ['network', { state: 'online' }],
    ['app', { ...initialState(facts).app, visitors: 1 }],
  ]);
  expect(board.state).toMatchObject({ network: { state: 'online' }, settings: { language: 'ja' } });
});

it('begins with what the contract allows', () => {
  expect(check(calls['state.read'].result, initialState(facts), 'request.malformed')).toEqual(initialState(facts));
});
