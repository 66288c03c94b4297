import type { AllocationRule, RuleMatch } from './rule.ts';

/**
 * Orders rules so that the most specific comes first: by maker, then by model (exact, longer prefix, shorter prefix, any),
 * then by hardware numbers (narrower range, wider range, any). Rules of one rank go by name, so that the order is total.
 */
export function compareSpecificity(a: AllocationRule, b: AllocationRule): number {
  return (
    exactness(b.match.makerId, b.match.makerPrefix) - exactness(a.match.makerId, a.match.makerPrefix) ||
    exactness(b.match.modelId, b.match.modelPrefix) - exactness(a.match.modelId, a.match.modelPrefix) ||
    compareWidths(rangeWidth(a.match), rangeWidth(b.match)) ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  );
}

function exactness(exact: string | undefined, prefix: string | undefined): number {
  return exact === undefined ? (prefix?.length ?? 0) : Number.MAX_SAFE_INTEGER;
}

/** How many hardware numbers a rule takes; undefined for all of them. */
function rangeWidth({ serials }: RuleMatch): bigint | undefined {
  return serials === undefined ? undefined : ordinal(serials.to) - ordinal(serials.from) + 1n;
}

function compareWidths(a: bigint | undefined, b: bigint | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  return b !== undefined && b > a ? -1 : b === undefined ? -1 : 1;
}

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
