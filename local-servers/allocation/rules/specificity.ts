import type { AllocationRule, RuleMatch } from './rule.ts';

interface Criterion {
  /** Negative where `a` is the more specific one. */
  readonly compare: (a: AllocationRule, b: AllocationRule) => number;
  /** Why the less specific one loses. */
  readonly why: (winner: AllocationRule, loser: AllocationRule) => string;
}

/** In the order in which they count. A criterion is looked at only where those before it tell no difference. */
const criteria: readonly Criterion[] = [
  {
    compare: (a, b) =>
      exactness(b.match.makerId, b.match.makerPrefix) - exactness(a.match.makerId, a.match.makerPrefix),
    why: ({ match }) => naming('maker', match.makerId, match.makerPrefix ?? ''),
  },
  {
    compare: (a, b) =>
      exactness(b.match.modelId, b.match.modelPrefix) - exactness(a.match.modelId, a.match.modelPrefix),
    why: ({ match }) => naming('model', match.modelId, match.modelPrefix ?? ''),
  },
  {
    compare: (a, b) => compareWidths(a.match, b.match),
    why: (_winner, { match }) =>
      match.serials === undefined
        ? 'the winner takes a range of hardware numbers, not all of them'
        : 'the winner takes a narrower range of hardware numbers',
  },
  {
    compare: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
    why: () => 'both are as specific, and the name of the winner comes first',
  },
];

/**
 * Orders rules so that the most specific comes first: by maker, then by model (exact, longer prefix, shorter prefix, any),
 * then by hardware numbers (narrower range, wider range, any). Rules of one rank go by name, so that the order is total.
 */
export function compareSpecificity(a: AllocationRule, b: AllocationRule): number {
  for (const { compare } of criteria) {
    const difference = compare(a, b);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Why a rule that is for the same terminal loses against the winner, in words for the operator. */
export function whyItLoses(winner: AllocationRule, loser: AllocationRule): string {
  const decisive = criteria.find(({ compare }) => compare(winner, loser) !== 0);
  return decisive?.why(winner, loser) ?? 'it is the same rule';
}

const naming = (what: string, exact: string | undefined, prefix: string): string =>
  exact === undefined
    ? `the winner names more of the ${what}: the prefix ${prefix}`
    : `the winner names the ${what} exactly`;

function exactness(exact: string | undefined, prefix: string | undefined): number {
  return exact === undefined ? (prefix?.length ?? 0) : Number.MAX_SAFE_INTEGER;
}

/** Negative where `a` takes fewer hardware numbers; all of them are more than any range. */
export function compareWidths({ serials: a }: RuleMatch, { serials: b }: RuleMatch): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  const difference = width(a) - width(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** How many hardware numbers a range holds. */
const width = ({ from, to }: NonNullable<RuleMatch['serials']>): bigint => ordinal(to) - ordinal(from) + 1n;

const digits = 94n; // 0x21 to 0x7e
const beforeFirstDigit = 0x20;

/** The place of a hardware number in the order of `compareHardwareNumbers`: all of one length follow all shorter ones. */
export function ordinal(hardwareNumber: string): bigint {
  let place = 0n;
  for (const character of hardwareNumber) {
    place = place * digits + BigInt(character.charCodeAt(0) - beforeFirstDigit);
  }
  return place;
}
