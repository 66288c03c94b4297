import { Type, type Static } from 'typebox';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { AllocationTarget, maximumTargets } from './rule.ts';

const { weight: _weight, ...facts } = AllocationTarget.properties;

/** A server that terminals are led to, without a weight: what rules of an imported table name. */
export const ServerFacts = Type.Object(facts, { additionalProperties: false });
export type ServerFacts = Static<typeof ServerFacts>;

/** One server of a set: how the table calls it, and its share. */
export interface Share {
  readonly reference: string;
  readonly weight: number;
}

const share = /^([a-z0-9][a-z0-9.-]{0,62}(?:~[0-9]{1,4})?)(?:\*(0|[1-9][0-9]{0,4}))?$/;

/**
 * Reads a set of servers as a row of a table has it: `auth-1*3 auth-2`, the weight 1 where none is written.
 * @throws request.malformed
 */
export function readTargetSet(text: string): Share[] {
  const words = text.split(' ').filter((word) => word !== '');
  if (words.length === 0) throw malformed('no server is named');
  if (words.length > maximumTargets) throw malformed(`more than ${maximumTargets} servers are named`);
  return words.map((word) => {
    const [, reference, weight = '1'] = share.exec(word) ?? [];
    if (reference === undefined) throw malformed('servers are written like "auth-1*3 auth-2", with weights behind a *');
    return { reference, weight: Number(weight) };
  });
}

export const writeTargetSet = (shares: readonly Share[]): string =>
  shares.map(({ reference, weight }) => (weight === 1 ? reference : `${reference}*${weight}`)).join(' ');

/** What `readTargetSet` took for the name of a server. */
export const isReference = (text: string): boolean => share.test(text) && !text.includes('*');

/** One spelling for each server's facts, whatever order they were written in. */
export const spellServer = (server: ServerFacts): string => JSON.stringify(sorted(server));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, content]) => content !== undefined);
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, content]) => [key, sorted(content)]),
  );
}

function malformed(detail: string): CodedError {
  return new CodedError('request.malformed', { detail });
}
