import type { FirstAllocationInformation, SecondAllocationInformation } from '../../src/contract/allocation.ts';
import type { ErrorCode } from '../../src/errors/codes.ts';
import { spreadKey } from './conversations/allocate.ts';
import { withTable } from './operator.ts';
import { choose } from './rules/choose.ts';
import { mismatch, type Told } from './rules/match.ts';
import type { AllocationRule, RuleMatch } from './rules/rule.ts';
import { whyItLoses } from './rules/specificity.ts';
import { spread } from './rules/spread.ts';
import type { AllocationDatabase } from './store/allocation-store.ts';
import type { RuleTable } from './store/rule-reader.ts';

/** Rules that are named as matching, at most. */
const namedRules = 200;
/** In a table of so many rules, those that do not match are named, too. */
const smallTable = 20;

/** A rule that did not win, and why. */
export interface Passed {
  readonly rule: string;
  readonly match: RuleMatch;
  readonly why: string;
}

/** What a terminal would be answered, and why. */
export interface Explanation {
  readonly version: number;
  /** How many rules the table has. */
  readonly rules: number;
  /** The rule that wins. */
  readonly rule?: string;
  readonly match?: RuleMatch;
  /** The others that are for this terminal, in the order in which they would take its place. */
  readonly lost: readonly Passed[];
  /** Rules that are not for it: all of them in a small table, otherwise only one that was asked about. */
  readonly mismatched: readonly Passed[];
  /** The winner's servers, each with its share of all terminals (0 to 1). */
  readonly servers?: readonly { readonly serverId: string; readonly share: number }[];
  /** The server that this terminal gets; absent where several share terminals that cannot be told apart yet. */
  readonly serverId?: string;
  readonly refusal?: { readonly code: ErrorCode; readonly detail: string };
}

export interface Question {
  /** Either part may be left out, as it is when a server does not ask for it. */
  readonly first?: FirstAllocationInformation | undefined;
  readonly second?: SecondAllocationInformation | undefined;
  /** A rule that shall be accounted for in any case. */
  readonly about?: string | undefined;
}

/** Works out an answer without giving it, by the look-up that gives it. */
export function explain(database: AllocationDatabase, question: Question): Promise<Explanation> {
  return withTable(database, (table) => explainIn(table, question));
}

function explainIn({ version, rules }: RuleTable, { first, second, about }: Question): Explanation {
  const told: Told = { ...first, ...second };
  const choice = choose(rules, told);
  const winner = 'rule' in choice ? choice.rule : undefined;
  const candidates = take(rules.candidates(told), namedRules);
  const others = candidates.filter(({ name }) => name !== winner?.name);
  const lost = others.map((rule) =>
    passed(rule, winner === undefined ? 'no rule wins where several makers’ match' : whyItLoses(winner, rule)),
  );
  const base = { version, rules: rules.count, lost, mismatched: mismatched(rules, told, about) };
  if ('refusal' in choice) {
    const { code, detail, message } = choice.refusal;
    return { ...base, refusal: { code, detail: detail ?? message } };
  }
  const { targets, name, match } = choice.rule;
  const total = targets.reduce((sum, { weight }) => sum + weight, 0);
  const servers = targets.map(({ serverId, weight }) => ({ serverId, share: weight / total }));
  const key = spreadKey(told);
  const only = servers.find(({ share }) => share === 1)?.serverId;
  const serverId = key === undefined ? only : spread(targets, key)?.serverId;
  return { ...base, rule: name, match, servers, ...(serverId === undefined ? {} : { serverId }) };
}

function mismatched(rules: RuleTable['rules'], told: Told, about: string | undefined): Passed[] {
  const asked = about === undefined ? undefined : rules.find(about);
  if (about !== undefined && asked === undefined) return [{ rule: about, match: {}, why: 'there is no such rule' }];
  const looked = asked !== undefined ? [asked] : rules.count <= smallTable ? take(rules.all(), smallTable) : [];
  return looked.flatMap((rule) => {
    const reason = mismatch(rule.match, told);
    return reason === undefined ? [] : [passed(rule, reason)];
  });
}

const passed = ({ name, match }: AllocationRule, why: string): Passed => ({ rule: name, match, why });

function take<T>(values: Iterable<T>, limit: number): T[] {
  const taken: T[] = [];
  for (const value of values) {
    if (taken.length >= limit) break;
    taken.push(value);
  }
  return taken;
}
