/** JSON of our own is nested a few levels deep; what is nested further trips those who walk it by recursion. */
export const deepestNesting = 64;

/** Whether objects and arrays stand within one another at most `levels` deep. Walks without recursion. */
export function isNestedWithin(value: unknown, levels: number = deepestNesting): boolean {
  let level = [value].filter(isHolder);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > levels) return false;
    level = level.flatMap((holder): unknown[] => Object.values(holder)).filter(isHolder);
  }
  return true;
}

const isHolder = (value: unknown): value is object => typeof value === 'object' && value !== null;
