import type { AllocationTarget } from '../../local-servers/allocation/rules/rule.ts';

/** A target for tests that never connect to it. */
export function allocationTarget(more: Partial<AllocationTarget> = {}): AllocationTarget {
  return {
    role: 'second-allocation',
    serverId: 'second',
    endpoints: [{ url: 'http://127.0.0.1:9', priority: 0, weight: 1 }],
    staticKey: 'A'.repeat(43),
    signingKey: 'A'.repeat(43),
    asks: ['second'],
    weight: 1,
    ...more,
  };
}
