import type { Scope } from '../contract/allocation.ts';

/** What is known of the terminal that a chain is for; a service server knows the maker alone. */
export interface AllocationSubject {
  readonly makerId: string;
  readonly modelId?: string;
  readonly hardwareNumber?: string;
}

/** Orders hardware numbers: shorter ones first, equally long ones by ASCII, so that numbers of one width count up. */
export function compareHardwareNumbers(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** G2: whether a server with this scope is there for this terminal, as far as the subject is known. */
export function scopeCovers(scope: Scope, subject: AllocationSubject): boolean {
  if (scope.makerId !== undefined && scope.makerId !== subject.makerId) return false;
  if (subject.modelId !== undefined) {
    if (scope.modelId !== undefined && scope.modelId !== subject.modelId) return false;
    if (scope.modelPrefix !== undefined && !subject.modelId.startsWith(scope.modelPrefix)) return false;
  }
  if (subject.hardwareNumber !== undefined && scope.serials !== undefined) {
    return (
      compareHardwareNumbers(scope.serials.from, subject.hardwareNumber) <= 0 &&
      compareHardwareNumbers(subject.hardwareNumber, scope.serials.to) <= 0
    );
  }
  return true;
}

/** G2: whether everything that `inner` covers is covered by `outer`: nobody signs beyond its own scope. */
export function scopeWithin(inner: Scope, outer: Scope): boolean {
  if (outer.makerId !== undefined && inner.makerId !== outer.makerId) return false;
  if (outer.modelId !== undefined && inner.modelId !== outer.modelId) return false;
  if (outer.modelPrefix !== undefined) {
    const models = inner.modelId ?? inner.modelPrefix;
    if (models === undefined || !models.startsWith(outer.modelPrefix)) return false;
  }
  if (outer.serials === undefined) return true;
  return (
    inner.serials !== undefined &&
    compareHardwareNumbers(outer.serials.from, inner.serials.from) <= 0 &&
    compareHardwareNumbers(inner.serials.to, outer.serials.to) <= 0
  );
}

/** One spelling for each scope: what versions are counted under. */
export function scopeKey(scope: Scope): string {
  return JSON.stringify([
    scope.makerId ?? null,
    scope.modelId ?? null,
    scope.modelPrefix ?? null,
    scope.serials === undefined ? null : [scope.serials.from, scope.serials.to],
  ]);
}
